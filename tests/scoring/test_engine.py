"""Single steps of the scorer, by cases the golden files leave out."""

from fractions import Fraction
from typing import Any

import pytest

from backend.scoring import ENGINE_VERSION, ClosingLines, as_dict, closing_lines, score
from backend.scoring.plan import plan_for
from shopper_forms.findings import Refused
from shopper_forms.parsing import parse_document
from tests.scoring.vectors import Case, example_document, load, worked_cases


def test_engine_version_is_the_one_on_record():
    assert ENGINE_VERSION == "1"


def test_score_names_everything_that_cannot_be_read():
    answers = {
        "answer_time": {"value": "15"},
        "greeted": {"value": True},
        "clean": {"value": ["tables", "roof"]},
        "allergens": None,
        "serve_wait": {"value": 10**13},
        "friendly": {"state": "maybe"},
        "story": {"value": 5},
        "ghost": {"value": object()},
    }

    with pytest.raises(Refused) as refusal:
        score(example_document(), answers)

    assert [(fault.loc, fault.code) for fault in refusal.value.findings] == [
        (("answers", "answer_time", "value"), "wrong_type"),
        (("answers", "greeted", "value"), "wrong_type"),
        (("answers", "clean", "value"), "unknown_option"),
        (("answers", "allergens"), "wrong_type"),
        (("answers", "serve_wait", "value"), "out_of_range"),
        (("answers", "friendly", "state"), "wrong_type"),
        (("answers", "story", "value"), "wrong_type"),
    ]


@pytest.mark.parametrize("answers", [None, [], "answers", 3])
def test_score_of_answers_that_are_no_object(answers):
    with pytest.raises(Refused) as refusal:
        score(example_document(), answers)

    assert [(f.loc, f.code) for f in refusal.value.findings] == [(("answers",), "wrong_type")]


def test_score_of_no_answers_is_not_scored():
    card = score(example_document(), {})

    assert (card.percent, card.outcome, card.band) == (None, "not_scored", None)
    assert closing_lines(card) == ClosingLines(Fraction(0), Fraction(0), Fraction(0))


def test_closing_lines_of_a_bonus_that_is_capped():
    card = score(example_document(), case("bonus_capped").answers)

    assert closing_lines(card) == ClosingLines(
        bonus=Fraction(200, 41), floor_and_cap=Fraction(-200, 41), critical_effect=Fraction(0)
    )


def test_closing_lines_of_a_critical_failure_that_is_capped():
    missed = case("critical_missed_cap")

    closing = closing_lines(score(missed.document, missed.answers))

    assert closing.critical_effect == 50 - Fraction(3600, 41)


def test_closing_lines_of_a_visit_below_zero():
    document = small_document({"yes": 1, "no": -3})

    card = score(document, {"q": {"value": "no"}})

    assert (card.percent, card.ledger[0].lost) == (Fraction(0), Fraction(400))
    assert closing_lines(card) == ClosingLines(Fraction(0), Fraction(300), Fraction(0))
    assert as_dict(card)["sections"] == [
        {"code": "one", "earned": "-3.0000", "possible": "1.0000", "percent": "0.0000"}
    ]


def test_score_of_points_that_can_only_be_lost_is_not_scored():
    card = score(small_document({"yes": 0, "no": -1}), {"q": {"value": "no"}})

    assert (card.percent, card.outcome) == (None, "not_scored")
    assert card.ledger[0].lost == 0
    assert card.standards["A"].percent is None


def test_critical_question_with_nothing_possible_fails_without_a_number():
    document = small_document({"yes": 0, "no": -1}, critical=True)

    card = score(document, {"q": {"value": "no"}})

    assert (card.percent, card.outcome, card.critical_failures) == (None, "fail", ("q",))


@pytest.mark.parametrize(
    ("policy", "percent", "outcome", "failures"),
    [
        ("pass", Fraction(100), "pass", ()),
        ("zero", Fraction(0), "fail", ("q",)),
        ("exclude", None, "not_scored", ()),
        ("forbidden", None, "not_scored", ()),
    ],
)
def test_score_of_na_by_policy(policy, percent, outcome, failures):
    document = small_document({"yes": 1, "no": 0}, critical=True, not_applicable=policy)

    card = score(document, {"q": {"state": "not_applicable"}})

    assert (card.percent, card.outcome, card.critical_failures) == (percent, outcome, failures)


@pytest.mark.parametrize("policy", ["pass", "zero", "exclude", "forbidden"])
def test_score_of_na_on_a_bonus_is_nothing(policy):
    document = small_document({"yes": 1, "no": 0}, bonus=True, not_applicable=policy)

    line = score(document, {"q": {"state": "not_applicable"}}).ledger[0]

    assert line == ("q", "not_applicable", Fraction(0), Fraction(0), Fraction(0))


def test_score_of_a_bonus_alone_is_not_scored():
    card = score(small_document({"yes": 1, "no": 0}, bonus=True), {"q": {"value": "yes"}})

    assert card.percent is None
    assert card.ledger[0] == ("q", "answered", Fraction(1), Fraction(1), Fraction(0))
    assert card.standards == {}


def test_score_takes_a_number_outside_its_range_by_the_rule():
    document = example_document()

    card = score(document, {"friendly": {"value": 7}, "answer_time": {"value": -5}})

    earned = {line.question: line.earned for line in card.ledger if line.state == "answered"}
    assert earned == {"friendly": Fraction(3, 2), "answer_time": Fraction(2)}


def test_score_is_exact_between_target_and_limit():
    card = score(example_document(), {"answer_time": {"value": 31}, "serve_wait": {"value": 307}})

    earned = {line.question: line.earned for line in card.ledger if line.state == "answered"}
    assert earned == {"answer_time": Fraction(49, 30), "serve_wait": Fraction(593, 200)}
    assert card.percent == Fraction(100 * (980 + 1779), 600 * 5)


def test_score_of_the_same_document_uses_one_plan():
    document = example_document()

    assert plan_for(document) is plan_for(document)
    assert plan_for(document) is not plan_for(example_document())


def case(name: str) -> Case:
    """A worked case by its name."""
    return next(each for each in worked_cases() if each.name == name)


def small_document(rule: dict[str, int], **keys: Any) -> Any:
    """A questionnaire with one yes-or-no question."""
    example = load("questionnaire-example.json")
    standard = example["standards"]["GREET"] | {"code": "A"}
    question = {"code": "q", "type": "yes_no", "text": {"en": "Q"}, "standard": "A", "score": rule}
    section = {"code": "one", "title": {"en": "One"}, "questions": [question | keys]}
    scoring = example["scoring"] | {"pass_mark": 50}
    return parse_document(
        example
        | {"standards": {"A": standard}, "sections": [section], "checks": [], "scoring": scoring}
    )
