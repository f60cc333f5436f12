"""Who may make a visit: every rule of the trade that a shopper would break, all at once (pure).

Facts come in as values, so that a claim (one shopper, one visit) and the planner (thousands of
pairs) ask the very same function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from shopper_forms.findings import Finding

RULES = (
    "inactive",
    "window_over",
    "conflict",
    "qualification",
    "availability",
    "rotation",
    "clean_days",
    "max_per_day",
)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class ShopperFacts:
    """What the rules need of a shopper.

    `availability` holds spans of local time by weekday (Monday is 0); None means always.
    """

    id: UUID
    active: bool = True
    household: str = ""
    qualifications: frozenset[str] = frozenset()
    conflicts: frozenset[str] = frozenset()
    availability: Mapping[int, Sequence[tuple[time, time]]] | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A visit to be given to somebody: where, when (local, and its end in UTC), what is asked.

    `brands` are the programme's and, at a competitor's location, the competitor's too.
    """

    assignment: UUID | None
    location: str
    brands: frozenset[str]
    start: datetime
    end: datetime
    first_day: date
    last_day: date
    end_utc: datetime
    qualifications: frozenset[str] = frozenset()
    rotation_days: int = 0
    clean_days: int = 0
    max_per_day: int = 3


@dataclass(frozen=True, slots=True)
class Booking:
    """A visit that somebody is to make or has made, on one of the local days of its window."""

    assignment: UUID
    shopper: UUID
    household: str
    location: str
    first_day: date
    last_day: date


@dataclass(slots=True)
class Calendar:
    """Bookings by location and by shopper; the planner adds to it as it goes."""

    by_location: dict[str, list[Booking]] = field(default_factory=dict)
    by_shopper: dict[UUID, list[Booking]] = field(default_factory=dict)

    def add(self, bookings: Iterable[Booking]) -> None:
        """Take more bookings in."""
        for booking in bookings:
            self.by_location.setdefault(booking.location, []).append(booking)
            self.by_shopper.setdefault(booking.shopper, []).append(booking)


def broken_rules(
    *,
    slot: Slot,
    shopper: ShopperFacts,
    calendar: Calendar,
    now: datetime,
    loc: tuple[str | int, ...] = (),
) -> list[Finding]:
    """A finding for each rule of `RULES` that is broken, in that order; empty: eligible.

    The visit itself (`slot.assignment`) never counts against itself. Where windows span several
    days, distances count between their nearest days: what is allowed then holds on whichever
    days the visits are made. No sentence tells anything of another shopper but a distance.
    """
    return [
        Finding(loc, rule, sentence) for rule, sentence in _broken(slot, shopper, calendar, now)
    ]


def booking_of(slot: Slot, shopper: ShopperFacts) -> Booking:
    """The booking that giving this visit to this shopper makes."""
    if slot.assignment is None:
        raise ValueError("a visit without an id cannot be booked")
    return Booking(
        assignment=slot.assignment,
        shopper=shopper.id,
        household=shopper.household,
        location=slot.location,
        first_day=slot.first_day,
        last_day=slot.last_day,
    )


def _broken(
    slot: Slot, shopper: ShopperFacts, calendar: Calendar, now: datetime
) -> Iterator[tuple[str, str]]:
    if not shopper.active:
        yield "inactive", "The shopper is not active."
    if now >= slot.end_utc:
        yield "window_over", f"The window ended at {slot.end:%Y-%m-%d %H:%M}."
    conflicts = slot.brands & shopper.conflicts
    if conflicts:
        named = ", ".join(sorted(conflicts))
        yield "conflict", f"A conflict of interest is declared with {named}."
    missing = slot.qualifications - shopper.qualifications
    if missing:
        yield "qualification", f"The programme asks for {', '.join(sorted(missing))}."
    if shopper.availability is not None and not _is_available(slot, shopper.availability):
        sentence = (
            f"The shopper is not available between {slot.start:%Y-%m-%d %H:%M} and "
            f"{slot.end:%Y-%m-%d %H:%M}."
        )
        yield "availability", sentence
    there = [
        booking
        for booking in calendar.by_location.get(slot.location, ())
        if booking.assignment != slot.assignment
    ]
    yield from _rotation(slot, shopper, there)
    yield from _clean_days(slot, there)
    yield from _max_per_day(slot, calendar.by_shopper.get(shopper.id, ()))


def _rotation(
    slot: Slot, shopper: ShopperFacts, there: Sequence[Booking]
) -> Iterator[tuple[str, str]]:
    gaps = [
        _gap(slot, booking)
        for booking in there
        if booking.shopper == shopper.id
        or (shopper.household and booking.household == shopper.household)
    ]
    if gaps and min(gaps) < slot.rotation_days:
        sentence = (
            f"The shopper, or one of the household, visits {slot.location} {_away(min(gaps))}; "
            f"{slot.rotation_days} days must pass."
        )
        yield "rotation", sentence


def _clean_days(slot: Slot, there: Sequence[Booking]) -> Iterator[tuple[str, str]]:
    if not slot.clean_days or not there:
        return
    nearest = min(_gap(slot, booking) for booking in there)
    if nearest <= slot.clean_days:
        sentence = (
            f"Another visit to {slot.location} is {_away(nearest)}; "
            f"{slot.clean_days} days must lie between two visits."
        )
        yield "clean_days", sentence


def _max_per_day(slot: Slot, own: Sequence[Booking]) -> Iterator[tuple[str, str]]:
    others = [booking for booking in own if booking.assignment != slot.assignment]
    touching = sum(
        booking.first_day <= slot.last_day and booking.last_day >= slot.first_day
        for booking in others
    )
    if touching < slot.max_per_day:
        return
    for first in sorted({slot.first_day, *(b.first_day for b in others)}, reverse=True):
        if first > slot.first_day:
            continue
        within = sorted(b.last_day for b in others if b.first_day >= first)
        for last in sorted({slot.last_day, *(day for day in within if day > slot.last_day)}):
            # Hall: visits fit on their days if no stretch holds more of them than it has room for
            visits = 1 + sum(day <= last for day in within)
            days = (last - first).days + 1
            if visits > slot.max_per_day * days:
                sentence = (
                    f"The shopper would have {visits} visits {_on(first, last)}; "
                    f"{slot.max_per_day} a day are allowed."
                )
                yield "max_per_day", sentence
                return


def _is_available(slot: Slot, spans: Mapping[int, Sequence[tuple[time, time]]]) -> bool:
    days = (slot.end.date() - slot.start.date()).days + 1
    for offset in range(min(days, _WEEK + 2)):
        day = slot.start.date() + timedelta(days=offset)
        for opens, closes in spans.get(day.weekday(), ()):
            begins = max(datetime.combine(day, opens), slot.start)
            if begins < min(datetime.combine(day, closes), slot.end):
                return True
    return False


def _gap(slot: Slot, booking: Booking) -> int:
    """Days from the nearest day of one window to that of the other; 0 when they share a day."""
    after = (booking.first_day - slot.last_day).days
    before = (slot.first_day - booking.last_day).days
    return max(0, after, before)


def _away(days: int) -> str:
    if days == 0:
        return "on the same day"
    return "1 day away" if days == 1 else f"{days} days away"


def _on(first: date, last: date) -> str:
    return f"on {first}" if first == last else f"from {first} to {last}"
