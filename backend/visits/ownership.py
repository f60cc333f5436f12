"""Whose a visit id is: the first authenticated writer's, be it with a body or with a photo."""

from __future__ import annotations

from uuid import UUID

from backend import clock
from backend.accounts.models import Person
from backend.errors import NotFound
from backend.rows import insert, read_row
from backend.visits.models import Visit, VisitKey

# Make the row or touch it, hold its lock, and tell the owner. PostgreSQL waits here for a rival
# who is making the same row, instead of failing on it.
_OR_TELL_THE_OWNER = "ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING owner_id"


def own_visit_id(*, visit_id: UUID, person: Person) -> bool:
    """Make a visit id this person's, for ever, unless it is somebody else's: then `NotFound`.
    Answers whether a visit of this id exists already.

    Call it first in the transaction that keeps a body or a photo: its row lock makes the writers
    of one visit take turns, so that a photo and a body that arrive together cannot each see the
    other as missing.
    """
    key = VisitKey(id=visit_id, owner=person, created_at=clock.now())
    owner = insert(key, _OR_TELL_THE_OWNER)
    if owner is None or UUID(str(owner[0])) != person.pk:
        raise NotFound
    # A statement of its own: what a rival stored while we waited for the lock is seen only by
    # one that begins afterwards.
    return read_row(Visit, ("id",), id=visit_id) is not None


def owner_of(visit_id: UUID) -> UUID | None:
    """Who owns the id; None while nobody does."""
    key = read_row(VisitKey, ("id", "owner_id"), id=visit_id)
    return None if key is None else key.owner_id


def is_others(*, visit_id: UUID, person: Person) -> bool:
    """Whether somebody else owns the id."""
    return owner_of(visit_id) not in (None, person.pk)
