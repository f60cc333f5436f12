"""Numbers from JSON as exact fractions, with a guard before anything is expanded."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

LARGEST = 10**12

# Far beyond every number a document or an answer may hold, and small enough to expand without
# effort: Fraction(Decimal("1e999999")) would fill the memory first and be refused afterwards.
MOST_DIGITS = 60
MOST_EXPONENT = 30


def exact(value: object) -> Fraction | None:
    """The exact value of a JSON number; None for anything else and for absurd sizes.

    A float is taken as the shortest decimal that reads back as it, which is what was written.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Fraction(value) if value.bit_length() <= 4 * MOST_DIGITS else None
    if isinstance(value, float):
        value = Decimal(repr(value))
    if not isinstance(value, Decimal) or not value.is_finite():
        return None
    _, digits, exponent = value.as_tuple()
    if len(digits) > MOST_DIGITS or not isinstance(exponent, int):
        return None
    if value and not -MOST_EXPONENT <= value.adjusted() <= MOST_EXPONENT:
        return None
    return Fraction(value) if value else Fraction(0)


def has_more_decimals(number: Fraction, most: int) -> bool:
    """Whether the number needs more than `most` decimals."""
    units: int = 10**most
    return units % number.denominator != 0
