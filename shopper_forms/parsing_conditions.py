"""Reading conditions: `all`, `any`, `not`, and one comparison of one question."""

from __future__ import annotations

from fractions import Fraction

from shopper_forms.document import (
    All,
    AnyOf,
    Compare,
    Condition,
    Not,
    Operator,
    Plain,
    QuestionValue,
)
from shopper_forms.reading import Faults, Fields, Loc, clean_text, exact_number

OPERATORS: tuple[Operator, ...] = (
    "is",
    "is_not",
    "in",
    "includes",
    "gt",
    "gte",
    "lt",
    "lte",
    "answered",
    "not_applicable",
)
DEEPEST = 12
NOTHING = All(())


def read_condition(
    faults: Faults, data: object, loc: Loc, present: bool = True, depth: int = 0
) -> Condition:
    """The condition at a path; a stand-in that is always true where it has a fault."""
    if not present:
        return NOTHING
    if depth > DEEPEST:
        faults.add(loc, "out_of_range", f"Conditions nest at most {DEEPEST} deep.")
        return NOTHING
    fields = Fields(faults, data, loc, ("all", "any", "not", "question", *OPERATORS))
    if not fields.whole:
        return NOTHING
    kinds = [kind for kind in ("all", "any", "not", "question") if kind in fields]
    if len(kinds) != 1:
        faults.add(loc, "wrong_type", "A condition has one of: all, any, not, question.")
        return NOTHING
    operators = [operator for operator in OPERATORS if operator in fields]
    if kinds[0] == "question":
        return _comparison(fields, operators)
    for operator in operators:
        fields.fault(operator, "unknown_key", "Only a comparison has this key.")
    if kinds[0] == "not":
        return Not(read_condition(faults, fields.raw("not"), fields.at("not"), True, depth + 1))
    parts = tuple(
        read_condition(faults, part, place, True, depth + 1)
        for place, part in fields.entries(kinds[0])
    )
    return All(parts) if kinds[0] == "all" else AnyOf(parts)


def _comparison(fields: Fields, operators: list[Operator]) -> Condition:
    question = fields.slug("question")
    if len(operators) != 1:
        fields.faults.add(
            fields.loc, "wrong_type", f"A comparison has one of: {', '.join(OPERATORS)}."
        )
        return NOTHING
    operator = operators[0]
    value = _operand(fields, operator)
    return NOTHING if value is None else Compare(question, operator, value)


def _operand(fields: Fields, operator: Operator) -> Plain | QuestionValue | None:
    data, loc = fields.raw(operator), fields.at(operator)
    if operator in ("answered", "not_applicable"):
        return fields.flag(operator, True)
    if isinstance(data, dict):
        other = Fields(fields.faults, data, loc, ("question",))
        return QuestionValue(other.slug("question"))
    if operator == "in":
        if not isinstance(data, list):
            fields.fault(operator, "wrong_type", "This must be a list of values.")
            return None
        values = [_plain(fields.faults, value, place) for place, value in fields.entries(operator)]
        return tuple(value for value in values if value is not None)
    return _plain(fields.faults, data, loc)


def _plain(faults: Faults, value: object, loc: Loc) -> str | Fraction | None:
    if isinstance(value, str):
        return value if clean_text(faults, value, loc) else None
    return exact_number(faults, value, loc)
