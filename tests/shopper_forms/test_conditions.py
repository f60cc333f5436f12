"""What conditions say, and which questions they show."""

import pytest

from shopper_forms.conditions import evaluate, observe, questions_named, visible_questions
from shopper_forms.findings import Finding
from tests.shopper_forms.form_rules import (
    condition_from,
    form_rules,
    rules_document,
    view_from,
)

CONDITIONS = form_rules()["conditions"]
VISIBILITY = form_rules()["visibility"]


@pytest.mark.parametrize("case", CONDITIONS, ids=[case["name"] for case in CONDITIONS])
def test_evaluate_of_a_shared_case(case):
    condition = condition_from(case["condition"])

    assert evaluate(condition, view_from(case["view"])) is case["expected"]


@pytest.mark.parametrize("case", VISIBILITY, ids=[case["name"] for case in VISIBILITY])
def test_observe_of_a_shared_case(case):
    view = observe(rules_document(), case["answers"], [])

    assert {code: each.state for code, each in view.items()} == case["expected"]
    assert list(view) == list(case["expected"])


def test_visible_questions_are_those_not_hidden():
    answers = {"greeted": {"value": "no"}, "colour": {"value": "green"}}

    visible = visible_questions(rules_document(), answers)

    assert visible == (
        *("greeted", "colour", "ticks", "rating", "price", "grams", "arrived", "left", "day"),
        *("story", "shelf", "extra", "mood", "till", "apology"),
    )


def test_observe_notes_what_cannot_be_read_and_goes_on():
    findings: list[Finding] = []

    view = observe(rules_document(), {"rating": {"value": "5"}, "grams": {"value": 2}}, findings)

    assert [(f.loc, f.code) for f in findings] == [(("answers", "rating", "value"), "wrong_type")]
    assert view["rating"] == ("answered", None)
    assert view["grams"] == ("answered", 2)


def test_observe_does_not_read_a_hidden_answer():
    findings: list[Finding] = []

    view = observe(rules_document(), {"wait": {"value": ["nonsense"]}}, findings)

    assert findings == []
    assert view["wait"] == ("hidden", None)


def test_questions_named_are_in_order_and_once():
    condition = condition_from(
        {
            "all": [
                {"question": "b", "is": {"question": "c"}},
                {"not": {"any": [{"question": "a", "answered": True}]}},
                {"question": "b", "gt": 3},
            ]
        }
    )

    assert questions_named(condition) == ("b", "c", "a")
