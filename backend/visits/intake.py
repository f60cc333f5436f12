"""Taking in a visit: keep the bytes, judge them, store the visit, answer with a receipt.

accept_visit
 ├─ ledger.keep_body ──── committed before anything is judged
 ├─ judging.judge ─────── 422 with every finding, outside any lock
 └─ _store ────────────── one transaction: owner, visit, revision, assignment, score, audit

photo_arrived ─ the other way in which a visit becomes complete
"""

from __future__ import annotations

import json
import logging
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import (
    BadRequest,
    DifferentContent,
    Invalid,
    Malfunction,
    NotFound,
    NotReturned,
    Refusal,
    invalid,
)
from backend.fieldwork.models import Assignment
from backend.fieldwork.receiving import assignment_for_sender, note_arrival, receive
from backend.visits.completeness import missing_of, missing_photos, stored_ids
from backend.visits.derivatives import flag_undecodable
from backend.visits.envelope import revision_named
from backend.visits.flags import lower_flag, raise_flag, raise_flags
from backend.visits.judgement import Judged, judge
from backend.visits.ledger import UNREADABLE, keep_body
from backend.visits.models import IntakeBody, Visit, VisitRevision, VisitState
from backend.visits.ownership import is_others, own_visit_id
from backend.visits.receipts import sign_receipt
from backend.visits.scoring import forget_score, score_visit
from backend.visits.timing import VisitDay, visit_day
from shopper_forms.canonical import canonical_json, sha256_hex
from shopper_forms.findings import Refused
from shopper_forms.parsing import load_json

logger = logging.getLogger(__name__)

TAKES_REVISIONS = (VisitState.RETURNED, VisitState.INCOMPLETE)


class Receipt(NamedTuple):
    """What the sender may rely on; `created` tells a first arrival from a repetition."""

    visit: UUID
    revision: int
    sha256: str
    received_at: datetime
    signature: str
    missing_photos: list[str]
    complete: bool
    created: bool


def accept_visit(*, visit_id: UUID, sender: Person, raw: bytes) -> Receipt:
    """Take a body in; the same bytes get the same receipt for ever, whatever happened since.

    Raises `NotFound` (somebody else's id, or an assignment the sender never had), `Invalid` with
    every finding, `DifferentContent` for other bytes under an accepted revision, `NotReturned`
    for a revision whose turn it is not. The bytes are in the ledger in each of these cases.
    """
    data, unreadable = _decoded(raw)
    named = revision_named(data)
    body = keep_body(
        kind=IntakeBody.Kind.VISIT,
        sender=sender,
        raw=raw,
        visit_id=visit_id,
        revision=UNREADABLE if named is None else named,
    )
    if is_others(visit_id=visit_id, person=sender):
        raise NotFound
    if unreadable is not None:
        raise unreadable
    known = None if named is None else _known(visit_id, named)
    if known is not None and known.sha256 == body.sha256:
        return receipt_of(known)
    judged = judge(data, sender)
    return _store(visit_id=visit_id, sender=sender, body=body, judged=judged)


@transaction.atomic
def photo_arrived(visit_id: UUID) -> Visit | None:
    """A photo of this visit id was stored: complete the visit if it was the last one missing.

    Call it in the transaction that stores the photo, after `own_visit_id`.
    """
    visit = lock_visit(visit_id)
    if visit is not None and visit.state == VisitState.INCOMPLETE and not missing_photos(visit):
        complete(visit)
        chain.record(actor=visit.owner, verb="visit.completed", subject=visit)
    return visit


def complete(visit: Visit, assignment: Assignment | None = None) -> None:
    """Everything is there, or waived: `received`, scored, and the assignment with it.

    Runs in a transaction with the visit (and `assignment`, if given) locked; the caller records
    the event, because only it knows who brought this about.
    """
    if visit.completed_at is None:
        assignment = assignment or _lock_assignment(visit)
        raise_flags(visit, receive(assignment, visit.owner, visit.received_at).flags)
    visit.state = VisitState.RECEIVED
    visit.completed_at = clock.now()
    visit.save(update_fields=["state", "completed_at"])
    score_visit(visit)


def receipt_of(revision: VisitRevision, *, created: bool = False) -> Receipt:
    """The receipt of an accepted revision; what is missing is told as it stands now."""
    missing = missing_photos(revision.visit)
    return Receipt(
        visit=revision.visit_id,
        revision=revision.revision,
        sha256=revision.sha256,
        received_at=revision.received_at,
        signature=sign_receipt(
            visit=revision.visit_id,
            item=f"revision:{revision.revision}",
            digest=revision.sha256,
            received_at=revision.received_at,
        ),
        missing_photos=missing,
        complete=not missing,
        created=created,
    )


def newest_receipt(visit: Visit) -> Receipt:
    """The receipt of the newest accepted revision."""
    return receipt_of(
        VisitRevision.objects.select_related("visit").get(visit=visit, revision=visit.revision)
    )


def lock_visit(visit_id: UUID) -> Visit | None:
    """The visit as it stands, held until the transaction ends."""
    return (
        Visit.objects.select_for_update(of=("self",))
        .select_related("owner", "questionnaire_version")
        .filter(pk=visit_id)
        .first()
    )


