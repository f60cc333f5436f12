"""A region by hand: five locations, two standards, two periods.

The third quarter of 2026, target 80 (points are percents):

    A  80 90 100      mean 90   sd 10       earlier  70 72
    B  60 70 80 90    mean 75   sd 12.9099  earlier  (none)
    C  85             mean 85               earlier  75 85
    D  (not visited)
    E  60 80 100, one not scored   mean 80  sd 20

Region: (90 + 75 + 85 + 80) / 4 = 82.5 over four locations and eleven visits.
"""

from datetime import date

import pytest

from reports.gaps import analyse_region
from reports.gaps_facts import (
    CompetitorFacts,
    CriticalMissFacts,
    Place,
    RegionFacts,
    StandardFacts,
    VisitFacts,
)
from reports.periods import Period

SPEED = StandardFacts(
    "SPEED", "Served in five minutes", "transaction", "responsiveness", (), (), 90, "lead"
)
THANKS = StandardFacts(
    "THANKS", "Thanked", "post_transaction", "empathy", ("respect",), (), 50, "all"
)
PERCENTS = {"A": (80, 90, 100), "B": (60, 70, 80, 90), "C": (85,), "E": (60, None, 80, 100)}
EARLIER = {"A": (70, 72), "C": (75, 85)}


def visit(name: str, day: date, percent: int | None, location: str, **more) -> VisitFacts:
    """A visit that loses everything on SPEED, out of 100 possible points; THANKS is met."""
    cells = {}
    if percent is not None:
        lost = (100 - percent) * 10_000
        cells = {"SPEED": (1_000_000 - lost, 1_000_000, lost), "THANKS": (10_000, 10_000, 0)}
    return VisitFacts(
        id=name,
        date=day,
        daypart="midday",
        percent=None if percent is None else percent * 10_000,
        outcome="not_scored" if percent is None else "pass" if percent >= 80 else "fail",
        band=None,
        standards=cells,
        location=location,
        **more,
    )


def region(**changes) -> RegionFacts:
    visits = [
        visit(f"{place}-{number}", date(2026, 8, 1 + number), percent, place)
        for place, percents in PERCENTS.items()
        for number, percent in enumerate(percents)
    ]
    earlier = [
        visit(f"{place}-before-{number}", date(2026, 5, 1 + number), percent, place)
        for place, percents in EARLIER.items()
        for number, percent in enumerate(percents)
    ]
    facts = {
        "region": "south",
        "programme": "guest-promise",
        "period": Period(date(2026, 7, 1), date(2026, 9, 30)),
        "target": 80,
        "places": [Place(code, f"Place {code}") for code in "EDCBA"],
        "visits": [*visits, *earlier],
        "standards": [SPEED, THANKS],
        "void": 1,
    }
    return RegionFacts(**{**facts, **changes})


def test_region_score_is_the_mean_of_its_locations():
    analysis = analyse_region(region())

    # Deviations 7.5, -7.5, 2.5, -2.5: variance 125 / 3, se sqrt(125 / 12) = 3.227486,
    # t(3) = 3.182446: 82.5 +- 10.271301.
    assert analysis["score"] == {
        "percent": "82.5000",
        "n": 4,
        "low": "72.2287",
        "high": "92.7713",
        "minimum": "75.0000",
        "maximum": "90.0000",
        "target": "80.0000",
        "visits": 11,
    }
    assert analysis["status"] == "met"
    assert (analysis["void"], analysis["not_scored"]) == (1, 1)
    assert analysis["passed"] == {"passed": 8, "scored": 11}


def test_region_change_is_over_the_locations_scores():
    analysis = analyse_region(region())

    # Earlier 71 and 80: mean 75.5, se^2 = 40.5 / 2 = 20.25. Now se^2 = 10.416667.
    # v = 30.666667^2 / (10.416667^2 / 3 + 20.25^2) = 2.11 -> 2:
    # 4.302653 x sqrt(30.666667) = 23.827013.
    assert analysis["change"] == {
        "points": "7.0000",
        "verdict": "within_noise",
        "noise": "23.8270",
    }


