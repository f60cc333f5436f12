"""The findings of page one, each case in its own words."""

import pytest

from reports import words
from reports.analysis_shape import Change
from tests.reports import snapshots


def score(percent, low=None, high=None, n=5, target="90.0000"):
    """Give a location score; without bounds there is no interval."""
    return {"percent": percent, "n": n, "low": low, "high": high, "target": target,
            "minimum": percent, "maximum": percent}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "headline", "note"),
    [
        (
            score("80.8200", "75.8900", "85.7500"),
            "9.2 points below target",
            "More than chance explains: the interval ends at 85.8.",
        ),
        (
            score("80.8200", "70.0000", "91.6000"),
            "9.2 points below target",
            "Chance could explain it: the interval reaches 91.6.",
        ),
        (
            score("89.9600", "89.9400", "89.9800"),
            "0.04 points below target",
            "More than chance explains: the interval ends at 89.98.",
        ),
        (
            score("94.2000", "90.4000", "98.0000"),
            "4.2 points above target",
            "More than chance explains: the interval begins at 90.4.",
        ),
        (
            score("94.2000", "89.9700", "98.0000"),
            "4.2 points above target",
            "Chance could explain it: the interval begins at 89.97.",
        ),
        (
            score("90.0000", "85.0000", "95.0000"),
            "Exactly on target",
            "Chance could explain it: the interval begins at 85.0.",
        ),
        (
            score("80.0000", "80.0000", "80.0000"),
            "10.0 points below target",
            "All visits scored the same, so there is no interval.",
        ),
        (
            score("75.5000", n=1),
            "One visit; not a rating of the location",
            "That visit was 14.5 points below target.",
        ),
        (
            score("92.0000", n=1),
            "One visit; not a rating of the location",
            "That visit was 2.0 points above target.",
        ),
        (
            score("75.5000", "0.0000", "100.0000", n=2),
            "Two visits; too few to judge",
            "Their mean is 14.5 points below target.",
        ),
        (
            score(None, n=0),
            "No visits in this period",
            "Nothing was measured, so nothing is judged.",
        ),
        (
            score("80.0000", "70.0000", "90.0000", target=None),
            "No target is set",
            "The score stands for itself.",
        ),
    ],
)
def test_level_for_each_case(given, headline, note):
    assert words.level(given, 0) == (headline, note)


def test_level_when_no_visit_could_be_scored():
    found = words.level(score(None, n=0), 2)

    assert found == ("No visit could be scored", "2\u00a0visits without a single scored answer.")


@pytest.mark.parametrize(
    ("points", "verdict", "noise", "headline", "note"),
    [
        ("2.6600", "within_noise", "5.4100", "Up 2.7 on last quarter, within noise",
         "A change under ±5.4 cannot be told from chance."),
        ("-2.6600", "within_noise", None, "Down 2.7 on last quarter, within noise",
         "A change of this size cannot be told from chance."),
        ("0.0000", "within_noise", "5.4100", "Unchanged on last quarter",
         "A change under ±5.4 cannot be told from chance."),
        ("8.1000", "better", "5.4100", "Up 8.1 on last quarter",
         "More than chance explains: chance alone stays under ±5.4."),
        ("-8.1000", "worse", None, "Down 8.1 on last quarter", "More than chance explains."),
        ("-3.1000", "too_few", None, "Down 3.1 on last quarter",
         "Too few visits to tell it from chance."),
        (None, "not_measured", None, "No earlier score to compare",
         "Nothing was scored in last quarter."),
    ],
)  # fmt: skip
def test_changed_for_each_verdict(points, verdict, noise, headline, note):
    change = Change(points=points, verdict=verdict, noise=noise)

    assert words.changed(change, "2026-07-01", "2026-09-30") == (headline, note)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-07-01", "2026-07-31", "Up 8.1 on last month"),
        ("2026-01-01", "2026-12-31", "Up 8.1 on last year"),
        ("2026-08-01", "2026-10-31", "Up 8.1 on May–Jul"),
        ("2026-05-01", "2026-06-30", "Up 8.1 on Mar–Apr"),
        ("2025-05-01", "2026-06-30", "Up 8.1 on the period before"),
        ("2026-07-01", "2026-07-14", "Up 8.1 on the period before"),
    ],
)
def test_changed_names_the_period_before(first, last, expected):
    change = Change(points="8.1000", verdict="better", noise=None)

    assert words.changed(change, first, last).headline == expected


