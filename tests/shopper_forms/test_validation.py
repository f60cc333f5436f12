"""Which answers are taken, and what is said about those that are not."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopper_forms.canonical import canonical_json
from shopper_forms.findings import Finding
from shopper_forms.validation import validate
from tests.shopper_forms.form_rules import form_rules, rules_document

VALIDATION = form_rules()["validation"]
QUESTIONS = [question.code for question in rules_document().questions]
GOOD: dict[str, Any] = {
    "greeted": {"value": "yes"},
    "wait": {"value": 15},
    "colour": {"value": "red"},
    "story": {"value": "Quick and kind."},
}

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text()
    | st.sampled_from(["yes", "red", "floor", "12:00", "2026-01-01", "answered"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)
entries = json_values | st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from(["answered", "not_applicable", "not_observed"]) | json_values,
        "value": json_values,
        "reason": json_values,
        "comment": json_values,
        "photos": json_values,
    },
)
hostile_answers = st.dictionaries(st.sampled_from(QUESTIONS) | st.text(), entries)


@pytest.mark.parametrize("case", VALIDATION, ids=[case["name"] for case in VALIDATION])
def test_validate_of_a_shared_case(case):
    validation = validate(rules_document(), case["answers"], case["photos"], case["outcome"])

    found = [{"loc": list(fault.loc), "code": fault.code} for fault in validation.errors]
    assert found == case["expected"]["errors"]
    assert [fault.loc[-1] for fault in validation.warnings] == case["expected"]["warnings"]
    assert [fault.loc[-1] for fault in validation.reviews] == case["expected"]["reviews"]


def test_validate_says_what_is_wrong_in_a_sentence():
    answers = {**GOOD, "rating": {"value": 9}, "colour": {"value": "blue"}}

    errors = validate(rules_document(), answers).errors

    assert errors == (
        Finding(
            ("answers", "colour", "value"),
            "unknown_option",
            "“What colour was the apron?”: the question has no such option.",
        ),
        Finding(
            ("answers", "rating", "value"),
            "out_of_range",
            "“How sincere was it?”: the most possible is 5.",
        ),
    )


def test_validate_gives_the_words_of_a_check():
    answers = {**GOOD, "price": {"value": 60_000}}

    validation = validate(rules_document(), answers)

    assert validation.is_accepted
    assert validation.warnings == (
        Finding(("answers", "price", "dear"), "check_failed", "More than 500 EUR?"),
    )


def test_validate_lists_all_photos_hidden_ones_too():
    answers = {
        **GOOD,
        "shelf": {"photos": ["p2", "p1"]},
        "till": {"value": "yes", "photos": ["p1", "p3"]},
        "apology": {"value": "yes", "photos": ["p9"]},
    }

    assert validate(rules_document(), answers).photo_ids == ("p2", "p1", "p3", "p9")


@pytest.mark.parametrize("answers", [None, [], "yes", 3, True, Decimal("1.5")])
def test_validate_answers_that_are_no_object(answers):
    validation = validate(rules_document(), answers, outcome="closed")

    assert [(fault.loc, fault.code) for fault in validation.errors] == [
        (("answers",), "wrong_type")
    ]


def test_validate_names_only_the_first_hundred_unknown_questions():
    answers = {**GOOD, **{f"ghost{number}": {} for number in range(250)}}

    errors = validate(rules_document(), answers).errors

    assert len(errors) == 100
    assert errors[0].message == "The questionnaire has no question “ghost0”."
    assert errors[-1].message == (
        "The questionnaire has no question “ghost99”, nor 150 others named here."
    )


def test_validate_prints_an_unknown_code_that_cannot_be_written():
    errors = validate(rules_document(), {**GOOD, "\ud800\x00" + "x" * 500: {}}).errors

    assert [(fault.loc, fault.code) for fault in errors] == [
        (("answers", "\ufffd\ufffd" + "x" * 78), "unknown_question")
    ]


@pytest.mark.parametrize(
    "kept",
    [
        "\ud800",
        {"a\x00": 1},
        {"value": float("nan")},
        {"value": Decimal("1e400")},
        {"value": 10**4000},
        {"value": "x" * 4001},
        {"value": list(range(1001))},
        {"value": [[[[[[[[["deep"]]]]]]]]]},
    ],
)
def test_validate_refuses_a_hidden_answer_that_cannot_be_kept(kept):
    errors = validate(rules_document(), {**GOOD, "apology": kept}).errors

    assert [(fault.loc, fault.code) for fault in errors] == [(("answers", "apology"), "wrong_type")]


@given(answers=hostile_answers | json_values)
def test_validate_survives_any_json(answers):
    validation = validate(rules_document(), answers, ["p1"])

    for fault in (*validation.errors, *validation.warnings, *validation.reviews):
        assert fault.loc[0] == "answers"
        assert fault.message.endswith((".", "?"))
        canonical_json([list(fault.loc), fault.message])


FAULTY = {**GOOD, "rating": {"value": 9}, "till": {"value": "yes"}, "ghost": {}, "mood": 3}


@given(codes=st.permutations(list(FAULTY)))
def test_validate_does_not_depend_on_the_order_of_keys(codes):
    validation = validate(rules_document(), {code: FAULTY[code] for code in codes})

    assert validation == validate(rules_document(), FAULTY)
