"""What a reviewer does with a visit: one function per transition of the state table.

take · return_visit · release · void · waive_photos ── correct (in `review.correcting`)
appeals and their decisions (in `review.appealing`)

Every one locks the visit, checks where it starts from, writes the audit event, and notes in
`visits.changes` when a figure that somebody may have printed is no longer what it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db import IntegrityError, transaction

from backend import clock
from backend.accounts.models import Person
from backend.actions.raising import raise_actions
from backend.audit import chain
from backend.errors import AlreadyReleased, Invalid, NotFound, WrongState
from backend.review.models import Appeal, AppealState
from backend.standards.documents import document_of
from backend.visits.changes import note_change
from backend.visits.completeness import missing_photos
from backend.visits.completing import complete, lock_visit
from backend.visits.models import COUNTED, Visit, VisitState
from shopper_forms.findings import Finding

TAKEN_FROM = (VisitState.RECEIVED, VisitState.RETURNED, VisitState.IN_REVIEW)


@transaction.atomic
def take(*, visit: Visit, by: Person) -> Visit:
    """Take a visit into review; from a colleague too, and a returned one nobody answered."""
    visit = locked(visit, *TAKEN_FROM)
    before = visit.state
    visit.state = VisitState.IN_REVIEW
    visit.reviewer = by
    visit.save(update_fields=["state", "reviewer"])
    chain.record(actor=by, verb="visit.taken", subject=visit, data={"from": before})
    return visit


@transaction.atomic
def return_visit(*, visit: Visit, by: Person, notes: Mapping[str, str]) -> Visit:
    """Send a visit back to its shopper with a note per question.

    Raises `Invalid` when there is no note, or one on a question that the questionnaire lacks.
    """
    visit = locked(visit)
    faults = list(_faults_of_notes(visit, notes))
    if faults:
        raise Invalid(errors=faults)
    require(visit, VisitState.IN_REVIEW)
    visit.state = VisitState.RETURNED
    visit.notes = dict(notes)
    visit.save(update_fields=["state", "notes"])
    chain.record(actor=by, verb="visit.returned", subject=visit, data={"questions": sorted(notes)})
    return visit


@transaction.atomic
def release(*, visit: Visit, by: Person) -> Visit:
    """Let a visit count and be seen by the client.

    Raises `AlreadyReleased` when another visit of the assignment counts; should two reviewers
    release two of them at once, the database's constraint lets one through.
    """
    visit = locked(visit, VisitState.IN_REVIEW)
    rivals = Visit.objects.filter(assignment=visit.assignment_id, state__in=COUNTED)
    if rivals.exclude(pk=visit.pk).exists():
        raise AlreadyReleased
    visit.state = VisitState.RELEASED
    visit.released_at = clock.now()
    try:
        with transaction.atomic():
            visit.save(update_fields=["state", "released_at"])
    except IntegrityError:
        raise AlreadyReleased from None
    raise_actions(visit)
    chain.record(
        actor=by,
        verb="visit.released",
        subject=visit,
        data={"revision": visit.revision, "scorecard": visit.scorecard_id},
    )
    note_change(visit)
    return visit


@transaction.atomic
def void(*, visit: Visit, by: Person, reason: str, payable: bool) -> Visit:
    """Take a visit out of everything that is counted, from any state but void.

    Its open appeals lapse: there is no score left that they could change.
    """
    visit = locked(visit, *(state for state in VisitState if state != VisitState.VOID))
    before = visit.state
    visit.state = VisitState.VOID
    visit.void_reason = reason
    visit.payable = payable
    visit.save(update_fields=["state", "void_reason", "payable"])
    lapsed = Appeal.objects.filter(visit=visit, state=AppealState.OPEN).update(
        state=AppealState.LAPSED, decided_by=by, decided_at=clock.now()
    )
    chain.record(
        actor=by,
        verb="visit.voided",
        subject=visit,
        data={"from": before, "payable": payable, **({"appeals_lapsed": lapsed} if lapsed else {})},
    )
    # also one that never counted: reports print how many visits of a period are void
    note_change(visit)
    return visit


@transaction.atomic
def waive_photos(*, visit: Visit, by: Person, photos: Sequence[str], reason: str) -> Visit:
    """Do without photos that never came; with the last of them the visit is complete.

    Raises `Invalid` for a photo that the visit does not wait for.
    """
    visit = locked(visit)
    missing = missing_photos(visit) if visit.state == VisitState.INCOMPLETE else list(photos)
    faults = [
        Finding(("photos", index), "unknown_photo", "The visit does not wait for this photo.")
        for index, photo in enumerate(photos)
        if photo not in missing
    ]
    if faults:
        raise Invalid(errors=faults)
    require(visit, VisitState.INCOMPLETE)
    visit.waived_photos = sorted({*visit.waived_photos, *photos})
    visit.save(update_fields=["waived_photos"])
    if not set(missing) - set(photos):
        complete(visit)
    chain.record(
        actor=by,
        verb="visit.photos_waived",
        subject=visit,
        data={"photos": sorted(photos), "state": visit.state},
    )
    return visit


def locked(visit: Visit, *allowed: VisitState) -> Visit:
    """The visit as it stands, held until the transaction ends; in one of `allowed`, if given."""
    found = lock_visit(visit.pk)
    if found is None:
        raise NotFound
    if allowed:
        require(found, *allowed)
    return found


def require(visit: Visit, *allowed: VisitState) -> None:
    """Raise `WrongState` unless the visit is in one of these states."""
    if visit.state not in allowed:
        raise WrongState(f"The visit is {visit.state.replace('_', ' ')}.")


def _faults_of_notes(visit: Visit, notes: Mapping[str, str]) -> Iterator[Finding]:
    if not notes:
        yield Finding(("notes",), "required", "Say what is to be mended, question by question.")
    known = {question.code for question in document_of(visit.questionnaire_version).questions}
    for code in notes:
        if code not in known:
            sentence = f"The questionnaire has no question “{code}”."
            yield Finding(("notes", code), "unknown_question", sentence)
