"""Numbers at the edges of the analysis."""

from decimal import Decimal
from fractions import Fraction

import pytest

from reports.exact import four_places, four_places_or_none, ten_thousandths


@pytest.mark.parametrize(
    ("value", "expected"),
    [("83.8889", 838889), (Decimal("0.0001"), 1), (100, 1000000), ("-1.5", -15000), ("0", 0)],
)
def test_ten_thousandths_of_a_stored_decimal(value, expected):
    assert ten_thousandths(value) == expected


@pytest.mark.parametrize("value", ["0.00001", "1/3", "abc"])
def test_ten_thousandths_refuses_what_is_not_stored(value):
    with pytest.raises(ValueError):
        ten_thousandths(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(1, 3), "0.3333"),
        (Fraction(2, 3), "0.6667"),
        (Fraction(1, 20000), "0.0001"),
        (Fraction(-1, 20000), "-0.0001"),
        (Fraction(-1, 20001), "0.0000"),
        (Fraction(3, 20000), "0.0002"),
        (0.03125, "0.0313"),
        (Decimal("100"), "100.0000"),
        (-7, "-7.0000"),
        (10**12, "1000000000000.0000"),
    ],
)
def test_four_places_rounds_half_away_from_zero(value, expected):
    assert four_places(value) == expected


def test_four_places_or_none_keeps_what_is_missing():
    assert four_places_or_none(None) is None
    assert four_places_or_none(0) == "0.0000"
