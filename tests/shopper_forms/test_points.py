"""What answers are worth, and when they are a miss."""

from dataclasses import replace
from fractions import Fraction

import pytest

from shopper_forms.document import CurveRule, Question, ScaleRule, TableRule
from shopper_forms.observations import HIDDEN, SKIPPED, Observation
from shopper_forms.points import earned, is_miss, is_scored, possible
from tests.shopper_forms.form_rules import rules_document

QUESTIONS = {question.code: question for question in rules_document().questions}
HALF = Fraction(1, 2)


def measured(rule: CurveRule | TableRule | ScaleRule) -> Question:
    """A number question with this rule, on a range of 1 to 5."""
    five = replace(QUESTIONS["grams"], minimum=Fraction(1), maximum=Fraction(5))
    return replace(five, score=rule, standard="A")


def curve(better: str, target: int, limit: int | None, shape: str) -> Question:
    """A number question worth two points."""
    return measured(
        CurveRule(
            "lower" if better == "lower" else "higher",
            Fraction(target),
            None if limit is None else Fraction(limit),
            "step" if shape == "step" else "linear",
            Fraction(2),
        )
    )


@pytest.mark.parametrize(
    ("better", "target", "limit", "shape", "value", "points"),
    [
        ("lower", 20, 80, "linear", 19, "2"),
        ("lower", 20, 80, "linear", 20, "2"),
        ("lower", 20, 80, "linear", 21, "59/30"),
        ("lower", 20, 80, "linear", 80, "0"),
        ("lower", 20, 80, "linear", 81, "0"),
        ("higher", 80, 20, "linear", 81, "2"),
        ("higher", 80, 20, "linear", 50, "1"),
        ("higher", 80, 20, "linear", 20, "0"),
        ("lower", 20, None, "step", 20, "2"),
        ("lower", 20, None, "step", 21, "0"),
        ("higher", 20, 10, "step", 20, "2"),
        ("higher", 20, 10, "step", 19, "0"),
        ("lower", 20, 10, "linear", 25, "0"),  # a limit on the wrong side of the target
    ],
)
def test_earned_on_a_curve(better, target, limit, shape, value, points):
    question = curve(better, target, limit, shape)

    assert earned(question, value) == Fraction(points)
    assert possible(question) == 2


@pytest.mark.parametrize(
    ("value", "points"), [(1, "0"), (2, "3/4"), (5, "3"), (Fraction(7, 2), "15/8")]
)
def test_earned_on_a_scale(value, points):
    question = measured(ScaleRule(Fraction(3)))

    assert earned(question, value) == Fraction(points)
    assert possible(question) == 3


def test_earned_on_a_scale_of_one_step():
    question = replace(measured(ScaleRule(Fraction(3))), minimum=Fraction(5))

    assert earned(question, 5) == 3
    assert earned(question, 4) == 0


@pytest.mark.parametrize(
    ("value", "points"), [(30, "2"), (31, "3"), (Fraction(121, 2), "0"), (60, "3"), (999, "0")]
)
def test_earned_by_table(value, points):
    rows = ((Fraction(30), Fraction(2)), (Fraction(60), Fraction(3)), (None, Fraction(0)))
    question = measured(TableRule(rows))

    assert earned(question, value) == Fraction(points)
    assert possible(question) == 3


@pytest.mark.parametrize(
    ("code", "value", "points", "most"),
    [
        ("greeted", "yes", 1, 1),
        ("greeted", "no", 0, 1),
        ("colour", "green", 1, 2),
        ("colour", "unseen", None, 2),
        ("ticks", frozenset({"floor"}), 1, 2),
        ("ticks", frozenset({"floor", "tables", "door"}), 2, 2),
        ("ticks", frozenset(), 0, 2),
        ("rating", 5, 0, 0),
    ],
)
def test_earned_of_the_form_rules(code, value, points, most):
    assert earned(QUESTIONS[code], value) == points
    assert possible(QUESTIONS[code]) == most


def test_multi_choice_is_held_at_zero():
    blamed = tuple(
        replace(option, points=Fraction(-5) if option.code == "none" else option.points)
        for option in QUESTIONS["ticks"].options
    )
    question = replace(QUESTIONS["ticks"], options=blamed)

    assert earned(question, frozenset({"floor", "none"})) == 0
    assert possible(question) == 2


@pytest.mark.parametrize(
    ("code", "observation", "missed"),
    [
        ("greeted", Observation("answered", "no"), True),
        ("greeted", Observation("answered", "yes"), False),
        ("greeted", Observation("answered"), False),
        ("greeted", SKIPPED, False),
        ("greeted", HIDDEN, False),
        ("greeted", Observation("not_observed"), False),
        ("colour", Observation("answered", "green"), True),
        ("colour", Observation("answered", "unseen"), False),
        ("colour", Observation("not_applicable"), True),
        ("wait", Observation("not_applicable"), False),
        ("wait", Observation("answered", 21), True),
        ("extra", Observation("answered", "no"), False),
        ("mood", Observation("answered", "no"), False),
    ],
)
def test_is_miss(code, observation, missed):
    assert is_miss(QUESTIONS[code], observation) is missed


def test_is_scored_leaves_out_traps():
    assert is_scored(QUESTIONS["greeted"])
    assert not is_scored(replace(QUESTIONS["greeted"], integrity=True))
    assert not is_scored(QUESTIONS["mood"])
