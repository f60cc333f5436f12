"""Making, listing and showing assignments over the API."""

import hashlib
import uuid

import pytest

from backend.audit.models import Event
from backend.fieldwork.models import Assignment, Holding, Programme, Wave
from backend.standards.models import Questionnaire, QuestionnaireVersion
from tests.api.assignment_bodies import EUR, body, faults
from tests.cast import BRIEF, NOW, Api, assignment


@pytest.fixture
def sol(cast):
    return Api(cast.sol)


@pytest.fixture
def sam(cast):
    return Api(cast.sam)


def test_assignment_without_shopper_is_a_draft(sol, cast):
    answer = sol.post("/assignments", body())

    assert answer.status_code == 201
    shown = answer.json()
    assert shown == {
        "id": shown["id"],
        "wave": "promise-q3",
        "programme": "promise",
        "location": {
            "code": "L1",
            "name": "Harbour Coffee L1",
            "address": "L1 Street 1",
            "latitude": 38.71,
            "longitude": -9.14,
            "time_zone": "Europe/Lisbon",
        },
        "questionnaire": {
            "code": cast.version.questionnaire_id,
            "version": cast.version.version,
            "sha256": cast.version.sha256,
        },
        "window_start": "2026-08-20T09:00",
        "window_end": "2026-08-20T17:00",
        "window_start_utc": "2026-08-20T08:00:00Z",
        "window_end_utc": "2026-08-20T16:00:00Z",
        "submit_by_utc": "2026-08-21T16:00:00Z",
        "brief": BRIEF,
        "brief_sha256": hashlib.sha256(BRIEF.encode()).hexdigest(),
        "fee": {"amount": 1500, "currency": "EUR"},
        "reimbursement_cap": {"amount": 600, "currency": "EUR"},
        "state": "draft",
        "overdue": False,
        "shopper": None,
    }
    assert sol.get(f"/assignments/{shown['id']}").json() == shown
    assert [event.verb for event in Event.objects.all()] == ["assignment.created"]


def test_assignment_with_shopper_is_offered(sol, cast, sam):
    shown = sol.post("/assignments", body(shopper=str(cast.sam.pk))).json()

    assert (shown["state"], shown["shopper"]) == ("offered", str(cast.sam.pk))
    assert sam.get(f"/assignments/{shown['id']}").json() == shown
    assert Holding.objects.get().shopper == cast.sam


def test_assignment_names_every_fault_at_once(sol, cast):
    answer = sol.post(
        "/assignments",
        body(
            location="S1",
            questionnaire="other",
            window_start="2026-03-29T02:30",
            window_end="soon",
            reimbursement_cap={"amount": 1, "currency": "CHF"},
            shopper=str(cast.rae.pk),
        ),
    )

    assert answer.status_code == 422
    assert faults(answer) == [
        (["location"], "not_in_programme"),
        (["questionnaire"], "not_in_programme"),
        (["shopper"], "unknown_shopper"),
        (["reimbursement_cap", "currency"], "other_currency"),
        (["window_start"], "skipped_time"),
        (["window_end"], "bad_format"),
    ]
    assert Assignment.objects.count() == 0
    assert Event.objects.count() == 0


def test_assignment_of_unknown_wave_and_location_is_refused(sol):
    answer = sol.post("/assignments", body(wave="w", location="nowhere", shopper=str(uuid.uuid4())))

    assert faults(answer) == [
        (["wave"], "unknown_wave"),
        (["location"], "unknown_location"),
        (["shopper"], "unknown_shopper"),
    ]


def test_assignment_at_a_place_of_the_competitor_needs_the_programme_to_name_it(sol, cast):
    before = sol.post("/assignments", body(location="R1"))
    cast.programme.competitor_locations.add(cast.r1)
    after = sol.post("/assignments", body(location="R1"))

    assert faults(before) == [(["location"], "not_in_programme")]
    assert after.status_code == 201


def test_programme_that_names_no_location_covers_its_brand(sol, cast):
    cast.programme.locations.clear()

    assert sol.post("/assignments", body(location="L2")).status_code == 201
    assert faults(sol.post("/assignments", body(location="S1"))) == [
        (["location"], "not_in_programme")
    ]


def test_assignment_at_an_inactive_location_is_refused(sol, cast):
    cast.l1.active = False
    cast.l1.save()

    assert faults(sol.post("/assignments", body())) == [(["location"], "inactive_location")]


def test_assignment_takes_the_newest_version_in_use(sol, cast):
    for number, retired in ((2, None), (3, NOW)):
        QuestionnaireVersion.objects.create(
            questionnaire=cast.version.questionnaire,
            version=number,
            sha256=f"{number}" * 64,
            frozen="{}",
            published_at=NOW,
            retired_at=retired,
        )

    assert sol.post("/assignments", body()).json()["questionnaire"]["version"] == 2


