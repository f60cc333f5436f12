"""The answers of a question that conditions can tell apart, for trying all combinations.

A number, time or date has one answer at each boundary that conditions name and one step beside
it, and its own least and most: between two boundaries nothing a condition says can change. Of a
multi_choice only the options that conditions name are ticked in every combination.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

from shopper_forms.conditions import evaluate
from shopper_forms.document import Compare, Question, QuestionValue
from shopper_forms.numbers import LARGEST
from shopper_forms.observations import SKIPPED, Observation, Value, is_date, is_time

NUMBERS = ("scale", "number", "duration", "money")
LAST_MINUTE = 24 * 60 - 1
SIX_DECIMALS = Fraction(1, 10**6)


@dataclass(frozen=True, slots=True)
class Boundaries:
    """What the conditions at hand compare a question with.

    `constants` are plain values; `peers` are the questions it is compared with, directly or
    through others, itself included: among n peers up to n different values may have to fit
    between two boundaries.
    """

    constants: tuple[str | Fraction, ...]
    peers: tuple[Question, ...]


def boundaries(questions: Sequence[Question], compares: Sequence[Compare]) -> list[Boundaries]:
    """The boundaries of each question under all these comparisons."""
    by_code = {question.code: question for question in questions}
    group = {code: {code} for code in by_code}
    constants: dict[str, list[str | Fraction]] = {code: [] for code in by_code}
    for compare in compares:
        value = compare.value
        if isinstance(value, QuestionValue):
            merged = group[compare.question] | group[value.question]
            for code in merged:
                group[code] = merged
        elif isinstance(value, tuple):
            constants[compare.question] += value
        elif not isinstance(value, bool):
            constants[compare.question].append(value)
    return [
        Boundaries(
            constants=tuple(c for code in sorted(group[q.code]) for c in constants[code]),
            peers=tuple(by_code[code] for code in sorted(group[q.code])),
        )
        for q in questions
    ]


def values_of(question: Question, near: Boundaries) -> Iterator[Value]:
    """The answered values to try; lazily, since a multi_choice may have very many."""
    if question.type == "yes_no":
        yield from ("yes", "no")
    elif question.type == "single_choice":
        yield from (option.code for option in question.options)
    elif question.type == "multi_choice":
        yield from _ticked(question, near)
    elif question.type == "photo":
        yield frozenset(("photo",))
    elif question.type == "text":
        yield from _texts(near)
    else:
        yield from (_value(question, number) for number in _numbers(question, near))


def states_of(
    question: Question, values: Iterable[Value], compares: Sequence[Compare], is_compared: bool
) -> list[Observation]:
    """One observation for each thing conditions can find in a question that is shown.

    Not answered is always possible, since `not_observed` is allowed everywhere. Observations that
    no comparison tells apart are merged; not so when another question is compared with the value.
    """
    states = [Observation("answered", value) for value in values]
    if question.not_applicable != "forbidden":
        states.append(Observation("not_applicable"))
    states.append(SKIPPED)
    told_apart: dict[object, Observation] = {}
    for state in states:
        seen = tuple(evaluate(compare, {question.code: state}) for compare in compares)
        told_apart.setdefault((seen, state.value if is_compared else None), state)
    return list(told_apart.values())


def step_of(question: Question) -> Fraction:
    """The distance between neighbouring answers of a number, time (minutes) or date (days)."""
    if question.type in NUMBERS and question.step is not None:
        return question.step
    return SIX_DECIMALS if question.type == "number" else Fraction(1)


def _ticked(question: Question, near: Boundaries) -> Iterator[Value]:
    named = (
        {option.code for option in question.options} if len(near.peers) > 1 else set(near.constants)
    )
    varied = [o.code for o in question.options if o.code in named and not o.exclusive]
    alone = [option.code for option in question.options if option.exclusive]
    for size in range(len(varied) + 1):
        yield from (frozenset(ticked) for ticked in combinations(varied, size))
    yield from (frozenset((code,)) for code in alone)


def _texts(near: Boundaries) -> Iterator[Value]:
    known = [text for text in dict.fromkeys(map(str, near.constants)) if text.strip()]
    others = [f"text {number}" for number in range(len(known) + len(near.peers))]
    yield from known
    yield from [text for text in others if text not in known][: len(near.peers)]


def _numbers(question: Question, near: Boundaries) -> list[Fraction]:
    """Answers at and around each boundary, on the grid and within the range of the question."""
    low, high = _range(question)
    step, reach = step_of(question), len(near.peers)
    origin = Fraction(0) if question.minimum is None else question.minimum
    first, last = ceil((low - origin) / step), floor((high - origin) / step)
    places = {first, last}
    for boundary in _points_of_interest(question, near):
        place = (boundary - origin) / step
        below, above = ceil(place) - reach, floor(place) + reach
        places |= set(range(max(below, first), min(above, last) + 1))
    return [origin + step * place for place in sorted(places) if first <= place <= last]


def _points_of_interest(question: Question, near: Boundaries) -> Iterator[Fraction]:
    for constant in near.constants:
        yield _number(question, constant)
    if len(near.peers) > 1:
        for peer in near.peers:
            yield from _range(peer)


def _range(question: Question) -> tuple[Fraction, Fraction]:
    if question.type == "time":
        return Fraction(0), Fraction(LAST_MINUTE)
    if question.type == "date":
        return Fraction(date.min.toordinal()), Fraction(date.max.toordinal())
    low = Fraction(-LARGEST) if question.minimum is None else question.minimum
    high = Fraction(LARGEST) if question.maximum is None else question.maximum
    return low, high


def _number(question: Question, constant: str | Fraction) -> Fraction:
    if isinstance(constant, Fraction):
        return constant
    if question.type == "time" and is_time(constant):
        hours, minutes = constant.split(":")
        return Fraction(60 * int(hours) + int(minutes))
    return Fraction(date.fromisoformat(constant).toordinal() if is_date(constant) else 0)


def _value(question: Question, number: Fraction) -> Value:
    if question.type == "time":
        return f"{int(number) // 60:02d}:{int(number) % 60:02d}"
    if question.type == "date":
        return date.fromordinal(int(number)).isoformat()
    return number
