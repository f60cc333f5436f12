"""Rank correlation: whether two figures of the same places rise and fall together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

Number = Fraction | int


def rank_correlation(pairs: Sequence[tuple[Number, Number]]) -> float | None:
    """Spearman's rho from -1 to 1, ties sharing the mean of their ranks.

    The correlation of Pearson of the ranks (Spearman, American Journal of Psychology 15, 1904).
    None with fewer than two pairs, or when one side does not vary: then there is no order.
    """
    n = len(pairs)
    if n < 2:
        return None
    left, right = (_doubled_ranks([pair[side] for pair in pairs]) for side in (0, 1))
    # twice the ranks are whole, and so are twice their deviations from the mean n + 1
    a = [rank - (n + 1) for rank in left]
    b = [rank - (n + 1) for rank in right]
    spread = sum(x * x for x in a) * sum(y * y for y in b)
    if spread == 0:
        return None
    rho = sum(x * y for x, y in zip(a, b, strict=True)) / math.sqrt(spread)
    return max(-1.0, min(1.0, rho))


def _doubled_ranks(values: Sequence[Number]) -> list[int]:
    """Twice the rank of each value from 1: those that tie share the mean of their places."""
    order = sorted(range(len(values)), key=lambda index: values[index])
    ranks = [0] * len(values)
    first = 0
    while first < len(order):
        last = first
        while last + 1 < len(order) and values[order[last + 1]] == values[order[first]]:
            last += 1
        for index in order[first : last + 1]:
            ranks[index] = first + last + 2
        first = last + 1
    return ranks
