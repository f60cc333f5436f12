"""Questionnaires over HTTP: drafts, publishing, retiring, the list."""

import hashlib
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.audit.models import Event
from backend.standards.models import Questionnaire, QuestionnaireVersion
from shopper_forms.canonical import canonical_json
from tests.api.problem_shape import assert_problem
from tests.cast import Api, assignment, published
from tests.standards.forms import form
from tests.standards.test_register import enter

EXAMPLE_V1 = "/questionnaires/coffee-dine-in/versions/1"


@pytest.fixture
def sol(cast):
    return Api(cast.sol)


def faults(answer):
    return [(error["loc"], error["code"]) for error in answer.json()["errors"]]


# ---- drafts


def test_create_answers_the_document_with_version_one(sol):
    answer = sol.post("/questionnaires", form(version=40))

    assert answer.status_code == 201
    assert answer.content == canonical_json(form())
    assert sol.get("/questionnaires/house-visit/draft").content == answer.content


@pytest.mark.slow
def test_draft_keeps_every_digit(sol):
    body = b'{"code":"exact","weight":0.12345678901234567890123456789,"big":100000000000000000001}'

    answer = sol.raw("POST", "/questionnaires", body, "application/json")

    assert answer.status_code == 201
    assert answer.content == (
        b'{"big":100000000000000000001,"code":"exact","version":1,'
        b'"weight":0.12345678901234567890123456789}'
    )


def test_put_replaces_the_draft_and_says_its_next_version(sol, cast):
    enter(cast)
    sol.post("/questionnaires", form())
    sol.post("/questionnaires/house-visit/publish")

    answer = sol.put("/questionnaires/house-visit/draft", form(version=1, channel="web"))

    assert answer.status_code == 200
    assert answer.content == canonical_json(form(version=2, channel="web"))
    assert sol.get("/questionnaires/house-visit/draft").content == answer.content


def test_put_of_another_code_is_refused(sol):
    sol.post("/questionnaires", form())

    answer = sol.put("/questionnaires/house-visit/draft", form("other-visit"))

    assert_problem(answer, 422, "invalid")
    assert faults(answer) == [(["code"], "other_code")]
    assert sol.get("/questionnaires/house-visit/draft").content == canonical_json(form())


def test_create_of_a_code_that_is_taken_is_a_conflict(sol):
    sol.post("/questionnaires", form())

    answer = sol.post("/questionnaires", form("HOUSE-visit"))

    assert_problem(answer, 409, "already_exists")
    assert Questionnaire.objects.filter(code__iexact="house-visit").count() == 1


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (None, "required"),
        (7, "bad_format"),
        (["a"], "bad_format"),
        ("", "bad_format"),
        ("has.dot", "bad_format"),
        ("a\n", "bad_format"),
        ("x" * 61, "bad_format"),
        ("é", "bad_format"),
    ],
)
def test_create_with_a_code_nobody_can_address_is_refused(sol, code, fault):
    answer = sol.post("/questionnaires", {"code": code})

    assert_problem(answer, 422, "invalid")
    assert faults(answer) == [(["code"], fault)]
    assert Questionnaire.objects.count() == 1


# ---- publishing


def test_publish_answers_code_version_and_digest(sol, cast):
    enter(cast)
    sol.post("/questionnaires", form())

    answer = sol.post("/questionnaires/house-visit/publish")

    digest = hashlib.sha256(canonical_json(form())).hexdigest()
    expected = {"code": "house-visit", "version": 1, "sha256": digest}
    assert (answer.status_code, answer.json()) == (201, expected)
    again = sol.post("/questionnaires/house-visit/publish")
    assert (again.status_code, again.json()) == (200, expected)


def test_publish_with_lint_errors_names_them(sol, cast):
    enter(cast)
    sol.post("/questionnaires", form(colour="red"))

    answer = sol.post("/questionnaires/house-visit/publish")

    assert_problem(answer, 422, "invalid")
    assert faults(answer) == [(["colour"], "unknown_key")]
    assert not QuestionnaireVersion.objects.filter(questionnaire="house-visit").exists()


