"""A document either parses whole, or names every fault of its form with its path."""

import json
from fractions import Fraction
from typing import Any

import pytest

from shopper_forms.document import (
    All,
    Band,
    Compare,
    Critical,
    CurveRule,
    OptionsRule,
    QuestionValue,
    ScaleRule,
    TableRule,
    YesNoRule,
)
from shopper_forms.findings import Refused
from shopper_forms.parsing import load_json, parse_document
from tests.shopper_forms.documents import (
    DATA,
    FIRST,
    SECOND,
    example,
    question,
    small,
    small_first,
)


def faults(document):
    with pytest.raises(Refused) as refused:
        parse_document(document)
    return [(finding.loc, finding.code) for finding in refused.value.findings]


def test_parse_example():
    document = parse_document(example())

    by_code = {question.code: question for question in document.questions}
    assert [section.code for section in document.sections] == [
        "before",
        "arrival",
        "service",
        "after",
    ]
    assert len(by_code) == 15
    assert document.languages == ("en", "fr")
    assert document.scoring.critical == Critical("keep", None)
    assert document.scoring.pass_mark == 80
    assert document.scoring.bands[1] == Band(Fraction(75), "Developing")
    assert by_code["answer_time"].score == CurveRule(
        "lower", Fraction(20), Fraction(80), "linear", Fraction(1)
    )
    assert by_code["greeted"].score == YesNoRule(Fraction(1), Fraction(0))
    assert by_code["greet_wait"].show_if == Compare("greeted", "is", "yes")
    assert by_code["greet_wait"].score == TableRule(
        (
            (Fraction(30), Fraction(2)),
            (Fraction(60), Fraction(3, 2)),
            (Fraction(120), Fraction(1, 2)),
            (None, Fraction(0)),
        )
    )
    assert by_code["clean"].score == OptionsRule(Fraction(3))
    assert [option.exclusive for option in by_code["clean"].options] == [False, False, False, True]
    assert [option.points for option in by_code["allergens"].options] == [
        Fraction(2),
        Fraction(3, 2),
        Fraction(-1),
        None,
    ]
    assert by_code["friendly"].score == ScaleRule(Fraction(1))
    assert by_code["friendly"].step == 1
    assert by_code["paid"].currency == "EUR"
    assert by_code["trap_colour"].integrity is True
    assert document.checks[1].when == All(
        (Compare("greeted", "is", "no"), Compare("friendly", "gte", Fraction(5)))
    )


def test_parse_gives_the_defaults_of_the_format():
    first = parse_document(small()).questions[0]

    assert first.required is True
    assert first.weight == 1
    assert first.critical is False
    assert first.pass_mark == 1
    assert first.bonus is False
    assert first.not_applicable == "forbidden"
    assert first.integrity is False
    assert first.role is None
    assert first.comment == "optional"
    assert first.comment_min == 0
    assert first.photos is None
    assert first.show_if is None
    assert parse_document(small()).scoring.cap_at_100 is True
    assert parse_document(small()).sections[0].weight == 1


def test_parse_all_random_documents():
    vectors: Any = load_json((DATA / "vectors" / "scoring-random.json").read_bytes())

    parsed = [parse_document(case["document"]) for case in vectors["cases"]]

    assert len(parsed) == 48


def test_parse_floats_as_the_decimal_they_print_as():
    exact = parse_document(example())

    assert parse_document(json.loads((DATA / "questionnaire-example.json").read_text())) == exact


def test_parse_comparison_with_another_question():
    document = small(
        question("other", "yes_no", show_if={"question": "greeted", "is": {"question": "other"}})
    )

    assert parse_document(document).questions[1].show_if == Compare(
        "greeted", "is", QuestionValue("other")
    )


@pytest.mark.parametrize("data", [None, [], "text", 3, True])
def test_parse_something_else_than_an_object(data):
    assert faults(data) == [((), "wrong_type")]


def test_parse_empty_object_names_all_that_is_needed():
    assert faults({}) == [
        (("schema",), "required"),
        (("default_language",), "required"),
        (("code",), "required"),
        (("version",), "required"),
        (("title",), "required"),
        (("languages",), "required"),
        (("channel",), "required"),
        (("scoring",), "required"),
        (("sections",), "required"),
    ]


