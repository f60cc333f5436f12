"""Exact numbers at the edges of the analysis: whole ten-thousandths in, four-place strings out."""

from decimal import Decimal
from fractions import Fraction

SCALE = 10_000


def ten_thousandths(value: Decimal | str | int) -> int:
    """A stored four-place decimal as a whole number of ten-thousandths ("83.8889" is 838889).

    Raises ValueError for what is not a finite number of at most four places: rounding here
    would move a figure that the scorecard has already fixed.
    """
    scaled = Fraction(value) * SCALE
    if scaled.denominator != 1:
        raise ValueError(f"{value} has more than four decimal places")
    return scaled.numerator


def four_places(value: Fraction | Decimal | float) -> str:
    """A number as the analysis prints it: four places, half away from zero, never "-0.0000"."""
    return ratio_in_four_places(*value.as_integer_ratio())


def ratio_in_four_places(numerator: int, denominator: int) -> str:
    """The same for a quotient that need not be in lowest terms; `denominator` is above 0."""
    units = (abs(numerator) * 2 * SCALE + denominator) // (2 * denominator)
    sign = "-" if numerator < 0 and units else ""
    return f"{sign}{units // SCALE}.{units % SCALE:04d}"


def four_places_or_none(value: Fraction | Decimal | float | None) -> str | None:
    """The same for a figure that may be missing: missing stays None, it never becomes 0."""
    return None if value is None else four_places(value)
