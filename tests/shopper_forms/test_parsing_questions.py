"""One fault of a question at a time, each with the path and the code it is named by."""

from fractions import Fraction

import pytest

from shopper_forms.document import PhotoRule
from shopper_forms.findings import Refused
from shopper_forms.parsing import parse_document
from tests.shopper_forms.documents import (
    FIRST,
    SECOND,
    options,
    question,
    scored,
    small,
    small_first,
)


def faults(document):
    with pytest.raises(Refused) as refused:
        parse_document(document)
    return [(finding.loc, finding.code) for finding in refused.value.findings]


def faults_of(asked):
    """Faults of a second question, their paths from the question on."""
    found = faults(small(asked))
    assert all(loc[:4] == SECOND for loc, _ in found)
    return [(loc[4:], code) for loc, code in found]


FIRST_FAULTS = {
    "unknown key": ({"colour": "red"}, [(("colour",), "unknown_key")]),
    "options on yes_no": ({"options": []}, [(("options",), "unknown_key")]),
    "minimum on yes_no": ({"minimum": 1}, [(("minimum",), "unknown_key")]),
    "type": ({"type": "colour"}, [(("type",), "out_of_range")]),
    "type a list": ({"type": ["yes_no"]}, [(("type",), "wrong_type")]),
    "text null": ({"text": None}, [(("text",), "wrong_type")]),
    "help": ({"help": {"fr": "Aide"}}, [(("help", "en"), "required")]),
    "required": ({"required": "yes"}, [(("required",), "wrong_type")]),
    "weight zero": ({"weight": 0}, [(("weight",), "bad_weight")]),
    "weight below zero": ({"weight": -2}, [(("weight",), "bad_weight")]),
    "weight a string": ({"weight": "2"}, [(("weight",), "wrong_type")]),
    "weight true": ({"weight": True}, [(("weight",), "wrong_type")]),
    "pass mark": ({"pass_mark": 1.01}, [(("pass_mark",), "out_of_range")]),
    "policy": ({"not_applicable": "skip"}, [(("not_applicable",), "out_of_range")]),
    "comment": ({"comment": "always"}, [(("comment",), "out_of_range")]),
    "comment_min": ({"comment_min": 4001}, [(("comment_min",), "out_of_range")]),
    "comment_min half": ({"comment_min": 1.5}, [(("comment_min",), "wrong_type")]),
    "photos a number": ({"photos": 2}, [(("photos",), "wrong_type")]),
    "photos key": ({"photos": {"least": 1}}, [(("photos", "least"), "unknown_key")]),
    "photos below zero": ({"photos": {"min": -1}}, [(("photos", "min"), "out_of_range")]),
    "photos max below min": (
        {"photos": {"min": 2, "max": 1}},
        [(("photos", "max"), "out_of_range")],
    ),
    "photos when": ({"photos": {"when": "miss"}}, [(("photos", "when"), "out_of_range")]),
    "role": ({"role": "captain"}, [(("role",), "out_of_range")]),
    "recommend on yes_no": ({"role": "recommend"}, [(("role",), "wrong_type")]),
    "bonus critical": ({"bonus": True, "critical": True}, [(("critical",), "out_of_range")]),
    "trap scored": ({"integrity": True}, [(("score",), "out_of_range")]),
    "standard unknown": ({"standard": "MEET"}, [(("standard",), "no_standard")]),
    "standard null": ({"standard": None}, [(("standard",), "wrong_type")]),
    "score null": ({"score": None}, [(("score",), "wrong_type")]),
    "score half": ({"score": {"yes": 1}}, [(("score", "no"), "required")]),
    "score of a choice": (
        {"score": {"by": "options"}},
        [
            (("score", "by"), "unknown_key"),
            (("score", "yes"), "required"),
            (("score", "no"), "required"),
        ],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), FIRST_FAULTS.values(), ids=FIRST_FAULTS)
def test_parse_question_fault(changes, expected):
    assert faults(small_first(**changes)) == [((*FIRST, *loc), code) for loc, code in expected]


def test_parse_scored_question_without_standard():
    document = small_first()
    del document["sections"][0]["questions"][0]["standard"]

    assert faults(document) == [((*FIRST, "standard"), "no_standard")]


def test_parse_unscored_question_with_a_standard_it_does_not_need():
    document = parse_document(small(question("a", "text", standard="GREET")))

    assert document.questions[1].standard == "GREET"


