"""Storing a body that may be taken: everything that follows from it, in one transaction."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import DifferentContent, NotFound, NotReturned, invalid
from backend.fieldwork.models import Assignment
from backend.fieldwork.receiving import note_arrival
from backend.rows import insert_row, read_row
from backend.visits.completeness import missing_of, stored_ids
from backend.visits.completing import complete, lock_visit, settle_completion
from backend.visits.derivatives import flag_undecodable
from backend.visits.flags import lower_flag, raise_flag, raise_flags
from backend.visits.judgement import Judged
from backend.visits.models import IntakeBody, Visit, VisitRevision, VisitState
from backend.visits.observations import Effective
from backend.visits.ownership import own_visit_id
from backend.visits.receipts import Receipt, receipt_of
from backend.visits.scoring import forget_score
from backend.visits.timing import VisitDay, visit_day
from shopper_forms.canonical import canonical_json, sha256_hex

TAKES_REVISIONS = (VisitState.RETURNED, VisitState.INCOMPLETE)


def accepted_revision(visit_id: UUID, revision: int) -> VisitRevision | None:
    """What was accepted under this id and revision, with its visit."""
    return (
        VisitRevision.objects.select_related("visit")
        .defer("answers", "trail")
        .filter(visit=visit_id, revision=revision)
        .first()
    )


@transaction.atomic
def store_revision(
    *, visit_id: UUID, sender: Person, body: IntakeBody, judged: Judged, of: Effective
) -> Receipt:
    """Make the body the visit's newest revision, and the visit complete if nothing is missing.
    `of` are its answers with their spelling.

    Raises `DifferentContent`, `NotReturned`, `NotFound` (a rival owns the id) or `Invalid` (the
    visit was made for another assignment). A rival that sent the same bytes may have been faster:
    then the receipt is that one's.
    """
    # the key's lock is ours now, so a visit that is not there yet cannot appear meanwhile
    is_known = own_visit_id(visit_id=visit_id, person=sender)
    visit = lock_visit(visit_id) if is_known else None
    if visit is not None:
        known = accepted_revision(visit_id, judged.envelope.revision)
        if known is not None and known.sha256 == body.sha256:
            return receipt_of(known)
        if known is not None:
            raise DifferentContent
    _require_turn(visit, judged)
    assignment = _as_it_stands(judged.assignment)
    stored = stored_ids(visit_id) if judged.listed else []
    missing = missing_of(judged.listed, stored, [] if visit is None else visit.waived_photos)
    if visit is None:
        visit = _new_visit(visit_id, sender, judged, body.received_at, is_complete=not missing)
        revision = _new_revision(visit, body, judged, of)
        if missing:
            raise_flags(visit, note_arrival(assignment, sender, body.received_at).flags)
        else:
            settle_completion(visit, assignment=assignment, of=of)
    else:
        _renew_visit(visit, judged)
        revision = _new_revision(visit, body, judged, of)
        if not missing:
            complete(visit, assignment=assignment)
    if judged.listed:
        flag_undecodable(visit, [photo["id"] for photo in judged.listed])
    chain.record(
        actor=sender,
        verb="visit.revision_received",
        subject=visit,
        data={"revision": visit.revision, "sha256": body.sha256, "state": visit.state},
    )
    return receipt_of(revision, missing=missing, created=True)


def _require_turn(visit: Visit | None, judged: Judged) -> None:
    if visit is None:
        expected = 0
    elif visit.assignment_id != judged.assignment.pk:
        raise invalid(
            (("assignment",), "other_assignment", "This visit was made for another assignment.")
        )
    elif visit.state not in TAKES_REVISIONS:
        raise NotReturned
    else:
        expected = visit.revision + 1
    if judged.envelope.revision != expected:
        raise NotReturned(f"The next revision of this visit is {expected}.")


def _as_it_stands(assignment: Assignment) -> Assignment:
    """The assignment that was read without a lock, locked and with what may have moved since."""
    names = ("id", "state", "shopper_id", "started_at")
    fresh = read_row(Assignment, names, lock=True, id=assignment.pk)
    if fresh is None:
        raise NotFound
    for name in names:
        setattr(assignment, name, getattr(fresh, name))
    return assignment


def _new_visit(
    visit_id: UUID, sender: Person, judged: Judged, received_at: datetime, *, is_complete: bool
) -> Visit:
    envelope, assignment = judged.envelope, judged.assignment
    day = _day_of(judged, received_at)
    visit = Visit(
        id=visit_id,
        owner=sender,
        assignment=assignment,
        wave_id=assignment.wave_id,
        programme_id=assignment.programme_id,
        location_id=assignment.location_id,
        questionnaire_version=judged.version,
        state=VisitState.RECEIVED if is_complete else VisitState.INCOMPLETE,
        completed_at=clock.now() if is_complete else None,
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
    insert_row(visit)
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


def _new_revision(visit: Visit, body: IntakeBody, judged: Judged, of: Effective) -> VisitRevision:
    revision = VisitRevision(
        visit=visit,
        revision=judged.envelope.revision,
        sha256=body.sha256,
        body=body,
        outcome=judged.envelope.outcome,
        answers=of.canonical,
        answers_sha256=sha256_hex(of.canonical.encode()),
        photos=json.dumps(judged.listed),
        trail=canonical_json(judged.envelope.trail).decode(),
        received_at=body.received_at,
    )
    insert_row(revision)
    return revision
