"""Reading what happened."""

from __future__ import annotations

import json
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import StringConstraints

from backend.accounts.models import Role
from backend.api.door import Door, person_of
from backend.api.lists import PageQuery, page
from backend.api.schemas import Moment, Out
from backend.audit.models import Event

router = Router()


class EventOut(Out):
    """One event; actor and subject are names of model and id."""

    id: int
    at: Moment
    actor: str
    verb: str
    subject: str
    data: dict[str, Any]
    previous_hash: str
    hash: str


class EventPage(Out):
    """Events, newest first."""

    items: list[EventOut]
    next: str | None


class EventQuery(PageQuery):
    """Filters of events."""

    actor: Annotated[str, StringConstraints(max_length=80)] | None = None
    verb: Annotated[str, StringConstraints(max_length=60)] | None = None
    subject: Annotated[str, StringConstraints(max_length=120)] | None = None


@router.get("/audit", response=EventPage, auth=Door(Role.SYSTEM_ADMIN))
def list_events(request: HttpRequest, query: Query[EventQuery]) -> dict[str, Any]:
    """The audit chain, newest first."""
    named = query.model_dump(include={"actor", "verb", "subject"}, exclude_none=True)
    rows = Event.objects.visible_to(person_of(request)).filter(**named)
    return page(rows, query, ["-id"], _event)


def _event(event: Event) -> dict[str, Any]:
    return {
        "id": event.pk,
        "at": event.at,
        "actor": event.actor,
        "verb": event.verb,
        "subject": event.subject,
        "data": json.loads(event.data),
        "previous_hash": event.previous_hash,
        "hash": event.hash,
    }
