"""The drawings of a location's page: the charts of its report as SVG, each with its words."""

from __future__ import annotations

from collections.abc import Sequence

from reports import chart_values, charts, charts_standards, printed, theme, unit_values
from reports.analysis_shape import Analysis, Measured, StandardFigures, TrendPoint
from reports.charts import Mark, Scale
from reports.svg import Markup, Svg
from reports.theme import LABEL
from reports.words import trend_words, way_sentence

_WIDE, _TREND_WIDE, _EDGE = 480.0, 370.0, 4.0
_BAR_WIDE, _BAR_HIGH, _BAR_EDGE = 182.0, 22.0, 12.0
_SPARK_WIDE, _SPARK_HIGH = 96.0, 26.0
_STRIP_WIDE, _STRIP_HIGH = 124.0, 26.0
_TICKS_APART = 26.0
"""Points two labels of the axis of distances must be apart."""


def against(analysis: Analysis, key: str = "against") -> Markup:
    """Score, interval, visits and peers under the target."""
    shown = chart_values.against(analysis)
    svg = Svg(key, chart_values.against_words(shown), _WIDE, 116, top=-5)
    charts.ruler(svg, _answer_scale(analysis), 0, shown)
    for row, name in enumerate(("This location", "Region", "Network")):
        if row == 0 or shown.peers[row - 1]:
            svg.text(_EDGE, 34 + 28 * row, name, LABEL)
    return svg.markup()


def way(analysis: Analysis, key: str = "way") -> Markup | None:
    """The score with the recovered standards appended; None without a score or a target."""
    shown = chart_values.way(analysis)
    if shown is None:
        return None
    svg = Svg(key, way_sentence(analysis), _WIDE, 52, top=-3)
    charts.way(svg, _answer_scale(analysis), 0, *shown)
    return svg.markup()


def trend(analysis: Analysis, key: str = "trend") -> Markup:
    """The scores of six periods with their intervals."""
    target = analysis["score"]["target"] or "0"
    svg = Svg(key, f"{trend_words(analysis['trend'])}.", _TREND_WIDE, 168)
    aim = Mark(float(target), printed.number(target))
    steps = chart_values.trend_steps(analysis)
    charts.trend(svg, _EDGE, 0, _TREND_WIDE - 2 * _EDGE, 164, steps, aim)
    return svg.markup()


def sparkline(
    points: Sequence[TrendPoint], target: str | None, status: str, key: str = "spark"
) -> Markup:
    """The same in small, without words: a thing to glance at."""
    svg = Svg(key, f"{trend_words(points)}.", _SPARK_WIDE, _SPARK_HIGH)
    values = [None if one["percent"] is None else float(one["percent"]) for one in points]
    aim = float(target) if target is not None else None
    wide, high = _SPARK_WIDE - 2 * _EDGE, _SPARK_HIGH - 6
    charts_standards.sparkline(svg, _EDGE, 3, values, aim, status, wide, high)
    return svg.markup()


def distance_scale(standards: Sequence[StandardFigures]) -> Scale:
    """The one scale of the axis and all rows of distances."""
    return chart_values.distance_scale(standards, _BAR_EDGE, _BAR_WIDE - _BAR_EDGE)


def distance_axis(scale: Scale, key: str = "distances") -> Markup:
    """The head of the rows of distances."""
    low, high = (f"{value:+.0f}".replace("-", printed.MINUS) for value in (scale.low, scale.high))
    svg = Svg(key, f"Axis: distance from target, {low} to {high} points", _BAR_WIDE, 14)
    charts_standards.distance_axis(svg, scale, 10, _step(scale))
    return svg.markup()


def distance(one: StandardFigures, scale: Scale, key: str) -> Markup:
    """A standard's distance from its target with its interval; the target alone without one."""
    shown = chart_values.distance(one)
    if shown is None:
        svg = Svg(key, f"{one['code']}: not measured", _BAR_WIDE, _BAR_HIGH)
        svg.line(scale.at(0), 0, scale.at(0), _BAR_HIGH, theme.TEXT, 0.9)
        return svg.markup()
    bounds = f"{printed.number(one['low'])} to {printed.number(one['high'])}"
    title = (
        f"{one['code']}: {printed.signed(one['gap'])} to target,"
        f" 95\u00a0% interval of the score {bounds}"
    )
    svg = Svg(key, title, _BAR_WIDE, _BAR_HIGH)
    charts_standards.distance(svg, scale, 0, _BAR_HIGH, shown, _step(scale))
    return svg.markup()


def units(one: Measured, key: str) -> Markup | None:
    """The measured values of the visits over their own scale; None where there is nothing."""
    shown = unit_values.strip(one)
    if shown is None:
        return None
    svg = Svg(key, unit_values.in_words(one), _STRIP_WIDE, _STRIP_HIGH)
    charts_standards.units(svg, _EDGE, 1, _STRIP_WIDE - 2 * _EDGE, *shown)
    return svg.markup()


def _answer_scale(analysis: Analysis) -> Scale:
    """One scale for score and way, so that their targets stand exactly above each other."""
    return chart_values.answer_scale(analysis, 76, _WIDE - _EDGE)


def _step(scale: Scale) -> int:
    """Whole steps whose labels do not touch."""
    apart = (scale.right - scale.left) / (scale.high - scale.low)
    return next((step for step in (20, 25, 40, 50) if step * apart >= _TICKS_APART), 100)
