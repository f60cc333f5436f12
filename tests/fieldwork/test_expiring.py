"""What expires, and when."""

from datetime import timedelta

import pytest

from backend import clock
from backend.audit.models import Event
from backend.fieldwork.expiring import expire_due
from backend.fieldwork.models import Assignment, Holding
from backend.fieldwork.tasks import expire_assignments
from tests.cast import assignment


@pytest.mark.parametrize(
    ("state", "after"),
    [
        ("draft", "draft"),
        ("open", "expired"),
        ("offered", "expired"),
        ("accepted", "expired"),
        ("in_progress", "in_progress"),
        ("received", "received"),
        ("cancelled", "cancelled"),
        ("expired", "expired"),
    ],
)
def test_state_after_window_and_grace(cast, state, after):
    job = assignment(cast, state=state)

    with clock.frozen_at(job.submit_by_utc + timedelta(seconds=1)):
        expired = expire_due()

    job.refresh_from_db()
    assert job.state == after
    assert expired == (state != after)
    assert [event.verb for event in Event.objects.all()] == ["assignment.expired"] * expired


def test_last_moment_of_grace_is_still_in_time(cast):
    job = assignment(cast)

    with clock.frozen_at(job.submit_by_utc):
        assert expire_due() == 0


def test_expired_assignment_keeps_its_last_holder(cast):
    job = assignment(cast)

    with clock.frozen_at(job.submit_by_utc + timedelta(days=400)):
        assert expire_assignments.call() == 1

    job.refresh_from_db()
    assert (job.shopper, Holding.objects.get().ending) == (cast.sam, "expired")
    event = Event.objects.get()
    assert (event.actor, event.verb) == ("system", "assignment.expired")


def test_any_number_expires_in_batches(cast, monkeypatch):
    monkeypatch.setattr("backend.fieldwork.expiring._BATCH", 2)
    job = assignment(cast, state="open")
    for _ in range(4):
        assignment(cast, state="open")

    with clock.frozen_at(job.submit_by_utc + timedelta(seconds=1)):
        assert expire_due() == 5
        assert expire_due() == 0

    assert set(Assignment.objects.values_list("state", flat=True)) == {"expired"}