TOP_FAULTS = {
    "unknown key": ({"colour": 1}, [(("colour",), "unknown_key")]),
    "other schema": ({"schema": "questionnaire/2"}, [(("schema",), "out_of_range")]),
    "code with a space": ({"code": "a b"}, [(("code",), "wrong_type")]),
    "version 0": ({"version": 0}, [(("version",), "out_of_range")]),
    "version 1.5": ({"version": 1.5}, [(("version",), "wrong_type")]),
    "version true": ({"version": True}, [(("version",), "wrong_type")]),
    "title a string": ({"title": "Visit"}, [(("title",), "wrong_type")]),
    "title elsewhere": ({"title": {"de": "Besuch"}}, [(("title", "en"), "required")]),
    "title blank": ({"title": {"en": " "}}, [(("title", "en"), "required")]),
    "title with NUL": ({"title": {"en": "a\0b"}}, [(("title", "en"), "wrong_type")]),
    "title with half a pair": ({"title": {"en": "a\ud800"}}, [(("title", "en"), "wrong_type")]),
    "title too long": ({"title": {"en": "a" * 4001}}, [(("title", "en"), "too_long")]),
    "no language": ({"title": {"en": "a", "?": "b"}}, [(("title", "?"), "unknown_key")]),
    "default not listed": ({"languages": ["fr"]}, [(("languages",), "out_of_range")]),
    "language twice": ({"languages": ["en", "en"]}, [(("languages", 1), "duplicate_code")]),
    "51 languages": (
        {"languages": ["en", *(f"a{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(50))]},
        [(("languages",), "out_of_range")],
    ),
    "channel": ({"channel": "fax"}, [(("channel",), "out_of_range")]),
    "sections an object": ({"sections": {}}, [(("sections",), "wrong_type")]),
    "section a list": ({"sections": [[]]}, [(("sections", 0), "wrong_type")]),
    "checks null": ({"checks": None}, [(("checks",), "wrong_type")]),
}


@pytest.mark.parametrize(("changes", "expected"), TOP_FAULTS.values(), ids=TOP_FAULTS)
def test_parse_top_level_fault(changes, expected):
    assert faults(small(**changes)) == expected


SCORING_FAULTS = {
    "unknown key": ({"colour": 1}, [(("colour",), "unknown_key")]),
    "mode": ({"mode": "mean"}, [(("mode",), "out_of_range")]),
    "effect": ({"critical": {"effect": "halve"}}, [(("critical", "effect"), "out_of_range")]),
    "cap left out": ({"critical": {"effect": "cap"}}, [(("critical", "cap"), "required")]),
    "cap above 100": (
        {"critical": {"effect": "cap", "cap": 101}},
        [(("critical", "cap"), "out_of_range")],
    ),
    "cap_at_100 a number": ({"cap_at_100": 1}, [(("cap_at_100",), "wrong_type")]),
    "pass mark": ({"pass_mark": -1}, [(("pass_mark",), "out_of_range")]),
    "pass mark NaN": ({"pass_mark": float("nan")}, [(("pass_mark",), "out_of_range")]),
    "pass mark too fine": ({"pass_mark": 0.1234567}, [(("pass_mark",), "too_many_decimals")]),
    "pass mark huge": ({"pass_mark": 10**400}, [(("pass_mark",), "out_of_range")]),
    "band without label": ({"bands": [{"from": 0}]}, [(("bands", 0, "label"), "required")]),
    "band from 101": (
        {"bands": [{"from": 101, "label": "A"}]},
        [(("bands", 0, "from"), "out_of_range")],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), SCORING_FAULTS.values(), ids=SCORING_FAULTS)
def test_parse_scoring_fault(changes, expected):
    document = small()
    document["scoring"].update(changes)

    assert faults(document) == [(("scoring", *loc), code) for loc, code in expected]


STANDARD_FAULTS = {
    "other code": ({"code": "MEET"}, [(("code",), "out_of_range")]),
    "stage": ({"stage": "later"}, [(("stage",), "out_of_range")]),
    "dimension": ({"dimension": 5}, [(("dimension",), "wrong_type")]),
    "behaviour": ({"behaviours": ["joy"]}, [(("behaviours", 0), "out_of_range")]),
    "trust twice": ({"trust": ["honesty", "honesty"]}, [(("trust", 1), "duplicate_code")]),
    "target": ({"target_percent": 100.5}, [(("target_percent",), "out_of_range")]),
    "owner": ({"owner_role": ""}, [(("owner_role",), "required")]),
    "unknown key": ({"unit": "s"}, [(("unit",), "unknown_key")]),
}


@pytest.mark.parametrize(("changes", "expected"), STANDARD_FAULTS.values(), ids=STANDARD_FAULTS)
def test_parse_standard_fault(changes, expected):
    document = small()
    document["standards"]["GREET"].update(changes)

    assert faults(document) == [(("standards", "GREET", *loc), code) for loc, code in expected]


def test_parse_standard_key_that_is_no_code():
    assert (("standards", "a b"), "wrong_type") in faults(small(standards={"a b": {}}))


def test_parse_duplicate_codes_of_every_kind():
    check = {
        "code": "c",
        "when": {"question": "greeted", "is": "no"},
        "severity": "review",
        "message": {"en": "Look."},
    }
    document = small(question("greeted", "text"), checks=[check, check])
    document["sections"].append({"code": "arrival", "title": {"en": "Again"}, "questions": []})

    assert faults(document) == [
        (("sections", 1, "code"), "duplicate_code"),
        ((*SECOND, "code"), "duplicate_code"),
        (("checks", 1, "code"), "duplicate_code"),
    ]


def test_parse_section_weight_zero():
    document = small()
    document["sections"][0]["weight"] = 0

    assert faults(document) == [(("sections", 0, "weight"), "bad_weight")]


def test_parse_all_faults_at_once():
    document = small_first(weight=-1, colour="red", photos={"min": 2, "max": 1})
    document["channel"] = "fax"

    assert faults(document) == [
        (("channel",), "out_of_range"),
        ((*FIRST, "colour"), "unknown_key"),
        ((*FIRST, "weight"), "bad_weight"),
        ((*FIRST, "photos", "max"), "out_of_range"),
    ]


def test_parse_second_recommendation():
    ten = {"minimum": 0, "maximum": 10, "role": "recommend"}

    assert faults(small(question("a", "scale", **ten), question("b", "scale", **ten))) == [
        ((*FIRST[:3], 2, "role"), "duplicate_code")
    ]
