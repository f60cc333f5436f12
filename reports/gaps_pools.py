"""Points pooled over visits: what one standard earned of what was possible, and what it cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from reports.exact import SCALE
from reports.gaps_facts import StandardFacts, VisitFacts


class Pooled(Protocol):
    """Points pooled over n visits with P > 0, in ten-thousandths, whoever pooled them."""

    @property
    def n(self) -> int:
        """In how many visits it was measured."""

    @property
    def possible(self) -> int:
        """The sum of P."""

    @property
    def earned(self) -> int:
        """The sum of E."""

    @property
    def lost(self) -> int:
        """The points it cost."""

    @property
    def percent(self) -> Fraction | None:
        """100 x max(0, sum E) / sum P; None where nothing was measured."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Earned, possible and lost in ten-thousandths; `visits` are the places of those with P > 0."""

    earned: int
    possible: int
    lost: int
    visits: frozenset[int]

    @property
    def n(self) -> int:
        """In how many visits it was measured."""
        return len(self.visits)

    @property
    def percent(self) -> Fraction | None:
        """100 x max(0, sum E) / sum P; None where nothing was measured, never 0."""
        return pooled_percent(self.earned, self.possible)


def pooled_percent(earned: int, possible: int) -> Fraction | None:
    """100 x max(0, E) / P; None when P is 0."""
    return Fraction(100 * max(0, earned), possible) if possible > 0 else None


def pool_standards(
    visits: Sequence[VisitFacts], standards: Sequence[StandardFacts]
) -> dict[str, Pool]:
    """Each standard over the visits, all of which have a percent.

    A visit of this period that scores a standard the facts do not describe is a ValueError: its
    points lost would vanish. Visits of earlier periods go through `pool_earlier`.
    """
    pools = pool_earlier(visits, standards)
    known = pools.keys()
    for visit in visits:
        if not visit.standards.keys() <= known:
            unknown = sorted(visit.standards.keys() - known)
            raise ValueError(f"Visit {visit.id} scores standards without facts: {unknown}")
    return pools


def pool_earlier(
    visits: Sequence[VisitFacts], standards: Sequence[StandardFacts]
) -> dict[str, Pool]:
    """Each standard over the visits; what they score besides is no longer asked and left out."""
    vectors = [visit.standards for visit in visits]
    return {standard.code: _pool(vectors, standard.code) for standard in standards}


def measured_in(pools: Mapping[str, Pool], codes: frozenset[str]) -> int:
    """How many visits measured at least one of these standards."""
    return len(frozenset().union(*(pools[code].visits for code in codes)))


def points_lost(lost: int, visits: int) -> Fraction:
    """Points lost a visit, over all visits that have a percent; 0 without any."""
    return Fraction(lost, SCALE * visits) if visits else Fraction(0)


def _pool(vectors: Sequence[Mapping[str, tuple[int, int, int]]], code: str) -> Pool:
    """One standard, by columns: the sums run in C, which is what makes a region fast.

    A cell without possible points is no measurement (all its questions were left out), but what
    it lost, should it have lost anything, still is missing from the score.
    """
    cells = {place: vector[code] for place, vector in enumerate(vectors) if code in vector}
    if not cells:
        return Pool(0, 0, 0, frozenset())
    earned, possible, lost = zip(*cells.values(), strict=True)
    if min(possible) <= 0:
        cells = {place: cell for place, cell in cells.items() if cell[1] > 0}
        earned = tuple(cell[0] for cell in cells.values())
        possible = tuple(cell[1] for cell in cells.values())
    return Pool(sum(earned), sum(possible), sum(lost), frozenset(cells))
