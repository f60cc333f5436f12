"""Rank correlation: known cases, ties, nothing to compare; its laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.ranks import rank_correlation

PAIRS = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), max_size=30)


@pytest.mark.parametrize(
    ("pairs", "rho"),
    [
        ([(1, 10), (2, 20), (3, 30)], 1.0),
        ([(1, 30), (2, 20), (3, 10)], -1.0),
        # ranks 1 2 3 4 5 against 2 1 4 3 5: 1 - 6 x 4 / (5 x 24)
        ([(1, 2), (2, 1), (3, 4), (4, 3), (5, 5)], 0.8),
        # ranks 1 2.5 2.5 4 against 1 2 3 4: 4.5 / sqrt(4.5 x 5)
        ([(1, 1), (2, 2), (2, 3), (3, 4)], 0.9486832980505138),
        ([(1, 5), (2, 5), (3, 5)], None),
        ([(1, 1)], None),
        ([], None),
    ],
)
def test_rank_correlation_of_known_cases(pairs, rho):
    assert rank_correlation(pairs) == pytest.approx(rho) if rho is not None else True
    assert (rank_correlation(pairs) is None) == (rho is None)


@given(PAIRS)
def test_rank_correlation_is_bounded_and_sees_order_alone(pairs):
    rho = rank_correlation(pairs)

    assert rho is None or -1 <= rho <= 1
    assert rank_correlation([(3 * x + 7, y**3) for x, y in pairs]) == rho
    assert rank_correlation([(y, x) for x, y in reversed(pairs)]) == rho
