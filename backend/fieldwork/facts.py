"""Reading what the rules of eligibility need, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from backend import clock
from backend.accounts.models import Person, Role
from backend.errors import NotEligible
from backend.fieldwork.eligibility import Booking, Calendar, ShopperFacts, Slot, broken_rules
from backend.fieldwork.models import Assignment, AssignmentState, Programme
from backend.fieldwork.windows import Window, last_day
from backend.network.models import Location
from backend.network.opening_hours import WEEKDAYS, opening_hours_faults
from shopper_forms.findings import Finding

# A visit is booked from the offer on; one that was received keeps its days, void or not: the
# shopper was there.
BOOKED = (
    AssignmentState.OFFERED,
    AssignmentState.ACCEPTED,
    AssignmentState.IN_PROGRESS,
    AssignmentState.RECEIVED,
)
_ZONE_SLACK = timedelta(days=2)


def lock_for_rules(*, locations: Iterable[str], shoppers: Iterable[UUID]) -> None:
    """Hold the places and people whose rules are about to be judged, until the transaction ends.

    Two claims at one location, or by one shopper, then see each other. Always locations, then
    people, then assignments, each in order of key: so nobody waits in a circle. SQLite needs
    none of it, its transactions are one after the other.
    """
    if connection.features.has_select_for_update:
        for rows in (
            Location.objects.filter(pk__in=set(locations)),
            Person.objects.filter(pk__in=set(shoppers)),
        ):
            list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def require_eligible(
    *,
    assignment: Assignment,
    shopper: Person,
    window: Window | None = None,
    more: Sequence[Finding] = (),
    loc: tuple[str | int, ...] = (),
) -> None:
    """Raise `NotEligible` with every rule that is broken, and `more` that the caller found.

    `window`: as it would be after a change. Two queries; call `lock_for_rules` before.
    """
    slot = slot_of(assignment, window)
    facts = shopper_facts([shopper.pk])[shopper.pk]
    findings = [
        *broken_rules(
            slot=slot,
            shopper=facts,
            calendar=calendar_for([slot], [shopper.pk]),
            now=clock.now(),
            loc=loc,
        ),
        *more,
    ]
    if findings:
        raise NotEligible(errors=findings)


def shopper_facts(ids: Iterable[UUID]) -> dict[UUID, ShopperFacts]:
    """The facts of shoppers by their ids, those who are no longer active too; one query."""
    rows = Person.objects.filter(pk__in=list(ids), role=Role.SHOPPER).values_list(
        "pk",
        "is_active",
        "shopper__household",
        "shopper__qualifications",
        "shopper__conflicts",
        "shopper__availability",
    )
    return {
        pk: ShopperFacts(
            id=pk,
            active=active,
            household=household or "",
            qualifications=_codes(qualifications),
            conflicts=_codes(conflicts),
            availability=read_availability(availability),
        )
        for pk, active, household, qualifications, conflicts, availability in rows
    }


def slot_of(assignment: Assignment, window: Window | None = None) -> Slot:
    """An assignment as the rules see it; no query when location and programme are loaded."""
    return slot_for(
        programme=assignment.programme,
        location=assignment.location,
        start=window.start if window else assignment.window_start,
        end=window.end if window else assignment.window_end,
        end_utc=window.end_utc if window else assignment.window_end_utc,
        assignment=assignment.pk,
    )


def slot_for(
    *,
    programme: Programme,
    location: Location,
    start: str,
    end: str,
    end_utc: datetime,
    assignment: UUID | None = None,
) -> Slot:
    """A visit to a location within a local window, as the rules see it."""
    begins = datetime.fromisoformat(start)
    return Slot(
        assignment=assignment,
        location=location.pk,
        brands=frozenset({programme.brand_id, location.brand_id}),
        start=begins,
        end=datetime.fromisoformat(end),
        first_day=begins.date(),
        last_day=last_day(start, end),
        end_utc=end_utc,
        qualifications=frozenset(programme.qualifications),
        rotation_days=programme.rotation_days,
        clean_days=programme.clean_days,
        max_per_day=programme.max_per_day,
    )


def calendar_for(slots: Sequence[Slot], shoppers: Iterable[UUID]) -> Calendar:
    """All bookings that can count for these visits and shoppers; one query.

    A received visit counts on the days of its window, whenever it was really made.
    """
    calendar = Calendar()
    if not slots:
        return calendar
    reach = max(max(slot.rotation_days, slot.clean_days) for slot in slots)
    earliest = min(slot.start for slot in slots) - timedelta(days=reach) - _ZONE_SLACK
    latest = max(slot.end for slot in slots) + timedelta(days=reach) + _ZONE_SLACK
    rows = Assignment.objects.filter(
        Q(location__in={slot.location for slot in slots}) | Q(shopper__in=list(shoppers)),
        state__in=BOOKED,
        shopper__isnull=False,
        # the rules compare local days; these bounds are wide enough for every zone
        window_end_utc__gte=earliest.replace(tzinfo=UTC),
        window_start_utc__lte=latest.replace(tzinfo=UTC),
    ).values_list(
        "pk",
        "shopper_id",
        "shopper__shopper__household",
        "location_id",
        "window_start",
        "window_end",
    )
    calendar.add(
        Booking(pk, shopper, household or "", location, _day(start), last_day(start, end))
        for pk, shopper, household, location, start, end in rows.order_by()
    )
    return calendar


def read_availability(
    value: Any,
) -> Mapping[int, Sequence[tuple[time, time]]] | None:
    """Spans by weekday from the form of opening hours, `{"mon": [["08:00", "18:00"]]}`.

    None (always available) when nothing is given, or something in another form: what a shopper
    wrote freely is for a scheduler to read, not for a rule to guess at.
    """
    if not value or any(opening_hours_faults(value, ())):
        return None
    return {
        WEEKDAYS.index(day): [(_time(opens), _time(closes)) for opens, closes in spans]
        for day, spans in value.items()
    }


def _time(text: str) -> time:
    return time.max if text == "24:00" else time.fromisoformat(text)


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date()


def _codes(value: Any) -> frozenset[str]:
    return frozenset(value or ())