@pytest.mark.parametrize(
    ("way", "headline", "note"),
    [
        (["SPEED", "CLEAN"], "Fix SPEED and CLEAN first",
         "Recovered in full, the two alone reach the target."),
        (["SPEED"], "Fix SPEED first", "Recovered in full, it alone reaches the target."),
        (["SPEED", "CLEAN", "GREET"], "Fix SPEED, CLEAN and GREET first",
         "Recovered in full, the three alone reach the target."),
        (["SPEED", "CLEAN", "GREET", "PRICE"], "Fix SPEED, CLEAN, GREET and PRICE first",
         "Recovered in full, the four alone reach the target."),
        (["SPEED", "CLEAN", "GREET", "PRICE", "KNOW"], "Fix SPEED, CLEAN, GREET and 2 more first",
         "Recovered in full, the five alone reach the target."),
        ([], "Target reached; SPEED costs most", "6.3 points are still to be had there."),
    ],
)  # fmt: skip
def test_first_fix_names_the_shortest_way(way, headline, note):
    analysis = snapshots.quarter()["analysis"] | {"shortest_way": way}

    assert words.first_fix(analysis) == (headline, note)


def test_first_fix_when_even_all_standards_do_not_reach_the_target():
    analysis = snapshots.out_of_reach()["analysis"]

    assert words.first_fix(analysis) == (
        "Even all standards do not reach the target",
        "Recovered in full they lead to 59.2; the rest is bonus, cap or critical effect.",
    )


def test_first_fix_when_nothing_was_lost_or_measured():
    whole = snapshots.quarter()["analysis"] | {"priorities": [], "shortest_way": []}
    nothing = snapshots.no_visits()["analysis"]

    assert words.first_fix(whole).headline == "No points were lost"
    assert words.first_fix(nothing).headline == "Nothing to put right is known"


def test_way_sentence_for_each_case():
    analysis = snapshots.quarter()["analysis"]

    assert words.way_sentence(analysis) == (
        "Recover SPEED and CLEAN in full: from 80.8 to 92.2. An estimate."
    )
    assert words.way_sentence(analysis | {"shortest_way": []}) == "The target is reached."
    assert words.way_sentence(analysis | {"shortest_way": None}) == (
        "Even all standards, recovered in full, do not reach the target."
    )
    assert words.way_sentence(snapshots.no_visits()["analysis"]) == (
        "There is no score to start from."
    )


@pytest.mark.parametrize(
    ("status", "n", "expected"),
    [
        ("met", 5, ("On target", "met")),
        ("watch", 5, ("To watch", "watch")),
        ("gap", 5, ("Below target", "gap")),
        ("too_few", 2, ("Too few visits, n = 2", "too_few")),
        ("not_measured", 0, ("Not measured", "not_measured")),
    ],
)
def test_verdict_for_each_status(status, n, expected):
    analysis = snapshots.quarter()["analysis"] | {"status": status}
    analysis["score"]["n"] = n

    assert words.verdict(analysis) == expected


def test_trend_is_named_noted_and_said_in_words():
    trend = snapshots.quarter()["analysis"]["trend"]
    empty = snapshots.no_visits()["analysis"]["trend"]

    assert words.trend_title(trend) == "Six quarters"
    assert words.trend_note(trend) == "Whiskers are 95\u00a0% intervals. No score in Q4 2025."
    first = empty[:5] + trend[5:]
    assert words.trend_note(first) == (
        "Whiskers are 95\u00a0% intervals. No score in the periods before."
    )
    assert words.trend_note(empty) == "No visit was scored in any of them."
    months = [one | {"from": "2026-08-01", "to": "2026-10-31"} for one in trend]
    assert words.trend_title(months) == "Six periods of three months"
    assert words.trend_note(months) == (
        "Whiskers are 95\u00a0% intervals. No score in one of the six periods."
    )
    assert words.trend_words(trend) == (
        "Q2 2025 74.6 (n 4); Q3 2025 71.9 (n 3); Q4 2025 – (n 0); Q1 2026 79.4 (n 5); "
        "Q2 2026 78.2 (n 5); Q3 2026 80.8 (n 5)"
    )


def test_benchmark_and_recommendation_say_how_many():
    assert words.benchmark_note(46, "22.2222") == "46\u00a0locations, 22nd percentile"
    assert words.benchmark_note(3, None) == "3\u00a0locations"
    assert words.recommend_note(5, 2, 1) == "5\u00a0shoppers: 2\u00a0promoters, 1\u00a0detractor."
