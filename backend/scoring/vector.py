"""The few numbers of a visit that a gap analysis reads, so that it need not open the answers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from backend.scoring.printing import slice_as_dict
from backend.scoring.scorecard import Scorecard
from shopper_forms.conditions import observe
from shopper_forms.document import Document
from shopper_forms.observations import Value
from shopper_forms.points import is_scored

_MEASURED = ("duration", "number", "money")


def vector(
    scorecard: Scorecard, document: Document, answers: Mapping[str, object]
) -> dict[str, object]:
    """What is stored per visit beside its scorecard.

    `standards` `{code: [earned, possible, lost]}` as strings of four places, `measured`
    `{question: value}` as exact decimal strings for the answered scored durations, numbers and
    amounts, `recommend` the whole number answered to the question with that role or None, and
    `critical` the critical questions that failed.
    """
    view = observe(document, answers, [])
    measured = {}
    recommend = None
    for question in document.questions:
        value = view[question.code].value
        if value is None:
            continue
        if question.type in _MEASURED and is_scored(question):
            measured[question.code] = _decimal(value)
        if question.role == "recommend" and isinstance(value, int):
            recommend = value
    return {
        "standards": {
            code: [printed["earned"], printed["possible"], printed["lost"]]
            for code, each in scorecard.standards.items()
            for printed in (slice_as_dict(each),)
        },
        "measured": measured,
        "recommend": recommend,
        "critical": list(scorecard.critical_failures),
    }


def _decimal(value: Value) -> str:
    """An answered number as it was written: six decimals hold every one of them exactly."""
    if isinstance(value, Fraction):
        return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
    return str(value)
