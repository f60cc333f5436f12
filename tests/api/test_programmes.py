"""Setting up programmes over the API."""

import pytest

from backend.audit.models import Event
from backend.fieldwork.models import Programme, Wave
from tests.cast import Api, location, programme, wave

SHORT = {
    "code": "promise-2027",
    "brand": "harbour",
    "questionnaires": ["in-store-promise"],
    "target_score": "90",
}
FULL = {
    "code": "full",
    "name": "Everything said",
    "brand": "harbour",
    "questionnaires": ["in-store-promise"],
    "target_score": "87.5",
    "rotation_days": 60,
    "clean_days": 2,
    "max_per_day": 4,
    "appeal_days": 10,
    "grace_hours": 12,
    "qualifications": ["barista", "over-18"],
    "locations": ["L1", "P1"],
    "competitor_locations": ["R1"],
    "staff_identification": "name",
    "legal_basis": "Works agreement of 3 May 2026.",
    "declaration": "Told on 12 January 2026.",
}


@pytest.fixture
def sol(cast):
    return Api(cast.sol)


def faults(answer):
    return [(error["loc"], error["code"]) for error in answer.json()["errors"]]


def test_programme_with_its_least_gets_the_defaults(sol, cast):
    answer = sol.post("/programmes", {**SHORT, "questionnaires": [cast.version.questionnaire_id]})

    assert answer.status_code == 201
    assert answer.json() == {
        "code": "promise-2027",
        "name": "promise-2027",
        "brand": "harbour",
        "questionnaires": [cast.version.questionnaire_id],
        "target_score": "90",
        "rotation_days": 90,
        "clean_days": 0,
        "max_per_day": 3,
        "appeal_days": 14,
        "grace_hours": 24,
        "qualifications": [],
        "locations": [],
        "competitor_locations": [],
        "staff_identification": "role",
        "legal_basis": "",
        "declaration": "",
    }
    assert [event.verb for event in Event.objects.all()] == ["programme.added"]


def test_programme_with_everything_reads_back_as_sent(sol, cast):
    body = {**FULL, "questionnaires": [cast.version.questionnaire_id]}

    created = sol.post("/programmes", body)

    assert created.status_code == 201
    assert created.json() == body
    assert sol.get("/programmes/full").json() == body


def test_programme_names_every_fault_at_once(sol, cast):
    body = {
        "code": "faulty",
        "brand": "rival",
        "questionnaires": ["nothing"],
        "target_score": "100.01",
        "locations": ["L1", "nowhere"],
        "competitor_locations": ["S1", "nowhere"],
        "staff_identification": "name",
        "legal_basis": "  ",
    }

    answer = sol.post("/programmes", body)

    assert answer.status_code == 422
    assert faults(answer) == [
        (["brand"], "not_own_brand"),
        (["target_score"], "out_of_range"),
        (["questionnaires", 0], "unknown_questionnaire"),
        (["locations", 0], "other_brand"),
        (["locations", 1], "unknown_location"),
        (["competitor_locations", 0], "not_a_competitor"),
        (["competitor_locations", 1], "unknown_location"),
        (["legal_basis"], "legal_basis_missing"),
    ]
    assert Programme.objects.count() == 1
    assert Event.objects.count() == 0


@pytest.mark.parametrize("code", ["promise", "Promise"])
def test_programme_does_not_take_a_code_again_whatever_its_case(sol, cast, code):
    body = {**SHORT, "code": code, "questionnaires": [cast.version.questionnaire_id]}

    answer = sol.post("/programmes", body)

    assert (answer.status_code, answer.json()["code"]) == (409, "already_exists")
    assert Programme.objects.count() == 1


