"""Moving the window of an assignment, by its shopper within the rules or by a scheduler."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from backend import clock
from backend.accounts.models import Person, Role
from backend.audit import chain
from backend.errors import WindowOver, WrongState
from backend.fieldwork.facts import lock_for_rules, require_eligible
from backend.fieldwork.models import Assignment, AssignmentState
from backend.fieldwork.scheduling import window_columns
from backend.fieldwork.states import lock, require_state, require_time_left
from backend.fieldwork.windows import Window, read_window
from shopper_forms.findings import Finding


@transaction.atomic
def reschedule(
    *, assignment: Assignment, by: Person, window_start: str, window_end: str
) -> Assignment:
    """Change the window in `draft`, `open`, `offered` or `accepted`; the state stays.

    The holder's rules are checked again, all at once; a shopper also stays within the wave's
    days (`outside_wave`). Without a holder only a window that is over is refused. The same
    window again changes nothing. Raises `Invalid`, `WrongState`, `NotEligible`, `WindowOver`.
    """
    # whoever gives it to somebody holds the location too, so the holder stays as read here
    lock_for_rules(locations=[assignment.location_id], shoppers=[])
    holder = Assignment.objects.values_list("shopper_id", flat=True).get(pk=assignment.pk)
    lock_for_rules(locations=[], shoppers=[holder] if holder else [])
    assignment = lock(assignment.pk)
    window = read_window(
        start=window_start,
        end=window_end,
        zone=assignment.location.time_zone,
        grace_hours=assignment.programme.grace_hours,
    )
    if by.role == Role.SHOPPER and assignment.shopper_id != by.pk:
        raise WrongState("This assignment is no longer offered to you or held by you.")
    require_state(
        assignment,
        AssignmentState.DRAFT,
        AssignmentState.OPEN,
        AssignmentState.OFFERED,
        AssignmentState.ACCEPTED,
    )
    require_time_left(assignment)
    if (window.start, window.end) == (assignment.window_start, assignment.window_end):
        return assignment
    _require_rules(assignment, window, by)
    before = {"window_start": assignment.window_start, "window_end": assignment.window_end}
    columns = window_columns(window)
    for name, value in columns.items():
        setattr(assignment, name, value)
    assignment.save(update_fields=list(columns))
    chain.record(
        actor=by,
        verb="assignment.rescheduled",
        subject=assignment,
        data={"from": before, "to": {"window_start": window.start, "window_end": window.end}},
    )
    return assignment


def _require_rules(assignment: Assignment, window: Window, by: Person) -> None:
    if assignment.shopper is not None:
        outside = by.role == Role.SHOPPER and _is_outside(assignment, window)
        require_eligible(
            assignment=assignment,
            shopper=assignment.shopper,
            window=window,
            more=[_outside_wave(assignment.wave.starts, assignment.wave.ends)] if outside else [],
        )
    elif clock.now() >= window.end_utc:
        raise WindowOver(f"The new window ended at {window.end} local time.")


def _is_outside(assignment: Assignment, window: Window) -> bool:
    return window.first_day < assignment.wave.starts or window.last_day > assignment.wave.ends


def _outside_wave(starts: date, ends: date) -> Finding:
    return Finding((), "outside_wave", f"The wave lasts from {starts} to {ends}.")
