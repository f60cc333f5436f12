"""Planning and opening waves over the API."""

import pytest

from backend.audit.models import Event
from backend.fieldwork.models import Programme, Wave
from tests.cast import Api, wave

BODY = {"code": "promise-q4", "programme": "promise", "from": "2026-10-01", "to": "2026-12-31"}


@pytest.fixture
def sol(cast):
    return Api(cast.sol)


def faults(answer):
    return [(error["loc"], error["code"]) for error in answer.json()["errors"]]


def test_wave_is_planned_at_first(sol):
    created = sol.post("/waves", BODY)

    assert created.status_code == 201
    assert created.json() == {**BODY, "state": "planned"}
    assert sol.get("/waves/promise-q4").json() == {**BODY, "state": "planned"}
    assert [event.verb for event in Event.objects.all()] == ["wave.added"]


def test_wave_names_every_fault_at_once(sol):
    answer = sol.post(
        "/waves",
        {"code": "faulty", "programme": "none", "from": "2026-10-02", "to": "2026-10-01"},
    )

    assert answer.status_code == 422
    assert faults(answer) == [
        (["to"], "ends_before_start"),
        (["programme"], "unknown_programme"),
    ]
    assert Wave.objects.count() == 1


@pytest.mark.parametrize("code", ["promise-q3", "PROMISE-Q3"])
def test_wave_does_not_take_a_code_again_whatever_its_case(sol, code):
    answer = sol.post("/waves", {**BODY, "code": code})

    assert (answer.status_code, answer.json()["code"]) == (409, "already_exists")
    assert Wave.objects.count() == 1


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("from", "1999-12-31", "out_of_range"),
        ("to", "9999-12-31", "out_of_range"),
        ("from", 20261001, "wrong_type"),
        ("from", "2026-02-30", "wrong_type"),
        ("from", None, "wrong_type"),
        ("state", "open", "unknown_key"),
        ("code", "", "bad_format"),
        ("programme", ["promise"], "wrong_type"),
    ],
)
def test_wave_with_a_hostile_value_is_refused(sol, key, value, code):
    answer = sol.post("/waves", {**BODY, key: value})

    assert answer.status_code == 422
    assert faults(answer) == [([key], code)]


def test_wave_of_one_day_is_taken(sol):
    assert sol.post("/waves", {**BODY, "to": "2026-10-01"}).status_code == 201


def test_wave_opens_once(sol):
    sol.post("/waves", BODY)

    opened = sol.post("/waves/promise-q4/open")
    again = sol.post("/waves/promise-q4/open")

    assert opened.status_code == 200
    assert opened.json() == {**BODY, "state": "open"}
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    assert [event.verb for event in Event.objects.all()] == ["wave.added", "wave.opened"]


def test_wave_opens_without_any_body(sol):
    sol.post("/waves", BODY)

    assert sol.send("POST", "/waves/promise-q4/open").status_code == 200


def test_wave_without_declaration_does_not_open(sol):
    Programme.objects.update(declaration=" ")
    sol.post("/waves", BODY)

    answer = sol.post("/waves/promise-q4/open")

    assert (answer.status_code, answer.json()["code"]) == (409, "declaration_missing")
    assert Wave.objects.get(code="promise-q4").state == "planned"


def test_wave_moves_its_days(sol):
    answer = sol.patch("/waves/promise-q3", {"to": "2026-10-07"})

    assert answer.status_code == 200
    assert answer.json() == {
        "code": "promise-q3",
        "programme": "promise",
        "from": "2026-07-01",
        "to": "2026-10-07",
        "state": "open",
    }


def test_wave_does_not_end_before_it_starts(sol):
    answer = sol.patch("/waves/promise-q3", {"to": "2026-06-30"})

    assert faults(answer) == [(["to"], "ends_before_start")]
    assert str(Wave.objects.get().ends) == "2026-09-30"


@pytest.mark.parametrize(
    ("who", "codes"), [("sol", ["promise-q3"]), ("mona", ["promise-q3"]), ("oto", [])]
)
def test_list_shows_a_client_its_own_brand(cast, who, codes):
    answer = Api(getattr(cast, who)).get("/waves")

    assert [item["code"] for item in answer.json()["items"]] == codes


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_list_takes_the_same_queries_for_any_number(cast, rows, django_assert_num_queries):
    for index in range(rows - 1):
        wave(f"w{index}", cast.programme)
    sol = Api(cast.sol)

    with django_assert_num_queries(2):
        answer = sol.get("/waves")

    assert len(answer.json()["items"]) == rows