def test_programme_does_not_take_another_brands_questionnaire(sol, cast):
    body = {
        **SHORT,
        "brand": "summit",
        "questionnaires": [cast.version.questionnaire_id],
    }

    answer = sol.post("/programmes", body)

    assert faults(answer) == [(["questionnaires", 0], "other_brand")]


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("target_score", 90, "wrong_type"),
        ("target_score", "1e1", "wrong_type"),
        ("target_score", "9" * 30, "wrong_type"),
        ("target_score", "NaN", "wrong_type"),
        ("target_score", "-1", "out_of_range"),
        ("target_score", "89.99999", "too_many_decimals"),
        ("rotation_days", -1, "out_of_range"),
        ("rotation_days", 10**30, "out_of_range"),
        ("rotation_days", True, "wrong_type"),
        ("clean_days", 1.5, "wrong_type"),
        ("max_per_day", 0, "out_of_range"),
        ("grace_hours", "24", "wrong_type"),
        ("questionnaires", [], "out_of_range"),
        ("locations", "L1", "wrong_type"),
        ("staff_identification", "face", "unknown_option"),
        ("colour", "red", "unknown_key"),
        ("name", "", "too_short"),
        ("name", "n" * 161, "too_long"),
        ("declaration", "d" * 4001, "too_long"),
        ("declaration", "nul \u0000", "wrong_type"),
        ("code", "../../etc", "bad_format"),
        ("code", "c" * 61, "bad_format"),
    ],
)
def test_programme_with_a_hostile_value_is_refused(sol, cast, key, value, code):
    body = {**FULL, "questionnaires": [cast.version.questionnaire_id], key: value}

    answer = sol.post("/programmes", body)

    assert answer.status_code == 422
    assert [(error["loc"][0], error["code"]) for error in answer.json()["errors"]] == [(key, code)]
    assert Programme.objects.count() == 1


def test_change_keeps_what_is_not_named(sol, cast):
    before = sol.get("/programmes/promise").json()

    answer = sol.patch("/programmes/promise", {"rotation_days": 30, "locations": ["L2"]})

    assert answer.status_code == 200
    assert answer.json() == {**before, "rotation_days": 30, "locations": ["L2"]}
    event = Event.objects.get()
    assert (event.verb, event.data) == (
        "programme.changed",
        '{"fields":["locations","rotation_days"]}',
    )


def test_change_is_checked_as_a_whole(sol, cast):
    answer = sol.patch("/programmes/promise", {"staff_identification": "name", "locations": ["S1"]})

    assert answer.status_code == 422
    assert faults(answer) == [
        (["locations", 0], "other_brand"),
        (["legal_basis"], "legal_basis_missing"),
    ]
    assert sol.get("/programmes/promise").json()["staff_identification"] == "role"


def test_change_of_brand_or_code_is_refused(sol, cast):
    answer = sol.patch("/programmes/promise", {"brand": "summit", "code": "other"})

    assert faults(answer) == [(["brand"], "unknown_key"), (["code"], "unknown_key")]


def test_declaration_stays_while_a_wave_is_open(sol, cast):
    answer = sol.patch("/programmes/promise", {"declaration": " "})

    assert answer.status_code == 409
    assert answer.json()["code"] == "declaration_missing"
    assert Programme.objects.get().declaration == "Staff were told on 12 January 2026."


def test_declaration_may_go_while_waves_are_only_planned(sol, cast):
    Wave.objects.update(state="planned")

    assert sol.patch("/programmes/promise", {"declaration": ""}).status_code == 200


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("sol", ["promise", "summit-care"]),
        ("rae", ["promise", "summit-care"]),
        ("cleo", ["promise"]),
        ("mona", ["promise"]),
        ("oto", ["summit-care"]),
    ],
)
def test_list_shows_a_client_its_own_brand(cast, who, codes):
    programme("summit-care", cast.summit, cast.version, [cast.s1])

    answer = Api(getattr(cast, who)).get("/programmes")

    assert [item["code"] for item in answer.json()["items"]] == codes


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_list_takes_the_same_queries_for_any_number(cast, rows, django_assert_num_queries):
    for index in range(rows - 1):
        more = programme(f"p{index}", cast.harbour, cast.version, [cast.l1])
        more.locations.add(location(f"X{index}", cast.lisbon))
        wave(f"w{index}", more)
    sol = Api(cast.sol)

    with django_assert_num_queries(5):
        answer = sol.get("/programmes")

    assert len(answer.json()["items"]) == rows
