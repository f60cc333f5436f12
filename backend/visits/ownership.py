"""Whose a visit id is: the first authenticated writer's, be it with a body or with a photo."""

from __future__ import annotations

from uuid import UUID

from backend import clock
from backend.accounts.models import Person
from backend.errors import NotFound
from backend.visits.models import VisitKey


def own_visit_id(*, visit_id: UUID, person: Person) -> VisitKey:
    """The key of a visit id that is, or from now on will be, this person's.

    Call it first in the transaction that keeps a body or a photo: its row lock makes the writers
    of one visit take turns, so that a photo and a body that arrive together cannot each see the
    other as missing. Raises `NotFound` when the id is somebody else's.
    """
    # Insert before looking: PostgreSQL then waits for a rival insert instead of failing on it.
    VisitKey.objects.bulk_create(
        [VisitKey(id=visit_id, owner=person, created_at=clock.now())], ignore_conflicts=True
    )
    key = VisitKey.objects.select_for_update().get(pk=visit_id)
    if key.owner_id != person.pk:
        raise NotFound
    return key


def is_others(*, visit_id: UUID, person: Person) -> bool:
    """Whether somebody else owns the id."""
    return VisitKey.objects.filter(pk=visit_id).exclude(owner=person).exists()
