"""The charts, drawn on a surface that remembers instead of on a page."""

import pytest

from reports import charts, charts_standards, theme
from reports.charts import Against, Mark, Scale, Step


class Memory:
    """A surface that keeps what was drawn."""

    def __init__(self):
        self.words = []
        self.placed = []
        self.drawn = []

    def text(self, x, y, words, style, align="left", colour=None):
        self.words.append(words)
        self.placed.append((x, y))

    def __getattr__(self, kind):
        return lambda *given, **named: self.drawn.append((kind, given))

    def kind(self, kind):
        """Give the arguments of everything drawn of a kind."""
        return [given for name, given in self.drawn if name == kind]


@pytest.fixture
def surface():
    return Memory()


def test_scale_maps_and_holds_values_to_its_ends():
    scale = Scale(60, 100, 0, 200)

    assert [scale.at(value) for value in (60, 80, 100, 40, 120)] == [0, 100, 200, 0, 200]


def test_scale_may_run_upwards():
    scale = Scale(100, 0, 10, 110)

    assert [scale.at(value) for value in (100, 50, 0, -5)] == [10, 60, 110, 110]


@pytest.mark.parametrize(
    ("values", "expected"),
    [([70, 90], (60, 100)), ([41, 90], (40, 100)), ([0, 100], (0, 100)), ([], (60, 100))],
)
def test_span_widens_in_whole_steps(values, expected):
    assert charts.span(values, 60, 100, 20) == expected


def test_front_scale_leaves_room_below_the_lowest():
    scale = charts.front_scale([75.5, 90.0], 0, 100)

    assert (scale.low, scale.high) == (65, 100)


def test_ruler_prints_score_bounds_peers_and_target(surface):
    shown = Against(
        Mark(80.8, "80.8"),
        Mark(75.9, "75.9"),
        Mark(85.8, "85.8"),
        (75.5, 86.0),
        (Mark(84.3, "84.3"), None),
        Mark(90.0, "90.0"),
    )

    charts.ruler(surface, Scale(65, 100, 218, 547), 0, shown)

    assert surface.words == [
        "70", "80", "100", "Target 90.0", "90.0", "75.9", "85.8", "80.8", "each visit", "84.3",
    ]  # fmt: skip
    assert len(surface.kind("dot")) == 4  # score, two visits, one peer


def test_ruler_without_a_score_draws_the_target_alone(surface):
    shown = Against(None, None, None, (), (None, None), Mark(90.0, "90.0"))

    charts.ruler(surface, Scale(80, 100, 218, 547), 0, shown)

    assert surface.words == ["80", "100", "Target 90.0", "90.0"]
    assert surface.kind("dot") == []


def test_way_appends_what_is_recovered(surface):
    parts = [Mark(6.3, "SPEED +6.3"), Mark(5.1, "CLEAN +5.1")]

    charts.way(
        surface,
        Scale(65, 100, 218, 547),
        0,
        Mark(80.8, "80.8"),
        parts,
        Mark(92.2, "92.2"),
        Mark(90.0, "90.0"),
    )

    assert surface.words == ["80.8 now", "SPEED +6.3", "CLEAN +5.1", "92.2", "Target 90.0"]
    assert [given[4] for given in surface.kind("rect")] == [theme.RULE, theme.BLUE, theme.SKY]


def test_trend_joins_nothing_over_a_hole(surface):
    steps = [
        Step("Q1", "2026", 4, Mark(74.6, "74.6"), 70.0, 79.0),
        Step("Q2", "", 0, None),
        Step("Q3", "", 5, Mark(79.4, "79.4")),
        Step("Q4", "", 5, Mark(80.8, "80.8")),
    ]

    charts.trend(surface, 218, 0, 329, 130, steps, Mark(90.0, "90.0"))

    assert len(surface.kind("hatch")) == 1
    assert len(surface.kind("path")) == 1
    assert "no score" in surface.words
    assert surface.words[-3:] == ["74.6", "79.4", "80.8"]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((60.0, 80.8), ["right below", "right beside"]),
        ((91.0, 95.0), ["left above", "right beside"]),
        ((92.5, 95.0), ["left beside", "right beside"]),
        ((93.0, 75.0), ["right above", "right beside"]),
        ((75.0, 89.6), ["right below", "right above"]),
        ((95.0, 90.4), ["right above", "right above"]),
    ],
)
def test_trend_keeps_its_labels_off_the_target(surface, scores, expected):
    steps = [Step("Q", "", 5, Mark(score, f"{score}")) for score in scores]

    charts.trend(surface, 0, 0, 300, 130, steps, Mark(90.0, "90.0"))

    dots = [given[:2] for given in surface.kind("dot")]
    labels = zip(surface.placed[-2:], dots, strict=True)
    names = {3.0: "beside", -4.0: "above", 11.0: "below"}
    assert [
        f"{'right' if x > at else 'left'} {names[round(y - down, 6)]}"
        for (x, y), (at, down) in labels
    ] == expected


def test_strip_names_what_has_room_and_joins_the_rest():
    lost = [("SPEED", 6.3), ("CLEAN", 5.1), ("GREET", 3.3), ("A", 0.3), ("B", 0.2)]

    named, rest = charts_standards.strip_parts(lost, 500)

    assert [code for code, _ in named] == ["SPEED", "CLEAN"]
    assert [code for code, _ in rest] == ["GREET", "A", "B"]


def test_strip_names_all_when_all_have_room():
    named, rest = charts_standards.strip_parts([("SPEED", 6.0), ("CLEAN", 4.0)], 500)

    assert [code for code, _ in named] == ["SPEED", "CLEAN"]
    assert rest == []


def test_distance_hatches_what_cannot_be_judged(surface):
    scale = Scale(-80, 20, 0, 200)

    charts_standards.distance(
        surface, scale, 0, 22, charts_standards.Distance(-15, -70, 7, "too_few")
    )

    assert len(surface.kind("hatch")) == 1
    assert [given[4] for given in surface.kind("rect")] == [theme.WHITE]


def test_sparkline_leaves_holes_open(surface):
    charts_standards.sparkline(surface, 0, 0, [50, 60, None, 70, None, 80], 90, "watch")

    assert len(surface.kind("path")) == 1
    assert len(surface.kind("dot")) == 3  # two lone periods, and the last one


def test_units_colours_each_value_by_its_side_of_the_target(surface):
    charts_standards.units(
        surface, 0, 0, 180, [45, 140, 60], Mark(60, "standard 60 s"), True, Mark(140, "140 s")
    )

    assert [given[3] for given in surface.kind("dot")] == [theme.DEEP, theme.DEEP, theme.BROWN]
    assert surface.words == ["standard 60 s", "140 s"]


def test_dumbbell_is_brown_behind_and_blue_ahead(surface):
    scale = Scale(40, 100, 0, 200)

    charts_standards.dumbbell(surface, scale, 0, 60, 84)
    charts_standards.dumbbell(surface, scale, 0, 96, 78)

    assert [given[4] for given in surface.kind("line")] == [theme.AMBER, theme.BLUE]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(-25, theme.BROWN), (-20, theme.AMBER), (-0.1, theme.SAND), (0, theme.RULE),
     (5, theme.SKY), (10, theme.BLUE), (20, theme.DEEP)],
)  # fmt: skip
def test_heat_parts_the_ramp_at_its_edges(value, expected):
    assert theme.heat(value, (-20, -10, 0, 5, 10, 20))[0] == expected
