"""What the arrival of a visit does to its assignment; intake calls this in its transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from backend.accounts.models import Person
from backend.fieldwork.models import Assignment, AssignmentState, Holding
from backend.fieldwork.states import move
from backend.rows import read_row

_RECEIVABLE = (
    AssignmentState.OFFERED,
    AssignmentState.ACCEPTED,
    AssignmentState.IN_PROGRESS,
    AssignmentState.EXPIRED,
    AssignmentState.CANCELLED,
)


@dataclass(frozen=True, slots=True)
class Receiving:
    """What came of an arrival: whether the assignment moved, and what a person should look at.

    Flags, in this order: `late` (after window and grace), `cancelled`, `expired`, `unaccepted`
    (the sender never accepted), `former_holder`, `second_visit` (another visit was complete
    before this one). Nothing is refused for any of them.
    """

    changed: bool
    flags: tuple[str, ...]


def assignment_for_sender(assignment_id: UUID, sender: Person) -> Assignment | None:
    """The assignment, locked until the transaction ends, if it was ever offered to or held by
    the sender; else None. One query, with location, programme and questionnaire version."""
    held = Holding.objects.filter(assignment=OuterRef("pk"), shopper=sender)
    return (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("location", "programme", "questionnaire_version")
        .filter(Exists(held), pk=assignment_id)
        .first()
    )


@transaction.atomic
def note_arrival(assignment: Assignment, sender: Person, at: datetime) -> Receiving:
    """The first body of a visit came, photos are missing: `accepted` becomes `in_progress`.

    Call it with a locked assignment, once per visit, when revision 0 is stored incomplete.
    No other state moves: what is cancelled or expired stays so until the visit is complete.
    """
    flags = _flags(assignment, sender, at)
    if assignment.state != AssignmentState.ACCEPTED or assignment.shopper_id != sender.pk:
        return Receiving(changed=False, flags=flags)
    move(
        assignment,
        AssignmentState.IN_PROGRESS,
        by=sender,
        verb="started",
        data={"by": "arrival"},
        started_at=at,
    )
    return Receiving(changed=True, flags=flags)


@transaction.atomic
def receive(assignment: Assignment, sender: Person, at: datetime) -> Receiving:
    """A complete visit arrived. Work of the present or last holder makes the assignment
    `received`, also late, cancelled, expired or unaccepted work; any other is only flagged.

    Call it with a locked assignment, once per visit, when it first becomes complete: an
    assignment that is `received` by then has another visit.
    """
    flags = _flags(assignment, sender, at)
    if assignment.state not in _RECEIVABLE or not _is_last_holder(assignment, sender):
        return Receiving(changed=False, flags=flags)
    move(
        assignment,
        AssignmentState.RECEIVED,
        by=sender,
        verb="received",
        data={"flags": list(flags)},
        shopper=sender,
        started_at=assignment.started_at or at,
    )
    return Receiving(changed=True, flags=flags)


def _flags(assignment: Assignment, sender: Person, at: datetime) -> tuple[str, ...]:
    holding = read_row(
        Holding, ("id", "accepted_at"), assignment_id=assignment.pk, shopper_id=sender.pk
    )
    present = {
        "late": at > assignment.submit_by_utc,
        "cancelled": assignment.state == AssignmentState.CANCELLED,
        "expired": assignment.state == AssignmentState.EXPIRED,
        "unaccepted": holding is None or holding.accepted_at is None,
        "former_holder": not _is_last_holder(assignment, sender),
        "second_visit": assignment.state == AssignmentState.RECEIVED,
    }
    return tuple(name for name, holds in present.items() if holds)


def _is_last_holder(assignment: Assignment, sender: Person) -> bool:
    """Whether the sender holds it, or, once it ended, was the last to hold it.

    A declined assignment is a draft or open again: whoever gave it back is a former holder.
    """
    if assignment.shopper_id is not None:
        return assignment.shopper_id == sender.pk
    if assignment.state not in (AssignmentState.EXPIRED, AssignmentState.CANCELLED):
        return False
    newest = Holding.objects.filter(assignment=assignment).order_by("-id").first()
    return newest is not None and newest.shopper_id == sender.pk
