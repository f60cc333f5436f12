"""What each chart shows of an analysis: one reading of the figures for the PDF and the page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from reports import printed
from reports.analysis_shape import Analysis, Benchmark, StandardFigures
from reports.charts import Against, Mark, Scale, Step, front_scale
from reports.charts_standards import Distance
from reports.printed import number
from reports.words import benchmark_note


class Way(NamedTuple):
    """The shortest way to target: the score now, what is recovered, where that leads."""

    now: Mark
    parts: list[Mark]
    reached: Mark
    target: Mark


def mark(value: str | None, *edges: str | None) -> Mark | None:
    """Give a value with its print, or None; `edges` as for `printed.number`."""
    return None if value is None else Mark(float(value), number(value, *edges))


def against(analysis: Analysis) -> Against:
    """The score with its interval, the visits and the peers, under the target."""
    score, benchmarks = analysis["score"], analysis["benchmarks"]
    target = score["target"] or "0"
    peers = [benchmarks["region"], benchmarks["network"]]
    return Against(
        mark(score["percent"], target),
        mark(score["low"], target),
        mark(score["high"], target),
        tuple(float(v["percent"]) for v in analysis["visits"] if v["percent"] is not None),
        tuple(mark(one["percent"], target) if one else None for one in peers),
        Mark(float(target), number(target)),
    )


def against_words(shown: Against) -> str:
    """The same for those who cannot see it."""
    score = shown.score.label if shown.score else "no score"
    peers = [peer.label if peer else "none" for peer in shown.peers]
    between = ""
    if shown.low and shown.high:
        between = f", interval {shown.low.label} to {shown.high.label}"
    return (
        f"This location {score}{between}; region {peers[0]}; network {peers[1]}; "
        f"target {shown.target.label}."
    )


def visits_note(analysis: Analysis) -> str:
    """Say how many visits stand behind the score."""
    n = analysis["score"]["n"]
    if n == 1:
        return "one visit, no interval"
    return f"{printed.things(n, 'visit')}, 95\u00a0% interval" if n else "no scored visit"


def peers_note(one: Benchmark | None) -> str:
    """Say among how many locations this one stands, or that they are too few."""
    if one is None:
        return "fewer than 3 locations to compare"
    return benchmark_note(one["locations"], one["percentile"])


def answer_scale(analysis: Analysis, left: float, right: float) -> Scale:
    """The one scale on which score, peers and the way to target stand below each other."""
    score, benchmarks = analysis["score"], analysis["benchmarks"]
    peers = [one["percent"] for one in (benchmarks["region"], benchmarks["network"]) if one]
    visits = [visit["percent"] for visit in analysis["visits"]]
    values = [*peers, *visits, score["percent"], score["low"], score["target"]]
    known = [float(value) for value in values if value is not None]
    return front_scale(known or [0.0], left, right)


def way(analysis: Analysis) -> Way | None:
    """The way to target, all that was lost where even that does not lead there; None without a
    score or a target."""
    score = analysis["score"]
    if score["percent"] is None or score["target"] is None:
        return None
    worth = {one["code"]: one["lost"] for one in analysis["standards"]}
    shortest = analysis["shortest_way"]
    codes = shortest if shortest is not None else analysis["priorities"]
    total = sum((Decimal(worth[code]) for code in codes), Decimal(score["percent"]))
    return Way(
        Mark(float(score["percent"]), number(score["percent"], score["target"])),
        [Mark(float(worth[c]), f"{c}\u00a0+{printed.size(worth[c])}") for c in codes],
        Mark(float(total), number(min(total, Decimal(100)), score["target"])),
        Mark(float(score["target"]), number(score["target"])),
    )


def trend_steps(analysis: Analysis) -> list[Step]:
    """The six periods; a year is named where it begins."""
    target, year, steps = analysis["score"]["target"] or "0", "", []
    for one in analysis["trend"]:
        name, in_year = printed.period_label(one["from"], one["to"])
        low, high = one.get("low"), one.get("high")
        steps.append(
            Step(
                name,
                in_year if in_year != year else "",
                one["n"],
                mark(one["percent"], target),
                float(low) if low is not None else None,
                float(high) if high is not None else None,
            )
        )
        year = in_year
    return steps


def distance(one: StandardFigures) -> Distance | None:
    """A standard's distance from its target; None where it was not measured."""
    if one["gap"] is None or one["low"] is None or one["high"] is None:
        return None
    target = float(one["target"] or 0)
    low, high = float(one["low"]) - target, float(one["high"]) - target
    return Distance(float(one["gap"]), low, high, one["status"])


def distance_scale(standards: Sequence[StandardFigures], left: float, right: float) -> Scale:
    """The scale of all distances: whole twenties, the target inside."""
    known = [shown for one in standards if (shown := distance(one)) is not None]
    low = min([-20.0, *(shown.low for shown in known)])
    high = max([20.0, *(shown.high for shown in known)])
    return Scale(max(math.floor(low / 20) * 20, -100), math.ceil(high / 20) * 20, left, right)
