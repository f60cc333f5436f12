"""The lines of one visit in whole numbers: judged, brought to one unit, turned into points lost.

judge ── Judged: a line's state and points
sum_up ─ Sums: all lines in one unit ── Shares: what a unit is worth ── points_lost
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from backend.scoring.plan import Plan, PlannedLine, Points
from shopper_forms.observations import Observation, State
from shopper_forms.points import ZERO

HUNDRED = Fraction(100)
NOTHING = Points(ZERO, 0, 1)


class Judged(NamedTuple):
    """One line: its state, what it earned and what it could have earned."""

    state: State
    earned: Points
    possible: Points


class Sums(NamedTuple):
    """The lines in whole units of `1 / denominator` points; a bonus line has nothing possible."""

    denominator: int
    earned: list[int]
    possible: list[int]


class Shares(NamedTuple):
    """Per section, the percentage points that one unit is worth: `numerators / denominator`."""

    denominator: int
    numerators: list[int]


def judge(line: PlannedLine, observation: Observation) -> Judged:
    """State, earned and possible of one line (steps 1 and 2 of the scorecard)."""
    state, value = observation
    if value is not None:
        worth = line.worth[value]
        if worth is None:  # an option without points: N/A under `exclude`, whatever the policy
            return Judged("not_applicable", NOTHING, NOTHING)
        return Judged("answered", worth, line.possible)
    if state == "not_applicable":
        if line.not_applicable == "pass":
            return Judged(state, line.possible, line.possible)
        if line.not_applicable == "zero":
            return Judged(state, NOTHING, line.possible)
    return Judged(state, NOTHING, NOTHING)


def has_failed(line: PlannedLine, found: Judged) -> bool:
    """Whether a critical line fell below its pass mark, or was N/A under `zero`."""
    if line.passing is None:
        return False
    if found.state == "answered":
        return found.earned.exact < line.passing
    # An option without points is N/A too, but leaves nothing possible.
    na_counts = line.not_applicable == "zero" and found.possible is not NOTHING
    return found.state == "not_applicable" and na_counts


def sum_up(plan: Plan, judged: Sequence[Judged]) -> Sums:
    """All lines in whole units of one size."""
    # A straight line between target and limit earns odd fractions: widen the unit for this visit.
    widen = lcm(*(found.earned.parts for found in judged))
    earned = [found.earned.units * (widen // found.earned.parts) for found in judged]
    possible = [
        0 if line.bonus else found.possible.units * widen
        for line, found in zip(plan.lines, judged, strict=True)
    ]
    return Sums(plan.denominator * widen, earned, possible)


def points_lost(plan: Plan, sums: Sums, shares: Shares) -> list[int]:
    """Per line, the percentage points lost, in units of `1 / shares.denominator`; 0 for a bonus."""
    lost = [0] * len(plan.lines)
    for section, share in zip(plan.sections, shares.numerators, strict=True):
        for index in range(section.start, section.stop):
            if not plan.lines[index].bonus:
                lost[index] = (sums.possible[index] - sums.earned[index]) * share
    return lost


def percent_of(earned: int, possible: int, cap_at_100: bool) -> Fraction | None:
    """100 x max(0, earned) / possible, None when nothing was possible."""
    if possible <= 0:
        return None
    if earned <= 0:
        return ZERO
    if cap_at_100 and earned >= possible:
        return HUNDRED
    return Fraction(100 * earned, possible)
