"""League and funnel of the region in `gap_region_cast`, by hand."""

from datetime import date

from reports.gaps import analyse_region
from tests.reports.gap_region_cast import region, visit


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
