"""Our standards beside the competitors': score, visits and difference, standard by standard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypedDict

from reports.analysis_shape import Analysis, Percent
from reports.exact import four_places_or_none
from reports.tallies import NOTHING_MEASURED, StandardSums

FEWEST = 3
"""Visits on each side below which a difference is shown as unsure."""


class Compared(TypedDict):
    """A standard at our locations and at competitors'; `difference` is ours less theirs."""

    code: str
    text: str
    percent: Percent
    n: int
    their_percent: Percent
    their_n: int
    difference: Percent


def compare_standards(
    ours: Mapping[str, StandardSums], theirs: Mapping[str, StandardSums], texts: Mapping[str, str]
) -> list[Compared]:
    """Each standard that was measured at competitors, furthest behind them first.

    Rounded only at the end, as in the analysis of a region: the two say the same to the last
    place.
    """
    found = [
        _compared(code, ours.get(code, NOTHING_MEASURED), their, texts.get(code, ""))
        for code, their in theirs.items()
        if their.n
    ]
    return worst_first(found)


def of_location(analysis: Analysis) -> list[Compared]:
    """The comparison that a location's analysis holds, in the same order."""
    standards = {one["code"]: one for one in analysis["standards"]}
    found: list[Compared] = []
    for code, their in analysis["competitors"].items():
        own = standards.get(code)
        found.append(
            {
                "code": code,
                "text": own["text"] if own else "",
                "percent": own["percent"] if own else None,
                "n": own["n"] if own else 0,
                "their_percent": their["percent"],
                "their_n": their["n"],
                "difference": their["difference"],
            }
        )
    return worst_first(found)


def worst_first(compared: Iterable[Compared]) -> list[Compared]:
    """Furthest behind the competitors first; what cannot be compared last; ties by code."""

    def order(one: Compared) -> tuple[bool, Fraction, str]:
        return one["difference"] is None, Fraction(one["difference"] or 0), one["code"]

    return sorted(compared, key=order)


def is_unsure(one: Compared) -> bool:
    """Whether either side has too few visits for the difference to mean much."""
    return min(one["n"], one["their_n"]) < FEWEST


def _compared(code: str, own: StandardSums, their: StandardSums, text: str) -> Compared:
    percent, their_percent = own.percent, their.percent
    difference = None if percent is None or their_percent is None else percent - their_percent
    return {
        "code": code,
        "text": text,
        "percent": four_places_or_none(percent),
        "n": own.n,
        "their_percent": four_places_or_none(their_percent),
        "their_n": their.n,
        "difference": four_places_or_none(difference),
    }
