"""What an answer is worth: points possible and earned by the score rule, and what counts as a miss.

All points are exact and unweighted; the formulas are the table *Score rule* of the questionnaire's
description.
"""

from __future__ import annotations

from fractions import Fraction

from shopper_forms.document import (
    CurveRule,
    OptionsRule,
    Question,
    ScaleRule,
    ScoreRule,
    TableRule,
    YesNoRule,
)
from shopper_forms.observations import Observation, Value

ZERO = Fraction(0)


def is_scored(question: Question) -> bool:
    """Whether the question has a ledger line: it has a rule and is no trap."""
    return question.score is not None and not question.integrity


def possible(question: Question) -> Fraction:
    """The points p that the best answer brings; 0 for an unscored question."""
    rule = question.score
    if rule is None:
        return ZERO
    if isinstance(rule, YesNoRule):
        return max(rule.yes, rule.no)
    if isinstance(rule, OptionsRule):
        return _possible_by_options(question, rule)
    if isinstance(rule, TableRule):
        return max((points for _, points in rule.rows), default=ZERO)
    return rule.points


def earned(question: Question, value: Value) -> Fraction | None:
    """The points e of an answered value; None for an option that takes the question out of the sum.

    The value is one that `read_observation` gave for this question. It may lie outside the
    question's minimum and maximum: the rule is then followed as it is written.
    """
    rule = question.score
    if rule is None:
        return ZERO
    if isinstance(rule, YesNoRule):
        return rule.yes if value == "yes" else rule.no
    if isinstance(rule, OptionsRule):
        return _earned_by_options(question, rule, value)
    if not isinstance(value, int | Fraction):
        return ZERO
    return _earned_by_number(question, rule, Fraction(value))


def is_miss(question: Question, observation: Observation) -> bool:
    """Whether the answer fell short: e < p, or N/A under `zero`.

    Never for a bonus or an unscored question, nor for an option without points. Comments and photos
    `on_miss` are asked for by it.
    """
    if question.bonus or not is_scored(question):
        return False
    if observation.state == "not_applicable":
        return question.not_applicable == "zero"
    if observation.value is None:
        return False
    points = earned(question, observation.value)
    return points is not None and points < possible(question)


def _possible_by_options(question: Question, rule: OptionsRule) -> Fraction:
    points = [option.points for option in question.options if option.points is not None]
    if question.type != "multi_choice":
        return max(points, default=ZERO)
    total = sum((each for each in points if each > 0), ZERO)
    return total if rule.cap is None else min(rule.cap, total)


def _earned_by_options(question: Question, rule: OptionsRule, value: Value) -> Fraction | None:
    if isinstance(value, frozenset):
        ticked = (o.points for o in question.options if o.code in value and o.points is not None)
        return max(ZERO, min(_possible_by_options(question, rule), sum(ticked, ZERO)))
    for option in question.options:
        if option.code == value:
            return option.points
    return ZERO


def _earned_by_number(question: Question, rule: ScoreRule, value: Fraction) -> Fraction:
    if isinstance(rule, ScaleRule):
        return _earned_on_scale(question, rule, value)
    if isinstance(rule, CurveRule):
        return _earned_on_curve(rule, value)
    if isinstance(rule, TableRule):
        for upto, points in rule.rows:
            if upto is None or value <= upto:
                return points
    return ZERO


def _earned_on_scale(question: Question, rule: ScaleRule, value: Fraction) -> Fraction:
    low = question.minimum or ZERO
    high = low if question.maximum is None else question.maximum
    if high == low:  # a scale of one step has no slope
        return rule.points if value >= low else ZERO
    return rule.points * (value - low) / (high - low)


def _earned_on_curve(rule: CurveRule, value: Fraction) -> Fraction:
    # Mirrored, so that lower is always better and one set of comparisons serves both directions.
    sign = 1 if rule.better == "lower" else -1
    if sign * value <= sign * rule.target:
        return rule.points
    if rule.curve == "step" or rule.limit is None or sign * value >= sign * rule.limit:
        return ZERO
    return rule.points * (rule.limit - value) / (rule.limit - rule.target)
