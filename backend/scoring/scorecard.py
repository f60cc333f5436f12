"""What a score is: the number, its outcome, and the lines and slices that explain it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from shopper_forms.observations import State

Outcome = Literal["pass", "fail", "not_scored"]


class Line(NamedTuple):
    """One scored question in the ledger.

    `earned` and `possible` are weighted points, `lost` percentage points of the visit. A bonus line
    shows what it could have brought and loses nothing. Lines, sections and slices are named tuples
    because a visit makes a hundred of them and a frozen dataclass costs three times as much.
    """

    question: str
    state: State
    earned: Fraction
    possible: Fraction
    lost: Fraction


class SectionScore(NamedTuple):
    """The points of one section, bonus in `earned`; `percent` is None when nothing was possible."""

    code: str
    earned: Fraction
    possible: Fraction
    percent: Fraction | None


class Slice(NamedTuple):
    """The points of all lines, bonus apart, that one standard or one tag stands for.

    Kept as the whole numbers they were added up in, `unit` of them to a point and `part` of them to
    a percentage point: most slices are only printed, and making a Fraction costs more than adding.
    """

    earned_units: int
    possible_units: int
    unit: int
    lost_parts: int
    part: int

    @property
    def earned(self) -> Fraction:
        """Weighted points earned."""
        return Fraction(self.earned_units, self.unit)

    @property
    def possible(self) -> Fraction:
        """Weighted points that could have been earned."""
        return Fraction(self.possible_units, self.unit)

    @property
    def percent(self) -> Fraction | None:
        """100 x max(0, earned) / possible; None when nothing was possible."""
        if self.possible_units <= 0:
            return None
        return Fraction(100 * max(0, self.earned_units), self.possible_units)

    @property
    def lost(self) -> Fraction:
        """Percentage points of the visit lost here."""
        return Fraction(self.lost_parts, self.part)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The score of one visit, exact.

    `raw_percent` is the number before the critical effect and `percent` the one after it; both are
    None when nothing was scored. `bonus` is what bonus questions bring, in percentage points,
    before any floor or cap. The slices are keyed by code and sorted.
    """

    percent: Fraction | None
    raw_percent: Fraction | None
    outcome: Outcome
    band: str | None
    critical_failures: tuple[str, ...]
    sections: tuple[SectionScore, ...]
    standards: Mapping[str, Slice]
    stages: Mapping[str, Slice]
    dimensions: Mapping[str, Slice]
    behaviours: Mapping[str, Slice]
    trust: Mapping[str, Slice]
    ledger: tuple[Line, ...]
    bonus: Fraction


class ClosingLines(NamedTuple):
    """What leads from 100 minus all points lost to the printed percent, in percentage points."""

    bonus: Fraction
    floor_and_cap: Fraction
    critical_effect: Fraction


def closing_lines(scorecard: Scorecard) -> ClosingLines:
    """The three lines that end a ledger: 100 - losses + these three = percent, exactly.

    All three are 0 when nothing was scored: there is no number to arrive at.
    """
    if scorecard.percent is None or scorecard.raw_percent is None:
        return ClosingLines(Fraction(0), Fraction(0), Fraction(0))
    before = 100 - sum(line.lost for line in scorecard.ledger) + scorecard.bonus
    return ClosingLines(
        bonus=scorecard.bonus,
        floor_and_cap=scorecard.raw_percent - before,
        critical_effect=scorecard.percent - scorecard.raw_percent,
    )
