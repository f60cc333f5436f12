"""One location's standards by hand: what the worked cases leave open, from slices to ways."""

from datetime import date
from decimal import Decimal

import pytest

from reports.gaps import analyse_location
from reports.periods import Period, PeriodOutOfRange
from tests.reports.gap_cast import (
    cell,
    location,
    three_visits,
    visit,
)


def test_analysis_names_what_it_is_of():
    analysis = analyse_location(location(three_visits(), void=2))

    assert analysis["location"] == "PT-0417"
    assert analysis["programme"] == "guest-promise"
    assert (analysis["from"], analysis["to"], analysis["void"]) == ("2026-07-01", "2026-09-30", 2)
    assert list(analysis) == [
        *("location", "programme", "from", "to", "void", "not_scored", "passed", "status"),
        *("band", "score", "change", "trend", "standards", "priorities", "strengths"),
        *("shortest_way", "stages", "dimensions", "behaviours", "trust", "measured"),
        *("recommend", "benchmarks", "competitors", "critical_misses", "visits"),
        *("customer_measures", "actions"),
    ]


def test_standards_come_by_code_with_their_words():
    analysis = analyse_location(location(three_visits()))

    greet = analysis["standards"][0]
    # GREET: 4 of 6 points, lost (10 + 20 + 0) / 3. Wilson at 2/3 of 3: 20.7655 to 93.8510.
    assert {key: value for key, value in greet.items() if key != "trend"} == {
        "code": "GREET",
        "text": "Greeted in one minute",
        "stage": "pre_transaction",
        "dimension": "responsiveness",
        "owner_role": "Shift lead",
        "critical": False,
        "percent": "66.6667",
        "low": "20.7655",
        "high": "93.8510",
        "n": 3,
        "target": "80.0000",
        "gap": "-13.3333",
        "status": "watch",
        "lost": "10.0000",
    }
    assert greet["trend"][5] == {
        "from": "2026-07-01",
        "to": "2026-09-30",
        "percent": "66.6667",
        "n": 3,
    }
    assert [standard["code"] for standard in analysis["standards"]] == ["GREET", "PRICE", "THANKS"]


def test_standard_without_possible_points_is_not_measured_in_that_visit():
    analysis = analyse_location(location(three_visits()))

    price = analysis["standards"][1]
    # PRICE: 0 of 1 in one visit; the visit with 0 of 0 is none.
    assert (price["percent"], price["n"], price["status"]) == ("0.0000", 1, "too_few")
    assert (price["target"], price["gap"]) == ("99.5000", "-99.5000")
    # Lost 20 in one visit of three that have a percent.
    assert price["lost"] == "6.6667"


def test_standard_below_zero_points_is_zero_percent():
    analysis = analyse_location(location([visit("a", 10, {"GREET": cell(-1, 2, 90)})]))

    assert analysis["standards"][0]["percent"] == "0.0000"


@pytest.mark.parametrize(
    ("percents", "target", "expected"),
    [
        ((), 80, "not_measured"),
        ((100, 100), 80, "too_few"),
        ((80, 80, 80), 80, "met"),
        # Mean 79, t(2) x 1 / sqrt(3) = 2.4841: up to 81.4841.
        ((78, 79, 80), 80, "watch"),
        ((78, 79, 80), 82, "gap"),
        # No spread: the interval ends at the score itself.
        ((79, 79, 79), 80, "gap"),
    ],
)
def test_status_of_the_location_is_asked_in_order(percents, target, expected):
    visits = [visit(str(number), percent, {}) for number, percent in enumerate(percents)]

    analysis = analyse_location(location(visits, target=target))

    assert analysis["status"] == expected


def test_slices_pool_the_standards_that_carry_the_tag():
    analysis = analyse_location(location(three_visits()))

    # transaction = PRICE 0 of 1 and THANKS 1 of 2: 1 of 3 in visits a and c, lost 20 + 10 over 3;
    # target (99.5 x 1 + 50 x 2) / 3 = 66.5.
    assert analysis["stages"] == {
        "pre_transaction": {
            "percent": "66.6667",
            "n": 3,
            "lost": "10.0000",
            "target": "80.0000",
            "gap": "-13.3333",
        },
        "transaction": {
            "percent": "33.3333",
            "n": 2,
            "lost": "10.0000",
            "target": "66.5000",
            "gap": "-33.1667",
        },
    }
    assert list(analysis["dimensions"]) == ["empathy", "reliability", "responsiveness"]
    # respect = GREET 4 of 6 and THANKS 1 of 2; target (80 x 6 + 50 x 2) / 8 = 72.5.
    assert analysis["behaviours"]["respect"] == {
        "percent": "62.5000",
        "n": 3,
        "lost": "13.3333",
        "target": "72.5000",
        "gap": "-10.0000",
    }
    assert list(analysis["trust"]) == ["fair_price", "timeliness"]


def test_slice_that_was_not_measured_is_null():
    analysis = analyse_location(location([visit("a", 90, {"GREET": cell(9, 10, 10)})]))

    assert analysis["stages"]["transaction"] == {
        "percent": None,
        "n": 0,
        "lost": "0.0000",
        "target": None,
        "gap": None,
    }


def test_priorities_and_strengths_break_ties_by_code():
    cells = {"THANKS": cell(1, 2, 5), "PRICE": cell(1, 1), "GREET": cell(1, 2, 5)}

    analysis = analyse_location(location([visit("a", 90, cells)]))

    assert analysis["priorities"] == ["GREET", "THANKS"]
    # PRICE is 0.5 above its target, THANKS exactly on it, GREET 30 below.
    assert analysis["strengths"] == ["PRICE", "THANKS"]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (80, []),
        ("80.001", []),
        ("80.0011", ["PRICE"]),
        ("92.001", ["PRICE"]),
        ("92.0011", ["PRICE", "GREET"]),
        (99, ["PRICE", "GREET"]),
        ("99.0011", ["PRICE", "GREET", "THANKS"]),
        (100, ["PRICE", "GREET", "THANKS"]),
    ],
)
def test_shortest_way_takes_the_fewest_priorities(target, expected):
    cells = {"GREET": cell(0, 7, 7), "PRICE": cell(0, 12, 12), "THANKS": cell(80, 81, 1)}

    analysis = analyse_location(location([visit("a", 80, cells)], target=Decimal(target)))

    assert analysis["shortest_way"] == expected


def test_shortest_way_is_null_when_all_standards_do_not_reach_it():
    facts = location([visit("a", 80, {"GREET": cell(0, 7, 7)})], target=90)

    assert analyse_location(facts)["shortest_way"] is None


def test_period_at_the_beginning_of_the_calendar_is_refused():
    with pytest.raises(PeriodOutOfRange):
        analyse_location(location([], period=Period(date(1, 3, 1), date(1, 3, 31))))
