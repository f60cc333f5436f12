"""The headlines of the parts after page one."""

import pytest

from reports import headlines
from tests.reports import snapshots


def standards(**many):
    """Give so many standards of each status."""
    return [{"status": status} for status, n in many.items() for _ in range(n)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (standards(met=7, gap=4, watch=2, too_few=1),
         "Seven met, four gaps, two to watch, one with too few visits"),
        (standards(gap=1), "One gap"),
        (standards(not_measured=14), "14 not measured"),
        ([], "No standard was asked about"),
    ],
)  # fmt: skip
def test_standards_headline_counts_by_status(given, expected):
    assert headlines.standards_headline(given) == expected


@pytest.mark.parametrize(
    ("priorities", "expected"),
    [
        (["SPEED", "CLEAN", "GREET", "PRICE"],
         "SPEED, CLEAN and GREET cost 14.7 of the 19.2 points lost"),
        (["SPEED"], "SPEED costs all 19.2 points"),
        ([], "No points were lost on any standard"),
    ],
)  # fmt: skip
def test_points_headline_names_what_cost_most(priorities, expected):
    analysis = snapshots.quarter()["analysis"] | {"priorities": priorities}

    assert headlines.points_headline(analysis) == expected


def test_points_headline_without_a_score():
    found = headlines.points_headline(snapshots.no_visits()["analysis"])

    assert found == "Nothing was scored, so no points were lost or earned"


def test_evidence_headline_counts_a_critical_gap_once():
    evidence = snapshots.quarter()["evidence"]
    plain = [one for one in evidence if one["status"] == "watch"]

    assert headlines.evidence_headline(1, {"PRICE"}, evidence) == (
        "One critical miss and three gaps, in the shoppers’ words"
    )
    assert headlines.evidence_headline(2, {"PRICE"}, evidence[:1]) == (
        "Two critical misses, in the shoppers’ words"
    )
    assert headlines.evidence_headline(0, set(), plain) == (
        "Misses on two standards, in the shoppers’ words"
    )
    assert headlines.evidence_headline(0, set(), plain, "shopper’s") == (
        "Misses on two standards, in the shopper’s words"
    )
    assert headlines.evidence_headline(0, set(), []) == "No miss was recorded"


@pytest.mark.parametrize(
    ("missed", "acted", "judged", "expected"),
    [
        (["A", "B"], [], 5, "Two standards missed, no action recorded"),
        (["A"], [], 5, "One standard missed, no action recorded"),
        (["A", "B", "C", "D"], ["A", "B", "C"], 5, "Three of four gaps have an action; D has none"),
        (["A", "B", "C"], ["A"], 5, "One of three gaps has an action; B and C have none"),
        (["A"], ["A"], 5, "Every gap has an action"),
        ([], [], 5, "No standard is a gap, so none needs an action"),
        ([], [], 0, "Too little was measured to call for an action"),
    ],
)
def test_actions_headline_says_what_is_missing(missed, acted, judged, expected):
    assert headlines.actions_headline(missed, acted, judged) == expected


@pytest.mark.parametrize(
    ("visits", "void", "scored", "expected"),
    [
        (5, 1, 4, "Five visits counted, one void; every point can be followed"),
        (1, 0, 1, "One visit counted; every point can be followed"),
        (30, None, 30, "30 visits counted; every point can be followed"),
        (1, 2, 0, "One visit made, none scored, two void"),
        (0, 2, 0, "No visits counted, two void"),
        (0, 0, 0, "No visit stands behind this report"),
    ],
)
def test_appendix_headline_counts_the_visits(visits, void, scored, expected):
    assert headlines.appendix_headline(visits, void, scored) == expected


def test_counted_visits_prints_the_number_of_void_ones():
    assert headlines.counted_visits(5, 1) == "5\u00a0visits (1 more void, left out)"
    assert headlines.counted_visits(1, 0) == "1\u00a0visit"
    assert headlines.counted_visits(5, None) == "5\u00a0visits"


def test_visit_headline_and_what_it_lost():
    visit = snapshots.one_visit()["visit"]

    assert headlines.visit_headline(visit, "90.0000") == "14.5 points below target"
    assert headlines.visit_headline(visit, "75.5000") == "Exactly on target"
    assert headlines.visit_headline(visit | {"percent": None}, "90") == (
        "This visit could not be scored"
    )
    assert headlines.visit_lost(visit) == (
        "SPEED, PRICE and GREET cost most",
        "21.0 of the 24.5 points lost.",
    )
    price = [line for line in visit["ledger"] if line["standard"] == "PRICE"]
    assert headlines.visit_lost(visit | {"ledger": price}) == (
        "PRICE costs points",
        "All of the 8.0 lost.",
    )
    assert headlines.visit_lost(visit | {"ledger": []}).headline == "No points were lost"
    assert headlines.visit_lost(snapshots.closed_visit()["visit"]) == (
        "Nothing counted",
        "Nothing was scored: the place was closed.",
    )


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("closed", "Nothing was scored: the place was closed."),
        ("refused", "Nothing was scored: the shopper was refused."),
        ("recognised", "Nothing was scored: the shopper was recognised."),
        ("unsafe", "Nothing was scored: the visit was not safe to make."),
        ("not_scored", "Nothing was scored: no question that counts was answered."),
        ("fail", "Nothing was scored: no question that counts was answered."),
    ],
)
def test_not_scored_says_why(outcome, expected):
    visit = snapshots.closed_visit()["visit"] | {"outcome": outcome}

    assert headlines.not_scored(visit) == expected


@pytest.mark.parametrize(
    ("question", "told", "expected"),
    [
        ("clean_seen", {"text": "Was it clean?"}, "Was it clean?"),
        ("clean_seen", {}, "Which of tables, floor and restroom were clean?"),
        ("gone", {}, "gone"),
    ],
)
def test_correction_is_told_by_the_text_of_its_question(question, told, expected):
    visit = snapshots.quarter()["visits"][3]
    given = {"question": question, "reason": "See photo 6.", "date": "2026-09-05"} | told

    found = headlines.correction_words(visit, given)

    assert found == f"Reviewer, 5\u00a0Sep, corrected “{expected}”: See photo 6."


def test_closing_words_end_at_the_printed_number():
    visit = snapshots.one_visit()["visit"]
    visit["closing"] = {"bonus": "2.0000", "floor_and_cap": "0.0000", "critical_effect": "-17.5000"}
    visit["percent"] = "60.0000"

    assert headlines.closing_words(visit) == [
        ("100 less the points lost", "75.5"),
        ("Bonus", "+2.0"),
        ("Floor and cap", "0.0"),
        ("Critical effect", "−17.5"),
        ("Score", "60.0"),
    ]
