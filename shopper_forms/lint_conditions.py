"""Comparisons that cannot mean what they say: later questions, unlike types, unknown options.

Definitions
- `unknown_question`: the document has no question of that code.
- `later_question`: a `show_if` names its own question or one after it. A check may name any.
- `unlike_types`: the operator does not fit the question's type, or the value is of another kind.
  Scale, number, duration and money are numbers; time, date, text, yes/no and options are kinds of
  their own. `includes` is for multi_choice alone, order for numbers, times and dates; a
  multi_choice is never `is` a single value; a photo can only be tested for being answered.
- `unknown_option`: an option that the question does not have; for yes_no any word but yes and no.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from shopper_forms.document import All, Compare, Condition, Not, Question, QuestionValue
from shopper_forms.findings import Finding
from shopper_forms.lint_subject import Subject
from shopper_forms.observations import is_date, is_time
from shopper_forms.reading import Loc

KINDS = {
    "yes_no": "yes or no",
    "single_choice": "an option",
    "multi_choice": "options",
    "scale": "a number",
    "number": "a number",
    "duration": "a number",
    "money": "a number",
    "time": "a time",
    "date": "a date",
    "text": "text",
    "photo": "photos",
}
ORDERED = ("a number", "a time", "a date")
STATE_TESTS = ("answered", "not_applicable")
ORDERING = ("gt", "gte", "lt", "lte")


def condition_faults(subject: Subject) -> Iterator[Finding]:
    """The faults of every `show_if` and of every check."""
    for index, (loc, question) in enumerate(subject.placed):
        if question.show_if is not None:
            yield from faults_of(subject, question.show_if, (*loc, "show_if"), index)
    for number, check in enumerate(subject.document.checks):
        yield from faults_of(subject, check.when, ("checks", number, "when"), len(subject.placed))


def faults_of(subject: Subject, condition: Condition, loc: Loc, before: int) -> Iterator[Finding]:
    """The faults of one condition that may name the first `before` questions."""
    if subject.is_broken(loc):
        return
    for place, comparison in comparisons(condition, loc):
        yield from _faults(subject, comparison, place, before)


def comparisons(condition: Condition, loc: Loc) -> Iterator[tuple[Loc, Compare]]:
    """Every comparison in a condition with its path."""
    if isinstance(condition, Compare):
        yield loc, condition
    elif isinstance(condition, Not):
        yield from comparisons(condition.part, (*loc, "not"))
    else:
        key = "all" if isinstance(condition, All) else "any"
        for index, part in enumerate(condition.parts):
            yield from comparisons(part, (*loc, key, index))


def _faults(subject: Subject, comparison: Compare, loc: Loc, before: int) -> Iterator[Finding]:
    named = [((*loc, "question"), comparison.question)]
    if isinstance(comparison.value, QuestionValue):
        named.append(((*loc, comparison.operator, "question"), comparison.value.question))
    questions = []
    for place, code in named:
        index = subject.order.get(code)
        if index is None:
            yield Finding(place, "unknown_question", "There is no question of this code.")
        elif index >= before:
            sentence = "A question may depend only on questions that come before it."
            yield Finding(place, "later_question", sentence)
        if index is not None and not subject.is_broken(subject.placed[index][0]):
            questions.append(subject.placed[index][1])
    if len(questions) == len(named) and comparison.operator not in STATE_TESTS:
        yield from _unlike(subject, comparison, loc, questions)


def _unlike(
    subject: Subject, comparison: Compare, loc: Loc, questions: list[Question]
) -> Iterator[Finding]:
    operator, question = comparison.operator, questions[0]
    kind = KINDS[question.type]
    if (
        kind == "photos"
        or (operator in ORDERING and kind not in ORDERED)
        or ((operator == "includes") != (kind == "options") and len(questions) == 1)
    ):
        sentence = f"`{operator}` does not fit a {question.type} question."
        yield Finding((*loc, operator), "unlike_types", sentence)
        return
    if len(questions) == 2:
        other = questions[1]
        if not _may_compare(operator, kind, KINDS[other.type]):
            sentence = (
                f"A {question.type} question cannot be compared with a {other.type} question."
            )
            yield Finding((*loc, operator), "unlike_types", sentence)
        return
    value, codes = comparison.value, subject.option_codes(question)
    if isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from _unlike_value(question, codes, one, (*loc, operator, index))
    elif isinstance(value, str | Fraction):
        yield from _unlike_value(question, codes, value, (*loc, operator))


def _may_compare(operator: str, left: str, right: str) -> bool:
    if operator == "includes":
        return (left, right) == ("options", "an option")
    if operator == "in":
        return (left, right) == ("an option", "options")
    return left == right


def _unlike_value(
    question: Question, codes: frozenset[str], value: str | Fraction, loc: Loc
) -> Iterator[Finding]:
    kind = KINDS[question.type]
    if kind == "a number":
        fits = isinstance(value, Fraction)
    elif not isinstance(value, str):
        fits = False
    elif kind == "a time":
        fits = is_time(value)
    elif kind == "a date":
        fits = is_date(value)
    else:
        fits = True
    if not fits:
        sentence = f"A {question.type} question is compared with {kind}."
        yield Finding(loc, "unlike_types", sentence)
    elif kind == "yes or no" and value not in ("yes", "no"):
        yield Finding(loc, "unknown_option", "The answer can only be yes or no.")
    elif kind in ("an option", "options") and value not in codes:
        yield Finding(loc, "unknown_option", "The question has no such option.")
