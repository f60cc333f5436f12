"""The register of service standards over HTTP."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.standards.models import StandardVersion
from tests.api.problem_shape import assert_problem
from tests.cast import Api
from tests.standards.forms import standard
from tests.standards.test_register import enter


@pytest.fixture
def sol(cast):
    return Api(cast.sol)


def faults(answer):
    return [(error["loc"], error["code"]) for error in answer.json()["errors"]]


def test_standard_reads_back_as_it_was_entered(sol):
    created = sol.post("/standards", standard(critical=True, direction="lower"))

    expected = standard(critical=True, direction="lower")
    assert (created.status_code, created.json()) == (201, expected)
    read = sol.get("/standards/WELCOME")
    assert (read.status_code, read.json()) == (200, {**expected, "versions": [expected]})


def test_standard_with_its_least_gets_the_defaults(sol):
    body = standard()
    for key in ("behaviours", "trust", "unit", "critical"):
        del body[key]

    answer = sol.post("/standards", body)

    assert answer.status_code == 201
    assert answer.json() == {
        **body,
        "behaviours": [],
        "trust": [],
        "unit": "",
        "direction": "higher",
        "critical": False,
    }


def test_standard_shows_the_version_in_force_and_all_versions(sol):
    days = ["2026-01-01", "2026-08-14", "2026-08-15"]
    for number, day in enumerate(days):
        body = standard(effective_from=day, target_percent=90 + number)
        assert sol.post("/standards", body).status_code == 201

    answer = sol.get("/standards/WELCOME").json()

    assert (answer["effective_from"], answer["target_percent"]) == ("2026-08-14", 91)
    assert [version["effective_from"] for version in answer["versions"]] == days


def test_standard_from_a_day_that_is_taken_is_a_conflict(sol):
    sol.post("/standards", standard())

    answer = sol.post("/standards", standard(target_percent=50))

    assert_problem(answer, 409, "dates_taken")
    assert faults(answer) == [(["effective_from"], "dates_taken")]
    assert sol.get("/standards/WELCOME").json()["target_percent"] == 92.5


@pytest.mark.parametrize("target", [0, 100, 92.5, 33.3333, "92.5", "100", "0.0001"])
def test_standard_takes_targets_as_numbers_or_decimal_text(sol, target):
    answer = sol.post("/standards", standard(target_percent=target))

    assert (answer.status_code, answer.json()["target_percent"]) == (201, float(target))


@pytest.mark.parametrize(
    ("key", "value", "loc", "code"),
    [
        ("code", "has.dot", ["code"], "bad_format"),
        ("code", "x" * 61, ["code"], "bad_format"),
        ("code", "", ["code"], "bad_format"),
        ("code", 5, ["code"], "wrong_type"),
        ("brand", None, ["brand"], "wrong_type"),
        ("brand", "nobody", ["brand"], "unknown_brand"),
        ("effective_from", "2026-02-30", ["effective_from"], "wrong_type"),
        ("effective_from", "1999-12-31", ["effective_from"], "out_of_range"),
        ("effective_from", 20260101, ["effective_from"], "wrong_type"),
        ("text", {}, ["text"], "out_of_range"),
        ("text", "words", ["text"], "wrong_type"),
        ("text", {"en": " "}, ["text", "en"], "bad_format"),
        ("text", {"en": "x" * 4001}, ["text", "en"], "too_long"),
        ("text", {"en": ["x"]}, ["text", "en"], "wrong_type"),
        ("text", {"e n": "x"}, ["text", "e n", "[key]"], "bad_format"),
        ("stage", "before", ["stage"], "unknown_option"),
        ("stage", ["transaction"], ["stage"], "unknown_option"),
        ("dimension", None, ["dimension"], "unknown_option"),
        ("behaviours", "respect", ["behaviours"], "wrong_type"),
        ("behaviours", ["respect", "haste"], ["behaviours", 1], "unknown_option"),
        ("behaviours", ["respect", "respect"], ["behaviours", 1], "duplicate_code"),
        ("behaviours", ["respect"] * 7, ["behaviours"], "out_of_range"),
        ("trust", [{}], ["trust", 0], "unknown_option"),
        ("unit", "x" * 41, ["unit"], "too_long"),
        ("direction", "up", ["direction"], "unknown_option"),
        ("target_percent", -0.0001, ["target_percent"], "out_of_range"),
        ("target_percent", 100.0001, ["target_percent"], "out_of_range"),
        ("target_percent", 10**400, ["target_percent"], "out_of_range"),
        ("target_percent", 33.33333, ["target_percent"], "wrong_type"),
        ("target_percent", True, ["target_percent"], "wrong_type"),
        ("target_percent", None, ["target_percent"], "wrong_type"),
        ("target_percent", "1e1", ["target_percent"], "wrong_type"),
        ("target_percent", " 90", ["target_percent"], "wrong_type"),
        ("target_percent", "NaN", ["target_percent"], "wrong_type"),
        ("critical", 1, ["critical"], "wrong_type"),
        ("critical", "true", ["critical"], "wrong_type"),
        ("owner_role", "\t", ["owner_role"], "bad_format"),
        ("owner_role", "x" * 81, ["owner_role"], "too_long"),
        ("owner_role", "a\x00b", ["owner_role"], "wrong_type"),
        ("owner_role", "\ud800", ["owner_role"], "wrong_type"),
        ("colour", "red", ["colour"], "unknown_key"),
    ],
)
def test_standard_with_a_fault_is_refused_by_name(sol, key, value, loc, code):
    answer = sol.post("/standards", standard(**{key: value}))

    assert_problem(answer, 422, "invalid")
    assert faults(answer) == [(loc, code)]
    assert not StandardVersion.objects.filter(brand="harbour", code="WELCOME").exists()


def test_standard_takes_text_in_any_script(sol):
    text = {"ar": "يُرحَّب بكل ضيف", "ja": "😀 お客様", "zh-Hant-TW": "歡迎"}

    answer = sol.post("/standards", standard(text=text))

    assert (answer.status_code, answer.json()["text"]) == (201, text)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_of_standards_takes_one_query(cast, count):
    StandardVersion.objects.all().delete()
    rae = Api(cast.rae)
    for number in range(count):
        enter(cast, code=f"S{number}")

    with CaptureQueriesContext(connection) as queries:
        answer = rae.get("/standards")

    assert len(answer.json()["items"]) == count
    about = [each["sql"] for each in queries if "standards_" in each["sql"]]
    assert len(about) == 1


def test_list_of_standards_pages_by_code_and_day(sol, cast):
    StandardVersion.objects.all().delete()
    for code in ("B", "A", "C"):
        for day in ("2026-03-01", "2026-05-01"):
            assert sol.post("/standards", standard(code, effective_from=day)).status_code == 201

    first = sol.get("/standards", limit=4).json()
    second = sol.get("/standards", limit=4, cursor=first["next"]).json()

    assert second["next"] is None
    seen = [(each["code"], each["effective_from"]) for each in first["items"] + second["items"]]
    assert seen == [(code, day) for code in ("A", "B", "C") for day in ("2026-03-01", "2026-05-01")]


def test_list_of_standards_filters_by_brand_and_stage(sol, cast):
    enter(cast)
    enter(cast, code="SUMMIT-WELCOME", brand="summit")
    enter(cast, code="SUMMIT-BYE", brand="summit", stage="post_transaction")

    of_brand = sol.get("/standards", brand="summit").json()["items"]
    of_both = sol.get("/standards", brand="summit", stage="post_transaction").json()["items"]

    assert [item["code"] for item in of_brand] == ["SUMMIT-BYE", "SUMMIT-WELCOME"]
    assert [item["code"] for item in of_both] == ["SUMMIT-BYE"]


@pytest.mark.parametrize(
    "query",
    ["colour=red", "stage=before", "limit=0", "limit=201", "cursor=x", "cursor=WzEsMl0=",
     "cursor=WyJBIiwgIm5vdCBhIGRheSJd"],
)  # fmt: skip
def test_list_of_standards_refuses_what_it_does_not_know(sol, query):
    answer = sol.get(f"/standards?{query}")

    assert_problem(answer, 422, "invalid")
