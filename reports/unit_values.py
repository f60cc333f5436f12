"""Measured values in their own units: their strip and their words, for the PDF and the page."""

from __future__ import annotations

from typing import NamedTuple

from reports import printed
from reports.analysis_shape import Measured
from reports.charts import Mark
from reports.printed import in_unit


class Strip(NamedTuple):
    """The values of the visits with the standard's limit and the worst one named."""

    values: list[float]
    target: Mark
    lower_is_better: bool | None
    worst: Mark


def strip(one: Measured) -> Strip | None:
    """What the strip shows; None without a target or values."""
    kind, currency = one.get("type", "number"), one.get("currency")
    target, values = one.get("target"), [float(value) for value in one.get("values", [])]
    if target is None or not values:
        return None
    better = one.get("better")
    last = worst(values, float(target), better)
    return Strip(
        values,
        Mark(float(target), f"standard {in_unit(target, kind, currency)}"),
        None if better is None else better == "lower",
        Mark(last, in_unit(f"{last}", kind, currency)),
    )


def figures(one: Measured) -> str:
    """Print median and 90th percentile."""
    kind, currency = one.get("type", "number"), one.get("currency")
    median, p90 = in_unit(one["median"], kind, currency), in_unit(one["p90"], kind, currency)
    return f"median {median} · p90 {p90}"


def worst(values: list[float], target: float, better: str | None) -> float:
    """The value furthest on the wrong side; furthest off where neither side is better."""
    if better is None:
        return max(values, key=lambda value: abs(value - target))
    return max(values) if better == "lower" else min(values)


def within(one: Measured) -> str:
    """Say how many visits were within the standard."""
    if one["within"] is None:
        return printed.things(one["n"], "visit")
    good = round(float(one["within"]) * one["n"] / 100)
    target = one.get("target")
    if target is None:
        return f"{good} of {one['n']} within standard"
    limit = in_unit(target, one.get("type", "number"), one.get("currency"))
    return (
        f"{good} of {one['n']} {'within' if one.get('better') == 'lower' else 'at least'} {limit}"
    )


def in_words(one: Measured) -> str:
    """The strip for those who cannot see it."""
    kind, currency = one.get("type", "number"), one.get("currency")
    return (
        f"{one.get('text', one['question'])}: {within(one)}; "
        f"median {in_unit(one['median'], kind, currency)}, "
        f"90th percentile {in_unit(one['p90'], kind, currency)}."
    )
