"""The day and the part of the day a visit counts for, in its location's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

CLOCK_TOLERANCE = timedelta(days=7)

_DAYPARTS = ((5, "night"), (11, "morning"), (14, "midday"), (17, "afternoon"), (22, "evening"))


class VisitDay(NamedTuple):
    """A local date and day-part; `from_receipt` when the phone's clock could not be believed."""

    day: date
    daypart: str
    from_receipt: bool


def visit_day(
    *,
    started_at: datetime,
    received_at: datetime,
    window_start: datetime,
    window_end: datetime,
    zone: str,
) -> VisitDay:
    """When the visit was made; outside the window ± 7 days, when it was received instead."""
    # compared in UTC first: a moment at the end of all years has no local time
    believed = window_start - CLOCK_TOLERANCE <= started_at <= window_end + CLOCK_TOLERANCE
    local = (started_at if believed else received_at).astimezone(ZoneInfo(zone))
    return VisitDay(local.date(), daypart(local.time()), not believed)


def daypart(local: time) -> str:
    """Morning 05-11, midday 11-14, afternoon 14-17, evening 17-22, night 22-05."""
    for until, name in _DAYPARTS:
        if local.hour < until:
            return name
    return "night"


def in_utc(moment: datetime) -> datetime:
    """The moment in UTC; at the ends of the calendar, where no shift is possible, its edge."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        edge = datetime.min if moment.year < 5000 else datetime.max  # noqa: DTZ901
        return edge.replace(tzinfo=UTC)
