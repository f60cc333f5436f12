"""A reviewer's correction: an overlay with a reason, and the score that follows from it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from backend import clock
from backend.accounts.models import Person
from backend.actions.raising import raise_actions
from backend.audit import chain
from backend.errors import Invalid
from backend.review.judging import locked, require
from backend.standards.documents import document_of
from backend.visits.changes import note_change
from backend.visits.completeness import photos_of
from backend.visits.models import COUNTED, Correction, Visit, VisitRevision, VisitState
from backend.visits.observations import Answers, effective_answers, spelled
from backend.visits.scoring import score_visit
from shopper_forms.canonical import canonical_json
from shopper_forms.findings import Finding
from shopper_forms.validation import validate

CORRECTED_IN = (VisitState.IN_REVIEW, VisitState.RELEASED, VisitState.APPEALED)


@transaction.atomic
def correct(
    *, visit: Visit, by: Person, question: str, answer: Mapping[str, object], reason: str
) -> Visit:
    """Lay another answer over the shopper's, who keeps theirs on record, and score again.

    Raises `Invalid` for an answer that a shopper could not have given either. Only this question
    is judged: a correction may show a question that was never asked, which then counts as skipped.
    """
    visit = locked(visit)
    answers: Answers = {**effective_answers(visit), question: dict(answer)}
    faults = _faults(visit, question, answers)
    if faults:
        raise Invalid(errors=faults)
    require(visit, *CORRECTED_IN)
    Correction.objects.create(
        visit=visit,
        revision=visit.revision,
        question=question,
        answer=canonical_json(dict(answer)).decode(),
        reason=reason,
        by=by,
        at=clock.now(),
    )
    score_visit(visit, reason=reason, of=spelled(answers))
    if visit.state in COUNTED:
        raise_actions(visit)
    chain.record(
        actor=by,
        verb="visit.corrected",
        subject=visit,
        data={"question": question, "scorecard": visit.scorecard_id},
    )
    if visit.state in COUNTED:
        note_change(visit)
    return visit


def faults_of_correction(
    *, visit: Visit, question: str, answer: Mapping[str, object]
) -> list[Finding]:
    """What keeps `answer` from being laid over the answer to `question`; see `correct`."""
    return _faults(visit, question, {**effective_answers(visit), question: dict(answer)})


def _faults(visit: Visit, question: str, answers: Answers) -> list[Finding]:
    revision = VisitRevision.objects.only("photos").get(visit=visit, revision=visit.revision)
    listed = {photo["id"] for photo in photos_of(revision)}
    document = document_of(visit.questionnaire_version)
    validation = validate(document, answers, listed, visit.outcome)
    return [finding for finding in validation.errors if finding.loc[1:2] == (question,)]
