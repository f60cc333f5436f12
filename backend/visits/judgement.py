"""Whether a body may be taken: its envelope and its answers, every finding at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from backend.accounts.models import Person
from backend.errors import Invalid, NotFound
from backend.fieldwork.models import Assignment, Holding
from backend.network.models import Location
from backend.rows import read_row
from backend.standards.documents import document_of
from backend.standards.models import QuestionnaireVersion
from backend.visits.completeness import ListedPhoto, named_by_answers
from backend.visits.envelope import Envelope, is_photo_id, read_envelope
from backend.visits.observations import Answers
from shopper_forms.document import Document
from shopper_forms.findings import Finding
from shopper_forms.validation import validate

_READ_OF_ASSIGNMENT = (
    "id",
    "wave_id",
    "programme_id",
    "location_id",
    "questionnaire_version_id",
    "state",
    "shopper_id",
    "started_at",
    "window_start_utc",
    "window_end_utc",
    "submit_by_utc",
)
_READ_OF_VERSION = ("id", "questionnaire_id", "version", "sha256")


@dataclass(frozen=True, slots=True)
class Judged:
    """A body that may be taken. `listed` also holds what only a hidden answer names; `reviews`
    are the checks of the questionnaire that ask for a reviewer's look."""

    envelope: Envelope
    assignment: Assignment
    version: QuestionnaireVersion
    answers: Answers
    listed: tuple[ListedPhoto, ...]
    reviews: tuple[Finding, ...]


def judge(data: object, sender: Person) -> Judged:
    """Judge a decoded body; only reads, and holds no lock.

    Raises `NotFound` when the sender never was offered or held the assignment, else `Invalid`.
    A body may name any published version of the assignment's questionnaire, also a retired one:
    it is what the phone had, and the visit is scored by it.
    """
    envelope, findings = read_envelope(data)
    if any(finding.loc in ((), ("assignment",)) for finding in findings):
        raise Invalid(errors=findings)
    assignment = _assignment_of(envelope, sender)
    if assignment is None:
        raise NotFound("There is no such assignment of yours.")
    version = _version_named(envelope, assignment)
    if version is None:
        findings += _wrong_questionnaire(envelope, findings)
        raise Invalid(errors=findings)
    document = document_of(version)
    ids = {photo["id"] for photo in envelope.photos}
    validation = validate(document, envelope.answers, ids, envelope.outcome)
    findings += [*_wrong_names(envelope, version), *_unknown_places(envelope, document)]
    findings += validation.errors
    if findings:
        raise Invalid(errors=findings)
    answers = cast(Answers, envelope.answers)
    return Judged(
        envelope=envelope,
        assignment=assignment,
        version=version,
        answers=answers,
        listed=(*envelope.photos, *_only_in_answers(answers, ids)),
        reviews=validation.reviews,
    )


def _assignment_of(envelope: Envelope, sender: Person) -> Assignment | None:
    """The assignment, if the sender ever had it, with what intake reads of it."""
    held = read_row(Holding, ("id",), assignment_id=envelope.assignment, shopper_id=sender.pk)
    found = held and read_row(Assignment, _READ_OF_ASSIGNMENT, id=envelope.assignment)
    if not found:
        return None
    version = read_row(QuestionnaireVersion, _READ_OF_VERSION, id=found.questionnaire_version_id)
    location = read_row(Location, ("code", "time_zone"), code=found.location_id)
    if version is not None and location is not None:
        found.questionnaire_version, found.location = version, location
    return found


def _version_named(envelope: Envelope, assignment: Assignment) -> QuestionnaireVersion | None:
    pinned = assignment.questionnaire_version
    if envelope.questionnaire.sha256 == pinned.sha256:
        return pinned
    return QuestionnaireVersion.objects.filter(
        questionnaire=pinned.questionnaire_id, sha256=envelope.questionnaire.sha256
    ).first()


def _wrong_questionnaire(envelope: Envelope, findings: list[Finding]) -> Iterator[Finding]:
    if not any(finding.loc[:1] == ("questionnaire",) for finding in findings):
        yield Finding(
            ("questionnaire", "sha256"),
            "unknown_questionnaire",
            "No published version of the assignment's questionnaire has this digest.",
        )


def _wrong_names(envelope: Envelope, version: QuestionnaireVersion) -> Iterator[Finding]:
    named = envelope.questionnaire
    if named.code and named.code != version.questionnaire_id:
        sentence = f"The version of this digest belongs to “{version.questionnaire_id}”."
        yield Finding(("questionnaire", "code"), "unknown_questionnaire", sentence)
    if named.version != version.version:
        sentence = f"The version of this digest is number {version.version}."
        yield Finding(("questionnaire", "version"), "unknown_questionnaire", sentence)


def _unknown_places(envelope: Envelope, document: Document) -> Iterator[Finding]:
    codes = {question.code for question in document.questions}
    for index, photo in enumerate(envelope.photos):
        if photo["question"] is not None and photo["question"] not in codes:
            sentence = f"The questionnaire has no question “{photo['question']}”."
            yield Finding(("photos", index, "question"), "unknown_question", sentence)


def _only_in_answers(answers: Answers, ids: set[str]) -> Iterator[ListedPhoto]:
    """Photos that hidden answers kept: waited for like the others, though nothing judges them."""
    for photo, question in named_by_answers(answers):
        if photo not in ids and is_photo_id(photo):
            yield {"id": photo, "question": question, "taken_at": None}
