"""Programmes, waves and assignments in the stock admin, through the use cases."""

import pytest
from django.test import Client

from backend.audit.models import Event
from backend.fieldwork.models import Programme, Wave
from tests.cast import assignment

TERMS = {
    "code": "care",
    "name": "Care",
    "brand": "harbour",
    "target_score": "90",
    "rotation_days": "30",
    "clean_days": "0",
    "max_per_day": "3",
    "appeal_days": "14",
    "grace_hours": "24",
    "qualifications": "[]",
    "locations": ["L1"],
    "staff_identification": "role",
    "legal_basis": "",
    "declaration": "Told.",
}


def admin_of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def sol(cast):
    return admin_of(cast.sol)


def faults(answer):
    return {name: list(texts) for name, texts in answer.context["adminform"].form.errors.items()}


def test_scheduler_adds_a_programme(sol, cast):
    answer = sol.post(
        "/admin/fieldwork/programme/add/",
        {**TERMS, "questionnaires": [cast.version.questionnaire_id]},
    )

    assert answer.status_code == 302
    made = Programme.objects.get(code="care")
    assert [row.code for row in made.locations.all()] == ["L1"]
    assert made.rotation_days == 30
    assert [event.verb for event in Event.objects.all()] == ["programme.added"]


def test_faults_stand_at_their_fields(sol, cast):
    answer = sol.post(
        "/admin/fieldwork/programme/add/",
        {
            **TERMS,
            "questionnaires": [cast.version.questionnaire_id],
            "locations": ["S1"],
            "staff_identification": "name",
        },
    )

    assert faults(answer) == {
        "locations": ["Location S1 belongs to the brand summit, not harbour."],
        "legal_basis": ["Naming staff in reports needs a recorded legal basis."],
    }
    assert Programme.objects.count() == 1
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rotation_days", "99999999999"),
        ("max_per_day", "0"),
        ("qualifications", '{"a": 1}'),
        ("qualifications", "[1]"),
        ("target_score", "101"),
        ("code", "../x"),
    ],
)
def test_odd_values_are_refused(sol, cast, name, value):
    answer = sol.post(
        "/admin/fieldwork/programme/add/",
        {**TERMS, "questionnaires": [cast.version.questionnaire_id], name: value},
    )

    assert list(faults(answer)) == [name]


def test_change_keeps_what_was_not_touched(sol, cast):
    page = sol.get("/admin/fieldwork/programme/promise/change/")
    form = page.context["adminform"].form
    body = {**TERMS, **{name: form[name].value() for name in form.fields}, "clean_days": "4"}
    body["qualifications"] = body["initial-qualifications"] = "[]"

    answer = sol.post("/admin/fieldwork/programme/promise/change/", body)

    assert answer.status_code == 302
    changed = Programme.objects.get(code="promise")
    assert changed.clean_days == 4
    assert [row.code for row in changed.locations.all()] == ["L1", "L2", "P1"]
    assert Event.objects.get().data == '{"fields":["clean_days"]}'


def test_wave_is_added_planned_and_opened_by_action(sol, cast):
    added = sol.post(
        "/admin/fieldwork/wave/add/",
        {"code": "q4", "programme": "promise", "starts": "2026-10-01", "ends": "2026-12-31"},
    )
    opened = admin_of(cast.sol).post(
        "/admin/fieldwork/wave/",
        {"action": "open_waves", "_selected_action": ["q4", "promise-q3"]},
        follow=True,
    )

    assert added.status_code == 302
    assert Wave.objects.get(code="q4").state == "open"
    assert sorted(str(message) for message in opened.context["messages"]) == [
        "promise-q3: The wave is open already.",
        "q4 is open.",
    ]


def test_wave_that_ends_before_it_starts_is_refused_at_its_field(sol, cast):
    answer = sol.post(
        "/admin/fieldwork/wave/add/",
        {"code": "q4", "programme": "promise", "starts": "2026-10-01", "ends": "2026-09-30"},
    )

    assert list(faults(answer)) == ["ends"]


def test_assignments_are_only_looked_at(sol, cast):
    job = assignment(cast)

    assert sol.get("/admin/fieldwork/assignment/").status_code == 200
    assert sol.get(f"/admin/fieldwork/assignment/{job.pk}/change/").status_code == 200
    assert sol.get("/admin/fieldwork/assignment/add/").status_code == 403
    assert sol.post(f"/admin/fieldwork/assignment/{job.pk}/change/", {}).status_code == 403


@pytest.mark.parametrize("who", ["rae", "cleo", "mona", "sam"])
def test_admin_is_closed_to_others(cast, who):
    answer = admin_of(getattr(cast, who)).get("/admin/fieldwork/programme/")

    assert answer.status_code == 302
