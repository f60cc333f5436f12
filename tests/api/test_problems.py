"""Every kind of failure answers with the same shape, and none with a page or a 500."""

import json
import threading

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.http import Http404, UnreadablePostError
from django.test import Client

from backend.api import problems
from backend.errors import every_refusal
from backend.network.models import Brand
from tests.api.problem_shape import assert_problem
from tests.cast import Api

SIGN_IN = {"email": "sam@cast.example", "password": "x", "device": "d"}


@pytest.fixture
def ada(cast):
    """The API as the system admin."""
    return Api(cast.ada)


def test_unknown_path_is_a_problem(ada):
    answer = ada.get("/nothing/here")

    assert_problem(answer, 404, "not_found")


def test_unknown_path_without_sign_in_is_a_problem(db):
    answer = Api().get("/nothing/here")

    assert_problem(answer, 404, "not_found")


def test_wrong_method_names_the_right_ones(ada):
    answer = ada.send("PUT", "/brands")

    assert_problem(answer, 405, "method_not_allowed")
    assert set(answer["Allow"].split(", ")) == {"GET", "POST"}


def test_missing_and_wrong_tokens_are_problems(db):
    wrong = Api()
    wrong.headers = {"Authorization": "Bearer pc_nonsense"}
    strange = Api()
    strange.headers = {"Authorization": "Digest abc"}

    for caller in (Api(), wrong, strange):
        answer = caller.get("/me")
        assert_problem(answer, 401, "unauthenticated")
        assert answer["WWW-Authenticate"] == 'Bearer realm="plainclothes"'


def test_session_without_csrf_token_is_refused_and_reads_are_not(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.ada)

    read = browser.get("/api/v1/me")
    written = browser.post("/api/v1/brands", b"{}", content_type="application/json")

    assert read.status_code == 200
    assert_problem(written, 403, "csrf_failed")


def test_session_with_csrf_token_may_write(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.ada)
    browser.cookies["csrftoken"] = "a" * 32

    answer = browser.post(
        "/api/v1/brands",
        json.dumps({"code": "new", "name": "New", "kind": "own"}).encode(),
        content_type="application/json",
        headers={"X-CSRFToken": "a" * 32},
    )

    assert answer.status_code == 201


def test_session_form_post_with_its_csrf_field_is_a_wrong_kind_of_body(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.ada)
    browser.cookies["csrftoken"] = "a" * 32

    answer = browser.post("/api/v1/brands", {"csrfmiddlewaretoken": "a" * 32})

    assert_problem(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000, b'\xef\xbb\xbf{"a": 1}', b"1" * 5000],
    ids=["cut off", "not UTF-8", "NaN", "very deep", "with a BOM", "5000 digits"],
)
def test_unreadable_json_is_a_bad_request(ada, body):
    answer = ada.raw("POST", "/brands", body, "application/json")

    assert_problem(answer, 400, "bad_request")


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x"])
def test_wrong_content_type_is_refused(ada, content_type):
    answer = ada.raw("POST", "/brands", b"{}", content_type)

    assert_problem(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 15 * 1024 * 1024 + 2000])
def test_too_large_body_is_refused(ada, size):
    answer = ada.raw("POST", "/brands", b" " * size, "application/json")

    assert_problem(answer, 413, "too_large")


@pytest.mark.parametrize(
    ("text", "loc"),
    [('{"code": "a\\u0000"}', ["code"]), ('{"name": "\\ud800"}', ["name"])],
    ids=["NUL", "half a surrogate pair"],
)
def test_characters_nothing_can_keep_are_named(ada, text, loc):
    answer = ada.raw("POST", "/brands", text.encode(), "application/json")

    problem = assert_problem(answer, 422, "invalid")
    assert [error["loc"] for error in problem["errors"]] == [loc]


def test_every_fault_of_a_body_is_named_at_once(ada):
    answer = ada.post("/brands", {"code": "a b", "kind": "ours", "colour": "red"})

    problem = assert_problem(answer, 422, "invalid")
    assert {(tuple(error["loc"]), error["code"]) for error in problem["errors"]} == {
        (("code",), "bad_format"),
        (("name",), "required"),
        (("kind",), "unknown_option"),
        (("colour",), "unknown_key"),
    }


