"""An answer as a reader of the report meets it: words, never a code, and no exact time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time
from decimal import Decimal
from fractions import Fraction

from backend.visits.timing import daypart
from reports import printed
from shopper_forms.document import Question
from shopper_forms.observations import Observation, State, Value

STATES: Mapping[State, str] = {
    "not_applicable": "Not applicable",
    "not_observed": "Not observed",
    "skipped": "Left out",
    "hidden": "Not asked",
}


def printed_answer(question: Question, observation: Observation, language: str) -> str:
    """What was found, in words; empty where nothing was answered (`STATES` then says why)."""
    value = observation.value
    if observation.state != "answered" or value is None:
        return ""
    return _WORDS[question.type](question, value, language)


def _yes_no(question: Question, value: Value, language: str) -> str:
    return "Yes" if value == "yes" else "No"


def _options(question: Question, value: Value, language: str) -> str:
    chosen = value if isinstance(value, frozenset) else frozenset([value])
    found = [option.text[language] for option in question.options if option.code in chosen]
    return ", ".join(found) or "None of them"


def _scale(question: Question, value: Value, language: str) -> str:
    shown = printed.plain(_decimal(value))
    if question.maximum is None:
        return shown
    return f"{shown} of {printed.plain(_decimal(question.maximum))}"


def _measured(question: Question, value: Value, language: str) -> str:
    return printed.in_unit(_decimal(value), question.type, question.currency)


def _time(question: Question, value: Value, language: str) -> str:
    # the minute of a visit would tell staff who the shopper was
    return daypart(time.fromisoformat(str(value))).capitalize()


def _date(question: Question, value: Value, language: str) -> str:
    return printed.day(str(value), year=True)


def _text(question: Question, value: Value, language: str) -> str:
    return str(value)


def _photos(question: Question, value: Value, language: str) -> str:
    return printed.things(len(value) if isinstance(value, frozenset) else 0, "photo")


def _decimal(value: Value) -> Decimal:
    """An answered number: six decimals hold every one of them exactly."""
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(value))


_WORDS: Mapping[str, Callable[[Question, Value, str], str]] = {
    "yes_no": _yes_no,
    "single_choice": _options,
    "multi_choice": _options,
    "scale": _scale,
    "number": _measured,
    "duration": _measured,
    "money": _measured,
    "time": _time,
    "date": _date,
    "text": _text,
    "photo": _photos,
}
