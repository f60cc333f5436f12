"""The charts of page one: against target and peers, the shortest way to target, the trend.

One grammar everywhere: a thin line with caps is a 95 % interval, a filled dot this location, a
hollow one others or before, a black line the target, a broken line no score. Labels sit on the
thing; there is no legend.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reports import fonts, theme
from reports.marks import whisker
from reports.surface import Surface
from reports.theme import BOLD, LABEL, LABEL_BOLD, SMALL

_ABOVE, _BESIDE, _BELOW = -4.0, 3.0, 11.0
"""From a dot down to the baseline of its label."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps values onto a stretch of the page; values outside are held to its ends."""

    low: float
    high: float
    left: float
    right: float

    def at(self, value: float) -> float:
        """Give the place of a value."""
        low, high = sorted((self.low, self.high))
        share = (min(max(value, low), high) - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class Mark:
    """A value with the words it is printed as."""

    value: float
    label: str


@dataclass(frozen=True, slots=True)
class Against:
    """What the ruler shows; every part but the target may be missing."""

    score: Mark | None
    low: Mark | None
    high: Mark | None
    visits: tuple[float, ...]
    peers: tuple[Mark | None, ...]
    target: Mark


@dataclass(frozen=True, slots=True)
class Step:
    """One period of the trend: its label, the year where it begins one, score and interval."""

    label: str
    year: str
    n: int
    score: Mark | None
    low: float | None = None
    high: float | None = None


def span(values: Sequence[float], low: float, high: float, step: int) -> tuple[float, float]:
    """Widen a range to whole steps until it holds all values, within 0 to 100."""
    floor = min([low, *(math.floor((value - 1) / step) * step for value in values)])
    ceiling = max([high, *(math.ceil(value / step) * step for value in values)])
    return max(0.0, floor), min(100.0, ceiling) if high <= 100 else ceiling


def front_scale(values: Sequence[float], left: float, right: float) -> Scale:
    """Give the one scale of page one, so that its targets stand exactly above each other."""
    return Scale(max(0, math.floor((min(values) - 8) / 5) * 5), 100, left, right)


def ruler(surface: Surface, scale: Scale, y: float, shown: Against) -> None:
    """Draw score, interval, visits and peers on one scale under the target, 110 points high."""
    x, width = scale.left, scale.right - scale.left
    step = 10 if scale.high - scale.low <= 60 else 20
    for tick in range(math.ceil(scale.low / step) * step, 101, step):
        surface.line(scale.at(tick), y + 18, scale.at(tick), y + 96, theme.RULE, 0.5)
        if abs(scale.at(tick) - scale.at(shown.target.value)) > 26:
            words = f"{tick}"
            surface.text(
                _held(scale.at(tick), words, x, x + width), y + 108, words, LABEL, "centre"
            )
    at = scale.at(shown.target.value)
    surface.line(at, y + 10, at, y + 98, theme.TEXT, 0.9)
    label = f"Target {shown.target.label}"
    surface.text(_held(at, label, x, x + width), y + 5, label, LABEL_BOLD, "centre")
    surface.text(at, y + 108, shown.target.label, LABEL_BOLD, "centre")
    if shown.score:
        _score(surface, scale, y + 31, shown, shown.score)
    for row, peer in enumerate(shown.peers):
        if peer:
            down = y + 59 + 28 * row
            at_peer = scale.at(peer.value)
            surface.dot(at_peer, down, 3.4, theme.BORDER)
            wide = fonts.width(peer.label, "regular", 9) + 8
            crossed = at_peer - wide - 2 < at < at_peer + 2
            if (crossed or at_peer - wide < x) and at_peer + wide < x + width:
                surface.text(at_peer + 8, down + 3.2, peer.label, theme.BODY)
            else:
                surface.text(at_peer - 8, down + 3.2, peer.label, theme.BODY, "right")


def way(
    surface: Surface,
    scale: Scale,
    y: float,
    now: Mark,
    parts: Sequence[Mark],
    reached: Mark,
    target: Mark,
) -> None:
    """Draw the score with the recovered standards appended until the target, 50 points high."""
    x, width = scale.left, scale.right - scale.left
    surface.rect(x, y + 18, scale.at(now.value) - x, 14, theme.RULE)
    words = f"{now.label} now"
    if not parts and scale.at(now.value) + 6 + fonts.width(words, "regular", 8) < x + width:
        surface.text(scale.at(now.value) + 6, y + 28, words, SMALL)
    elif fonts.width(words, "regular", 8) + 8 < scale.at(now.value) - x:
        surface.text(scale.at(now.value) - 6, y + 28, words, SMALL, "right")
    begins, total = scale.at(now.value), now.value
    written = x - 10
    for number, part in enumerate(parts):
        total += part.value
        ends = scale.at(total)
        surface.rect(begins, y + 18, ends - begins, 14, (theme.BLUE, theme.SKY)[number % 2])
        wide = fonts.width(part.label, "regular", 8)
        if number == 0 and wide > ends - begins - 6 > 0 and ends - wide > x:
            surface.text(ends - 3, y + 43, part.label, SMALL, "right")
            written = ends
        elif begins >= written and begins + wide < x + width:
            surface.text(begins + 1, y + 43, part.label, SMALL)
            written = begins + wide + 8
        begins = ends
    if parts and begins + 6 + fonts.width(reached.label, "semibold", 9) < x + width:
        surface.text(begins + 6, y + 28.2, reached.label, BOLD)
    elif parts:
        surface.text(begins - 4, y + 28.2, reached.label, BOLD, "right")
    at = scale.at(target.value)
    surface.line(at, y + 10, at, y + 35, theme.TEXT, 0.9)
    label = f"Target {target.label}"
    surface.text(_held(at, label, x, x + width), y + 6, label, LABEL_BOLD, "centre")


def trend(
    surface: Surface,
    x: float,
    y: float,
    width: float,
    height: float,
    steps: Sequence[Step],
    target: Mark,
) -> None:
    """Draw the scores of consecutive periods with their intervals; nothing joins over a hole."""
    values = [s.score.value for s in steps if s.score] + [target.value]
    bounds = [v for s in steps for v in (s.low, s.high) if v is not None]
    low, high = span([*values, *bounds], 60, 100, 20)
    pitch = (width - 70) / max(len(steps), 1)
    names = [f"{step.label} {step.year}".strip() for step in steps]
    stacked = any(fonts.width(name, "semibold", 8) > pitch - 3 for name in names)
    scale = Scale(high, low, y + 10, y + height - (41 if stacked else 30))
    for tick in range(int(low), int(high) + 1, 20 if high - low <= 60 else 50):
        down = scale.at(tick)
        surface.line(x, down, x + width, down, theme.RULE, 0.5)
        if abs(down - scale.at(target.value)) > 9:
            surface.text(x, down - 3, f"{tick}", LABEL)
    for number, step in enumerate(steps):
        if step.score is None:
            deep = scale.right - y - 16
            surface.hatch(x + 47 + (number + 0.5) * pitch, y + 14, 18, deep)
    down = scale.at(target.value)
    surface.line(x, down, x + width, down, theme.TEXT, 0.8)
    surface.text(x, down - 3, f"Target {target.label}", LABEL_BOLD)
    before: tuple[float, float] | None = None
    for number, step in enumerate(steps):
        across = x + 70 + (number + 0.5) * pitch - 14
        last = number == len(steps) - 1
        _period(surface, across, y + height - 5, step, last, stacked)
        if step.score is None:
            before = None
            continue
        here = (across, scale.at(step.score.value))
        if before:
            surface.path([before, here], theme.TEXT, 1.2)
        before = here
    for number, step in enumerate(steps):
        if step.score:
            across = x + 70 + (number + 0.5) * pitch - 14
            last = number == len(steps) - 1
            before_ = steps[number - 1].score if number else None
            follows = None if last else steps[number + 1].score
            place = _free_place(scale, step.score, before_, follows, target, last)
            _step(surface, scale, across, step, step.score, place, last)


def _score(surface: Surface, scale: Scale, y: float, shown: Against, score: Mark) -> None:
    at = scale.at(score.value)
    taken = fonts.width(score.label, "semibold", 9) / 2
    if shown.low and shown.high:
        whisker(surface, scale.at(shown.low.value), scale.at(shown.high.value), y, theme.TEXT)
        for bound in (shown.low, shown.high):
            half = fonts.width(bound.label, "regular", 8) / 2
            if abs(scale.at(bound.value) - at) > taken + half + 4:
                at_bound = _held(scale.at(bound.value), bound.label, scale.left, scale.right)
                surface.rect(at_bound - half - 1, y - 17, 2 * half + 2, 10, theme.WHITE)
                surface.text(at_bound, y - 9, bound.label, LABEL, "centre")
    surface.dot(at, y, 4.2, theme.TEXT, theme.WHITE, 1)
    held = _held(at, score.label, scale.left, scale.right)
    surface.rect(held - taken - 1, y - 17, 2 * taken + 2, 10, theme.WHITE)
    surface.text(held, y - 9, score.label, BOLD, "centre")
    for value in shown.visits:
        surface.dot(scale.at(value), y + 9.5, 1.7, theme.WHITE, theme.BORDER, 0.9)
    words = "each visit" if len(shown.visits) > 1 else ""
    first = min((scale.at(value) for value in shown.visits), default=0)
    if words and first - 6 - fonts.width(words, "regular", 8) > scale.left - 60:
        surface.text(first - 6, y + 12.2, words, LABEL, "right")


def _period(surface: Surface, x: float, y: float, step: Step, last: bool, stacked: bool) -> None:
    """Name a period and its visits, down to the baseline `y`; a year that has no room is below."""
    style = LABEL_BOLD if last else LABEL
    visits = "no score" if step.n == 0 else f"n\u00a0{step.n}"
    surface.text(x, y, visits, LABEL, "centre")
    if stacked:
        surface.text(x, y - 11, step.year, style, "centre")
        surface.text(x, y - 22, step.label, style, "centre")
    else:
        surface.text(x, y - 11, f"{step.label} {step.year}".strip(), style, "centre")


def _free_place(
    scale: Scale, score: Mark, before: Mark | None, follows: Mark | None, target: Mark, last: bool
) -> tuple[bool, float]:
    """Find where a label crosses neither the trend nor the target: (right of the dot, drop)."""
    rises = follows is not None and follows.value > score.value
    came_up = before is not None and before.value < score.value
    places = [(True, _BESIDE), (True, _ABOVE), (True, _BELOW)] if last else []
    places += [(True, _BELOW if rises else _ABOVE), (False, _ABOVE if came_up else _BELOW)]
    if before is None:
        places += [(False, _BESIDE), (False, _ABOVE)]
    if follows is None:
        places.append((True, _BELOW))
    down = scale.at(score.value) - scale.at(target.value)
    return next((at for at in places if not -2 < down + at[1] < 9), places[0])


def _step(
    surface: Surface,
    scale: Scale,
    x: float,
    step: Step,
    score: Mark,
    place: tuple[bool, float],
    last: bool,
) -> None:
    """Draw one period with its label beside the dot."""
    right, drop = place
    down = scale.at(score.value)
    if step.low is not None and step.high is not None:
        high, low = scale.at(step.high), scale.at(step.low)
        surface.line(x, high, x, low, theme.BORDER, 0.8)
        for bound in (high, low):
            surface.line(x - 3, bound, x + 3, bound, theme.BORDER, 0.8)
    surface.dot(x, down, 3.6 if last else 2.4, theme.TEXT, theme.WHITE, 0.8)
    style = BOLD if last else SMALL
    if right:
        surface.text(x + 7, down + drop, score.label, style)
    else:
        surface.text(x - 7, down + drop, score.label, style, "right")


def _held(x: float, words: str, left: float, right: float) -> float:
    """Keep centred words inside the chart."""
    half = fonts.width(words, "semibold", 8) / 2
    return min(max(x, left + half), right - half)
