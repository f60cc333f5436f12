"""What lists of assignments show: staff all, a shopper their own and what they could claim."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from backend import clock
from backend.accounts.models import Person, Role
from backend.fieldwork.eligibility import broken_rules
from backend.fieldwork.facts import calendar_for, shopper_facts, slot_of
from backend.fieldwork.models import Assignment, AssignmentState


def listed_for(person: Person, *, with_board: bool = True) -> QuerySet[Assignment]:
    """The assignments in this person's list; without the board a shopper's own ones only.

    Whoever cannot claim an open assignment does not see it here, though by id it stays visible:
    the loser of a claim is told so. Three queries for a shopper's board, whatever its size.
    """
    rows = with_parts(Assignment.objects.visible_to(person))
    if person.role != Role.SHOPPER:
        return rows
    mine = Q(shopper=person)
    return rows.filter(mine | Q(pk__in=claimable(person)) if with_board else mine)


def claimable(shopper: Person) -> list[UUID]:
    """Open assignments whose rules allow this shopper."""
    now = clock.now()
    facts = shopper_facts([shopper.pk])[shopper.pk]
    slots = [
        slot_of(assignment)
        for assignment in Assignment.objects.filter(
            state=AssignmentState.OPEN, window_end_utc__gt=now
        )
        .exclude(programme__brand__in=facts.conflicts)
        .select_related("programme", "location")
        .only(
            "window_start",
            "window_end",
            "window_end_utc",
            "programme__brand",
            "programme__qualifications",
            "programme__rotation_days",
            "programme__clean_days",
            "programme__max_per_day",
            "location__brand",
        )
    ]
    calendar = calendar_for(slots, [shopper.pk])
    return [
        slot.assignment
        for slot in slots
        if slot.assignment is not None
        and not broken_rules(slot=slot, shopper=facts, calendar=calendar, now=now)
    ]


def with_parts(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """With what an assignment is shown with, but without the frozen document itself."""
    return rows.select_related("wave", "location", "questionnaire_version").defer(
        "questionnaire_version__frozen"
    )
