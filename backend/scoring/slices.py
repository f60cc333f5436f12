"""The same points cut by standard, stage, dimension, behaviour and trust belief."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from backend.scoring.ledger import Shares, Sums
from backend.scoring.scorecard import Slice


def slices_of_standards(
    standards: Mapping[str, Sequence[int]], sums: Sums, shares: Shares, lost: Sequence[int]
) -> dict[str, Slice]:
    """Add up the lines (given by index) of each standard."""
    return {
        code: Slice(
            sum([sums.earned[index] for index in lines]),
            sum([sums.possible[index] for index in lines]),
            sums.denominator,
            sum([lost[index] for index in lines]),
            shares.denominator,
        )
        for code, lines in standards.items()
    }


def slices_of_tags(
    tags: Mapping[str, Iterable[int]], standards: Sequence[Slice]
) -> dict[str, Slice]:
    """Add up the slices (given by index) of the standards that carry each tag."""
    slices = {}
    for tag, indexes in tags.items():
        earned = possible = lost = unit = part = 0
        for index in indexes:
            one = standards[index]
            earned += one[0]
            possible += one[1]
            unit = one[2]  # the same in every slice of a visit
            lost += one[3]
            part = one[4]
        slices[tag] = Slice(earned, possible, unit, lost, part)
    return slices
