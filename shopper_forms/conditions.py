"""What a condition says about the answers given, and which questions it leaves on the form."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from shopper_forms.document import All, AnyOf, Compare, Condition, Document, Not, QuestionValue
from shopper_forms.findings import Finding
from shopper_forms.observations import (
    HIDDEN,
    SKIPPED,
    Observation,
    is_date,
    is_time,
    read_observation,
)

View = Mapping[str, Observation]


def evaluate(condition: Condition, view: View) -> bool:
    """Whether the condition holds for the observations of `view` (question code -> Observation).

    `answered` and `not_applicable` test the state and always have an answer; an option without
    points counts as answered. Every comparison with a question that has no answered value, or
    between unlike kinds of value, is false, `is_not` included. A code that is not in the view is a
    question without an answer.
    """
    if isinstance(condition, Compare):
        return _compare(condition, view)
    if isinstance(condition, All):
        return all(evaluate(part, view) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any(evaluate(part, view) for part in condition.parts)
    return not evaluate(condition.part, view)


def observe(
    document: Document, answers: Mapping[str, object], findings: list[Finding]
) -> dict[str, Observation]:
    """The observation of every question, in document order.

    A question whose `show_if` does not hold is `hidden`: what is kept for it is not read, and it
    has no value for the conditions after it. Answers that cannot be read are appended to
    `findings`. Codes the document does not know are left alone.
    """
    view: dict[str, Observation] = {}
    language = document.default_language
    for section in document.sections:
        for question in section.questions:
            code = question.code
            if question.show_if is not None and not evaluate(question.show_if, view):
                view[code] = HIDDEN
            elif code in answers:
                view[code] = read_observation(question, answers[code], language, findings)
            else:
                view[code] = SKIPPED
    return view


def visible_questions(document: Document, answers: Mapping[str, object]) -> tuple[str, ...]:
    """The codes of the questions that are shown, in document order."""
    view = observe(document, answers, [])
    return tuple(code for code, observation in view.items() if observation.state != "hidden")


def questions_named(condition: Condition) -> tuple[str, ...]:
    """The codes a condition reads, in its own order, each once."""
    return tuple(dict.fromkeys(_named(condition)))


def _named(condition: Condition) -> list[str]:
    if isinstance(condition, Compare):
        other = condition.value
        return [condition.question, *([other.question] if isinstance(other, QuestionValue) else [])]
    if isinstance(condition, Not):
        return _named(condition.part)
    return [code for part in condition.parts for code in _named(part)]


def _compare(condition: Compare, view: View) -> bool:
    observation = view.get(condition.question, SKIPPED)
    operator = condition.operator
    if operator == "answered" or operator == "not_applicable":
        return (observation.state == operator) is condition.value
    left = observation.value
    right: object = condition.value
    if isinstance(right, QuestionValue):
        right = view.get(right.question, SKIPPED).value
    if left is None or right is None:
        return False
    if operator == "is":
        return _is_same(left, right) is True
    if operator == "is_not":
        return _is_same(left, right) is False
    if operator == "in":
        return isinstance(right, tuple | frozenset) and any(_is_same(left, one) for one in right)
    if operator == "includes":
        return isinstance(left, frozenset) and isinstance(right, str) and right in left
    order = _order(left, right)
    if order is None:
        return False
    if operator == "gt":
        return order > 0
    if operator == "gte":
        return order >= 0
    if operator == "lt":
        return order < 0
    return order <= 0


def _is_same(left: object, right: object) -> bool | None:
    """None when the two are of unlike kinds, so that neither `is` nor `is_not` holds."""
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, frozenset) and isinstance(right, tuple | frozenset):
        return left == frozenset(right)
    if _is_number(left) and _is_number(right):
        return left == right
    return None


def _order(left: object, right: object) -> int | None:
    """-1, 0 or 1; None for what has no order: only numbers, times and dates have one."""
    if isinstance(left, str) and isinstance(right, str):
        if (is_time(left) and is_time(right)) or (is_date(left) and is_date(right)):
            return (left > right) - (left < right)
        return None
    if isinstance(left, int | Fraction) and isinstance(right, int | Fraction):
        if isinstance(left, bool) or isinstance(right, bool):
            return None
        return (left > right) - (left < right)
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | Fraction) and not isinstance(value, bool)
