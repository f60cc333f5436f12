"""Answers read into states and exact values."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from shopper_forms.findings import Finding
from shopper_forms.observations import UnreadableError, read_number, read_observation
from tests.shopper_forms.form_rules import rules_document

QUESTIONS = {question.code: question for question in rules_document().questions}


@pytest.mark.parametrize(
    ("code", "entry", "observation"),
    [
        ("greeted", {"value": "yes"}, ("answered", "yes")),
        ("wait", {"value": Decimal("15.0")}, ("answered", 15)),
        ("grams", {"value": 0.75}, ("answered", Fraction(3, 4))),
        ("ticks", {"value": ["door", "floor"]}, ("answered", frozenset({"floor", "door"}))),
        ("ticks", {"value": ["floor", "floor"]}, ("answered", frozenset({"floor"}))),
        ("ticks", {"value": []}, ("answered", frozenset())),
        ("arrived", {"value": "09:30"}, ("answered", "09:30")),
        ("day", {"value": "2028-02-29"}, ("answered", "2028-02-29")),
        ("shelf", {"photos": ["p1", "p2"]}, ("answered", frozenset({"p1", "p2"}))),
        ("shelf", {"photos": []}, ("skipped", None)),
        ("story", {"value": " \t"}, ("skipped", None)),
        ("rating", {"comment": "later"}, ("skipped", None)),
        ("rating", {"state": "not_applicable", "value": 4}, ("not_applicable", None)),
        ("rating", {"state": "not_observed"}, ("not_observed", None)),
    ],
)
def test_read_observation_of_a_sound_answer(code, entry, observation):
    findings: list[Finding] = []

    assert read_observation(QUESTIONS[code], entry, "en", findings) == observation
    assert findings == []


def test_read_observation_names_the_question_in_the_language_given():
    question = replace(QUESTIONS["rating"], text={"de": "Wie ehrlich?", "en": "How sincere?"})
    findings: list[Finding] = []

    observation = read_observation(question, {"value": "5"}, "en", findings)

    assert observation == ("answered", None)
    assert findings == [
        Finding(("answers", "rating", "value"), "wrong_type", "“How sincere?”: a number is needed.")
    ]


def test_read_observation_shortens_a_long_question():
    question = replace(QUESTIONS["rating"], text={"en": "x" * 81})
    findings: list[Finding] = []

    read_observation(question, 5, "en", findings)

    assert findings[0].message == f"“{'x' * 79}…”: an answer is an object with a value."


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (True, "wrong_type"),
        ("1", "wrong_type"),
        (None, "wrong_type"),
        (float("nan"), "wrong_type"),
        (float("inf"), "wrong_type"),
        (Decimal("NaN"), "wrong_type"),
        (Decimal("sNaN"), "wrong_type"),
        (Decimal("-Infinity"), "wrong_type"),
        (Decimal("1e3"), "wrong_type"),
        (10**12 + 1, "out_of_range"),
        (-(10**4000), "out_of_range"),
        (Decimal("1e999999999999"), "out_of_range"),
        (Decimal("1.0000001"), "too_many_decimals"),
        (1e-7, "too_many_decimals"),
        (Decimal("1e-999999999999"), "too_many_decimals"),
    ],
)
def test_read_number_refuses(raw, code):
    with pytest.raises(UnreadableError) as refusal:
        read_number(raw)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("raw", "number"),
    [(7, "7"), (10**12, "1000000000000"), (0.1, "1/10"), (Decimal("2.50"), "5/2"), (3.0, "3")],
)
def test_read_number_is_exact(raw, number):
    assert str(read_number(raw)) == number
