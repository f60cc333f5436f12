"""Assignments as their shopper lists them: what is to do, soonest first, and what is past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from backend.accounts.models import Person
from backend.fieldwork.models import Assignment, AssignmentQuerySet, AssignmentState
from reports import printed

_TO_DO = (AssignmentState.OFFERED, AssignmentState.ACCEPTED, AssignmentState.IN_PROGRESS)
_WORDS = {AssignmentState.IN_PROGRESS: "In progress"}


@dataclass(frozen=True)
class AssignmentRow:
    """An assignment in its shopper's list; `window` and `send_by` are in the place's own time,
    which `zone` names."""

    location: str
    address: str
    window: str
    zone: str
    send_by: str
    state: str
    fee: str


def to_do(person: Person) -> AssignmentQuerySet:
    """What the shopper still has to answer, make or send; the soonest first."""
    return _held_by(person).filter(state__in=_TO_DO).order_by("window_start_utc", "id")


def past(person: Person) -> AssignmentQuerySet:
    """What was received, cancelled or has expired; the latest first."""
    return _held_by(person).exclude(state__in=_TO_DO).order_by("-window_start_utc", "id")


def assignment_row(assignment: Assignment) -> AssignmentRow:
    """An assignment as its shopper sees it; the location is already loaded."""
    place = assignment.location
    start = datetime.fromisoformat(assignment.window_start)
    end = datetime.fromisoformat(assignment.window_end)
    until = f"{end:%H:%M}" if start.date() == end.date() else _moment(end)
    label = AssignmentState(assignment.state).label
    return AssignmentRow(
        location=place.name,
        address=place.address,
        window=f"{_moment(start)} – {until}",
        zone=_zone_words(place.time_zone),
        send_by=_moment(assignment.submit_by_utc.astimezone(ZoneInfo(place.time_zone))),
        state=_WORDS.get(AssignmentState(assignment.state), label),
        fee=printed.in_unit(str(assignment.fee_amount), "money", assignment.fee_currency),
    )


def _held_by(person: Person) -> AssignmentQuerySet:
    """The shopper's own: the board, which everybody may see, is no part of this list."""
    return Assignment.objects.visible_to(person).filter(shopper=person).select_related("location")


def _moment(local: datetime) -> str:
    return (
        f"{local:%a} {printed.day(local.date().isoformat(), short=True, year=True)}, {local:%H:%M}"
    )


def _zone_words(zone: str) -> str:
    """A zone's city in words, as people know it: Lisbon time, Buenos Aires time; UTC."""
    city = zone.rpartition("/")[2].replace("_", " ")
    return city if city in {"UTC", "GMT"} else f"{city} time"
