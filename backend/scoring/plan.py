"""A questionnaire prepared for scoring: whole points over one denominator, lines by their sums.

Plan ─┬─ lines ─ PlannedLine ─ Worth {value: Points}
      ├─ sections ─ PlannedSection (a run of lines)
      ├─ standards {code: lines}
      └─ stages, dimensions, behaviours, trust {tag: standards}

Adding fractions means a greatest common divisor at every step. The plan brings the points of all
lines to whole numbers over one denominator once per document, so that a visit is scored by adding
integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from shopper_forms.document import Document, Question
from shopper_forms.observations import Value
from shopper_forms.points import earned, is_scored, possible

# A visit's answers repeat: nearly every value of a form has been seen before. The limits only keep
# a flood of different numbers, or of documents, from filling the memory.
MOST_VALUES = 2_000
MOST_PLANS = 64


class Points(NamedTuple):
    """Weighted points: exact, and as `units / parts` of the plan's common unit."""

    exact: Fraction
    units: int
    parts: int


class Worth(dict[Value, Points | None]):
    """What each value of one question earns, worked out when it is first met."""

    def __init__(self, question: Question, denominator: int) -> None:
        super().__init__()
        self._question = question
        self._denominator = denominator

    def __missing__(self, value: Value) -> Points | None:
        points = earned(self._question, value)
        worth = None if points is None else as_points(self._question, points, self._denominator)
        if len(self) < MOST_VALUES:
            self[value] = worth
        return worth


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One scored question.

    `passing` are the weighted points below which it has failed; None when it is not critical.
    """

    code: str
    bonus: bool
    not_applicable: str
    possible: Points
    passing: Fraction | None
    worth: Worth


@dataclass(frozen=True, slots=True)
class PlannedSection:
    """The lines `start` to `stop` (exclusive) under one title, and which of them are bonus."""

    code: str
    weight: Fraction
    start: int
    stop: int
    bonus: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A document ready to be scored.

    `standards` give the indexes of their lines, bonus left out; the tags give the positions of
    their standards among `standards`, so that a tag adds up a few sums and not many lines.
    """

    denominator: int
    lines: tuple[PlannedLine, ...]
    sections: tuple[PlannedSection, ...]
    standards: Mapping[str, tuple[int, ...]]
    stages: Mapping[str, tuple[int, ...]]
    dimensions: Mapping[str, tuple[int, ...]]
    behaviours: Mapping[str, tuple[int, ...]]
    trust: Mapping[str, tuple[int, ...]]


_PLANS: dict[int, tuple[Document, Plan]] = {}


def plan_for(document: Document) -> Plan:
    """The plan of a document, kept for the next visit that is scored with the same object."""
    known = _PLANS.get(id(document))
    if known is not None and known[0] is document:
        return known[1]
    plan = make_plan(document)
    if len(_PLANS) >= MOST_PLANS:
        _PLANS.clear()
    _PLANS[id(document)] = (document, plan)  # keeping the document keeps its id from being reused
    return plan


def make_plan(document: Document) -> Plan:
    """Prepare a document for scoring."""
    scored = [question for question in document.questions if is_scored(question)]
    denominator = lcm(*((q.weight * possible(q)).denominator for q in scored))
    standards = _indexes_by(_sliced_under(question, document) for question in scored)
    listed = [document.standards[code] for code in standards]
    return Plan(
        denominator=denominator,
        lines=tuple(_planned_line(question, denominator) for question in scored),
        sections=tuple(_planned_sections(document)),
        standards=standards,
        stages=_indexes_by((each.stage,) for each in listed),
        dimensions=_indexes_by((each.dimension,) for each in listed),
        behaviours=_indexes_by(each.behaviours for each in listed),
        trust=_indexes_by(each.trust for each in listed),
    )


def as_points(question: Question, points: Fraction, denominator: int) -> Points:
    """Weight the points and express them in units of `1 / denominator`."""
    weighted = question.weight * points
    units = weighted * denominator
    return Points(weighted, units.numerator, units.denominator)


def _sliced_under(question: Question, document: Document) -> tuple[str, ...]:
    """The standard whose slice the line is in; none for a bonus, or for a code without standard."""
    if question.bonus or question.standard is None or question.standard not in document.standards:
        return ()
    return (question.standard,)


def _planned_line(question: Question, denominator: int) -> PlannedLine:
    points = possible(question)
    critical = question.critical and not question.bonus
    return PlannedLine(
        code=question.code,
        bonus=question.bonus,
        not_applicable="exclude" if question.bonus else question.not_applicable,
        possible=as_points(question, points, denominator),
        passing=question.weight * question.pass_mark * points if critical else None,
        worth=Worth(question, denominator),
    )


def _planned_sections(document: Document) -> Iterator[PlannedSection]:
    start = 0
    for section in document.sections:
        scored = [question for question in section.questions if is_scored(question)]
        stop = start + len(scored)
        bonus = tuple(start + index for index, question in enumerate(scored) if question.bonus)
        yield PlannedSection(section.code, section.weight, start, stop, bonus)
        start = stop


def _indexes_by(keys_of_each: Iterable[Sequence[str]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for index, keys in enumerate(keys_of_each):
        for key in dict.fromkeys(keys):
            found.setdefault(key, []).append(index)
    return {key: tuple(found[key]) for key in sorted(found)}
