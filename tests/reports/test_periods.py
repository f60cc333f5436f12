"""Periods before one another, and what they are called."""

from datetime import date

import pytest

from reports.periods import (
    Period,
    PeriodOutOfRange,
    month_of,
    period_label,
    previous_period,
    quarter_of,
    trend_periods,
)


def period(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("2026-07-01", "2026-09-30"), ("2026-04-01", "2026-06-30")),
        (("2026-01-01", "2026-03-31"), ("2025-10-01", "2025-12-31")),
        (("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28")),
        (("2024-02-01", "2024-02-29"), ("2024-01-01", "2024-01-31")),
        # Not a whole February in a leap year: 28 days.
        (("2024-02-01", "2024-02-28"), ("2024-01-04", "2024-01-31")),
        (("2025-01-01", "2026-02-28"), ("2023-11-01", "2024-12-31")),
        (("2026-07-02", "2026-07-31"), ("2026-06-02", "2026-07-01")),
        (("2026-07-15", "2026-07-15"), ("2026-07-14", "2026-07-14")),
        (("9999-12-01", "9999-12-31"), ("9999-11-01", "9999-11-30")),
        (("0001-02-01", "0001-02-28"), ("0001-01-01", "0001-01-31")),
        (("0001-01-02", "0001-01-02"), ("0001-01-01", "0001-01-01")),
    ],
)
def test_previous_period_has_the_same_length(given, expected):
    assert previous_period(period(*given)) == period(*expected)


@pytest.mark.parametrize(
    "given",
    [
        ("0001-01-01", "0001-01-31"),
        ("0001-01-01", "0001-01-01"),
        ("0001-01-05", "0001-01-20"),
        ("0001-02-01", "0001-03-31"),
    ],
)
def test_previous_period_before_the_calendar_is_refused(given):
    with pytest.raises(PeriodOutOfRange, match="no period of this length"):
        previous_period(period(*given))


def test_trend_periods_are_six_ending_with_this_one():
    assert trend_periods(period("2026-07-01", "2026-09-30")) == (
        period("2025-04-01", "2025-06-30"),
        period("2025-07-01", "2025-09-30"),
        period("2025-10-01", "2025-12-31"),
        period("2026-01-01", "2026-03-31"),
        period("2026-04-01", "2026-06-30"),
        period("2026-07-01", "2026-09-30"),
    )


def test_trend_periods_of_days_touch_each_other():
    assert trend_periods(period("2026-03-03", "2026-03-12")) == (
        period("2026-01-12", "2026-01-21"),
        period("2026-01-22", "2026-01-31"),
        period("2026-02-01", "2026-02-10"),
        period("2026-02-11", "2026-02-20"),
        period("2026-02-21", "2026-03-02"),
        period("2026-03-03", "2026-03-12"),
    )


def test_trend_periods_before_the_calendar_are_refused():
    with pytest.raises(PeriodOutOfRange):
        trend_periods(period("0001-04-01", "0001-04-30"))


def test_trend_periods_of_the_longest_period_are_refused():
    with pytest.raises(PeriodOutOfRange):
        trend_periods(Period(date.min, date.max))


def test_period_the_wrong_way_round_is_refused():
    with pytest.raises(ValueError, match="cannot end before it starts"):
        period("2026-07-02", "2026-07-01")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("2026-07-01", "2026-09-30"), "Q3 2026"),
        (("2026-10-01", "2026-12-31"), "Q4 2026"),
        (("2026-01-01", "2026-03-31"), "Q1 2026"),
        (("2026-07-01", "2026-07-31"), "Jul 2026"),
        (("2024-02-01", "2024-02-29"), "Feb 2024"),
        (("2026-08-01", "2026-10-31"), "1 Aug – 31 Oct 2026"),
        (("2026-07-01", "2026-08-15"), "1 Jul – 15 Aug 2026"),
        (("2025-12-20", "2026-01-05"), "20 Dec 2025 – 5 Jan 2026"),
        (("2026-07-04", "2026-07-04"), "4 Jul 2026"),
    ],
)
def test_period_label_is_a_quarter_a_month_or_dates(given, expected):
    assert period_label(period(*given)) == expected


@pytest.mark.parametrize(
    ("day", "month", "quarter"),
    [
        (date(2026, 1, 1), date(2026, 1, 31), (date(2026, 1, 1), date(2026, 3, 31))),
        (date(2028, 2, 10), date(2028, 2, 29), (date(2028, 1, 1), date(2028, 3, 31))),
        (date(2026, 6, 30), date(2026, 6, 30), (date(2026, 4, 1), date(2026, 6, 30))),
        (date(2026, 8, 14), date(2026, 8, 31), (date(2026, 7, 1), date(2026, 9, 30))),
        (date(9999, 12, 31), date(9999, 12, 31), (date(9999, 10, 1), date(9999, 12, 31))),
    ],
)
def test_day_lies_in_a_month_and_a_quarter(day, month, quarter):
    assert month_of(day) == Period(day.replace(day=1), month)
    assert quarter_of(day) == Period(*quarter)
