"""What holds when everybody comes at once: real threads, real connections, a real file."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from backend import clock
from backend.audit.chain import broken_links
from backend.audit.models import Event
from backend.fieldwork.expiring import expire_due
from backend.fieldwork.models import Assignment, Holding, Programme
from tests.cast import NOW, Api, Cast, assignment, shopper

pytestmark = pytest.mark.django_db(transaction=True)
WINDOW = {"window_start": "2026-08-20T09:00", "window_end": "2026-08-20T17:00"}


def together(*calls):
    """Run the calls in threads that start at the same moment; their results in order."""
    gate = threading.Barrier(len(calls))
    results = [None] * len(calls)

    def run(index, call):
        try:
            gate.wait()
            with clock.frozen_at(NOW):
                results[index] = call()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def call(person, job, transition, **body):
    """A call to be made; the token is made before the race."""
    api = Api(person)

    def send():
        answer = api.post(f"/assignments/{job.pk}/{transition}", body)
        return answer.status_code, answer.json().get("code")

    return send


def claiming(person, job):
    return call(person, job, "claim", brief_sha256=job.brief_sha256)


def present_holders(job):
    return list(
        Holding.objects.filter(assignment=job, ended_at=None).values_list("shopper_id", flat=True)
    )


def assert_sound(job):
    """Whatever came about: the holder is the one open holding, and the chain holds."""
    job.refresh_from_db()
    held = job.state in ("offered", "accepted", "in_progress", "received")
    assert present_holders(job) == ([job.shopper_id] if held else [])
    assert list(broken_links()) == []


def test_claim_of_many_shoppers_has_one_winner():
    cast = Cast()
    job = assignment(cast, state="open")
    shoppers = [shopper(f"s{number}") for number in range(12)]

    results = together(*(claiming(each, job) for each in shoppers))

    assert sorted(results, key=str) == [(200, None)] + [(409, "already_claimed")] * 11
    assert_sound(job)
    assert job.shopper == shoppers[results.index((200, None))]
    assert Event.objects.filter(verb="assignment.claimed").count() == 1


def test_claim_repeated_at_once_is_one_claim():
    cast = Cast()
    job = assignment(cast, state="open")

    results = together(*(claiming(cast.sam, job) for _ in range(10)))

    assert results == [(200, None)] * 10
    assert_sound(job)
    assert Event.objects.filter(verb="assignment.claimed").count() == 1


def test_shopper_cannot_outrun_the_limit_of_a_day():
    cast = Cast()
    Programme.objects.update(max_per_day=2)
    places = [cast.l1, cast.l2, cast.p1] * 2
    jobs = [assignment(cast, place, state="open") for place in places]

    results = together(*(claiming(cast.sam, job) for job in jobs))

    assert sorted(results, key=str) == [(200, None)] * 2 + [(409, "not_eligible")] * 4
    assert Assignment.objects.filter(shopper=cast.sam).count() == 2


def test_household_cannot_outrun_rotation():
    cast = Cast()
    Programme.objects.update(rotation_days=90)
    family = [shopper(f"s{number}", household="h-1") for number in range(4)]
    jobs = [assignment(cast, state="open") for _ in family]

    results = together(*(claiming(*pair) for pair in zip(family, jobs, strict=True)))

    assert sorted(results, key=str) == [(200, None)] + [(409, "not_eligible")] * 3


def test_two_schedulers_reassign_at_once_and_one_shopper_is_left():
    cast = Cast()
    job = assignment(cast)
    others = [shopper(f"s{number}") for number in range(6)]

    results = together(*(call(cast.sol, job, "reassign", shopper=str(each.pk)) for each in others))

    assert results == [(200, None)] * 6
    assert_sound(job)
    assert job.state == "offered"
    assert Holding.objects.filter(assignment=job).count() == 7
    assert Holding.objects.filter(assignment=job, ending="reassigned").count() == 6


def test_accept_against_cancel_ends_cancelled():
    cast = Cast()
    job = assignment(cast, state="offered")

    accepted, cancelled = together(
        call(cast.sam, job, "accept", brief_sha256=job.brief_sha256),
        call(cast.sol, job, "cancel", reason="Closed."),
    )

    assert cancelled == (200, None)
    assert accepted in [(200, None), (409, "wrong_state")]
    assert_sound(job)
    assert job.state == "cancelled"


def test_accept_against_reassign_leaves_the_other_with_the_offer():
    cast = Cast()
    job = assignment(cast, state="offered")

    accepted, reassigned = together(
        call(cast.sam, job, "accept", brief_sha256=job.brief_sha256),
        call(cast.sol, job, "reassign", shopper=str(cast.sue.pk)),
    )

    assert reassigned == (200, None)
    assert accepted in [(200, None), (409, "wrong_state")]
    assert_sound(job)
    assert (job.state, job.shopper) == ("offered", cast.sue)


def test_claim_against_offer_has_one_holder():
    cast = Cast()
    job = assignment(cast, state="open")

    claimed, offered = together(
        claiming(cast.sam, job), call(cast.sol, job, "offer", shopper=str(cast.sue.pk))
    )

    assert sorted([claimed[0], offered[0]]) == [200, 409]
    assert_sound(job)
    assert job.shopper == (cast.sam if claimed[0] == 200 else cast.sue)


def test_claim_against_reschedule_is_of_the_window_that_stands():
    cast = Cast()
    job = assignment(cast, state="open")

    claimed, moved = together(claiming(cast.sam, job), call(cast.sol, job, "reschedule", **WINDOW))

    assert (claimed, moved) == ((200, None), (200, None))
    assert_sound(job)
    assert (job.state, job.window_start) == ("accepted", "2026-08-20T09:00")


def test_decline_against_start_does_one_of_them():
    cast = Cast()
    job = assignment(cast)

    declined, started = together(
        call(cast.sam, job, "decline", reason="Ill."),
        call(cast.sam, job, "start", at="2026-08-14T10:00:00Z"),
    )

    assert sorted([declined, started], key=str) == [(200, None), (409, "wrong_state")]
    assert_sound(job)


def test_replacement_asked_for_at_once_is_made_once():
    cast = Cast()
    job = assignment(cast, state="cancelled")

    results = together(*(call(cast.sol, job, "replace", **WINDOW) for _ in range(6)))

    assert sorted(results, key=str) == [(201, None)] + [(409, "wrong_state")] * 5
    assert Assignment.objects.count() == 2


def test_processes_that_expire_at_once_expire_each_once():
    cast = Cast()
    long_ago = datetime(2026, 8, 1, tzinfo=UTC)
    for number in range(20):
        assignment(cast, submit_by_utc=long_ago + timedelta(minutes=number))

    counts = together(*([expire_due] * 4))

    assert sum(counts) == 20
    assert Event.objects.filter(verb="assignment.expired").count() == 20
    assert list(broken_links()) == []