def test_region_standards_pool_all_visits():
    analysis = analyse_region(region())

    speed, thanks = analysis["standards"]
    # All 895 points of 1,100: A 270, B 300, C 85, E 240; lost 205 over eleven visits.
    assert (speed["percent"], speed["n"], speed["gap"]) == ("81.3636", 11, "-8.6364")
    assert (speed["lost"], speed["status"]) == ("18.6364", "watch")
    assert (thanks["percent"], thanks["gap"], thanks["status"]) == ("100.0000", "50.0000", "met")
    assert analysis["priorities"] == ["SPEED"]
    assert analysis["strengths"] == ["THANKS"]
    assert "shortest_way" not in analysis


def test_region_trend_keeps_empty_periods():
    analysis = analyse_region(region())

    assert [(point["from"], point["percent"], point["n"]) for point in analysis["trend"]] == [
        ("2025-04-01", None, 0),
        ("2025-07-01", None, 0),
        ("2025-10-01", None, 0),
        ("2026-01-01", None, 0),
        ("2026-04-01", "75.5000", 2),
        ("2026-07-01", "82.5000", 4),
    ]
    # SPEED in the second quarter: (70 + 72 + 75 + 85) / 4 visits.
    assert analysis["standards"][0]["trend"][4] == {
        "from": "2026-04-01",
        "to": "2026-06-30",
        "percent": "75.5000",
        "n": 4,
    }


def test_league_lists_every_location_and_ranks_those_of_three_visits():
    analysis = analyse_region(region())

    columns = [
        (row["location"], row["percent"], row["n"], row["rank"], row["status"])
        for row in analysis["league"]
    ]
    assert columns == [
        ("A", "90.0000", 3, 1, "met"),
        ("C", "85.0000", 1, None, "too_few"),
        ("E", "80.0000", 3, 2, "met"),
        ("B", "75.0000", 4, 3, "watch"),
        ("D", None, 0, None, "not_measured"),
    ]


def test_league_row_holds_interval_change_and_worst_standard():
    analysis = analyse_region(region())

    # A: se 10 / sqrt(3) = 5.773503, t(2) = 4.302653: 90 +- 24.841379.
    # Change: before se^2 = 1, v = 34.333333^2 / (33.333333^2 / 2 + 1) = 2.12 -> 2:
    # 4.302653 x sqrt(34.333333) = 25.211246.
    assert analysis["league"][0] == {
        "location": "A",
        "name": "Place A",
        "percent": "90.0000",
        "low": "65.1586",
        "high": "100.0000",
        "n": 3,
        "status": "met",
        "rank": 1,
        "change": {"points": "19.0000", "verdict": "within_noise", "noise": "25.2112"},
        "worst_standard": "SPEED",
    }
    assert [row["change"]["verdict"] for row in analysis["league"][1:]] == [
        "too_few",
        "not_measured",
        "not_measured",
        "not_measured",
    ]
    assert analysis["league"][4]["worst_standard"] is None


def test_league_ranks_equal_percents_alike():
    percents = {"A": (70, 80, 90), "B": (79, 80, 81), "C": (0, 0, 0), "D": (90, 90, 90)}
    visits = [
        visit(f"{place}-{number}", date(2026, 8, 1), percent, place)
        for place, three in percents.items()
        for number, percent in enumerate(three)
    ]

    analysis = analyse_region(region(visits=visits))

    assert [(row["location"], row["percent"], row["rank"]) for row in analysis["league"]] == [
        ("D", "90.0000", 1),
        ("A", "80.0000", 2),
        ("B", "80.0000", 2),
        ("C", "0.0000", 4),
        ("E", None, None),
    ]


