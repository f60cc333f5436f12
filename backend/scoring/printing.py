"""A scorecard as the plain object that the API answers with and the database keeps."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from backend.scoring.scorecard import ClosingLines, Scorecard, Slice


def as_dict(scorecard: Scorecard) -> dict[str, object]:
    """The scorecard with every number as a decimal string of four places, None where nothing was.

    The keys are the contract of `POST /questionnaires/score`; no more and no fewer.
    """
    return {
        "percent": four_places_or_none(scorecard.percent),
        "raw_percent": four_places_or_none(scorecard.raw_percent),
        "outcome": scorecard.outcome,
        "band": scorecard.band,
        "critical_failures": list(scorecard.critical_failures),
        "sections": [
            {
                "code": section.code,
                "earned": four_places(section.earned),
                "possible": four_places(section.possible),
                "percent": four_places_or_none(section.percent),
            }
            for section in scorecard.sections
        ],
        "standards": _slices_as_dict(scorecard.standards),
        "stages": _slices_as_dict(scorecard.stages),
        "dimensions": _slices_as_dict(scorecard.dimensions),
        "behaviours": _slices_as_dict(scorecard.behaviours),
        "trust": _slices_as_dict(scorecard.trust),
        "ledger": [
            {
                "question": line.question,
                "state": line.state,
                "earned": four_places(line.earned),
                "possible": four_places(line.possible),
                "lost": four_places(line.lost),
            }
            for line in scorecard.ledger
        ],
    }


def closing_as_dict(lines: ClosingLines) -> dict[str, str]:
    """The ledger's closing lines as decimal strings of four places."""
    return {
        "bonus": four_places(lines.bonus),
        "floor_and_cap": four_places(lines.floor_and_cap),
        "critical_effect": four_places(lines.critical_effect),
    }


def four_places(number: Fraction) -> str:
    """The number with four decimals, rounded half away from zero; zero has no sign."""
    return _kept_places(*number.as_integer_ratio())


def four_places_or_none(number: Fraction | None) -> str | None:
    """As `four_places`; None stays None."""
    return None if number is None else four_places(number)


def slice_as_dict(slice_: Slice) -> dict[str, str | None]:
    """A slice as strings, straight from its whole numbers."""
    earned, possible, unit, lost, part = slice_
    return {
        "earned": _four_places(earned, unit),
        "possible": _four_places(possible, unit),
        "percent": _four_places(100 * max(0, earned), possible) if possible > 0 else None,
        "lost": _four_places(lost, part),
    }


def _slices_as_dict(slices: Mapping[str, Slice]) -> dict[str, dict[str, str | None]]:
    return {key: slice_as_dict(each) for key, each in slices.items()}


def _four_places(numerator: int, denominator: int) -> str:
    rounded = (abs(numerator) * 20_000 + denominator) // (2 * denominator)
    sign = "-" if numerator < 0 and rounded else ""
    return f"{sign}{rounded // 10_000}.{rounded % 10_000:04d}"


# The points of single lines are the same few numbers in every visit; those of slices are not.
_kept_places = lru_cache(maxsize=4_096)(_four_places)
