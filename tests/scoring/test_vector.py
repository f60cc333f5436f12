"""What is kept per visit for the gap analysis."""

import json
from decimal import Decimal

from backend.scoring import score, vector
from tests.scoring.vectors import example_document, random_cases, worked_cases

MIXED = next(case for case in worked_cases() if case.name == "mixed")


def test_vector_of_a_worked_case():
    card = score(MIXED.document, MIXED.answers)

    kept = vector(card, MIXED.document, MIXED.answers)

    assert kept["standards"] == {
        code: [each["earned"], each["possible"], each["lost"]]
        for code, each in MIXED.expected["standards"].items()
    }
    assert kept["critical"] == MIXED.expected["critical_failures"]
    assert json.loads(json.dumps(kept)) == kept


def test_vector_measures_scored_numbers_that_were_answered():
    answers = {
        "answer_time": {"value": Decimal("31.0")},
        "greeted": {"value": "no"},
        "greet_wait": {"value": 12},
        "serve_wait": {"state": "not_observed"},
        "paid": {"value": 740},
        "recommend": {"value": 9},
    }

    kept = vector(score(example_document(), answers), example_document(), answers)

    assert kept["measured"] == {"answer_time": "31"}
    assert kept["recommend"] == 9


def test_vector_without_recommendation():
    kept = vector(score(example_document(), {}), example_document(), {})

    assert (kept["recommend"], kept["measured"], kept["critical"]) == (None, {}, [])


def test_vector_prints_decimals_exactly():
    document, code = next(
        (case.document, question.code)
        for case in random_cases()
        for question in case.document.questions
        if question.type == "number" and question.score and not question.show_if
    )
    answers = {code: {"value": Decimal("1234.500001")}}

    kept = vector(score(document, answers), document, answers)

    assert kept["measured"] == {code: "1234.500001"}