def test_funnel_has_limits_for_each_number_of_visits():
    analysis = analyse_region(region())

    funnel = analysis["funnel"]
    # Centre 895 / 11. s^2 = (200 + 500 + 800) / (2 + 3 + 2) = 214.285714, s = 14.638501.
    assert (funnel["centre"], funnel["s"]) == ("81.3636", "14.6385")
    assert [(point["location"], point["n"], point["place"]) for point in funnel["limits"]] == [
        ("C", 1, "inside"),
        ("A", 3, "inside"),
        ("E", 3, "inside"),
        ("B", 4, "inside"),
    ]
    # B: s / 2 = 7.319251; 1.960 x it = 14.345731, 3.090 x it = 22.616484.
    assert funnel["limits"][3] == {
        "location": "B",
        "n": 4,
        "percent": "75.0000",
        "low": "67.0179",
        "high": "95.7094",
        "outer_low": "58.7472",
        "outer_high": "100.0000",
        "place": "inside",
    }


def test_funnel_tells_below_from_above():
    percents = {"A": (90, 92), "B": (40, 42), "C": (66, 66)}
    visits = [
        visit(f"{place}-{number}", date(2026, 8, 1), percent, place)
        for place, two in percents.items()
        for number, percent in enumerate(two)
    ]

    analysis = analyse_region(region(visits=visits))

    # Centre 66, s^2 = (2 + 2 + 0) / 3: within 66 +- 1.6 at two visits.
    places = [(point["location"], point["place"]) for point in analysis["funnel"]["limits"]]
    assert places == [("A", "above"), ("B", "below"), ("C", "inside")]


def test_funnel_of_single_visits_has_no_limits():
    visits = [visit(f"{place}-1", date(2026, 8, 1), 80, place) for place in "AB"]

    analysis = analyse_region(region(visits=visits))

    assert analysis["funnel"] == {
        "centre": "80.0000",
        "s": None,
        "limits": [
            {
                "location": place,
                "n": 1,
                "percent": "80.0000",
                "low": None,
                "high": None,
                "outer_low": None,
                "outer_high": None,
                "place": None,
            }
            for place in "AB"
        ],
    }


def test_region_lists_critical_misses_with_their_location():
    miss = CriticalMissFacts("price_right", "PRICE", "Charged 1.60", ("a1b2",))
    visits = [
        visit("late", date(2026, 9, 2), 90, "B", critical=(miss,)),
        visit("unscored", date(2026, 7, 2), None, "A", critical=(CriticalMissFacts("q", "SPEED"),)),
        visit("before", date(2026, 6, 30), 90, "B", critical=(miss,)),
    ]

    analysis = analyse_region(region(visits=visits))

    assert analysis["critical_misses"] == [
        {
            "visit": "unscored",
            "date": "2026-07-02",
            "daypart": "midday",
            "question": "q",
            "standard": "SPEED",
            "comment": None,
            "photos": [],
            "location": "A",
        },
        {
            "visit": "late",
            "date": "2026-09-02",
            "daypart": "midday",
            "question": "price_right",
            "standard": "PRICE",
            "comment": "Charged 1.60",
            "photos": ["a1b2"],
            "location": "B",
        },
    ]


def test_region_competitors_are_beside_all_its_visits():
    analysis = analyse_region(region(competitors={"SPEED": CompetitorFacts(60_000, 80_000, 3)}))

    # 75 at competitors, 81.3636 here.
    assert analysis["competitors"] == {
        "SPEED": {"percent": "75.0000", "n": 3, "difference": "6.3636"}
    }


def test_region_without_visits_measures_nothing():
    analysis = analyse_region(region(visits=[], void=None))

    assert analysis["score"]["percent"] is None
    assert (analysis["score"]["n"], analysis["score"]["visits"]) == (0, 0)
    assert analysis["status"] == "not_measured"
    assert analysis["funnel"] == {"centre": None, "s": None, "limits": []}
    assert [row["location"] for row in analysis["league"]] == ["A", "B", "C", "D", "E"]
    assert {row["status"] for row in analysis["league"]} == {"not_measured"}


def test_region_refuses_a_visit_of_another_place():
    with pytest.raises(ValueError, match="'Z', no place of the region"):
        analyse_region(region(visits=[visit("z", date(2026, 8, 1), 80, "Z")]))
