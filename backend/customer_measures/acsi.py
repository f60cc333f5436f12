"""The ACSI-type satisfaction index of three answers from 1 to 10 (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

QUESTIONS = 3
LOWEST_ANSWER, MOST_ANSWER = 1, 10


def acsi_index(answers: Sequence[Decimal], weights: Sequence[Decimal]) -> Fraction:
    """The index from 0 to 100, exactly.

    100 x sum w_i (x_i - 1) / (9 x sum w_i) over the answers (or their means) x_i from 1 to 10
    with weights w_i > 0: the form of the American Customer Satisfaction Index (Fornell and others,
    Journal of Marketing 60, 1996), whose weights come from its own model and here from the file.
    Raises ValueError for answers or weights outside these bounds.
    """
    if any(not LOWEST_ANSWER <= answer <= MOST_ANSWER for answer in answers):
        raise ValueError("An answer lies between 1 and 10")
    if any(weight <= 0 for weight in weights):
        raise ValueError("A weight is more than nothing")
    pairs = zip(answers, weights, strict=True)
    weighted = sum((Fraction(weight) * (Fraction(answer) - 1) for answer, weight in pairs))
    return Fraction(100 * weighted) / (9 * sum(Fraction(weight) for weight in weights))