def test_missing_body_is_invalid(ada):
    answer = ada.raw("POST", "/brands", b"", "application/json")

    assert_problem(answer, 422, "invalid")


@pytest.mark.parametrize("cursor", ["x", "W10=", "WzFd", "%00", "eyJhIjogMX0=", "A" * 2000])
def test_cursor_from_elsewhere_is_invalid(ada, cursor):
    answer = ada.raw("GET", f"/brands?cursor={cursor}", b"", "")

    problem = assert_problem(answer, 422, "invalid")
    assert [error["loc"] for error in problem["errors"]] == [["query", "cursor"]]


@pytest.mark.parametrize("limit", ["0", "201", "-1", "9" * 30, "many", "1.5", ""])
def test_limit_out_of_range_is_invalid(ada, limit):
    answer = ada.raw("GET", f"/brands?limit={limit}", b"", "")

    problem = assert_problem(answer, 422, "invalid")
    assert [error["loc"] for error in problem["errors"]] == [["query", "limit"]]


def test_parameter_that_a_route_does_not_take_is_refused(ada):
    answer = ada.get("/me", form="x")

    problem = assert_problem(answer, 422, "invalid")
    assert problem["errors"] == [
        {
            "loc": ["query", "form"],
            "code": "unknown_key",
            "message": "This address takes no such parameter.",
        }
    ]


def test_too_many_parameters_are_a_bad_request(ada):
    answer = ada.raw("GET", "/brands?" + "&".join(f"a{i}=1" for i in range(2000)), b"", "")

    assert_problem(answer, 400, "bad_request")


def test_strange_host_is_a_bad_request(db):
    answer = Client().get("/api/v1/me", headers={"Host": "evil.example"})

    assert_problem(answer, 400, "bad_request")


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (OperationalError("database is locked"), 503, "busy"),
        (Http404(), 404, "not_found"),
        (PermissionDenied(), 403, "forbidden"),
        (SuspiciousOperation(), 400, "bad_request"),
        (UnreadablePostError(), 400, "bad_request"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_django_raises_becomes_a_problem(ada, monkeypatch, failure, status, code):
    def fail(person):
        raise failure

    monkeypatch.setattr("backend.api.tokens.me_of", fail)

    answer = ada.get("/me")

    assert_problem(answer, status, code)
    assert answer.has_header("Retry-After") == (status == 503)


def test_malfunction_says_nothing_of_its_cause(ada, monkeypatch, caplog):
    monkeypatch.setattr("backend.api.tokens.me_of", lambda person: 1 / 0)

    answer = ada.get("/me")

    problem = assert_problem(answer, 500, "malfunction")
    assert "division" not in json.dumps(problem)
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite_only  # its files can be kept from growing
def test_full_database_is_no_space_and_nothing_is_kept(cast):
    ada = Api(cast.ada)
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")
    try:
        answers = [
            ada.post("/brands", {"code": f"b{number}", "name": "n" * 120, "kind": "own"})
            for number in range(200)
        ]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count=1073741823")

    full = next(answer for answer in answers if answer.status_code != 201)
    assert_problem(full, 507, "no_space")
    kept = sum(answer.status_code == 201 for answer in answers)
    assert Brand.objects.filter(code__startswith="b").count() == kept


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite_only  # there a writer locks the whole database
def test_locked_database_is_busy(cast):
    ada = Api(cast.ada)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=50")
    locked, answered = threading.Event(), threading.Event()
    other = threading.Thread(target=_hold_the_database, args=(locked, answered))
    other.start()
    locked.wait(10)

    answer = ada.post("/brands", {"code": "new", "name": "New", "kind": "own"})
    answered.set()
    other.join()

    assert_problem(answer, 503, "busy")
    assert answer["Retry-After"] == "1"


@pytest.mark.parametrize("kind", list(every_refusal()), ids=lambda kind: kind.code)
def test_refusal_of_every_kind_has_the_shape(kind):
    answer = problems.as_response(kind())

    assert_problem(answer, kind.status, kind.code)
    assert answer.has_header("Retry-After") == (kind.status in (429, 503, 507))


def _hold_the_database(locked, answered):
    with connection.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        locked.set()
        answered.wait(10)
        cursor.execute("ROLLBACK")
    connection.close()