def test_publish_of_a_standard_that_differs_says_which_and_where(sol, cast):
    enter(cast, owner_role="manager")
    sol.post("/questionnaires", form("house-visit", "WELCOME", "UNKNOWN"))

    answer = sol.post("/questionnaires/house-visit/publish")

    assert_problem(answer, 422, "standard_differs")
    assert faults(answer) == [
        (["standards", "UNKNOWN"], "standard_differs"),
        (["standards", "WELCOME", "owner_role"], "standard_differs"),
    ]


def test_retire_answers_the_version_any_number_of_times(sol, cast):
    expected = {
        "code": "coffee-dine-in",
        "version": 1,
        "sha256": cast.version.sha256,
        "retired": True,
    }

    answers = [sol.post(f"{EXAMPLE_V1}/retire") for _ in range(3)]

    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, expected)] * 3
    assert Event.objects.filter(verb="questionnaire.retired").count() == 1


def test_retired_version_is_still_read_by_who_holds_it(cast):
    assignment(cast)
    Api(cast.sol).post(f"{EXAMPLE_V1}/retire")

    assert Api(cast.sam).get(EXAMPLE_V1).status_code == 200


def test_assignments_take_the_newest_version_that_is_not_retired(sol, cast):
    body = {
        "wave": "promise-q3", "location": "L1", "window_start": "2026-08-20T09:00",
        "window_end": "2026-08-20T17:00", "brief": "Go in.",
        "fee": {"amount": 1500, "currency": "EUR"},
        "reimbursement_cap": {"amount": 600, "currency": "EUR"},
    }  # fmt: skip
    sol.post("/questionnaires/coffee-dine-in/publish")
    draft = json.loads(sol.get("/questionnaires/coffee-dine-in/draft").content)
    sol.put("/questionnaires/coffee-dine-in/draft", {**draft, "channel": "web"})
    assert sol.post("/questionnaires/coffee-dine-in/publish").json()["version"] == 2

    newest = sol.post("/assignments", body)
    sol.post("/questionnaires/coffee-dine-in/versions/2/retire")
    older = sol.post("/assignments", body)
    sol.post(f"{EXAMPLE_V1}/retire")
    none = sol.post("/assignments", body)

    assert (newest.status_code, newest.json()["questionnaire"]["version"]) == (201, 2)
    assert (older.status_code, older.json()["questionnaire"]["version"]) == (201, 1)
    assert_problem(none, 409, "no_published_version")


# ---- the list


def test_list_shows_versions_and_whether_they_are_retired(sol, cast):
    enter(cast)
    sol.post("/questionnaires", form())
    sol.post("/questionnaires", {"code": "empty"})
    first = sol.post("/questionnaires/house-visit/publish").json()
    sol.post("/questionnaires/house-visit/versions/1/retire")
    second = sol.post("/questionnaires/house-visit/publish").json()

    answer = sol.get("/questionnaires").json()

    assert answer["next"] is None
    assert [item["code"] for item in answer["items"]] == ["coffee-dine-in", "empty", "house-visit"]
    assert answer["items"][1:] == [
        {"code": "empty", "brand": None, "versions": []},
        {
            "code": "house-visit",
            "brand": "harbour",
            "versions": [{**first, "retired": True}, {**second, "retired": False}],
        },
    ]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_takes_two_queries_and_reads_no_document(cast, count):
    rae = Api(cast.rae)
    for number in range(1, count):
        published(form(f"visit-{number}", f"S{number}"), cast.harbour)

    with CaptureQueriesContext(connection) as queries:
        answer = rae.get("/questionnaires")

    assert len(answer.json()["items"]) == count
    about = [each["sql"] for each in queries if "standards_questionnaire" in each["sql"]]
    assert len(about) == 2
    assert not any('"draft"' in sql or '"frozen"' in sql for sql in about)


def test_clients_see_no_questionnaire_of_another_brand(cast):
    published(form("summit-visit", "SUMMIT-WELCOME"), cast.summit)

    codes = {
        who.name: [item["code"] for item in Api(who).get("/questionnaires").json()["items"]]
        for who in (cast.cleo, cast.mona, cast.oto, cast.otis)
    }

    assert codes == {
        "Cleo": ["coffee-dine-in"],
        "Mona": ["coffee-dine-in"],
        "Oto": ["summit-visit"],
        "Otis": ["summit-visit"],
    }