def _decoded(raw: bytes) -> tuple[object, Refusal | None]:
    """The JSON value, or why there is none. A fault of the reader itself must not keep the bytes
    out of the ledger, so it is raised only afterwards, like every other reason."""
    try:
        return load_json(raw), None
    except Refused as refused:
        if any(finding.code in ("bad_json", "too_deep") for finding in refused.findings):
            return None, BadRequest("The body is not JSON.", errors=refused.findings)
        return None, Invalid(errors=refused.findings)
    except Exception as fault:
        logger.exception("reading a body failed")
        return None, Malfunction(str(type(fault).__name__))


def _known(visit_id: UUID, revision: int) -> VisitRevision | None:
    return (
        VisitRevision.objects.select_related("visit")
        .filter(visit=visit_id, revision=revision)
        .first()
    )


@transaction.atomic
def _store(*, visit_id: UUID, sender: Person, body: IntakeBody, judged: Judged) -> Receipt:
    own_visit_id(visit_id=visit_id, person=sender)
    number = judged.envelope.revision
    known = _known(visit_id, number)
    if known is not None:
        # a rival was faster: with the same bytes, or with others
        if known.sha256 != body.sha256:
            raise DifferentContent
        return receipt_of(known)
    visit = lock_visit(visit_id)
    _require_turn(visit, number)
    assignment = assignment_for_sender(judged.assignment.pk, sender)
    if assignment is None:
        raise NotFound
    if visit is None:
        visit = _new_visit(visit_id, sender, assignment, judged, body.received_at)
    elif visit.assignment_id == assignment.pk:
        _renew_visit(visit, judged)
    else:
        raise invalid(
            (("assignment",), "other_assignment", "This visit was made for another assignment.")
        )
    revision = _new_revision(visit, body, judged)
    flag_undecodable(visit, [photo["id"] for photo in judged.listed])
    missing = missing_of(judged.listed, stored_ids(visit_id), visit.waived_photos)
    if not missing:
        complete(visit, assignment)
    elif number == 0:
        raise_flags(visit, note_arrival(assignment, sender, body.received_at).flags)
    chain.record(
        actor=sender,
        verb="visit.revision_received",
        subject=visit,
        data={"revision": number, "sha256": body.sha256, "state": visit.state},
    )
    return receipt_of(revision, created=True)


def _require_turn(visit: Visit | None, number: int) -> None:
    expected = 0 if visit is None else visit.revision + 1
    if visit is not None and visit.state not in TAKES_REVISIONS:
        raise NotReturned
    if number != expected:
        raise NotReturned(f"The next revision of this visit is {expected}.")


def _new_visit(
    visit_id: UUID, sender: Person, assignment: Assignment, judged: Judged, received_at: datetime
) -> Visit:
    envelope = judged.envelope
    day = _day_of(judged, received_at)
    visit = Visit(
        id=visit_id,
        owner=sender,
        assignment=assignment,
        wave_id=assignment.wave_id,
        programme_id=assignment.programme_id,
        location_id=assignment.location_id,
        questionnaire_version=judged.version,
        state=VisitState.INCOMPLETE,
        outcome=envelope.outcome,
        revision=0,
        visit_date=day.day,
        date_from_receipt=day.from_receipt,
        daypart=day.daypart,
        late=received_at > assignment.submit_by_utc,
        started_at=envelope.started_at,
        submitted_at=envelope.sealed_at,
        received_at=received_at,
    )
    visit.save(force_insert=True)
    _mark(visit, judged, renewed=False)
    return visit


def _renew_visit(visit: Visit, judged: Judged) -> None:
    """Let a further revision say what the visit is; the day of receipt stays the first one's."""
    envelope = judged.envelope
    day = _day_of(judged, visit.received_at)
    visit.state = VisitState.INCOMPLETE
    visit.revision = envelope.revision
    visit.questionnaire_version = judged.version
    visit.outcome = envelope.outcome
    visit.visit_date, visit.daypart, visit.date_from_receipt = day
    visit.started_at = envelope.started_at
    visit.submitted_at = envelope.sealed_at
    visit.save()
    forget_score(visit)
    _mark(visit, judged, renewed=True)


def _day_of(judged: Judged, received_at: datetime) -> VisitDay:
    return visit_day(
        started_at=judged.envelope.started_at,
        received_at=received_at,
        window_start=judged.assignment.window_start_utc,
        window_end=judged.assignment.window_end_utc,
        zone=judged.assignment.location.time_zone,
    )


def _mark(visit: Visit, judged: Judged, *, renewed: bool) -> None:
    """Flags that hang on this very revision."""
    marks = {
        "clock": "day of receipt" if visit.date_from_receipt else None,
        "check": " ".join(finding.message for finding in judged.reviews) or None,
    }
    for kind, detail in marks.items():
        if detail is not None:
            raise_flag(visit, kind, detail)
        elif renewed:
            lower_flag(visit, kind)


def _new_revision(visit: Visit, body: IntakeBody, judged: Judged) -> VisitRevision:
    answers = canonical_json(judged.answers)
    revision = VisitRevision(
        visit=visit,
        revision=judged.envelope.revision,
        sha256=body.sha256,
        body=body,
        outcome=judged.envelope.outcome,
        answers=answers.decode(),
        answers_sha256=sha256_hex(answers),
        photos=json.dumps(judged.listed),
        trail=canonical_json(judged.envelope.trail).decode(),
        received_at=body.received_at,
    )
    revision.save(force_insert=True)
    return revision


def _lock_assignment(visit: Visit) -> Assignment:
    assignment = assignment_for_sender(visit.assignment_id, visit.owner)
    if assignment is None:
        raise NotFound
    return assignment
