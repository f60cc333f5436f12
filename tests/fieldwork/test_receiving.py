"""What an arriving visit does to its assignment."""

import uuid
from datetime import timedelta

import pytest

from backend.audit.models import Event
from backend.fieldwork.models import Assignment, Holding
from backend.fieldwork.receiving import Receiving, assignment_for_sender, note_arrival, receive
from tests.cast import NOW, assignment


@pytest.mark.parametrize(
    ("state", "flags"),
    [
        ("offered", ("unaccepted",)),
        ("accepted", ()),
        ("in_progress", ()),
        ("expired", ("expired",)),
        ("cancelled", ("cancelled",)),
    ],
)
def test_receive_from_the_holder_moves_to_received(cast, state, flags):
    job = assignment(cast, state=state)

    receiving = receive(job, cast.sam, NOW)

    job.refresh_from_db()
    event = Event.objects.get()
    assert receiving == Receiving(changed=True, flags=flags)
    assert (job.state, job.shopper_id) == ("received", cast.sam.pk)
    assert (event.verb, event.subject) == ("assignment.received", f"assignment:{job.pk}")


def test_receive_after_window_and_grace_is_flagged_late(cast):
    job = assignment(cast)

    receiving = receive(job, cast.sam, job.submit_by_utc + timedelta(seconds=1))

    assert receiving == Receiving(changed=True, flags=("late",))


def test_receive_at_the_last_moment_is_not_late(cast):
    job = assignment(cast)

    assert receive(job, cast.sam, job.submit_by_utc) == Receiving(changed=True, flags=())


def test_receive_of_a_second_visit_changes_nothing(cast):
    job = assignment(cast, state="received")

    receiving = receive(job, cast.sam, NOW)

    assert receiving == Receiving(changed=False, flags=("second_visit",))
    assert Event.objects.count() == 0


def test_receive_from_a_former_holder_changes_nothing(cast):
    job = assignment(cast, holder=cast.sue)
    Holding.objects.create(assignment=job, shopper=cast.sam, since=NOW, accepted_at=NOW)

    receiving = receive(job, cast.sam, NOW)

    job.refresh_from_db()
    assert receiving == Receiving(changed=False, flags=("former_holder",))
    assert (job.state, job.shopper_id) == ("accepted", cast.sue.pk)


@pytest.mark.parametrize("state", ["draft", "open"])
def test_receive_from_whoever_declined_changes_nothing(cast, state):
    job = assignment(cast, state=state)
    Holding.objects.create(
        assignment=job, shopper=cast.sam, since=NOW, accepted_at=NOW, ended_at=NOW
    )

    receiving = receive(job, cast.sam, NOW)

    job.refresh_from_db()
    assert receiving == Receiving(changed=False, flags=("former_holder",))
    assert (job.state, job.shopper_id) == (state, None)


def test_receive_from_the_last_holder_of_an_ended_assignment_names_the_holder_again(cast):
    job = assignment(cast, state="open")
    Holding.objects.create(
        assignment=job, shopper=cast.sam, since=NOW, accepted_at=NOW, ended_at=NOW
    )
    Assignment.objects.update(state="cancelled")
    job.refresh_from_db()

    receiving = receive(job, cast.sam, NOW)

    job.refresh_from_db()
    assert receiving == Receiving(changed=True, flags=("cancelled",))
    assert (job.state, job.shopper_id) == ("received", cast.sam.pk)


def test_arrival_starts_an_accepted_assignment(cast):
    job = assignment(cast)

    receiving = note_arrival(job, cast.sam, NOW)

    job.refresh_from_db()
    assert receiving == Receiving(changed=True, flags=())
    assert (job.state, job.started_at) == ("in_progress", NOW)
    assert Event.objects.get().verb == "assignment.started"


@pytest.mark.parametrize(
    ("state", "flags"),
    [
        ("offered", ("unaccepted",)),
        ("in_progress", ()),
        ("received", ("second_visit",)),
        ("expired", ("expired",)),
        ("cancelled", ("cancelled",)),
    ],
)
def test_arrival_moves_no_other_state(cast, state, flags):
    job = assignment(cast, state=state)

    receiving = note_arrival(job, cast.sam, NOW)

    job.refresh_from_db()
    assert receiving == Receiving(changed=False, flags=flags)
    assert job.state == state


def test_arrival_from_a_former_holder_starts_nothing(cast):
    job = assignment(cast, holder=cast.sue)
    Holding.objects.create(assignment=job, shopper=cast.sam, since=NOW)

    receiving = note_arrival(job, cast.sam, NOW)

    job.refresh_from_db()
    assert receiving == Receiving(changed=False, flags=("unaccepted", "former_holder"))
    assert job.state == "accepted"


def test_assignment_is_found_for_whoever_ever_held_it(cast, django_assert_num_queries):
    job = assignment(cast, holder=cast.sue)
    Holding.objects.create(assignment=job, shopper=cast.sam, since=NOW, ended_at=NOW)

    with django_assert_num_queries(1):
        found = assignment_for_sender(job.pk, cast.sam)

    assert found == job
    assert assignment_for_sender(job.pk, cast.sue) == job


def test_assignment_is_not_found_for_others(cast):
    job = assignment(cast, state="open")

    assert assignment_for_sender(job.pk, cast.sam) is None
    assert assignment_for_sender(uuid.uuid4(), cast.sam) is None
