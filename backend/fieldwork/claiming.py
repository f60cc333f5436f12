"""What shoppers do with an assignment: claim, accept, decline, start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from backend import clock
from backend.accounts.models import Person
from backend.errors import AlreadyClaimed, BriefChanged, WrongState
from backend.fieldwork.board import with_parts
from backend.fieldwork.facts import lock_for_rules, require_eligible
from backend.fieldwork.models import Assignment, AssignmentState, CheckIn, Holding
from backend.fieldwork.states import (
    begin_holding,
    digest,
    end_holding,
    holding_of,
    lock,
    move,
    require_state,
    require_time_left,
)

_HELD = (AssignmentState.ACCEPTED, AssignmentState.IN_PROGRESS, AssignmentState.RECEIVED)
_NOT_YOURS = "This assignment is not offered to you or held by you."


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where the phone believes to be, in degrees and metres; any part may be unknown."""

    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: float | None = None


@transaction.atomic
def claim(*, assignment: Assignment, shopper: Person, brief_sha256: str) -> Assignment:
    """`open` -> `accepted` by the first who claims; the winner's repetition changes nothing.

    One conditional UPDATE decides, whoever comes at the same time. Raises `AlreadyClaimed` for
    whoever was not first, `WrongState`, `BriefChanged`, `NotEligible` with every rule.
    """
    lock_for_rules(locations=[assignment.location_id], shoppers=[shopper.pk])
    seen = _read(assignment)
    if _holds(seen, shopper):
        _require_brief(seen, brief_sha256)
        return seen
    _require_claimable(seen)
    _require_brief(seen, brief_sha256)
    require_eligible(assignment=seen, shopper=shopper)
    won = Assignment.objects.filter(
        pk=seen.pk,
        state=AssignmentState.OPEN,
        brief_sha256=brief_sha256,
        window_end=seen.window_end,
    ).update(state=AssignmentState.ACCEPTED, shopper=shopper)
    if not won:
        _require_claimable(_read(assignment))
        raise WrongState("The assignment has just changed; look at it again.")
    begin_holding(seen, shopper, accepted=True)
    # the row is ours now; `move` writes the same values again, and the event
    return move(seen, AssignmentState.ACCEPTED, by=shopper, verb="claimed", shopper=shopper)


@transaction.atomic
def accept(*, assignment: Assignment, shopper: Person, brief_sha256: str) -> Assignment:
    """`offered` -> `accepted` by whom it is offered to; the rules are checked again.

    Again by the holder changes nothing. Raises `WrongState`, `BriefChanged`, `NotEligible`.
    """
    lock_for_rules(locations=[assignment.location_id], shoppers=[shopper.pk])
    assignment = lock(assignment.pk)
    _require_own(assignment, shopper)
    if assignment.state in _HELD:
        _require_brief(assignment, brief_sha256)
        return assignment
    require_state(assignment, AssignmentState.OFFERED)
    require_time_left(assignment)
    _require_brief(assignment, brief_sha256)
    require_eligible(assignment=assignment, shopper=shopper)
    Holding.objects.filter(assignment=assignment, shopper=shopper, ended_at=None).update(
        accepted_at=clock.now()
    )
    return move(assignment, AssignmentState.ACCEPTED, by=shopper, verb="accepted")


@transaction.atomic
def decline(*, assignment: Assignment, shopper: Person, reason: str) -> Assignment:
    """`offered` or `accepted` -> `draft`, with the reason. Again by the same: nothing changes."""
    assignment = lock(assignment.pk)
    if assignment.shopper_id != shopper.pk and _has_declined(assignment, shopper):
        return assignment
    _require_own(assignment, shopper)
    require_state(assignment, AssignmentState.OFFERED, AssignmentState.ACCEPTED)
    require_time_left(assignment)
    end_holding(assignment, Holding.Ending.DECLINED, reason)
    return move(
        assignment,
        AssignmentState.DRAFT,
        by=shopper,
        verb="declined",
        data={"reason_sha256": digest(reason)},
        shopper=None,
        reason=reason,
    )


@transaction.atomic
def start(
    *, assignment: Assignment, shopper: Person, at: datetime, position: Position
) -> Assignment:
    """`accepted` -> `in_progress` by the holder's check-in; again changes nothing.

    `at` is the phone's time, kept as it is; `started_at` is ours. Raises `WrongState`.
    """
    assignment = lock(assignment.pk)
    _require_own(assignment, shopper)
    if assignment.state in (AssignmentState.IN_PROGRESS, AssignmentState.RECEIVED):
        return assignment
    require_state(assignment, AssignmentState.ACCEPTED)
    require_time_left(assignment)
    now = clock.now()
    CheckIn.objects.create(
        assignment=assignment,
        shopper=shopper,
        at=at,
        received_at=now,
        latitude=position.latitude,
        longitude=position.longitude,
        accuracy_m=position.accuracy_m,
    )
    return move(
        assignment,
        AssignmentState.IN_PROGRESS,
        by=shopper,
        verb="started",
        data={"by": "check-in"},
        started_at=now,
    )


def _read(assignment: Assignment) -> Assignment:
    return with_parts(Assignment.objects.select_related("programme")).get(pk=assignment.pk)


def _holds(assignment: Assignment, shopper: Person) -> bool:
    return assignment.shopper_id == shopper.pk and assignment.state in _HELD


def _require_claimable(assignment: Assignment) -> None:
    if assignment.state in _HELD:
        raise AlreadyClaimed
    require_state(assignment, AssignmentState.OPEN)
    require_time_left(assignment)


def _require_own(assignment: Assignment, shopper: Person) -> None:
    if assignment.shopper_id != shopper.pk:
        raise WrongState(_NOT_YOURS)


def _require_brief(assignment: Assignment, brief_sha256: str) -> None:
    if assignment.brief_sha256 != brief_sha256:
        raise BriefChanged


def _has_declined(assignment: Assignment, shopper: Person) -> bool:
    holding = holding_of(assignment, shopper)
    return holding is not None and holding.ending == Holding.Ending.DECLINED
