"""Reading score rules: what an answer is worth, in the form its type of question takes."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from shopper_forms.document import (
    CurveRule,
    OptionsRule,
    QuestionType,
    ScaleRule,
    ScoreRule,
    TableRule,
    YesNoRule,
)
from shopper_forms.reading import Faults, Fields, Loc, exact_number

CURVES: tuple[Literal["step", "linear", "table"], ...] = ("step", "linear", "table")
BETTER: tuple[Literal["lower", "higher"], ...] = ("lower", "higher")
ONE = Fraction(1)


def read_rule(question: Fields, kind: QuestionType) -> ScoreRule | None:
    """The rule under `score`; None, with a finding, for a type that cannot be scored."""
    if kind == "yes_no":
        fields = question.inner("score", ("yes", "no"))
        return YesNoRule(fields.number("yes"), fields.number("no"))
    if kind == "single_choice":
        fields = question.inner("score", ("by",))
        fields.choice("by", ("options",))
        return OptionsRule(None)
    if kind == "multi_choice":
        fields = question.inner("score", ("by", "cap"))
        fields.choice("by", ("options",))
        return OptionsRule(fields.maybe_number("cap", Fraction(0)))
    if kind == "scale":
        return ScaleRule(question.inner("score", ("points",)).number("points", ONE))
    if kind in ("number", "duration", "money"):
        return _measured(question)
    question.fault("score", "wrong_type", f"A {kind} question cannot be scored.")
    return None


def _measured(question: Fields) -> ScoreRule:
    given = question.raw("score")
    if isinstance(given, dict) and given.get("curve") == "table":
        fields = question.inner("score", ("curve", "table"))
        fields.need("table")
        return TableRule(_rows(fields))
    fields = question.inner("score", ("better", "target", "limit", "curve", "points"))
    curve = fields.choice("curve", CURVES)
    target = fields.number("target")
    limit = fields.maybe_number("limit")
    if curve == "linear" and fields.need("limit") and "target" in fields and limit == target:
        fields.fault("limit", "out_of_range", "The limit must differ from the target.")
    return CurveRule(
        better=fields.choice("better", BETTER),
        target=target,
        limit=limit,
        curve="linear" if curve == "linear" else "step",
        points=fields.number("points", ONE),
    )


def _rows(fields: Fields) -> tuple[tuple[Fraction | None, Fraction], ...]:
    """Rows `[upto, points]`, upto rising, the last one open, so that every value finds a row."""
    rows = [_row(fields.faults, value, loc) for loc, value in fields.entries("table")]
    if "table" in fields and isinstance(fields.raw("table"), list):
        if not rows or rows[-1][0] is not None:
            fields.fault("table", "required", "The last row must be open: [null, points].")
        for index, (upto, _) in enumerate(rows[:-1]):
            before = rows[index - 1][0] if index else None
            if upto is None:
                fault = "Only the last row is open."
            elif before is not None and upto <= before:
                fault = "The rows must rise."
            else:
                continue
            fields.faults.add((*fields.at("table"), index), "out_of_range", fault)
    return tuple(rows)


def _row(faults: Faults, value: object, loc: Loc) -> tuple[Fraction | None, Fraction]:
    if not isinstance(value, list) or len(value) != 2:
        faults.add(loc, "wrong_type", "A row is [up to, points].")
        return Fraction(0), Fraction(0)
    upto = None if value[0] is None else exact_number(faults, value[0], (*loc, 0)) or Fraction(0)
    return upto, exact_number(faults, value[1], (*loc, 1)) or Fraction(0)
