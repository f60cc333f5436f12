"""What schedulers do with an assignment: publish, offer, reassign, cancel."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from backend import clock
from backend.accounts.models import Person, Role
from backend.errors import WaveNotOpen, WindowOver, invalid
from backend.fieldwork.facts import lock_for_rules, require_eligible
from backend.fieldwork.models import Assignment, AssignmentState, Holding, Wave
from backend.fieldwork.states import (
    begin_holding,
    digest,
    end_holding,
    lock,
    move,
    require_state,
    require_time_left,
)

_BEFORE_RECEIVED = (
    AssignmentState.DRAFT,
    AssignmentState.OPEN,
    AssignmentState.OFFERED,
    AssignmentState.ACCEPTED,
    AssignmentState.IN_PROGRESS,
)


@transaction.atomic
def publish(*, assignment: Assignment, by: Person) -> Assignment:
    """`draft` -> `open`: any eligible shopper may claim it.

    Raises `WrongState`, `WaveNotOpen`, `WindowOver`.
    """
    assignment = lock(assignment.pk)
    require_state(assignment, AssignmentState.DRAFT)
    _require_open_wave(assignment)
    _require_window_ahead(assignment)
    return move(assignment, AssignmentState.OPEN, by=by, verb="published", ever_open=True)


@transaction.atomic
def offer(*, assignment: Assignment, by: Person, shopper: UUID) -> Assignment:
    """`draft` or `open` -> `offered` to a shopper. The same offer again changes nothing.

    Raises `Invalid` for an unknown shopper, `WrongState`, `WaveNotOpen`, `WindowOver`,
    `NotEligible` with every rule.
    """
    person = _shopper(shopper)
    lock_for_rules(locations=[assignment.location_id], shoppers=[person.pk])
    assignment = lock(assignment.pk)
    if _is_offered_to(assignment, person):
        return assignment
    require_state(assignment, AssignmentState.DRAFT, AssignmentState.OPEN)
    require_time_left(assignment)
    _require_open_wave(assignment)
    _require_window_ahead(assignment)
    require_eligible(assignment=assignment, shopper=person, loc=("shopper",))
    begin_holding(assignment, person)
    return move(
        assignment,
        AssignmentState.OFFERED,
        by=by,
        verb="offered",
        data={"shopper": person.pk},
        shopper=person,
    )


@transaction.atomic
def reassign(*, assignment: Assignment, by: Person, shopper: UUID) -> Assignment:
    """`offered`, `accepted` or `in_progress` -> `offered` to another shopper.

    Work that the former holder still sends is kept and flagged. The same call again changes
    nothing. Raises `Invalid` for an unknown shopper or the one who holds it, `WrongState`,
    `NotEligible` with every rule.
    """
    person = _shopper(shopper)
    lock_for_rules(locations=[assignment.location_id], shoppers=[person.pk])
    assignment = lock(assignment.pk)
    if _is_offered_to(assignment, person):
        return assignment
    require_state(
        assignment,
        AssignmentState.OFFERED,
        AssignmentState.ACCEPTED,
        AssignmentState.IN_PROGRESS,
    )
    require_time_left(assignment)
    if assignment.shopper_id == person.pk:
        raise invalid((("shopper",), "same_shopper", "This shopper holds the assignment."))
    require_eligible(assignment=assignment, shopper=person, loc=("shopper",))
    former = assignment.shopper_id
    end_holding(assignment, Holding.Ending.REASSIGNED)
    begin_holding(assignment, person)
    return move(
        assignment,
        AssignmentState.OFFERED,
        by=by,
        verb="reassigned",
        data={"shopper": person.pk, "former": former},
        shopper=person,
        started_at=None,
    )


@transaction.atomic
def cancel(*, assignment: Assignment, by: Person, reason: str) -> Assignment:
    """Any state before `received` -> `cancelled`. The last holder's work is still taken.

    What expired or was cancelled has ended already: `WrongState`.
    """
    assignment = lock(assignment.pk)
    require_state(assignment, *_BEFORE_RECEIVED)
    end_holding(assignment, Holding.Ending.CANCELLED)
    return move(
        assignment,
        AssignmentState.CANCELLED,
        by=by,
        verb="cancelled",
        data={"reason_sha256": digest(reason)},
        reason=reason,
    )


def _shopper(shopper: UUID) -> Person:
    person = Person.objects.filter(pk=shopper, role=Role.SHOPPER).first()
    if person is None:
        raise invalid((("shopper",), "unknown_shopper", "There is no such shopper."))
    return person


def _is_offered_to(assignment: Assignment, person: Person) -> bool:
    return assignment.state == AssignmentState.OFFERED and assignment.shopper_id == person.pk


def _require_open_wave(assignment: Assignment) -> None:
    if assignment.wave.state != Wave.State.OPEN:
        raise WaveNotOpen(f"The wave {assignment.wave_id} is not open yet.")


def _require_window_ahead(assignment: Assignment) -> None:
    if clock.now() >= assignment.window_end_utc:
        raise WindowOver(f"The visiting window ended at {assignment.window_end} local time.")
