"""One location's analysis by hand: what the worked cases leave open, from slices to refusals."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from reports.exact import ten_thousandths
from reports.gaps import analyse_location
from reports.gaps_facts import (
    CompetitorFacts,
    CriticalMissFacts,
    LocationFacts,
    MeasuredFacts,
    StandardFacts,
    VisitFacts,
)
from reports.periods import Period, PeriodOutOfRange

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
GREET = StandardFacts(
    code="GREET",
    text="Greeted in one minute",
    stage="pre_transaction",
    dimension="responsiveness",
    behaviours=("respect", "sincere_interest"),
    trust=("timeliness",),
    target_percent=80,
    owner_role="Shift lead",
)
PRICE = StandardFacts(
    code="PRICE",
    text="Charged the displayed price",
    stage="transaction",
    dimension="reliability",
    behaviours=(),
    trust=("fair_price", "timeliness"),
    target_percent=Decimal("99.5"),
    owner_role="Manager",
    critical=True,
)
THANKS = StandardFacts(
    code="THANKS",
    text="Thanked",
    stage="transaction",
    dimension="empathy",
    behaviours=("respect",),
    trust=(),
    target_percent=50,
    owner_role="Everyone",
)


def cell(earned: int, possible: int, lost: int = 0) -> tuple[int, int, int]:
    return earned * 10_000, possible * 10_000, lost * 10_000


def visit(name: str, percent: int | str | None, standards: dict, **more) -> VisitFacts:
    facts = {
        "id": name,
        "date": date(2026, 8, 1),
        "daypart": "morning",
        "percent": None if percent is None else ten_thousandths(percent),
        "outcome": "pass",
        "band": "Good",
        "standards": standards,
    }
    return VisitFacts(**{**facts, **more})


def location(visits: list[VisitFacts], **changes) -> LocationFacts:
    facts = {
        "location": "PT-0417",
        "programme": "guest-promise",
        "period": QUARTER,
        "target": 80,
        "visits": visits,
        "standards": [THANKS, PRICE, GREET],
    }
    return LocationFacts(**{**facts, **changes})


def three_visits() -> list[VisitFacts]:
    return [
        visit("a", 70, {"GREET": cell(1, 2, 10), "PRICE": cell(0, 1, 20), "THANKS": cell(1, 1)}),
        visit("b", 80, {"GREET": cell(1, 2, 20)}),
        visit("c", 90, {"GREET": cell(2, 2), "THANKS": cell(0, 1, 10), "PRICE": cell(0, 0)}),
    ]


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


def test_period_at_the_beginning_of_the_calendar_is_refused():
    with pytest.raises(PeriodOutOfRange):
        analyse_location(location([], period=Period(date(1, 3, 1), date(1, 3, 31))))
