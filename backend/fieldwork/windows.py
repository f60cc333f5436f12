"""Visiting windows: agreed in the location's local time, placed once on the UTC line (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from shopper_forms.findings import Finding, Refused

_LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?", re.ASCII)
_YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class Window:
    """When a visit is to be made. `start` and `end` are local texts as agreed, the others UTC."""

    start: str
    end: str
    start_utc: datetime
    end_utc: datetime
    submit_by_utc: datetime

    @property
    def first_day(self) -> date:
        """The local day on which the window begins."""
        return datetime.fromisoformat(self.start).date()

    @property
    def last_day(self) -> date:
        """The last local day on which the visit can be made."""
        return last_day(self.start, self.end)


def read_window(
    *, start: str, end: str, zone: str, grace_hours: int, loc: tuple[str | int, ...] = ()
) -> Window:
    """The window between two local date-times `YYYY-MM-DDTHH:MM` without offset.

    `submit_by_utc` is the end plus the programme's grace. Raises `Refused` with every fault:
    `bad_format`, `out_of_range` (years 2000 to 2100), `skipped_time` (the clocks jump over it),
    `ends_before_start`. A time that the clocks repeat is the first of the two.
    """
    findings: list[Finding] = []
    bounds: list[datetime] = []
    for name, text in (("window_start", start), ("window_end", end)):
        moment = _in_utc(text, zone)
        if isinstance(moment, datetime):
            bounds.append(moment)
        else:
            findings.append(Finding((*loc, name), *moment))
    if not findings and bounds[1] <= bounds[0]:
        sentence = f"The window must end after it starts ({start})."
        findings.append(Finding((*loc, "window_end"), "ends_before_start", sentence))
    if findings:
        raise Refused(findings)
    start_utc, end_utc = bounds
    return Window(start, end, start_utc, end_utc, end_utc + timedelta(hours=grace_hours))


def last_day(start: str, end: str) -> date:
    """The last local day of a window; a window that ends at midnight does not reach that day."""
    ends = datetime.fromisoformat(end)
    if ends.time() == datetime.min.time() and ends > datetime.fromisoformat(start):
        return ends.date() - timedelta(days=1)
    return ends.date()


def _in_utc(text: str, zone: str) -> datetime | tuple[str, str]:
    """The moment of a local time, or the code and sentence of what is wrong with it."""
    if _LOCAL.fullmatch(text) is None:
        return "bad_format", "Give a local date and time without offset, as 2026-08-14T09:00."
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return "bad_format", f"{text} is no date and time of the calendar."
    if local.year not in _YEARS:
        return "out_of_range", "The year must lie between 2000 and 2100."
    moment = local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
    # a time that does not exist comes back from UTC as another one
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        return "skipped_time", f"The clocks in {zone} jump over {text}; there is no such time."
    return moment
