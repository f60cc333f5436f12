"""Writing and checking the chain of audit events."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import models, transaction

from backend import clock
from backend.audit.models import ChainHead, Event
from backend.rows import insert, insert_row

GENESIS = "0" * 64
SYSTEM = "system"


@transaction.atomic(savepoint=False)  # nobody goes on without the event
def record(
    *,
    actor: models.Model | str,
    verb: str,
    subject: models.Model | str,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Append one event, in the transaction of what it tells.

    `verb` reads `visit.released`; `data` holds codes, ids, states and reasons' digests, never
    names, addresses or words of a person.
    """
    head = _locked_head()
    event = _sealed(head, actor, verb, subject, data)
    insert_row(event)
    _move(head)
    return event


@transaction.atomic
def record_all(
    *,
    actor: models.Model | str,
    verb: str,
    subjects: Sequence[tuple[models.Model | str, Mapping[str, Any]]],
) -> list[Event]:
    """Append the same event for many subjects, in their order, at the price of one.

    For bulk work, so that it holds the chain (and on SQLite everybody) up only briefly.
    """
    head = _locked_head()
    events = [_sealed(head, actor, verb, subject, data) for subject, data in subjects]
    Event.objects.bulk_create(events)
    _move(head)
    return events


def broken_links() -> Iterator[int]:
    """Ids of events whose content or predecessor no longer fits their hash."""
    previous = GENESIS
    for event in Event.objects.order_by("id").iterator(chunk_size=2000):
        if event.previous_hash != previous or event.hash != _seal(event):
            yield event.pk
        previous = event.hash


def _locked_head() -> ChainHead:
    """The head, made if it is the first time, held until the transaction ends."""
    head = ChainHead(pk=1, hash=GENESIS)
    found = insert(head, "ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING hash")
    if found is not None:
        head.hash = found[0]
    return head


def _move(head: ChainHead) -> None:
    insert(head, "ON CONFLICT (id) DO UPDATE SET hash = excluded.hash")


def _sealed(
    head: ChainHead,
    actor: models.Model | str,
    verb: str,
    subject: models.Model | str,
    data: Mapping[str, Any] | None,
) -> Event:
    """The next event; the head moves on to it."""
    event = Event(
        at=clock.now(),
        actor=_name(actor),
        verb=verb,
        subject=_name(subject),
        data=json.dumps(dict(data or {}), sort_keys=True, separators=(",", ":"), default=str),
        previous_hash=head.hash,
    )
    event.hash = _seal(event)
    head.hash = event.hash
    return event


def _name(thing: models.Model | str) -> str:
    return thing if isinstance(thing, str) else f"{thing._meta.model_name}:{thing.pk}"


def _seal(event: Event) -> str:
    text = "\n".join(
        [
            event.previous_hash,
            event.at.isoformat(),
            event.actor,
            event.verb,
            event.subject,
            event.data,
        ]
    )
    return hashlib.sha256(text.encode()).hexdigest()
