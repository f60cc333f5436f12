"""How figures, dates and units are printed."""

import pytest

from reports import printed


@pytest.mark.parametrize(
    ("value", "edges", "expected"),
    [
        ("80.8200", ("90",), "80.8"),
        ("80.8500", (), "80.9"),
        ("80.2500", (), "80.3"),
        ("-0.0400", (), "0.0"),
        ("-12.3500", (), "−12.4"),
        ("89.9600", (), "90.0"),
        ("89.9600", ("90",), "89.96"),
        ("89.9960", ("90",), "89.996"),
        ("89.9999", ("90",), "89.9999"),
        ("90.0000", ("90",), "90.0"),
        ("90.0400", ("90",), "90.0"),
        ("74.9700", ("90", "75"), "74.97"),
        ("100.0000", ("90",), "100.0"),
        ("80.8200", (None,), "80.8"),
        (None, ("90",), "–"),
    ],
)
def test_number_never_shows_an_edge_as_reached_that_is_not(value, edges, expected):
    assert printed.number(value, *edges) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2.6600", "+2.7"),
        ("-9.1800", "−9.2"),
        ("0.0000", "0.0"),
        ("0.0400", "+0.04"),
        ("-0.0001", "−0.0001"),
        (None, "–"),
    ],
)
def test_signed_has_a_real_minus_and_no_false_zero(value, expected):
    assert printed.signed(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("6.0000", "6"), ("2.5000", "2.5"), ("100", "100"), ("-3.10", "−3.1"), ("0.0000", "0")],
)
def test_plain_drops_zeros_that_say_nothing(value, expected):
    assert printed.plain(value) == expected


def test_lost_prints_nothing_lost_as_a_dash():
    assert [printed.lost(value) for value in ("6.3000", "0.0000", None)] == ["6.3", "–", "–"]


def test_whole_signed_never_prints_decimals():
    values = ("20.0000", "-33.3333", "0.0000")

    assert [printed.whole_signed(value) for value in values] == ["+20", "−33", "0"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1", "1st"), ("2.0", "2nd"), ("22.2222", "22nd"), ("3", "3rd"), ("11", "11th"),
     ("12", "12th"), ("13", "13th"), ("30", "30th"), ("0", "0th"), ("101", "101st")],
)  # fmt: skip
def test_ordinal_prints_a_percentile(value, expected):
    assert printed.ordinal(value) == expected


def test_day_in_its_three_forms():
    assert printed.day("2026-08-14") == "14\u00a0August"
    assert printed.day("2026-08-14", short=True) == "14\u00a0Aug"
    assert printed.day("2026-08-14", year=True) == "14\u00a0August 2026"
    assert printed.day(None) == "–"


def test_period_names_the_first_year_only_where_it_differs():
    same = printed.period("2026-07-01", "2026-09-30")
    other = printed.period("2025-12-01", "2026-01-31", short=True)

    assert same == "1\u00a0July to 30\u00a0September 2026"
    assert other == "1\u00a0Dec 2025 – 31\u00a0Jan 2026"


@pytest.mark.parametrize(
    ("first", "last", "kind", "label"),
    [
        ("2026-07-01", "2026-07-31", "month", ("Jul", "2026")),
        ("2026-07-01", "2026-09-30", "quarter", ("Q3", "2026")),
        ("2026-07-01", "2026-12-31", "half-year", ("H2", "2026")),
        ("2026-01-01", "2026-12-31", "year", ("", "2026")),
        ("2026-02-01", "2026-04-30", "period", ("Feb–Apr", "2026")),
        ("2026-07-01", "2026-07-14", "period", ("1\u00a0Jul", "2026")),
        ("2024-02-01", "2024-02-29", "month", ("Feb", "2024")),
    ],
)
def test_period_kind_and_label(first, last, kind, label):
    assert printed.period_kind(first, last) == kind
    assert printed.period_label(first, last) == label


@pytest.mark.parametrize(
    ("value", "kind", "currency", "expected"),
    [
        ("90", "duration", None, "90\u00a0s"),
        ("300", "duration", None, "5:00\u00a0min"),
        ("560.4", "duration", None, "9:20\u00a0min"),
        ("3661", "duration", None, "1:01:01\u00a0h"),
        ("160", "money", "EUR", "€\u00a01.60"),
        ("-20", "money", "GBP", "£\u00a0−0.20"),
        ("160000", "money", "JPY", "¥\u00a0160,000"),
        ("1500", "money", "KWD", "KWD\u00a01.500"),
        ("15000", "money", "CLF", "CLF\u00a01.5000"),
        ("160", "money", "SEK", "SEK\u00a01.60"),
        ("2.5000", "number", None, "2.5"),
        (None, "number", None, "–"),
    ],
)
def test_in_unit_joins_number_and_unit(value, kind, currency, expected):
    assert printed.in_unit(value, kind, currency) == expected


def test_things_and_count():
    assert printed.things(1, "visit") == "1\u00a0visit"
    assert printed.things(5, "visit") == "5\u00a0visits"
    assert printed.things(3, "miss", "misses") == "3\u00a0misses"
    assert [printed.count(n) for n in (0, 1, 12, 13)] == ["no", "one", "twelve", "13"]
