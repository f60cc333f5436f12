"""The ACSI-type index: worked by hand, and its bounds."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from backend.customer_measures.acsi import acsi_index


@pytest.mark.parametrize(
    ("answers", "weights", "index"),
    [
        ((1, 1, 1), (1, 1, 1), Fraction(0)),
        ((10, 10, 10), (3, 2, 1), Fraction(100)),
        ((8, 7, 9), (1, 1, 1), Fraction(700, 9)),
        ((10, 1, 1), (2, 1, 1), Fraction(50)),
    ],
)
def test_index_of_three_answers(answers, weights, index):
    found = acsi_index([Decimal(each) for each in answers], [Decimal(each) for each in weights])

    assert found == index


@pytest.mark.parametrize(
    ("answers", "weights"),
    [((0, 5, 5), (1, 1, 1)), ((5, 5, 11), (1, 1, 1)), ((5, 5, 5), (1, 0, 1))],
)
def test_answers_and_weights_have_bounds(answers, weights):
    with pytest.raises(ValueError):
        acsi_index([Decimal(each) for each in answers], [Decimal(each) for each in weights])
