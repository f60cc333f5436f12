"""One answer of a visit, read into a state and a typed value that rules can compare."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any, Literal, NamedTuple

from shopper_forms.document import Question, QuestionType
from shopper_forms.findings import Finding
from shopper_forms.numbers import LARGEST, exact

State = Literal["answered", "not_applicable", "not_observed", "skipped", "hidden"]
Value = str | int | Fraction | frozenset[str]

DECIMALS = 6

_NAMED_STATES: tuple[State, ...] = ("answered", "not_applicable", "not_observed")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class Observation(NamedTuple):
    """What was found for one question.

    `value` is text for `yes_no`, `single_choice`, `time`, `date` and `text`; an int, or a Fraction
    when it has decimals, for numbers; a frozenset of codes (photo ids) for `multi_choice`
    (`photo`). It is None unless the state is `answered`, and also when an answer could not be read.
    A named tuple and not a dataclass because a visit makes one per question on the hot path.
    """

    state: State
    value: Value | None = None


HIDDEN = Observation("hidden")
SKIPPED = Observation("skipped")
_UNREADABLE = Observation("answered")
_OTHER = {
    "not_applicable": Observation("not_applicable"),
    "not_observed": Observation("not_observed"),
}


class UnreadableError(ValueError):
    """A value that is not of its question's type; carries a finding's code and sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        self.sentence = sentence
        super().__init__(sentence)


def read_observation(
    question: Question, entry: object, language: str, findings: list[Finding]
) -> Observation:
    """Read the answer kept for a question that is shown.

    Only what a value needs to be understood is asked here: its type, a known option, a number of
    sane size. An entry without a value (null, blank text, no photo) counts as left out; an empty
    list of options is an answer: none applies. An option ticked twice counts once.
    Each fault is appended to `findings`, naming the question in `language`; the observation is then
    `answered` without a value.
    """
    if not isinstance(entry, dict):
        findings.append(
            _finding(question, language, (), "wrong_type", "an answer is an object with a value")
        )
        return _UNREADABLE
    state = entry.get("state", "answered")
    if state != "answered":
        if isinstance(state, str) and state in _OTHER:
            return _OTHER[state]
        sentence = "the state is one of " + ", ".join(_NAMED_STATES)
        findings.append(_finding(question, language, ("state",), "wrong_type", sentence))
        return _UNREADABLE
    key = "photos" if question.type == "photo" else "value"
    raw = entry.get(key)
    if raw is None:
        return SKIPPED
    try:
        value = _READERS[question.type](question, raw)
    except UnreadableError as fault:
        findings.append(_finding(question, language, (key,), fault.code, fault.sentence))
        return _UNREADABLE
    return SKIPPED if value is None else Observation("answered", value)


def read_number(raw: object) -> int | Fraction:
    """An exact number from JSON's int or decimal, an int whenever it is whole.

    Raises `UnreadableError`: `wrong_type` for what is no number or was written with an exponent,
    `out_of_range` beyond 10^12, `too_many_decimals` beyond six. Sizes are judged before any exact
    arithmetic, because 1e999999999 as an integer would not fit in memory.
    """
    if type(raw) is int:
        if -LARGEST <= raw <= LARGEST:
            return raw
        raise UnreadableError("out_of_range", "the number is beyond 1,000,000,000,000")
    if isinstance(raw, float) and isfinite(raw):
        raw = Decimal(repr(raw))
    if not isinstance(raw, Decimal) or not raw.is_finite():
        raise UnreadableError("wrong_type", "a number is needed")
    if raw.copy_abs() > LARGEST:  # abs() would round, and overflow beyond 1e999999
        raise UnreadableError("out_of_range", "the number is beyond 1,000,000,000,000")
    exponent = raw.as_tuple().exponent
    if isinstance(exponent, int) and exponent > 0:
        raise UnreadableError("wrong_type", "a number is written without an exponent")
    number = exact(raw)
    if number is None or 10**DECIMALS % number.denominator:
        raise UnreadableError("too_many_decimals", "at most six decimals are kept")
    return number.numerator if number.denominator == 1 else number


def is_time(text: str) -> bool:
    """Whether the text is a time of day, `HH:MM`."""
    return _TIME.fullmatch(text) is not None


def is_date(text: str) -> bool:
    """Whether the text is a day of the calendar, `YYYY-MM-DD`."""
    if _DATE.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def sentence_about(question: Question, language: str, sentence: str) -> str:
    """The sentence, opened by the question's text so that a list of faults reads by itself."""
    text = question.text.get(language, question.code)
    shown = text if len(text) <= 80 else f"{text[:79]}…"
    return f"“{shown}”: {sentence}."


def _finding(
    question: Question, language: str, path: tuple[str | int, ...], code: str, sentence: str
) -> Finding:
    message = sentence_about(question, language, sentence)
    return Finding(("answers", question.code, *path), code, message)


def _yes_no(question: Question, raw: object) -> Value:
    if isinstance(raw, str) and raw in ("yes", "no"):
        return raw
    raise UnreadableError("wrong_type", "the answer is yes or no")


def _single_choice(question: Question, raw: object) -> Value:
    if not isinstance(raw, str):
        raise UnreadableError("wrong_type", "the answer is the code of one option")
    for option in question.options:
        if option.code == raw:
            return raw
    raise UnreadableError("unknown_option", "the question has no such option")


def _multi_choice(question: Question, raw: object) -> Value:
    if not isinstance(raw, list):
        raise UnreadableError("wrong_type", "the answer is a list of codes of options")
    for code in raw:
        if not isinstance(code, str):
            raise UnreadableError("wrong_type", "the answer is a list of codes of options")
    ticked = frozenset(raw)
    if not ticked <= {option.code for option in question.options}:
        raise UnreadableError("unknown_option", "the question has no such option")
    return ticked


def _number(question: Question, raw: object) -> Value:
    return read_number(raw)


def _whole(question: Question, raw: object) -> Value:
    value = read_number(raw)
    if isinstance(value, Fraction):
        unit = "seconds" if question.type == "duration" else "minor units of the currency"
        raise UnreadableError("wrong_type", f"the answer is a whole number of {unit}")
    return value


def _time(question: Question, raw: object) -> Value:
    if isinstance(raw, str) and is_time(raw):
        return raw
    raise UnreadableError("wrong_type", "the answer is a time of day as HH:MM")


def _date(question: Question, raw: object) -> Value:
    if isinstance(raw, str) and is_date(raw):
        return raw
    raise UnreadableError("wrong_type", "the answer is a day of the calendar as YYYY-MM-DD")


def _text(question: Question, raw: object) -> Value | None:
    if not isinstance(raw, str):
        raise UnreadableError("wrong_type", "the answer is text")
    return raw if raw.strip() else None


def _photos(question: Question, raw: object) -> Value | None:
    if not isinstance(raw, list):
        raise UnreadableError("wrong_type", "photos are a list of photo ids")
    for photo in raw:
        if not isinstance(photo, str):
            raise UnreadableError("wrong_type", "photos are a list of photo ids")
    return frozenset(raw) or None


_READERS: Mapping[QuestionType, Callable[[Question, Any], Value | None]] = {
    "yes_no": _yes_no,
    "single_choice": _single_choice,
    "multi_choice": _multi_choice,
    "scale": _number,
    "number": _number,
    "duration": _whole,
    "money": _whole,
    "time": _time,
    "date": _date,
    "text": _text,
    "photo": _photos,
}
