"""One location by hand: its visits and what stands beside the score."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from reports.gaps import analyse_location
from reports.gaps_facts import (
    CompetitorFacts,
    CriticalMissFacts,
    MeasuredFacts,
)
from tests.reports.gap_cast import (
    cell,
    location,
    three_visits,
    visit,
)


def test_visits_of_other_periods_enter_the_trend_only():
    visits = [
        visit("before-all", 10, {}, date=date(2025, 3, 31)),
        visit("first", 60, {"GREET": cell(1, 4, 40)}, date=date(2025, 4, 1)),
        visit("last-june", 70, {"OLD": cell(1, 4, 40)}, date=date(2026, 6, 30)),
        visit("now", 80, {"GREET": cell(1, 2, 20)}, date=date(2026, 7, 1)),
        visit("now-too", 90, {"GREET": cell(2, 2)}, date=date(2026, 9, 30)),
        visit("after", 20, {}, date=date(2026, 10, 1)),
    ]

    analysis = analyse_location(location(visits))

    assert [(point["percent"], point["n"]) for point in analysis["trend"]] == [
        ("60.0000", 1),
        (None, 0),
        (None, 0),
        (None, 0),
        ("70.0000", 1),
        ("85.0000", 2),
    ]
    assert [point["percent"] for point in analysis["standards"][0]["trend"]] == [
        "25.0000",
        None,
        None,
        None,
        None,
        "75.0000",
    ]
    # Two visits of 80 and 90: 85 +- 12.706205 x 5, held.
    assert analysis["trend"][5] == {
        "from": "2026-07-01",
        "to": "2026-09-30",
        "percent": "85.0000",
        "n": 2,
        "low": "21.4690",
        "high": "100.0000",
    }
    assert [one["visit"] for one in analysis["visits"]] == ["now", "now-too"]
    assert analysis["change"] == {"points": "15.0000", "verdict": "too_few", "noise": None}


def test_visit_without_percent_is_counted_apart():
    miss = CriticalMissFacts("price_right", "PRICE", "Charged 1.60", ("a1b2", "c3d4"))
    visits = [
        visit("scored", 80, {}, date=date(2026, 8, 2), outcome="fail", critical=(miss,)),
        visit("closed", None, {}, outcome="not_scored", band=None, daypart="night"),
    ]

    analysis = analyse_location(location(visits))

    assert analysis["not_scored"] == 1
    assert analysis["passed"] == {"passed": 0, "scored": 1}
    assert analysis["score"]["n"] == 1
    assert analysis["visits"] == [
        {
            "visit": "closed",
            "date": "2026-08-01",
            "daypart": "night",
            "percent": None,
            "outcome": "not_scored",
            "band": None,
        },
        {
            "visit": "scored",
            "date": "2026-08-02",
            "daypart": "morning",
            "percent": "80.0000",
            "outcome": "fail",
            "band": "Good",
        },
    ]
    assert analysis["critical_misses"] == [
        {
            "visit": "scored",
            "date": "2026-08-02",
            "daypart": "morning",
            "question": "price_right",
            "standard": "PRICE",
            "comment": "Charged 1.60",
            "photos": ["a1b2", "c3d4"],
        }
    ]


@pytest.mark.parametrize(
    ("percent", "expected"), [(74, "Low"), (75, "Middle"), (100, "High"), (None, None)]
)
def test_band_is_the_last_that_begins_below_the_score(percent, expected):
    bands = [(0, "Low"), (75, "Middle"), (Decimal("99.5"), "High")]

    analysis = analyse_location(location([visit("a", percent, {})], bands=bands))

    assert analysis["band"] == expected


def test_band_takes_the_exact_score():
    # The mean is 74.99995, printed 75.0000 (half away from zero).
    visits = [visit("a", "74.9999", {}), visit("b", "75", {})]

    analysis = analyse_location(location(visits, bands=[(0, "Low"), (75, "Middle")]))

    assert analysis["score"]["percent"] == "75.0000"
    assert analysis["band"] == "Low"


def test_measured_values_keep_their_unit_and_order():
    question = MeasuredFacts(
        question="wait",
        better="lower",
        target=300,
        values=[400, 200, 300],
        type="duration",
        text="How long did you wait?",
        standard="GREET",
    )

    analysis = analyse_location(location([], measured=[question]))

    assert analysis["measured"] == [
        {
            "question": "wait",
            "n": 3,
            "mean": "300.0000",
            "median": "300.0000",
            "p90": "400.0000",
            "within": "66.6667",
            "text": "How long did you wait?",
            "standard": "GREET",
            "type": "duration",
            "currency": None,
            "better": "lower",
            "target": "300.0000",
            "values": ["400.0000", "200.0000", "300.0000"],
        }
    ]


@pytest.mark.parametrize(
    ("better", "count", "expected"),
    # ceil(0.9 n): the 9th of 10, the 10th of 11, counted from the better side.
    [
        ("lower", 10, "9.0000"),
        ("higher", 10, "2.0000"),
        ("lower", 11, "10.0000"),
        ("lower", 1, "1.0000"),
    ],
)
def test_measured_ninetieth_percentile_counts_from_the_better_side(better, count, expected):
    question = MeasuredFacts("q", better, 5, list(range(1, count + 1)))

    analysis = analyse_location(location([], measured=[question]))

    assert analysis["measured"][0]["p90"] == expected


def test_measured_table_rule_has_no_share_within():
    question = MeasuredFacts("q", "higher", None, [Decimal("1.5"), Decimal("2.5")])

    analysis = analyse_location(location([], measured=[question]))

    assert analysis["measured"][0]["within"] is None
    assert analysis["measured"][0]["mean"] == "2.0000"
    assert analysis["measured"][0]["target"] is None


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([90], None),
        # Own 80: of the two others one is lower and one equal, (1 + 1/2) / 2.
        ([70, 80], {"percent": "76.6667", "locations": 3, "percentile": "75.0000"}),
        ([80, 80], {"percent": "80.0000", "locations": 3, "percentile": "50.0000"}),
    ],
)
def test_benchmarks_need_three_locations(others, expected):
    scores = [Fraction(score) for score in others]

    analysis = analyse_location(location([visit("a", 80, {})], region_scores=scores))

    assert analysis["benchmarks"] == {"region": expected, "network": None}


def test_benchmarks_compare_unrounded_scores():
    # The mean of 80.0000, 80.0000 and 80.0001 is above 80 by a third of a ten-thousandth.
    visits = [visit("a", 80, {}), visit("b", 80, {}), visit("c", "80.0001", {})]
    scores = [Fraction(80), Fraction(2_400_001, 30_000), Fraction(100)]

    analysis = analyse_location(location(visits, network_scores=scores))

    network = analysis["benchmarks"]["network"]
    # One lower, one equal, one higher.
    assert network == {"percent": "85.0000", "locations": 4, "percentile": "50.0000"}


def test_benchmarks_without_an_own_score_are_null():
    scores = [Fraction(70), Fraction(80), Fraction(90)]

    analysis = analyse_location(location([], region_scores=scores, network_scores=scores))

    assert analysis["benchmarks"] == {"region": None, "network": None}


def test_competitors_without_points_are_not_measured():
    competitors = {"GREET": CompetitorFacts(0, 0, 0), "UNKNOWN": CompetitorFacts(1, 2, 1)}

    analysis = analyse_location(location(three_visits(), competitors=competitors))

    assert analysis["competitors"] == {
        "GREET": {"percent": None, "n": 0, "difference": None},
        "UNKNOWN": {"percent": "50.0000", "n": 1, "difference": None},
    }


def test_visit_with_a_standard_without_facts_is_refused():
    facts = location([visit("a", 80, {"NEW": cell(1, 1), "GREET": cell(1, 1)})])

    with pytest.raises(ValueError, match=r"Visit a scores standards without facts: \['NEW'\]"):
        analyse_location(facts)
