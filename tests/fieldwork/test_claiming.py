"""Claiming, accepting, declining, starting."""

import pytest

from backend.audit.models import Event
from backend.fieldwork.models import Assignment, CheckIn, Holding, Programme
from tests.cast import NOW, Api, assignment


@pytest.fixture
def sam(cast):
    return Api(cast.sam)


@pytest.fixture
def sue(cast):
    return Api(cast.sue)


def act(api, job, transition, **body):
    return api.post(f"/assignments/{job.pk}/{transition}", body)


def claim(api, job):
    return act(api, job, "claim", brief_sha256=job.brief_sha256)


def codes(answer):
    return [error["code"] for error in answer.json()["errors"]]


def test_claim_has_one_winner_and_tells_the_loser(cast, sam, sue):
    job = assignment(cast, state="open")

    won, lost, again = claim(sam, job), claim(sue, job), claim(sam, job)

    assert won.status_code == again.status_code == 200
    assert won.json() == again.json()
    assert (won.json()["state"], won.json()["shopper"]) == ("accepted", str(cast.sam.pk))
    assert (lost.status_code, lost.json()["code"]) == (409, "already_claimed")
    assert [(h.shopper, h.accepted_at) for h in Holding.objects.all()] == [(cast.sam, NOW)]
    assert [event.verb for event in Event.objects.all()] == ["assignment.claimed"]


def test_loser_is_told_so_whatever_else_is_wrong_with_the_claim(cast, sue):
    Programme.objects.update(qualifications=["over-18"])
    job = assignment(cast, state="accepted", ever_open=True)

    answer = act(sue, job, "claim", brief_sha256="0" * 64)

    assert answer.json()["code"] == "already_claimed"


def test_claim_of_what_was_never_open_is_not_found(cast, sue):
    assert claim(sue, assignment(cast)).status_code == 404


@pytest.mark.parametrize("digest", ["0" * 64, "old"])
@pytest.mark.parametrize(("transition", "state"), [("claim", "open"), ("accept", "offered")])
def test_brief_that_was_not_read_is_refused(cast, sam, transition, state, digest):
    job = assignment(cast, state=state)

    answer = act(sam, job, transition, brief_sha256=digest)

    assert (answer.status_code, answer.json()["code"]) == (409, "brief_changed")
    assert Assignment.objects.get().state == state


@pytest.mark.parametrize("digest", ["", None, 5, "d" * 201, ["x"]])
@pytest.mark.parametrize("transition", ["claim", "accept"])
def test_brief_digest_of_a_wrong_kind_is_refused(cast, sam, transition, digest):
    job = assignment(cast, state="open")

    assert act(sam, job, transition, brief_sha256=digest).status_code == 422


@pytest.mark.parametrize(("transition", "state"), [("claim", "open"), ("accept", "offered")])
def test_rules_are_checked_when_it_is_taken(cast, sam, transition, state):
    Programme.objects.update(rotation_days=90, max_per_day=1, qualifications=["over-18"])
    assignment(cast, state="received")
    job = assignment(cast, state=state)

    answer = act(sam, job, transition, brief_sha256=job.brief_sha256)

    assert (answer.status_code, answer.json()["code"]) == (409, "not_eligible")
    assert codes(answer) == ["qualification", "rotation", "max_per_day"]
    job.refresh_from_db()
    assert job.state == state


def test_window_that_is_over_cannot_be_claimed(cast, sam):
    job = assignment(cast, state="open", window_end_utc=NOW)

    answer = claim(sam, job)

    assert (answer.status_code, codes(answer)) == (409, ["window_over"])


@pytest.mark.parametrize("state", ["offered", "draft", "cancelled", "expired"])
def test_claim_of_what_is_not_on_the_board_is_a_wrong_state(cast, sue, state):
    job = assignment(cast, state=state, ever_open=True)

    answer = claim(sue, job)

    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")


