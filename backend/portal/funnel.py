"""The funnel in pixels: each location's score against its visits, and how far chance reaches."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from backend.portal.marks import Scale, percents
from reports import printed
from reports.gaps_region_shape import Funnel, FunnelPoint
from reports.statistics import FUNNEL_INNER_Z, FUNNEL_OUTER_Z

WIDTH, HEIGHT = 400, 432
_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 392.0, 10.0, 384.0
_STEPS = 48
_MOST_TICKS, _MOST_LABELS = 9, 12
_FOOT = 2  # points that stay free below the lowest mark
_BESIDE = 8  # pixels from a mark to its name, so that the ring of the chosen one has room
_MANY = 150  # locations from which on the marks are small
_LETTER, _LINE = 8.2, 14.0  # pixels of a semibold letter of a wide face, and of its line


@dataclass(frozen=True)
class Point:
    """A location; `d` draws its triangle or diamond, nothing for the ring of one inside."""

    code: str
    x: float
    y: float
    d: str
    kind: str
    said: str


@dataclass(frozen=True)
class Name:
    """The name of a location that chance does not explain; `side` anchors it in the SVG."""

    code: str
    words: str
    x: float
    y: float
    side: str


@dataclass(frozen=True)
class Tick:
    """A number at an axis."""

    words: str
    at: float


@dataclass(frozen=True)
class Rule:
    """A line across, and where its words end, above it or below."""

    y: float
    words: str
    words_x: float
    words_y: float


@dataclass(frozen=True)
class Drawing:
    """Everything the template puts into the SVG; the bands are empty when nothing says how visits
    differ by chance."""

    outer: str
    inner: str
    points: list[Point]
    names: list[Name]
    radius: float
    across: list[Tick]
    up: list[Tick]
    target: Rule
    centre: Rule


def draw_funnel(
    funnel: Funnel, target: str, name_of: Callable[[str], str], chosen: str = ""
) -> Drawing | None:
    """The funnel of a league; None when no location has a score. A chosen location is named."""
    places = funnel["limits"]
    if not places or funnel["centre"] is None:
        return None
    lowest = min(float(target), *(float(point["percent"]) for point in places))
    low, high = percents([f"{lowest - _FOOT}"], low=80)
    up = Scale(low, high, _BOTTOM, _TOP)
    across = _across([point["n"] for point in places])
    radius = 5.0 if len(places) < _MANY else 3.0
    spots = dict(_spots(places, across, up, 2 * radius + 1))
    points = [_point(point, *spots[point["location"]], radius, name_of) for point in places]
    centre, at_target = up.at(funnel["centre"]), up.at(target)
    over = at_target <= centre
    rules = (
        _rule(at_target, f"target {printed.plain(target)}", over, points),
        _rule(centre, f"mean {printed.number(funnel['centre'])}", not over, points),
    )
    outer, inner = _bands(funnel, across, up)
    return Drawing(
        outer=outer,
        inner=inner,
        points=points,
        names=list(_names(_to_name(funnel, chosen), points, rules, name_of, radius)),
        radius=radius,
        across=_visit_ticks(across),
        up=[Tick(f"{value}", up.at(value)) for value in range(int(low), 101, 10)],
        target=rules[0],
        centre=rules[1],
    )


def _across(visits: Sequence[int]) -> Scale:
    """From a visit fewer than the fewest, with room for a name to the right of the most."""
    return Scale(max(0.7, min(visits) - 1), max(visits) + 1.5, _LEFT, _RIGHT)


def _visit_ticks(across: Scale) -> list[Tick]:
    first, last = math.ceil(across.low), math.ceil(across.high) - 1
    step = max(1, math.ceil((last - first + 1) / _MOST_TICKS))
    return [Tick(f"{n}", across.at(n)) for n in range(first, last + 1, step)]


def _bands(funnel: Funnel, across: Scale, up: Scale) -> tuple[str, str]:
    if funnel["s"] is None or funnel["centre"] is None:
        return "", ""
    centre, s = float(funnel["centre"]), float(funnel["s"])
    width = (across.high - across.low) / _STEPS
    visits = [across.low + step * width for step in range(_STEPS + 1)]

    def band(z: float) -> str:
        over = [(across.at(n), up.at(centre + z * s / math.sqrt(n))) for n in visits]
        under = [(across.at(n), up.at(centre - z * s / math.sqrt(n))) for n in reversed(visits)]
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in (*over, *under)) + "z"

    return band(FUNNEL_OUTER_Z), band(FUNNEL_INNER_Z)


def _spots(
    places: Iterable[FunnelPoint], across: Scale, up: Scale, apart: float
) -> Iterator[tuple[str, tuple[float, float]]]:
    """Where the marks lie: those of as many visits and nearly the same score side by side."""
    room = max(1, int(abs(across.at(across.low + 1) - across.start) / apart))
    offsets = sorted(range(-(room // 2), room // 2 + 1), key=lambda step: (abs(step), -step))
    lowest: dict[tuple[int, int], float] = {}
    for point in sorted(places, key=lambda each: (each["n"], -float(each["percent"]))):
        y = up.at(point["percent"])
        for step in offsets:
            taken = lowest.get((point["n"], step))
            if taken is None or y - taken >= apart:
                break
        else:
            step = 0
        lowest[point["n"], step] = y
        yield point["location"], (round(across.at(point["n"]) + step * apart, 1), y)


def _point(
    point: FunnelPoint, x: float, y: float, radius: float, name_of: Callable[[str], str]
) -> Point:
    kind = point["place"] or "inside"
    wide, tall = radius, radius * 0.9
    shapes = {
        "below": f"M{x:g} {y - tall:g}l{wide:g} {2 * tall:g}h{-2 * wide:g}z",
        "above": f"M{x:g} {y - wide:g}l{wide:g} {wide:g} {-wide:g} {wide:g} {-wide:g} {-wide:g}z",
    }
    said = f"{name_of(point['location'])}: {printed.number(point['percent'])}"
    visits = printed.things(point["n"], "visit")
    return Point(point["location"], x, y, shapes.get(kind, ""), kind, f"{said}, {visits}")


def _rule(y: float, words: str, over: bool, points: Sequence[Point]) -> Rule:
    """A line, its words as far to the right as they cover fewest marks."""
    baseline = y - 5 if over else y + 14
    length = len(words) * _LETTER

    beside = [point.x for point in points if -4 < point.y - (baseline - _LINE) < _LINE + 6]

    def covered(right: float) -> int:
        return sum(right - length < x + 4 and x - 4 < right for x in beside)

    ends = range(int(_RIGHT) - 2, int(_LEFT + length), -16)
    return Rule(y, words, min(ends, key=covered), round(baseline, 1))


def _to_name(funnel: Funnel, chosen: str) -> list[str]:
    """The chosen location, then those furthest from what chance explains."""
    centre = float(funnel["centre"] or 0)
    outside = [point for point in funnel["limits"] if point["place"] in {"below", "above"}]
    outside.sort(key=lambda point: -abs(float(point["percent"]) - centre) * math.sqrt(point["n"]))
    codes = [chosen, *(point["location"] for point in outside)] if chosen else []
    codes = codes or [point["location"] for point in outside]
    return list(dict.fromkeys(codes))


def _names(
    codes: Sequence[str],
    points: Sequence[Point],
    rules: Sequence[Rule],
    name_of: Callable[[str], str],
    radius: float,
) -> Iterator[Name]:
    """Names to the right of their mark or to its left, wherever they cover nothing."""
    by_code = {point.code: point for point in points}
    taken = [(p.x - radius, p.y - radius, p.x + radius, p.y + radius) for p in points]
    for rule in rules:
        left = rule.words_x - len(rule.words) * _LETTER
        taken.append((left, rule.words_y - _LINE, rule.words_x, rule.words_y + 2))
    named = 0
    for code in codes:
        point = by_code.get(code)
        if point is None or named == _MOST_LABELS:
            continue
        words = name_of(code)
        length, gap = len(words) * _LETTER, radius + _BESIDE
        for side, left in (("", point.x + gap), ("end", point.x - gap - length)):
            box = (left, point.y - _LINE / 2, left + length, point.y + _LINE / 2)
            if left < _LEFT or box[2] > WIDTH or any(_cover(box, other) for other in taken):
                continue
            taken.append(box)
            named += 1
            x = point.x + gap if side == "" else point.x - gap
            yield Name(code, words, round(x, 1), round(point.y + 4.5, 1), side)
            break


def _cover(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
