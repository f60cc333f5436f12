"""The small marks of the desk's tables: status chips, and bars and lines in pixels of their SVG."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.analysis_shape import Percent

STRIP_WIDTH, LINE_WIDTH, LINE_HEIGHT, BAR_WIDTH = 160, 76, 24, 120
_PAD = 5  # keeps a dot at the end of a scale whole


@dataclass(frozen=True)
class Chip:
    """A status in words and shape, never by colour alone; `kind` is its CSS class."""

    kind: str
    shape: str
    word: str


CHIPS = {
    "gap": Chip("gap", "▲", "gap"),
    "watch": Chip("watch", "◐", "watch"),
    "met": Chip("met", "✓", "met"),
    "too_few": Chip("none", "–", "too few"),
    "not_measured": Chip("none", "–", "not measured"),
}


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high` on a stretch of an SVG, in its pixels; `end` may lie left of
    `start` or above it. What lies outside is held to the ends."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: str | float) -> float:
        """Where a value lies, to the tenth of a pixel."""
        share = (float(value) - self.low) / ((self.high - self.low) or 1)
        return round(self.start + min(max(share, 0), 1) * (self.end - self.start), 1)

    @property
    def ends(self) -> tuple[str, str]:
        """What the scale runs from and to, as its head prints it."""
        return f"{self.low:g}", f"{self.high:g}"


@dataclass(frozen=True)
class Strip:
    """Score, 95 % interval and target; without an interval the dot stands alone."""

    low: float
    width: float
    score: float
    target: float


@dataclass(frozen=True)
class Line:
    """Six periods: the way through them with a gap where nothing was measured, the points of it,
    those with no neighbour (which no way shows), the last one, and the target."""

    path: str
    points: list[tuple[float, float]]
    lone: list[tuple[float, float]]
    last: tuple[float, float] | None
    target: float


@dataclass(frozen=True)
class Label:
    """Words below or above a mark; `side` is the CSS class that anchors them within the SVG."""

    at: float
    side: str


@dataclass(frozen=True)
class Bar:
    """A difference from zero, which lies in the middle; `kind` is its CSS class."""

    left: float
    width: float
    kind: str


def percents(values: Iterable[Percent], low: float = 60, step: int = 10) -> tuple[float, float]:
    """The ends of a scale of percents: whole steps around all values, at most `low` at its
    beginning, because a narrow scale makes small differences look large."""
    found = [float(value) for value in values if value is not None]
    floor = math.floor(min([low, *found]) / step) * step
    return float(max(0, floor)), 100.0


def strip(percent: Percent, low: Percent, high: Percent, target: str, scale: Scale) -> Strip | None:
    """The interval of a score; None without a score."""
    if percent is None:
        return None
    left, right = scale.at(low or percent), scale.at(high or percent)
    return Strip(left, round(right - left, 1), scale.at(percent), scale.at(target))


def strip_scale(low: float, high: float, width: int = STRIP_WIDTH) -> Scale:
    """The scale of a strip of so many pixels."""
    return Scale(low, high, _PAD, width - _PAD)


def line(
    values: Sequence[Percent],
    target: str,
    low: float,
    high: float,
    width: int = LINE_WIDTH,
    height: int = LINE_HEIGHT,
) -> Line:
    """Periods of equal length from left to right, on one scale for all lines of a table."""
    across = Scale(0, max(1, len(values) - 1), _PAD, width - _PAD)
    up = Scale(low, high, height - _PAD, _PAD)
    points = [
        None if value is None else (across.at(index), up.at(value))
        for index, value in enumerate(values)
    ]
    alone = [
        point
        for index, point in enumerate(points)
        if point is not None
        and (index == 0 or points[index - 1] is None)
        and (index + 1 < len(points) and points[index + 1] is None)
    ]
    return Line(
        path=_path(points),
        points=[point for point in points if point is not None],
        lone=alone,
        last=points[-1] if points else None,
        target=up.at(target),
    )


def label(value: str, scale: Scale, width: int, half: int) -> Label:
    """A label of twice `half` pixels, kept within an SVG of so many."""
    at = scale.at(value)
    if at > width - half:
        return Label(float(width), "end")
    return Label(at, "middle") if at >= half else Label(0, "")


def bars(width: int, values: Iterable[Percent]) -> Scale:
    """The scale of diverging bars: as far to the left as to the right, ten points at least."""
    furthest = max([10.0, *(abs(float(value)) for value in values if value is not None)])
    return Scale(-furthest, furthest, _PAD, width - _PAD)


def bar(value: Percent, kind: str, scale: Scale) -> Bar | None:
    """A difference as a bar from the middle; None without one."""
    if value is None:
        return None
    zero, end = scale.at(0), scale.at(value)
    return Bar(min(zero, end), round(abs(end - zero), 1), kind)


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    parts: list[str] = []
    pen_down = False
    for point in points:
        if point is not None:
            parts.append(f"{'L' if pen_down else 'M'}{point[0]:g} {point[1]:g}")
        pen_down = point is not None
    return "".join(parts)
