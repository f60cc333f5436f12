"""Score against one customer measure, location by location: a drawing, and how far they agree."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from backend.portal.marks import Scale, percents
from backend.portal.measure_rows import KINDS, Measures, Place
from reports import customers, printed
from reports.analysis_shape import CustomerMeasure as Figures
from reports.ranks import rank_correlation

FEWEST = 5
"""Locations that have both: below, nothing is drawn."""
WIDTH, HEIGHT = 560, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 92.0, 544.0, 16.0, 268.0
_TICKS = 5

_Key = tuple[str, str, str | None]
"""First day, last day and currency: only figures that share them can be compared."""


@dataclass(frozen=True)
class Dot:
    """A location; hollow where fewer than three visits make its score."""

    x: float
    y: float
    hollow: bool
    said: str


@dataclass(frozen=True)
class Tick:
    """A number at an axis."""

    words: str
    at: float


@dataclass(frozen=True)
class Scatter:
    """Everything the template puts into the SVG, and the sentence beside it."""

    measure: str
    name: str
    unit: str
    days: str
    dots: list[Dot]
    across: list[Tick]
    up: list[Tick]
    finding: str


def measures_to_draw(places: Sequence[Place], measures: Measures) -> list[str]:
    """The measures that enough of the locations have, beside a score."""
    return [kind for kind in KINDS if len(_pairs(places, measures, kind)) >= FEWEST]


def draw_scatter(places: Sequence[Place], measures: Measures, kind: str) -> Scatter:
    """The drawing of one of `measures_to_draw`.

    Of the periods and currencies a measure comes in, the one that most locations share is drawn:
    a month's complaints cannot be compared with a quarter's.
    """
    pairs = _pairs(places, measures, kind)
    scores = [place.percent for place, _ in pairs]
    low, high = percents(scores)
    across = Scale(low, high, _LEFT, _RIGHT)
    values = [float(one["value"]) for _, one in pairs]
    bottom, top, step = _round_ends(min(values), max(values))
    up = Scale(bottom, top, _BOTTOM, _TOP)
    example = pairs[0][1]
    return Scatter(
        measure=kind,
        name=customers.SHORT_NAMES[kind],
        unit=example["currency"] or "",
        days=printed.months_or_days(example["from"], example["to"]),
        dots=[_dot(place, one, across, up) for place, one in pairs],
        across=[Tick(f"{value}", across.at(value)) for value in range(int(low), 101, 10)],
        up=[
            Tick(_at_axis(bottom + index * step, example), up.at(bottom + index * step))
            for index in range(round((top - bottom) / step) + 1)
        ],
        finding=_finding(kind, pairs),
    )


def _pairs(places: Sequence[Place], measures: Measures, kind: str) -> list[tuple[Place, Figures]]:
    groups: dict[_Key, list[tuple[Place, Figures]]] = defaultdict(list)
    for place in places:
        for one in measures.get(place.code, ()):
            if one["measure"] == kind and place.percent is not None:
                groups[one["from"], one["to"], one["currency"]].append((place, one))
    return max(groups.values(), key=_preference, default=[])


def _preference(pairs: Sequence[tuple[Place, Figures]]) -> tuple[int, str, str, str]:
    """Most locations first; then the latest period, of these the longest."""
    one = pairs[0][1]
    longer = "".join(chr(255 - ord(letter)) for letter in one["from"])
    return len(pairs), one["to"], longer, one["currency"] or ""


def _finding(kind: str, pairs: Sequence[tuple[Place, Figures]]) -> str:
    rho = rank_correlation(
        [(Fraction(place.percent or 0), Fraction(one["value"])) for place, one in pairs]
    )
    n = printed.things(len(pairs), "location")
    if rho is None:
        return f"{n}; all are equal in one of the two, so there is no order to compare."
    shown = printed.rounded(Decimal(rho), 2)
    words = f"{shown:+}".replace("-", printed.MINUS) if shown else "0.00"
    return f"Rank correlation {words}, n = {len(pairs)} locations."


def _dot(place: Place, one: Figures, across: Scale, up: Scale) -> Dot:
    score, visits = printed.number(place.percent), printed.things(place.n, "visit")
    said = f"{place.name}: score {score}, {visits}; {customers.value(one)}"
    return Dot(across.at(place.percent or 0), up.at(one["value"]), place.n < 3, said)


def _at_axis(value: float, example: Figures) -> str:
    """A number of the axis in the measure's unit, short enough to stand beside it."""
    if example["measure"] == "nps":
        return printed.whole_signed(Decimal(round(value)))
    if example["measure"] == "revenue":
        return _short_money(Decimal(round(value)), example["currency"])
    return printed.plain(printed.rounded(Decimal(value), 1))


def _short_money(minor: Decimal, currency: str | None) -> str:
    """Money without cents, in thousands or millions where it is that much: € 250 k."""
    words = printed.in_unit(minor, "money", currency)
    symbol, _, amount = words.partition(printed.NBSP)
    exact = Decimal(amount.replace(",", "").replace(printed.MINUS, "-"))
    for size, letter in ((10**6, "M"), (10**3, "k")):
        if abs(exact) >= size:
            shown = printed.plain(printed.rounded(exact / size, 2))
            return f"{symbol}{printed.NBSP}{shown}{printed.NBSP}{letter}"
    return words


def _round_ends(least: float, most: float) -> tuple[float, float, float]:
    """Round numbers around all values, and the step between the numbers at the axis."""
    span = (most - least) or abs(most) or 1.0
    rough = span / _TICKS
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough)
    bottom, top = math.floor(least / step) * step, math.ceil(most / step) * step
    return bottom, top if top > bottom else bottom + step, step
