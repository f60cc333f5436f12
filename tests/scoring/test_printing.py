"""How exact numbers are printed."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.scoring import ClosingLines, closing_as_dict
from backend.scoring.printing import four_places, four_places_or_none, slice_as_dict
from backend.scoring.scorecard import Slice


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (Fraction(0), "0.0000"),
        (Fraction(100), "100.0000"),
        (Fraction(2, 3), "0.6667"),
        (Fraction(1, 20_000), "0.0001"),
        (Fraction(-1, 20_000), "-0.0001"),
        (Fraction(-1, 20_001), "0.0000"),
        (Fraction(3, 20_000), "0.0002"),
        (Fraction(-5, 2), "-2.5000"),
        (Fraction(999_999_999, 10_000_000), "100.0000"),
    ],
)
def test_four_places_rounds_half_away_from_zero(number, printed):
    assert four_places(number) == printed


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_four_places_equals_decimal_rounding(digits, places):
    number = Fraction(digits, 10**places)
    expected = Decimal(digits).scaleb(-places).quantize(Decimal("0.0001"), ROUND_HALF_UP)

    assert Decimal(four_places(number)) == expected


def test_four_places_or_none_keeps_none():
    assert four_places_or_none(None) is None


@given(st.integers(-500, 500), st.integers(0, 500), st.integers(1, 90), st.integers(1, 90))
def test_slice_prints_like_its_fractions(earned, possible, unit, part):
    cut = Slice(earned, possible, unit, possible - earned, part)

    assert slice_as_dict(cut) == {
        "earned": four_places(cut.earned),
        "possible": four_places(cut.possible),
        "percent": four_places_or_none(cut.percent),
        "lost": four_places(cut.lost),
    }


def test_closing_lines_are_printed_with_their_sign():
    lines = ClosingLines(Fraction(200, 41), Fraction(-200, 41), Fraction(0))

    assert closing_as_dict(lines) == {
        "bonus": "4.8780",
        "floor_and_cap": "-4.8780",
        "critical_effect": "0.0000",
    }
