"""Small drawings: what lies where, in pixels."""

from __future__ import annotations

import pytest

from backend.portal.marks import (
    Bar,
    Label,
    Scale,
    Strip,
    bar,
    bars,
    label,
    line,
    percents,
    strip,
    strip_scale,
)


def test_scale_holds_what_lies_outside_to_its_ends():
    scale = Scale(60, 100, 5, 155)

    assert [scale.at(value) for value in ("55", 60, "80.5", 100, "120")] == [5, 5, 81.9, 155, 155]


def test_scale_of_one_value_draws_at_its_beginning():
    assert Scale(50, 50, 5, 155).at(50) == 5


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        (["82.0000", None], (60.0, 100.0)),
        (["59.9999"], (50.0, 100.0)),
        (["3.0000"], (0.0, 100.0)),
        ([], (60.0, 100.0)),
    ],
)
def test_scale_of_percents_begins_at_tens_below_all(values, ends):
    assert percents(values) == ends


def test_strip_shows_score_interval_and_target():
    scale = strip_scale(60, 100)

    assert strip("80", "70", "90", "88", scale) == Strip(42.5, 75.0, 80.0, 110.0)


def test_strip_without_an_interval_is_a_dot():
    assert strip("80", None, None, "88", strip_scale(60, 100)) == Strip(80.0, 0.0, 80.0, 110.0)


def test_strip_without_a_score_is_nothing():
    assert strip(None, None, None, "88", strip_scale(60, 100)) is None


def test_line_breaks_where_nothing_was_measured():
    drawn = line(["70", "80", None, "100", None, "90"], "90", 60, 100)

    assert drawn.path == "M5 15.5L18.2 12M44.6 5M71 8.5"
    assert drawn.points == [(5.0, 15.5), (18.2, 12.0), (44.6, 5.0), (71.0, 8.5)]
    assert drawn.lone == [(44.6, 5.0)]
    assert (drawn.last, drawn.target) == ((71.0, 8.5), 8.5)


def test_line_that_ends_unmeasured_has_no_last_dot():
    assert line(["70", None], "90", 60, 100).last is None


def test_bars_reach_as_far_to_both_sides():
    scale = bars(120, ["-20.0000", "5.0000", None])

    assert (scale.low, scale.high) == (-20.0, 20.0)
    assert bar("-20.0000", "loss", scale) == Bar(5.0, 55.0, "loss")
    assert bar("5.0000", "gain", scale) == Bar(60.0, 13.8, "gain")
    assert bar(None, "loss", scale) is None


def test_bars_of_small_differences_stay_small():
    assert bars(120, ["1.0000"]).high == 10.0


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("80", Label(80.0, "middle")),
        ("98", Label(160.0, "end")),
        ("61", Label(0, "")),
    ],
)
def test_label_stays_within_its_drawing(value, found):
    assert label(value, strip_scale(60, 100), 160, 34) == found
