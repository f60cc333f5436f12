"""Periods of local dates: the one before, the six of a trend, and their names on a page."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

TREND_LENGTH = 6
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class PeriodOutOfRange(ValueError):  # noqa: N818 -- names what is wrong with the period
    """An earlier period would begin before the calendar does (the year 1)."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From one local date to another, both included; ValueError when it ends before it starts."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse a period that is the wrong way round."""
        if self.start > self.end:
            raise ValueError("A period cannot end before it starts")

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    @property
    def months(self) -> int | None:
        """How many calendar months it has when they are whole; None when they are not."""
        last_day = monthrange(self.end.year, self.end.month)[1]
        if self.start.day != 1 or self.end.day != last_day:
            return None
        return 12 * (self.end.year - self.start.year) + self.end.month - self.start.month + 1


def month_of(day: date) -> Period:
    """The calendar month that a day lies in."""
    return Period(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def quarter_of(day: date) -> Period:
    """The calendar quarter that a day lies in."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return Period(first, month_of(date(day.year, first.month + 2, 1)).end)


def previous_period(period: Period) -> Period:
    """The period of the same length right before: as many whole months, else as many days.

    Raises PeriodOutOfRange when it would begin before the year 1.
    """
    try:
        end = period.start - timedelta(days=1)
        if period.months is None:
            return Period(period.start - timedelta(days=period.days), end)
        return Period(_months_before(period.start, period.months), end)
    except (OverflowError, ValueError) as error:
        raise PeriodOutOfRange("There is no period of this length before it") from error


def trend_periods(period: Period) -> tuple[Period, ...]:
    """Six consecutive periods ending with this one, oldest first; PeriodOutOfRange as above."""
    periods = [period]
    while len(periods) < TREND_LENGTH:
        periods.append(previous_period(periods[-1]))
    return tuple(reversed(periods))


def period_label(period: Period) -> str:
    """What a page calls it: "Q3 2026", "Jul 2026", else its dates ("1 Jul – 15 Aug 2026")."""
    start, end = period.start, period.end
    if period.months == 1:
        return f"{_MONTHS[start.month - 1]} {start.year}"
    if period.months == 3 and start.month % 3 == 1:
        return f"Q{(start.month + 2) // 3} {start.year}"
    if start == end:
        return _day(end, with_year=True)
    return f"{_day(start, with_year=start.year != end.year)} – {_day(end, with_year=True)}"


def _months_before(first: date, months: int) -> date:
    month = 12 * first.year + first.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)


def _day(day: date, *, with_year: bool) -> str:
    year = f" {day.year}" if with_year else ""
    return f"{day.day} {_MONTHS[day.month - 1]}{year}"