@pytest.mark.parametrize("transition", ["accept", "decline", "start"])
def test_what_another_holds_is_not_moved(cast, sue, transition):
    job = assignment(cast, ever_open=True)
    body = {
        "accept": {"brief_sha256": job.brief_sha256},
        "decline": {"reason": "Mine now."},
        "start": {"at": "2026-08-14T10:00:00Z"},
    }[transition]

    answer = act(sue, job, transition, **body)

    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert str(cast.sam.pk) not in answer.content.decode()
    assert Assignment.objects.get().shopper == cast.sam


def test_accept_notes_when_and_is_repeatable(cast, sam):
    job = assignment(cast, state="offered")

    first = act(sam, job, "accept", brief_sha256=job.brief_sha256)
    again = act(sam, job, "accept", brief_sha256=job.brief_sha256)

    assert first.json() == again.json()
    assert first.json()["state"] == "accepted"
    assert Holding.objects.get().accepted_at == NOW
    assert Event.objects.count() == 1


def test_decline_gives_it_back_with_the_reason_and_is_repeatable(cast, sam):
    job = assignment(cast)

    first = act(sam, job, "decline", reason="Ill.")
    again = act(sam, job, "decline", reason="Ill.")

    assert first.status_code == again.status_code == 200
    assert (first.json()["state"], first.json()["shopper"]) == ("draft", None)
    holding = Holding.objects.get()
    assert (holding.ending, holding.end_reason, holding.ended_at) == ("declined", "Ill.", NOW)
    assert Assignment.objects.get().reason == "Ill."
    assert [event.verb for event in Event.objects.all()] == ["assignment.declined"]
    assert "Ill" not in Event.objects.get().data


def test_declined_assignment_may_be_declined_again_when_offered_again(cast, sam):
    job = assignment(cast)
    act(sam, job, "decline", reason="Ill.")
    act(Api(cast.sol), job, "offer", shopper=str(cast.sam.pk))

    answer = act(sam, job, "decline", reason="Still ill.")

    assert answer.json()["state"] == "draft"
    assert [holding.end_reason for holding in Holding.objects.all()] == ["Ill.", "Still ill."]


def test_start_keeps_the_phones_time_apart_from_ours(cast, sam):
    job = assignment(cast)
    body = {
        "at": "2019-01-01T00:00:00+02:00",
        "latitude": 38.7,
        "longitude": -9.1,
        "accuracy_m": 12.5,
    }

    first = act(sam, job, "start", **body)
    again = act(sam, job, "start", at="2026-08-14T10:00:00Z")

    assert first.status_code == again.status_code == 200
    assert first.json()["state"] == "in_progress"
    check_in = CheckIn.objects.get()
    assert check_in.at.isoformat() == "2018-12-31T22:00:00+00:00"
    assert (check_in.received_at, check_in.latitude, check_in.accuracy_m) == (NOW, 38.7, 12.5)
    assert Assignment.objects.get().started_at == NOW
    assert "38.7" not in Event.objects.get().data


@pytest.mark.parametrize(
    "changes",
    [
        {"at": "2026-08-14T10:00:00"},
        {"at": "9999-12-31T23:59:59-23:59"},
        {"at": "0001-01-01T00:00:00+23:59"},
        {"at": 1786701600},
        {"at": "today"},
        {"at": None},
        {"latitude": 90.01},
        {"longitude": "-9.1"},
        {"latitude": True},
        {"accuracy_m": -1},
        {"accuracy_m": 1e308},
        {"where": "here"},
    ],
)
def test_start_with_a_hostile_value_is_refused(cast, sam, changes):
    job = assignment(cast)

    answer = act(sam, job, "start", **{"at": "2026-08-14T10:00:00Z", **changes})

    assert answer.status_code == 422
    assert CheckIn.objects.count() == 0
    assert Assignment.objects.get().state == "accepted"


def test_work_in_progress_past_its_time_is_shown_as_overdue(cast, sam):
    job = assignment(cast, state="in_progress", submit_by_utc="2026-08-14T09:59:59Z")

    assert sam.get(f"/assignments/{job.pk}").json()["overdue"] is True
