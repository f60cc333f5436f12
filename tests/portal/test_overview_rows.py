"""The overview in rows: order, words and honesty about noise."""

from __future__ import annotations

import pytest

from backend.portal.overview_rows import go_rows, go_scale, head, mover_rows, standard_rows
from tests.portal.scope import address, few, place, scope, standard


def moved(code: str, points: str, verdict: str):
    return place(code, change={"points": points, "verdict": verdict, "noise": "5.0000"})


def test_head_says_score_interval_gap_and_change():
    shown = head(scope([place("L1")]))

    assert (shown.score, shown.chip.word, shown.gap, shown.target) == (
        "85.8",
        "watch",
        "−4.2",
        "90",
    )
    assert shown.interval == "81.1 to 90.5"
    assert (shown.low_end, shown.high_end) == ("80", "95")
    assert shown.change == "+0.9 on last, within noise"
    assert (shown.oldest, shown.newest) == ("Q2 2025", "Q3 2026")
    assert (shown.critical, shown.critical_where) == (5, "in 4\u00a0locations")


def test_head_of_one_location_has_no_interval():
    figures = scope([place("L1")])
    figures["score"] |= {"low": None, "high": None, "n": 1}
    figures |= {"status": "too_few", "change": {"points": None, "verdict": "not_measured"}}

    shown = head(figures)

    assert (shown.interval, shown.chip.word, shown.change) == ("", "too few", "no score before")
    assert shown.strip is not None
    assert shown.strip.width == 0


def test_score_just_below_the_target_is_not_printed_as_reached():
    figures = scope([place("L1")])
    figures["score"]["percent"] = "89.9600"

    assert head(figures).score == "89.96"


def test_go_row_says_what_costs_most_and_what_is_due():
    rows = [place("L1", "71.6000", critical=2), few("L2", None, n=0, worst_standard=None)]
    rows[1] |= {"low": None, "high": None, "worst_lost": None}
    scale = go_scale(rows, "90.0000")

    first, second = go_rows(rows, "90.0000", scale, {"L1": "3, 1 late"}, address)

    assert (first.place, first.address, first.score) == ("Harbour L1", "/to/L1/", "71.6")
    assert (first.costs, first.costs_points) == ("GREET", "−3.3\u00a0pts")
    assert (first.critical, first.due, first.interval) == (2, "3, 1 late", "70.0 to 90.0")
    assert (second.score, second.strip, second.costs, second.due) == ("–", None, "", "–")


def test_standards_that_cost_most_come_first():
    figures = scope(
        [place("L1")],
        standards=[
            standard("A", lost="0.0000", gap="4.0000", status="met"),
            standard("B", lost="1.0000", status="watch"),
            standard("C", "89.9600", lost="2.5000", gap="-0.0400"),
            standard("D", None, lost="0.0000", gap=None, status="not_measured", n=0, target=None),
            standard("E", lost="0.5000", status="too_few", n=2),
        ],
        priorities=["C", "B", "E"],
    )

    rows = standard_rows(figures)

    assert [row.code for row in rows] == ["C", "B", "E", "A", "D"]
    assert [row.bar.kind if row.bar else "" for row in rows] == [
        *("loss", "unsure", "noise", "gain", ""),
    ]
    assert [row.points for row in rows] == ["2.5", "1.0", "0.5", "–", "–"]
    assert (rows[0].actual, rows[0].gap, rows[4].target) == ("89.96", "−0.04", "–")


def test_movers_show_what_is_real_before_what_chance_explains():
    rows = [
        moved("A", "-30.0000", "within_noise"),
        moved("B", "20.0000", "within_noise"),
        moved("C", "3.0000", "better"),
        moved("D", "-2.0000", "worse"),
        moved("E", "19.0000", "within_noise"),
        moved("F", "18.0000", "within_noise"),
        moved("G", "17.0000", "within_noise"),
        few("H") | {"change": {"points": "50.0000", "verdict": "better"}},
    ]

    shown = mover_rows(rows, address)

    assert [(row.place[-1], row.change, row.reading) for row in shown] == [
        ("A", "−30.0", "within noise"),
        ("D", "−2.0", "real"),
        ("C", "+3.0", "real"),
        ("F", "+18.0", "within noise"),
        ("E", "+19.0", "within noise"),
        ("B", "+20.0", "within noise"),
    ]
    assert [row.bar.kind for row in shown if row.bar] == [
        *("noise", "loss", "gain", "noise", "noise", "noise"),
    ]


def test_interval_of_two_visits_is_not_drawn():
    rows = [few("L1", "77.5000", low="0.0000", high="100.0000")]
    scale = go_scale(rows, "90.0000")

    (row,) = go_rows(rows, "90.0000", scale, {}, address)

    assert (scale.low, row.interval) == (60.0, "")
    assert row.strip is not None
    assert row.strip.width == 0


@pytest.mark.parametrize("rows", [[], [few("H"), few("I", None, n=0)]])
def test_nothing_moves_where_nothing_can_be_compared(rows):
    assert mover_rows(rows, address) == []
