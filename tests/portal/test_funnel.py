"""The funnel in pixels: shapes, bands, names, and marks that do not cover each other."""

from __future__ import annotations

import re
from itertools import pairwise

from backend.portal.funnel import WIDTH, draw_funnel
from tests.portal.scope import TARGET, funnel_point


def drawn(points, s: str | None = "10.0000", chosen: str = ""):
    return draw_funnel(
        {"centre": "88.0000", "s": s, "limits": points}, TARGET, lambda code: f"Café {code}", chosen
    )


def test_shape_says_what_chance_explains():
    funnel = drawn(
        [
            funnel_point("A", "97.0000", where="above"),
            funnel_point("B", "60.0000", where="below"),
            funnel_point("C", "90.0000"),
            funnel_point("D", "91.0000", where=None),
        ]
    )

    assert [(point.kind, bool(point.d)) for point in funnel.points] == [
        *(("above", True), ("below", True), ("inside", False), ("inside", False)),
    ]
    assert funnel.points[0].said == "Café A: 97.0, 6\u00a0visits"
    assert [name.words for name in funnel.names] == ["Café B", "Café A"]


def test_higher_score_lies_higher_and_more_visits_to_the_right():
    low, high = drawn([funnel_point("A", "80.0000", n=3), funnel_point("B", "90.0000", n=9)]).points

    assert (high.y < low.y, high.x > low.x) == (True, True)


def test_bands_narrow_with_the_number_of_visits():
    funnel = drawn([funnel_point("A", "80.0000", n=2), funnel_point("B", "90.0000", n=30)])

    for band in (funnel.outer, funnel.inner):
        spots = [tuple(map(float, spot)) for spot in re.findall(r"([\d.]+) ([\d.]+)", band)]
        first, last = spots[0], spots[len(spots) // 2 - 1]
        assert last[0] > first[0]
        assert abs(last[1] - funnel.centre.y) < abs(first[1] - funnel.centre.y)


def test_nothing_to_judge_by_draws_no_band():
    funnel = drawn([funnel_point("A", "80.0000", n=1, where=None)], s=None)

    assert (funnel.outer, funnel.inner, len(funnel.points)) == ("", "", 1)


def test_funnel_of_nothing_is_none():
    assert drawn([]) is None


def test_marks_of_equal_figures_lie_side_by_side():
    funnel = drawn([funnel_point(f"L{number}", "88.0000") for number in range(8)])

    assert len({(point.x, point.y) for point in funnel.points}) == 8
    assert len({point.y for point in funnel.points}) == 1


def test_names_neither_cover_each_other_nor_leave_the_drawing():
    funnel = drawn(
        [
            funnel_point(f"L{number}", f"{60 + number / 2:.4f}", where="below")
            for number in range(20)
        ]
    )

    assert 1 <= len(funnel.names) <= 12
    for side in ("", "end"):
        heights = sorted(name.y for name in funnel.names if name.side == side)
        assert all(later - earlier >= 14 for earlier, later in pairwise(heights))
    for name in funnel.names:
        assert 0 < name.x < WIDTH


def test_chosen_location_is_named_although_chance_explains_it():
    funnel = drawn([funnel_point("A", "90.0000"), funnel_point("B", "80.0000")], chosen="B")

    assert [name.code for name in funnel.names] == ["B"]


def test_thousand_locations_are_drawn_small_within_the_frame():
    funnel = drawn(
        [
            funnel_point(f"L{number}", f"{70 + number % 30}.0000", n=3 + number % 6)
            for number in range(1000)
        ]
    )

    assert (len(funnel.points), funnel.radius) == (1000, 3.0)
    assert all(0 < point.x < WIDTH for point in funnel.points)
