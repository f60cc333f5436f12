"""Rows by ready statements: what the ORM would read and leave."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from backend.audit.models import Event
from backend.fieldwork.models import Assignment, Holding
from backend.rows import change_row, insert, insert_row, read_row
from backend.visits.models import IntakeBody, VisitKey
from tests.cast import NOW, assignment


def test_inserted_row_reads_back_as_it_was_and_knows_its_number(cast):
    row = IntakeBody(
        kind="visit",
        sender=cast.sam,
        visit=uuid.UUID(int=5),
        revision=0,
        sha256="0" * 64,
        body=b"\x00\xff",
        received_at=NOW,
    )

    insert_row(row)

    found = IntakeBody.objects.get()
    assert (found.pk, bytes(found.body), found.received_at) == (row.pk, b"\x00\xff", NOW)
    assert (found.visit, found.sender, found.times) == (uuid.UUID(int=5), cast.sam, 1)
    assert row._state.adding is False


def test_inserted_row_with_a_key_of_its_own_keeps_it(cast):
    key = VisitKey(id=uuid.UUID(int=7), owner=cast.sam, created_at=NOW)

    insert_row(key)

    assert VisitKey.objects.get() == key


def test_row_that_exists_is_refused_by_the_database(cast):
    insert_row(VisitKey(id=uuid.UUID(int=7), owner=cast.sam, created_at=NOW))

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_row(VisitKey(id=uuid.UUID(int=7), owner=cast.sue, created_at=NOW))


def test_ending_tells_what_was_found_instead(db):
    event = {"at": NOW, "actor": "a", "verb": "v", "subject": "s", "previous_hash": "p"}
    insert_row(Event(hash="h", **event))

    answer = insert(
        Event(hash="h", **{**event, "actor": "b"}),
        "ON CONFLICT (hash) DO UPDATE SET verb = excluded.verb RETURNING actor",
    )

    assert answer == ("a",)


def test_row_is_read_with_the_named_columns_as_python_values_in_any_order(cast):
    job = assignment(cast, started_at=NOW)

    found = read_row(Assignment, ("shopper_id", "started_at", "id", "state"), id=job.pk)

    assert found is not None
    assert (found.pk, found.shopper_id, found.started_at) == (job.pk, cast.sam.pk, NOW)
    assert found.state == "accepted"
    assert "brief" in found.get_deferred_fields()
    assert found.brief == job.brief


def test_newest_of_several_rows_is_read_and_none_when_there_is_none(cast):
    job = assignment(cast)
    newest = Holding.objects.create(assignment=job, shopper=cast.sam, since=NOW)

    found = read_row(Holding, ("id",), assignment_id=job.pk, shopper_id=cast.sam.pk)

    assert found == newest
    assert read_row(Holding, ("id",), assignment_id=job.pk, shopper_id=cast.sue.pk) is None


def test_locked_row_is_read_as_it_stands(cast):
    job = assignment(cast)

    with transaction.atomic():
        found = read_row(Assignment, ("id", "state"), lock=True, id=job.pk)

    assert found == job


def test_changed_row_keeps_all_but_the_named_columns(cast):
    job = assignment(cast)
    job.state, job.started_at, job.brief = "received", NOW, "not written"

    change_row(job, "state", "started_at")

    found = Assignment.objects.get(pk=job.pk)
    assert (found.state, found.started_at) == ("received", NOW)
    assert found.brief != "not written"
