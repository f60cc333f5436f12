"""A region by hand (`gap_region_cast` draws it): score, standards, change and what it refuses."""

from datetime import date

import pytest

from reports.gaps import analyse_region
from reports.gaps_facts import (
    CompetitorFacts,
    CriticalMissFacts,
)
from tests.reports.gap_region_cast import region, visit


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
