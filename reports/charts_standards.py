"""The charts of the standards: points lost, distance from target, sparkline, own units, peers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reports import fonts, theme
from reports.charts import Mark, Scale
from reports.marks import whisker
from reports.surface import Surface
from reports.text import fit
from reports.theme import LABEL, LABEL_BOLD, SMALL


@dataclass(frozen=True, slots=True)
class Distance:
    """The distance of one standard from its target, with the ends of its interval."""

    gap: float
    low: float
    high: float
    status: str


def lost_strip(
    surface: Surface, x: float, y: float, width: float, parts: Sequence[tuple[str, float, str]]
) -> None:
    """Draw the points missing from 100 as one strip, 36 points high; (name, points, printed).

    What is too narrow for its name joins the others at the end.
    """
    total = sum(points for _, points, _ in parts)
    if total <= 0:
        return
    shades = (theme.BROWN, theme.BROWN, theme.BROWN, theme.AMBER)
    across = x
    for number, (words, points, label) in enumerate(parts):
        wide = width * points / total
        fill = shades[number] if number < len(shades) else theme.SAND
        ink = theme.WHITE if fill == theme.BROWN else theme.TEXT
        surface.rect(across, y, max(wide - 1, 0.5), 20, fill)
        surface.text(across + 6, y + 13, fit(words, LABEL_BOLD, wide - 8), LABEL_BOLD, colour=ink)
        surface.text(across + 6, y + 32, label, LABEL_BOLD)
        across += wide


def strip_parts(
    lost: Sequence[tuple[str, float]], width: float
) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """Part what a strip of `width` can name from what it cannot; most lost first."""
    total = sum(points for _, points in lost) or 1
    named: list[tuple[str, float]] = []
    for code, points in lost:
        if width * points / total < fonts.width(code, "semibold", 8) + 16 or len(named) == 7:
            break
        named.append((code, points))
    rest = list(lost[len(named) :])
    if rest and named:  # the last word, "7 others", needs room as well
        while len(named) > 1 and width * sum(p for _, p in rest) / total < 52:
            rest.insert(0, named.pop())
    return named, rest


def distance_axis(surface: Surface, scale: Scale, y: float, step: int = 20) -> None:
    """Label the axis above the rows of distances: the target is the line at 0."""
    for tick in _ticks(scale, step):
        if tick:
            words = f"{tick:+}".replace("-", "\u2212")
            surface.text(scale.at(tick), y, words, LABEL, "centre")
    surface.text(scale.at(0), y, "target", LABEL_BOLD, "centre")


def distance(
    surface: Surface, scale: Scale, y: float, height: float, shown: Distance, step: int = 20
) -> None:
    """Draw one standard's distance from target in a row that is `height` points high."""
    for tick in _ticks(scale, step):
        if tick:
            surface.line(scale.at(tick), y, scale.at(tick), y + height, theme.RULE, 0.5)
    middle = y + height / 2
    zero, end = scale.at(0), scale.at(shown.gap)
    left, wide = min(zero, end), abs(end - zero)
    low, high = scale.at(shown.low), scale.at(shown.high)
    whisker(surface, low, high, middle, theme.MUTED, 3)
    fill = theme.BARS.get(shown.status)
    if fill is None:
        surface.rect(left, middle - 5, wide, 10, theme.WHITE)
        surface.hatch(left, middle - 5, wide, 10)
        surface.frame(left, middle - 5, wide, 10, theme.BORDER, 0.5)
    elif wide:
        surface.rect(left, middle - 5, wide, 10, fill)
    inside = (max(left, low), min(left + wide, high))
    if fill and inside[1] > inside[0]:
        colour = theme.WHITE if shown.status == "gap" else theme.TEXT
        surface.line(inside[0], middle, inside[1], middle, colour, 0.8)
        for bound in (low, high):
            if left <= bound <= left + wide:
                surface.line(bound, middle - 3, bound, middle + 3, colour, 0.8)
    surface.line(zero, y, zero, y + height, theme.TEXT, 0.9)


def sparkline(
    surface: Surface,
    x: float,
    y: float,
    values: Sequence[float | None],
    target: float | None,
    status: str,
    width: float = 38,
    height: float = 17,
) -> None:
    """Draw six periods in small, from 40 to 100 unless a value lies below; holes stay open."""
    known = [value for value in (*values, target) if value is not None]
    scale = Scale(100, min([40.0, *known]), y, y + height)
    if target is not None:
        surface.line(x, scale.at(target), x + width, scale.at(target), theme.BORDER, 0.5)
    pitch = width / max(len(values) - 1, 1)
    line: list[tuple[float, float]] = []
    for number, value in enumerate((*values, None)):
        if value is not None:
            line.append((x + number * pitch, scale.at(value)))
        elif line:
            if len(line) > 1:
                surface.path(line, theme.TEXT, 1)
            else:
                surface.dot(*line[0], 0.9, theme.TEXT)
            line = []
    if values and values[-1] is not None:
        fill = theme.BARS.get(status, theme.BORDER)
        surface.dot(x + width, scale.at(values[-1]), 1.9, fill)


def units(
    surface: Surface,
    x: float,
    y: float,
    width: float,
    values: Sequence[float],
    target: Mark,
    lower_is_better: bool | None,
    worst: Mark,
) -> None:
    """Draw measured values as dots over their own scale, the zone within standard shaded."""
    low, high = min([0.0, *values, target.value]), max([*values, target.value])
    scale = Scale(low, high + (high - low or 1) * 0.08, x, x + width)
    at, middle = scale.at(target.value), y + 6
    if lower_is_better is not None:
        begins = x if lower_is_better else at
        wide = at - x if lower_is_better else x + width - at
        surface.rect(begins, y + 1, max(wide, 0), 10, theme.SKY)
    surface.line(x, middle, x + width, middle, theme.BORDER, 0.7)
    surface.line(at, y - 1, at, y + 13, theme.TEXT, 1)
    for value in sorted(values):
        good = (
            value == target.value
            if lower_is_better is None
            else (value <= target.value if lower_is_better else value >= target.value)
        )
        fill = theme.DEEP if good else theme.BROWN
        surface.dot(scale.at(value), middle, 2.6, fill, theme.WHITE, 0.8)
    half = fonts.width(target.label, "regular", 8) / 2
    left = max(x, min(at - half, x + width - 2 * half))
    surface.text(left, y + 21, target.label, LABEL)
    reach = fonts.width(worst.label, "regular", 8) / 2
    beside = min(scale.at(worst.value), x + width - reach)
    if abs(beside - (left + half)) > half + reach + 4:
        surface.text(beside, y + 21, worst.label, SMALL, "centre")


def dumbbell(surface: Surface, scale: Scale, y: float, ours: float, theirs: float) -> None:
    """Draw this location (filled) and its competitors (hollow), joined by the difference."""
    behind = ours < theirs
    line = theme.AMBER if behind else theme.BLUE
    surface.line(scale.at(ours), y, scale.at(theirs), y, line, 2)
    surface.dot(scale.at(theirs), y, 3.2, theme.WHITE, theme.BORDER, 1)
    surface.dot(scale.at(ours), y, 3.5, theme.BROWN if behind else theme.DEEP)


def _ticks(scale: Scale, step: int) -> range:
    """The whole steps on a scale, counted from the target at 0."""
    return range(math.ceil(scale.low / step) * step, int(scale.high) + 1, step)
