"""Moving windows."""

import pytest

from backend.audit.models import Event
from backend.fieldwork.models import Assignment, Holding, Programme
from tests.cast import NOW, Api, assignment

NEW = {"window_start": "2026-08-20T09:00", "window_end": "2026-08-20T17:00"}


def reschedule(who, job, **changes):
    return Api(who).post(f"/assignments/{job.pk}/reschedule", {**NEW, **changes})


def faults(answer):
    return [(error["loc"], error["code"]) for error in answer.json()["errors"]]


@pytest.mark.parametrize("who", ["sam", "sol", "ada"])
def test_window_moves_with_its_deadline(cast, who):
    job = assignment(cast)

    shown = reschedule(getattr(cast, who), job).json()

    assert (shown["window_start"], shown["window_end"]) == (
        "2026-08-20T09:00",
        "2026-08-20T17:00",
    )
    assert shown["window_start_utc"] == "2026-08-20T08:00:00Z"
    assert shown["submit_by_utc"] == "2026-08-21T16:00:00Z"
    assert shown["state"] == "accepted"
    assert [event.verb for event in Event.objects.all()] == ["assignment.rescheduled"]


def test_same_window_again_changes_nothing(cast):
    job = assignment(cast)

    first, again = reschedule(cast.sam, job), reschedule(cast.sam, job)

    assert first.json() == again.json()
    assert Event.objects.count() == 1


@pytest.mark.parametrize("who", ["sam", "sol"])
def test_rules_hold_for_the_new_window(cast, who):
    Programme.objects.update(rotation_days=7, max_per_day=1)
    assignment(
        cast,
        state="accepted",
        window_start="2026-08-20T18:00",
        window_end="2026-08-20T19:00",
        window_start_utc="2026-08-20T17:00Z",
        window_end_utc="2026-08-20T18:00Z",
    )
    job = assignment(cast)

    answer = reschedule(getattr(cast, who), job)

    assert (answer.status_code, answer.json()["code"]) == (409, "not_eligible")
    assert faults(answer) == [([], "rotation"), ([], "max_per_day")]
    job.refresh_from_db()
    assert job.window_start == "2026-08-14T09:00"


def test_shopper_stays_within_the_wave_and_a_scheduler_may_leave_it(cast):
    job = assignment(cast)
    later = {"window_start": "2026-09-30T09:00", "window_end": "2026-10-01T09:00"}

    by_shopper = reschedule(cast.sam, job, **later)
    by_scheduler = reschedule(cast.sol, job, **later)

    assert faults(by_shopper) == [([], "outside_wave")]
    assert by_scheduler.status_code == 200


@pytest.mark.parametrize(("state", "code"), [("accepted", "not_eligible"), ("open", "window_over")])
def test_window_does_not_move_into_the_past(cast, state, code):
    job = assignment(cast, state=state)

    answer = reschedule(
        cast.sol, job, window_start="2026-08-01T09:00", window_end="2026-08-01T17:00"
    )

    assert (answer.status_code, answer.json()["code"]) == (409, code)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"window_start": "2026-10-25T01:30", "window_end": "2026-10-25T01:30"}, "window_end"),
        ({"window_start": "2027-03-28T01:30"}, "window_start"),
        ({"window_end": "later"}, "window_end"),
        ({"window_end": None}, "window_end"),
        ({"window_end": "9999-12-31T23:59"}, "window_end"),
    ],
)
def test_window_that_is_none_is_refused(cast, changes, expected):
    job = assignment(cast)

    answer = reschedule(cast.sam, job, **changes)

    assert answer.status_code == 422
    assert expected in [error["loc"][0] for error in answer.json()["errors"]]
    assert Event.objects.count() == 0


def test_open_assignment_is_not_moved_by_shoppers(cast):
    job = assignment(cast, state="open")

    assert reschedule(cast.sam, job).status_code == 404


def test_former_holder_is_refused(cast):
    job = assignment(cast, holder=cast.sue)
    Holding.objects.create(assignment=job, shopper=cast.sam, since=NOW, ended_at=NOW)

    answer = reschedule(cast.sam, job)

    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert Assignment.objects.get().window_start == "2026-08-14T09:00"


def test_deadline_takes_the_grace_of_today(cast):
    Programme.objects.update(grace_hours=1)
    job = assignment(cast)

    assert reschedule(cast.sol, job).json()["submit_by_utc"] == "2026-08-20T17:00:00Z"
