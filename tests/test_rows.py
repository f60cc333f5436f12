"""Inserting by a ready statement leaves what `save()` would leave."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from backend.audit.models import Event
from backend.rows import insert, insert_row
from backend.visits.models import IntakeBody, VisitKey
from tests.cast import NOW


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
