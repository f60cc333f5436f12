"""Answers in words: each type of question, and never a minute of the visit."""

from __future__ import annotations

from fractions import Fraction

import pytest

from backend.gap_reports.printed_answers import printed_answer
from shopper_forms.document import Question
from shopper_forms.observations import Observation
from shopper_forms.parsing import parse_document
from tests.cast import EXAMPLE

NBSP = "\u00a0"


def question(kind: str, **more) -> Question:
    """A question of some type, without any score."""
    asked = {"code": "asked", "type": kind, "text": {"en": "Asked?"}, **more}
    document = {**EXAMPLE, "checks": []}
    document["sections"] = [{"code": "only", "title": {"en": "Only"}, "questions": [asked]}]
    return parse_document(document).questions[0]


OPTIONS = [{"code": code, "text": {"en": code.title()}} for code in ("tables", "floor", "restroom")]


@pytest.mark.parametrize(
    ("asked", "value", "expected"),
    [
        (question("yes_no"), "yes", "Yes"),
        (question("yes_no"), "no", "No"),
        (question("single_choice", options=OPTIONS), "floor", "Floor"),
        # in the order of the form, not of the shopper
        (
            question("multi_choice", options=OPTIONS),
            frozenset(["restroom", "tables"]),
            "Tables, Restroom",
        ),
        (question("multi_choice", options=OPTIONS), frozenset(), "None of them"),
        (question("scale", minimum=1, maximum=5), 4, "4 of 5"),
        (question("number"), Fraction(5, 2), "2.5"),
        (question("duration"), 88, f"88{NBSP}s"),
        (question("duration"), 400, f"6:40{NBSP}min"),
        (question("money", currency="EUR"), 740, f"€{NBSP}7.40"),
        (question("time"), "10:02", "Morning"),
        (question("time"), "23:59", "Night"),
        (question("date"), "2026-08-14", f"14{NBSP}August 2026"),
        (question("text"), "As it was.", "As it was."),
        (question("photo", photos={"min": 1, "max": 2}), frozenset(["a" * 64]), f"1{NBSP}photo"),
    ],
    ids=lambda one: one.type if isinstance(one, Question) else None,
)
def test_answer_is_printed_in_words(asked, value, expected):
    assert printed_answer(asked, Observation("answered", value), "en") == expected


@pytest.mark.parametrize("state", ["not_applicable", "not_observed", "skipped", "hidden"])
def test_answer_that_was_not_given_is_empty(state):
    assert printed_answer(question("yes_no"), Observation(state), "en") == ""