CURVE = {"better": "lower", "target": 20, "limit": 80, "curve": "linear"}
BY = {"by": "options"}
TYPE_FAULTS = {
    "no options": (question("a", "single_choice"), [(("options",), "required")]),
    "empty options": (question("a", "multi_choice", options=[]), [(("options",), "required")]),
    "options an object": (
        question("a", "multi_choice", options={}),
        [(("options",), "wrong_type")],
    ),
    "option code twice": (
        question("a", "single_choice", options=options(1) + options(2)),
        [(("options", 1, "code"), "duplicate_code")],
    ),
    "option key": (
        question("a", "single_choice", options=[{**options(1)[0], "worth": 1}]),
        [(("options", 0, "worth"), "unknown_key")],
    ),
    "option points a string": (
        scored("a", "single_choice", BY, options=options("1")),
        [(("options", 0, "points"), "wrong_type")],
    ),
    "option points left out": (
        scored("a", "single_choice", BY, options=[{"code": "o", "text": {"en": "O"}}]),
        [(("options", 0, "points"), "required")],
    ),
    "null points on multi_choice": (
        scored("a", "multi_choice", BY, options=options(1, None)),
        [(("options", 1, "points"), "wrong_type")],
    ),
    "exclusive on single_choice": (
        question("a", "single_choice", options=[{**options(1)[0], "exclusive": True}]),
        [(("options", 0, "exclusive"), "wrong_type")],
    ),
    "cap on single_choice": (
        scored("a", "single_choice", {"by": "options", "cap": 1}, options=options(1)),
        [(("score", "cap"), "unknown_key")],
    ),
    "cap below zero": (
        scored("a", "multi_choice", {"by": "options", "cap": -1}, options=options(1)),
        [(("score", "cap"), "out_of_range")],
    ),
    "by something else": (
        scored("a", "multi_choice", {"by": "weight"}, options=options(1)),
        [(("score", "by"), "out_of_range")],
    ),
    "scale without bounds": (
        question("a", "scale"),
        [(("minimum",), "required"), (("maximum",), "required")],
    ),
    "scale upside down": (
        question("a", "scale", minimum=5, maximum=5),
        [(("maximum",), "out_of_range")],
    ),
    "scale off step": (
        question("a", "scale", minimum=1, maximum=4, step=2),
        [(("maximum",), "off_step")],
    ),
    "step zero": (question("a", "number", step=0), [(("step",), "out_of_range")]),
    "number upside down": (
        question("a", "number", minimum=2, maximum=1),
        [(("maximum",), "out_of_range")],
    ),
    "half a second": (
        question("a", "duration", minimum=0.5, maximum=2.5, step=0.25),
        [(("minimum",), "wrong_type"), (("maximum",), "wrong_type"), (("step",), "wrong_type")],
    ),
    "recommend 1 to 10": (
        question("a", "scale", minimum=1, maximum=10, role="recommend"),
        [(("role",), "out_of_range")],
    ),
    "money without currency": (question("a", "money"), [(("currency",), "required")]),
    "currency": (question("a", "money", currency="eur"), [(("currency",), "wrong_type")]),
    "currency on a number": (
        question("a", "number", currency="EUR"),
        [(("currency",), "unknown_key")],
    ),
    "scored text": (scored("a", "text", {"points": 1}), [(("score",), "wrong_type")]),
    "scored photo": (
        scored("a", "photo", {"points": 1}, photos={"max": 1}),
        [(("score",), "wrong_type")],
    ),
    "photo without photos": (question("a", "photo"), [(("photos",), "required")]),
    "photo with room for none": (
        question("a", "photo", photos={"min": 0, "max": 0}),
        [(("photos",), "required")],
    ),
    "scale rule on a number": (
        scored("a", "number", {"points": 1}),
        [
            (("score", "curve"), "required"),
            (("score", "target"), "required"),
            (("score", "better"), "required"),
        ],
    ),
    "curve unknown": (
        scored("a", "number", {**CURVE, "curve": "bent"}),
        [(("score", "curve"), "out_of_range")],
    ),
    "linear without limit": (
        scored("a", "duration", {"better": "lower", "target": 20, "curve": "linear"}),
        [(("score", "limit"), "required")],
    ),
    "limit at target": (
        scored("a", "duration", {**CURVE, "limit": 20}),
        [(("score", "limit"), "out_of_range")],
    ),
    "better": (
        scored("a", "duration", {**CURVE, "better": "faster"}),
        [(("score", "better"), "out_of_range")],
    ),
    "curve rule on a scale": (
        scored("a", "scale", CURVE, minimum=1, maximum=5),
        [
            (("score", "better"), "unknown_key"),
            (("score", "target"), "unknown_key"),
            (("score", "limit"), "unknown_key"),
            (("score", "curve"), "unknown_key"),
        ],
    ),
    "table missing": (
        scored("a", "number", {"curve": "table"}),
        [(("score", "table"), "required")],
    ),
    "table with a target": (
        scored("a", "number", {"curve": "table", "table": [[None, 1]], "target": 3}),
        [(("score", "target"), "unknown_key")],
    ),
    "table empty": (
        scored("a", "number", {"curve": "table", "table": []}),
        [(("score", "table"), "required")],
    ),
    "table without open end": (
        scored("a", "number", {"curve": "table", "table": [[1, 1], [2, 0]]}),
        [(("score", "table"), "required")],
    ),
    "table open in the middle": (
        scored("a", "number", {"curve": "table", "table": [[None, 1], [None, 0]]}),
        [(("score", "table", 0), "out_of_range")],
    ),
    "table not rising": (
        scored("a", "number", {"curve": "table", "table": [[2, 1], [2, 1], [None, 0]]}),
        [(("score", "table", 1), "out_of_range")],
    ),
    "table row too long": (
        scored("a", "number", {"curve": "table", "table": [[2, 1, 1], [None, 0]]}),
        [(("score", "table", 0), "wrong_type")],
    ),
    "table points a string": (
        scored("a", "number", {"curve": "table", "table": [[2, "1"], [None, 0]]}),
        [(("score", "table", 0, 1), "wrong_type")],
    ),
}


@pytest.mark.parametrize(("asked", "expected"), TYPE_FAULTS.values(), ids=TYPE_FAULTS)
def test_parse_fault_by_type(asked, expected):
    assert faults_of(asked) == expected


def test_parse_scale_step_is_one():
    document = parse_document(small(question("a", "scale", minimum=1, maximum=5)))

    assert document.questions[1].step == Fraction(1)


def test_parse_photo_rule_with_only_a_least_number():
    document = parse_document(small_first(photos={"min": 2}))

    assert document.questions[0].photos == PhotoRule(2, 2, "always")
