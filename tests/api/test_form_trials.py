"""Trying a questionnaire out over HTTP: the linter's findings, and the golden scores."""

import json
from pathlib import Path

import pytest

from backend.audit.models import Event
from backend.standards.models import Questionnaire
from tests.api.problem_shape import assert_problem
from tests.cast import DATA, EXAMPLE, GOOD_ANSWERS, Api
from tests.standards.forms import form


def golden_cases():
    """(name, document, answers, expected scorecard) of both files of worked cases."""
    for name in ("scoring.json", "scoring-random.json"):
        for case in json.loads(Path(DATA, "vectors", name).read_text())["cases"]:
            settings = (case.get("patch") or {}).get("scoring", {})
            document = case.get("document") or {
                **EXAMPLE,
                "scoring": {**EXAMPLE["scoring"], **settings},
            }
            yield case["name"], document, case["answers"], case["expected"]


CASES = list(golden_cases())


@pytest.fixture
def rae(cast):
    return Api(cast.rae)


def faults(answer):
    return [(error["loc"], error["code"]) for error in answer.json()["errors"]]


def score(api, document, answers):
    return api.post("/questionnaires/score", {"document": document, "answers": answers})


def test_golden_cases_are_all_there():
    assert len(CASES) == 75


@pytest.mark.parametrize(("name", "document", "answers", "expected"), CASES)
def test_score_equals_the_golden_case(rae, name, document, answers, expected):
    answer = score(rae, document, answers)

    assert (answer.status_code, answer.json()) == (200, expected)


def test_score_and_lint_store_nothing(rae):
    before = (Questionnaire.objects.count(), Event.objects.count())

    assert score(rae, EXAMPLE, GOOD_ANSWERS).status_code == 200
    assert rae.post("/questionnaires/lint", EXAMPLE).status_code == 200

    assert (Questionnaire.objects.count(), Event.objects.count()) == before


def test_score_names_faults_of_body_document_and_answers_at_once(rae):
    body = {"document": {**form(), "channel": "pigeon"}, "answers": [], "by": "me"}

    answer = rae.post("/questionnaires/score", body)

    assert_problem(answer, 422, "invalid")
    assert faults(answer) == [
        (["by"], "unknown_key"),
        (["answers"], "wrong_type"),
        (["document", "channel"], "out_of_range"),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, [(["document"], "required"), (["answers"], "required")]),
        ({"answers": {}}, [(["document"], "required")]),
        ({"document": form()}, [(["answers"], "required")]),
        ({"document": form(), "answers": None}, [(["answers"], "wrong_type")]),
        ({"document": [], "answers": {}}, [(["document"], "wrong_type")]),
        (
            {"document": form(), "answers": {"q0": "yes"}},
            [(["answers", "q0"], "wrong_type")],
        ),
        (
            {"document": form(), "answers": {"q0": {"value": "maybe"}}},
            [(["answers", "q0", "value"], "wrong_type")],
        ),
    ],
)
def test_score_refuses_what_it_cannot_read(rae, body, expected):
    answer = rae.post("/questionnaires/score", body)

    assert_problem(answer, 422, "invalid")
    assert faults(answer) == expected


def test_lint_of_the_example_finds_no_error(rae):
    answer = rae.post("/questionnaires/lint", EXAMPLE)

    assert (answer.status_code, answer.json()["errors"]) == (200, [])


def test_lint_answers_errors_and_warnings_apart(rae):
    document = form(languages=["en", "pt"])
    document["sections"][0]["questions"][0]["colour"] = "red"
    document["sections"][0]["questions"][0]["show_if"] = {"question": "q0", "is": "yes"}

    answer = rae.post("/questionnaires/lint", document).json()

    question = ["sections", 0, "questions", 0]
    found = [(error["loc"], error["code"]) for error in answer["errors"]]
    assert found == [
        ([*question, "colour"], "unknown_key"),
        ([*question, "show_if", "question"], "later_question"),
    ]
    assert {warning["code"] for warning in answer["warnings"]} == {"text_missing"}
    assert all(set(each) == {"loc", "code", "message"} for each in answer["errors"])


def test_lint_takes_any_object(rae):
    answer = rae.post("/questionnaires/lint", {})

    assert answer.status_code == 200
    assert {error["code"] for error in answer.json()["errors"]} == {"required"}


ROUTES = [
    ("POST", "/questionnaires/lint"),
    ("POST", "/questionnaires/score"),
    ("POST", "/questionnaires"),
    ("PUT", "/questionnaires/coffee-dine-in/draft"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize(
    ("raw", "status", "expected"),
    [
        (b"", 400, [([], "bad_json")]),
        (b"{", 400, [([], "bad_json")]),
        (b'{"a": 1,}', 400, [([], "bad_json")]),
        (b"\xff{}", 400, [([], "bad_json")]),
        (b'"\x00"', 400, [([], "bad_json")]),
        (b"[]", 422, [([], "wrong_type")]),
        (b"null", 422, [([], "wrong_type")]),
        (b'"text"', 422, [([], "wrong_type")]),
        (b"5", 422, [([], "wrong_type")]),
        (b'{"a": NaN}', 422, [(["a"], "wrong_type")]),
        (b'{"a": [1, -Infinity]}', 422, [(["a", 1], "out_of_range")]),
        (b'{"a": "\\u0000"}', 422, [(["a"], "wrong_type")]),
        (b'{"a": "\\ud800"}', 422, [(["a"], "wrong_type")]),
        (b'{"\\ud800": 1}', 422, [(["\ufffd"], "wrong_type")]),
        (b'{"a": 1, "b": 2, "a": 3}', 422, [(["a"], "duplicate_key")]),
        (b'{"a": 1' + b"0" * 400 + b"}", 422, [(["a"], "out_of_range")]),
        (b'{"a": 1' + b"0" * 100_000 + b"}", 422, [(["a"], "out_of_range")]),
        (b'{"a": 1e999999999999999999999}', 422, [(["a"], "out_of_range")]),
        (b'{"a": 1e-400}', 422, [(["a"], "out_of_range")]),
        (b'{"a":' * 41 + b"1" + b"}" * 41, 422, [([], "too_deep")]),
        (b'{"a":' + b"[" * 100 + b"]" * 100 + b"}", 422, [([], "too_deep")]),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", 422, [([], "too_deep")]),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_body_that_no_document_can_be_is_refused_by_name(cast, method, path, raw, status, expected):
    answer = Api(cast.sol).raw(method, path, raw, "application/json")

    assert_problem(answer, status, "bad_request" if status == 400 else "invalid")
    assert faults(answer) == expected
    assert Questionnaire.objects.get().draft == cast.version.frozen


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_body_over_the_limit_is_413(cast, settings, method, path):
    raw = b'{"code": "big", "a": "' + b"x" * settings.BODY_MAX_BYTES + b'"}'

    answer = Api(cast.sol).raw(method, path, raw, "application/json")

    assert_problem(answer, 413, "too_large")


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x"])
def test_body_of_another_kind_is_415(cast, method, path, content_type):
    answer = Api(cast.sol).raw(method, path, b"{}", content_type)

    assert_problem(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_faults_by_the_hundred_thousand_are_cut_off(cast, method, path):
    raw = b'{"a": [' + b"NaN," * 200_000 + b"NaN]}"

    answer = Api(cast.sol).raw(method, path, raw, "application/json")

    assert_problem(answer, 422, "invalid")
    assert len(faults(answer)) == 1000