def test_assignment_without_a_version_in_use_is_refused(sol, cast):
    QuestionnaireVersion.objects.update(retired_at=NOW)

    answer = sol.post("/assignments", body())

    assert (answer.status_code, answer.json()["code"]) == (409, "no_published_version")
    assert faults(answer) == [(["questionnaire"], "no_published_version")]


def test_assignment_of_a_programme_with_two_questionnaires_names_one(sol, cast):
    cast.programme.questionnaires.add(Questionnaire.objects.create(code="phone", draft="{}"))

    assert faults(sol.post("/assignments", body())) == [(["questionnaire"], "required")]
    named = sol.post("/assignments", body(questionnaire=cast.version.questionnaire_id))
    assert named.status_code == 201
    assert sol.post("/assignments", body(questionnaire="phone")).status_code == 409


def test_wave_that_is_not_open_takes_drafts_but_no_offers(sol, cast):
    Wave.objects.update(state="planned")

    draft = sol.post("/assignments", body())
    offer = sol.post("/assignments", body(shopper=str(cast.sam.pk)))

    assert draft.json()["state"] == "draft"
    assert (offer.status_code, offer.json()["code"]) == (409, "wave_not_open")
    assert Assignment.objects.count() == 1


def test_window_in_the_past_takes_drafts_but_no_offers(sol, cast):
    past = {"window_start": "2026-08-13T09:00", "window_end": "2026-08-13T17:00"}

    assert sol.post("/assignments", body(**past)).status_code == 201
    offer = sol.post("/assignments", body(**past, shopper=str(cast.sam.pk)))
    assert (offer.status_code, offer.json()["code"]) == (409, "window_over")


def test_window_may_lie_outside_the_days_of_the_wave(sol):
    late = body(window_start="2026-10-02T09:00", window_end="2026-10-02T17:00")

    assert sol.post("/assignments", late).status_code == 201


def test_offer_at_creation_names_every_broken_rule(sol, cast):
    Programme.objects.update(rotation_days=90, max_per_day=1, qualifications=["over-18"])
    assignment(cast, cast.l1, window_start="2026-08-20T09:00", window_end="2026-08-20T10:00")

    answer = sol.post("/assignments", body(shopper=str(cast.sam.pk)))

    assert (answer.status_code, answer.json()["code"]) == (409, "not_eligible")
    assert faults(answer) == [
        (["shopper"], "qualification"),
        (["shopper"], "rotation"),
        (["shopper"], "max_per_day"),
    ]
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "loc", "code"),
    [
        ({"fee": {"amount": -1, "currency": EUR}}, ["fee", "amount"], "out_of_range"),
        ({"fee": {"amount": 10**30, "currency": EUR}}, ["fee", "amount"], "out_of_range"),
        ({"fee": {"amount": 1.5, "currency": EUR}}, ["fee", "amount"], "wrong_type"),
        ({"fee": {"amount": 1, "currency": "euro"}}, ["fee", "currency"], "bad_format"),
        ({"fee": 1500}, ["fee"], "wrong_type"),
        ({"brief": ""}, ["brief"], "too_short"),
        ({"brief": "b" * 20_001}, ["brief"], "too_long"),
        ({"brief": "nul \x00"}, ["brief"], "wrong_type"),
        ({"window_start": 20260820}, ["window_start"], "wrong_type"),
        ({"window_start": "9999-12-31T23:59"}, ["window_start"], "out_of_range"),
        ({"window_end": "0001-01-01T00:00"}, ["window_end"], "out_of_range"),
        ({"window_end": "2026-08-20T09:00"}, ["window_end"], "ends_before_start"),
        ({"window_end": "2026-08-20T17:00+01:00"}, ["window_end"], "bad_format"),
        ({"shopper": "sam"}, ["shopper"], "wrong_type"),
        ({"state": "accepted"}, ["state"], "unknown_key"),
        ({"wave": {"code": "promise-q3"}}, ["wave"], "wrong_type"),
        ({"location": "x" * 61}, ["location"], "bad_format"),
    ],
)
def test_assignment_with_a_hostile_value_is_refused(sol, changes, loc, code):
    answer = sol.post("/assignments", body(**changes))

    assert answer.status_code == 422
    assert faults(answer) == [(loc, code)]
    assert Assignment.objects.count() == 0


def test_brief_of_any_script_is_kept_and_digested(sol):
    brief = "اطلب قهوة 😀 — e\u0301"

    shown = sol.post("/assignments", body(brief=brief)).json()

    assert shown["brief"] == brief
    assert shown["brief_sha256"] == hashlib.sha256(brief.encode()).hexdigest()
