"""Publishing, offering, reassigning, cancelling."""

import uuid

import pytest
from django.db import connection

from backend.audit.models import Event
from backend.fieldwork.models import Assignment, Holding, Programme, Wave
from tests.cast import NOW, Api, assignment


@pytest.fixture
def sol(cast):
    return Api(cast.sol)


def act(api, job, transition, **body):
    return api.post(f"/assignments/{job.pk}/{transition}", body)


def faults(answer):
    return [(error["loc"], error["code"]) for error in answer.json()["errors"]]


def test_published_assignment_is_seen_by_every_shopper_from_then_on(cast, sol):
    job = assignment(cast, state="draft")
    before = Api(cast.sam).get(f"/assignments/{job.pk}")

    published = act(sol, job, "publish")

    assert before.status_code == 404
    assert published.json()["state"] == "open"
    assert Api(cast.sam).get(f"/assignments/{job.pk}").json()["state"] == "open"


@pytest.mark.parametrize("transition", ["publish", "offer"])
def test_wave_that_is_not_open_keeps_drafts(cast, sol, transition):
    Wave.objects.update(state="planned")
    job = assignment(cast, state="draft")
    body = {"shopper": str(cast.sam.pk)} if transition == "offer" else {}

    answer = act(sol, job, transition, **body)

    assert (answer.status_code, answer.json()["code"]) == (409, "wave_not_open")
    assert Assignment.objects.get().state == "draft"


def test_publish_of_a_draft_past_its_window_is_refused(cast, sol):
    job = assignment(cast, state="draft", window_end_utc=NOW)

    answer = act(sol, job, "publish")

    assert (answer.status_code, answer.json()["code"]) == (409, "window_over")


def test_publish_with_a_key_too_many_is_refused(cast, sol):
    job = assignment(cast, state="draft")

    assert faults(act(sol, job, "publish", force=True)) == [(["force"], "unknown_key")]


def test_offer_tells_the_shopper_and_is_repeatable(cast, sol):
    job = assignment(cast, state="draft")

    first = act(sol, job, "offer", shopper=str(cast.sam.pk))
    again = act(sol, job, "offer", shopper=str(cast.sam.pk))

    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert (first.json()["state"], first.json()["shopper"]) == ("offered", str(cast.sam.pk))
    assert [(h.shopper, h.accepted_at) for h in Holding.objects.all()] == [(cast.sam, None)]
    assert [event.verb for event in Event.objects.all()] == ["assignment.offered"]


@pytest.mark.parametrize("transition", ["offer", "reassign"])
@pytest.mark.parametrize("who", ["sol", "mona", None])
def test_only_shoppers_are_offered_visits(cast, sol, transition, who):
    job = assignment(cast, state="open" if transition == "offer" else "offered")
    shopper = getattr(cast, who).pk if who else uuid.uuid4()

    answer = act(sol, job, transition, shopper=str(shopper))

    assert answer.status_code == 422
    assert faults(answer) == [(["shopper"], "unknown_shopper")]


@pytest.mark.parametrize("transition", ["offer", "reassign"])
def test_offer_names_every_broken_rule(cast, sol, transition):
    Programme.objects.update(qualifications=["over-18"], clean_days=3)
    cast.sue.is_active = False
    cast.sue.save()
    cast.sue.shopper.conflicts = ["harbour"]
    cast.sue.shopper.save()
    assignment(cast)
    job = assignment(cast, state="draft" if transition == "offer" else "accepted")

    answer = act(sol, job, transition, shopper=str(cast.sue.pk))

    assert (answer.status_code, answer.json()["code"]) == (409, "not_eligible")
    assert faults(answer) == [
        (["shopper"], "inactive"),
        (["shopper"], "conflict"),
        (["shopper"], "qualification"),
        (["shopper"], "clean_days"),
    ]
    assert Event.objects.count() == 0


def test_offer_heeds_the_household(cast, sol):
    Programme.objects.update(rotation_days=90)
    cast.sue.shopper.household = "h-sam"
    cast.sue.shopper.save()
    assignment(cast)
    job = assignment(cast, state="draft")

    answer = act(sol, job, "offer", shopper=str(cast.sue.pk))

    assert faults(answer) == [(["shopper"], "rotation")]


@pytest.mark.parametrize("state", ["draft", "open", "cancelled", "expired"])
def test_visits_that_will_not_be_made_break_no_rule(cast, sol, state):
    Programme.objects.update(rotation_days=90, clean_days=9, max_per_day=1)
    assignment(cast, state=state)
    job = assignment(cast, state="draft")

    assert act(sol, job, "offer", shopper=str(cast.sam.pk)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_offer_takes_the_same_queries_for_any_history(cast, sol, rows, django_assert_num_queries):
    Programme.objects.update(rotation_days=1)
    for _ in range(rows):
        assignment(cast, cast.l2, state="received")
    job = assignment(cast, state="draft")

    locks = 2 if connection.features.has_select_for_update else 0
    with django_assert_num_queries(13 + locks):  # savepoints too
        answer = act(sol, job, "offer", shopper=str(cast.sam.pk))

    assert answer.status_code == 200


def test_reassign_offers_to_another_and_keeps_who_had_it(cast, sol):
    job = assignment(cast, state="in_progress", started_at=NOW)

    answer = act(sol, job, "reassign", shopper=str(cast.sue.pk))

    assert (answer.json()["state"], answer.json()["shopper"]) == ("offered", str(cast.sue.pk))
    former, present = Holding.objects.all()
    assert (former.shopper, former.ending, former.ended_at) == (cast.sam, "reassigned", NOW)
    assert (present.shopper, present.ending, present.accepted_at) == (cast.sue, "", None)
    assert Assignment.objects.get().started_at is None


def test_reassign_again_changes_nothing(cast, sol):
    job = assignment(cast)

    first = act(sol, job, "reassign", shopper=str(cast.sue.pk))
    again = act(sol, job, "reassign", shopper=str(cast.sue.pk))

    assert first.json() == again.json()
    assert Holding.objects.count() == 2
    assert Event.objects.count() == 1


def test_reassign_to_the_holder_is_refused(cast, sol):
    job = assignment(cast)

    answer = act(sol, job, "reassign", shopper=str(cast.sam.pk))

    assert faults(answer) == [(["shopper"], "same_shopper")]


def test_former_holder_sees_no_other_holder(cast, sol):
    job = assignment(cast)
    act(sol, job, "reassign", shopper=str(cast.sue.pk))

    assert Api(cast.sam).get(f"/assignments/{job.pk}").json()["shopper"] is None
    assert Api(cast.sue).get(f"/assignments/{job.pk}").json()["shopper"] == str(cast.sue.pk)


def test_cancel_keeps_the_last_holder_and_only_a_digest_in_the_audit(cast, sol):
    job = assignment(cast)

    answer = act(sol, job, "cancel", reason="  Sam broke a leg.  ")

    assert (answer.json()["state"], answer.json()["shopper"]) == ("cancelled", str(cast.sam.pk))
    assert Assignment.objects.get().reason == "Sam broke a leg."
    assert Holding.objects.get().ending == "cancelled"
    assert "leg" not in Event.objects.get().data


@pytest.mark.parametrize("reason", ["", "   ", None, 5, "r" * 1001, "nul \x00"])
def test_cancel_without_a_proper_reason_is_refused(cast, sol, reason):
    job = assignment(cast)

    answer = act(sol, job, "cancel", reason=reason)

    assert answer.status_code == 422
    assert Assignment.objects.get().state == "accepted"
