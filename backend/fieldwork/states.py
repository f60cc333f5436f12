"""Moving an assignment between states: the lock, the guard and the audit event in one place."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import models

from backend import clock
from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import WrongState
from backend.fieldwork.models import Assignment, AssignmentState, Holding

EXPIRABLE = (AssignmentState.OPEN, AssignmentState.OFFERED, AssignmentState.ACCEPTED)


def lock(assignment_id: UUID) -> Assignment:
    """The assignment as it stands now, held until the transaction ends.

    On SQLite the transaction itself (BEGIN IMMEDIATE) is the lock.
    """
    return (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("wave", "programme", "location", "questionnaire_version", "shopper")
        .defer("questionnaire_version__frozen")
        .get(pk=assignment_id)
    )


def require_state(assignment: Assignment, *allowed: AssignmentState) -> None:
    """Raise `WrongState` with the present state unless it is one of `allowed`."""
    if assignment.state not in allowed:
        raise WrongState(
            f"The assignment is {assignment.state.replace('_', ' ')}; this is possible only "
            f"while it is {' or '.join(state.replace('_', ' ') for state in allowed)}."
        )


def require_time_left(assignment: Assignment) -> None:
    """Raise `WrongState` for what should have expired by now.

    The clock's job comes round every few minutes; nobody gains or loses by its rhythm.
    """
    if is_overdue(assignment):
        ended = f"{assignment.submit_by_utc:%Y-%m-%d %H:%M}"
        raise WrongState(f"Window and grace of this assignment ended at {ended} UTC; it expires.")


def is_overdue(assignment: Assignment) -> bool:
    """Whether window and grace are over while it waits to be begun."""
    return assignment.state in EXPIRABLE and clock.now() > assignment.submit_by_utc


def move(
    assignment: Assignment,
    to: AssignmentState,
    *,
    by: models.Model | str,
    verb: str,
    data: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Assignment:
    """Write the new state with `fields` and the event `assignment.<verb>`.

    Only transitions call this, with a locked assignment whose guard has passed.
    """
    before = assignment.state
    assignment.state = to
    for name, value in fields.items():
        setattr(assignment, name, value)
    assignment.save(update_fields=["state", *fields])
    chain.record(
        actor=by,
        verb=f"assignment.{verb}",
        subject=assignment,
        data={"from": before, "to": to, **(data or {})},
    )
    return assignment


def begin_holding(assignment: Assignment, shopper: Person, *, accepted: bool = False) -> Holding:
    """From now on this shopper was offered the assignment, or holds it."""
    now = clock.now()
    return Holding.objects.create(
        assignment=assignment, shopper=shopper, since=now, accepted_at=now if accepted else None
    )


def end_holding(assignment: Assignment, ending: Holding.Ending, reason: str = "") -> None:
    """The present holding, if there is one, ends."""
    Holding.objects.filter(assignment=assignment, ended_at=None).update(
        ended_at=clock.now(), ending=ending, end_reason=reason
    )


def digest(words: str) -> str:
    """What the audit chain may hold of a person's words."""
    return hashlib.sha256(words.encode()).hexdigest()


def holding_of(assignment: Assignment, shopper: Person) -> Holding | None:
    """The newest holding of this shopper; None when it was never offered to or held by them."""
    return Holding.objects.filter(assignment=assignment, shopper=shopper).order_by("-id").first()
