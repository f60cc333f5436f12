"""Writing and checking the chain of audit events."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models, transaction

from backend import clock
from backend.audit.models import ChainHead, Event

GENESIS = "0" * 64
SYSTEM = "system"


@transaction.atomic
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
    head = ChainHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        ChainHead.objects.get_or_create(pk=1, defaults={"hash": GENESIS})
        head = ChainHead.objects.select_for_update().get(pk=1)
    event = Event(
        at=clock.now(),
        actor=_name(actor),
        verb=verb,
        subject=_name(subject),
        data=json.dumps(dict(data or {}), sort_keys=True, separators=(",", ":"), default=str),
        previous_hash=head.hash,
    )
    event.hash = _seal(event)
    event.save(force_insert=True)
    head.hash = event.hash
    head.save(update_fields=["hash"])
    return event


def broken_links() -> Iterator[int]:
    """Ids of events whose content or predecessor no longer fits their hash."""
    previous = GENESIS
    for event in Event.objects.order_by("id").iterator(chunk_size=2000):
        if event.previous_hash != previous or event.hash != _seal(event):
            yield event.pk
        previous = event.hash


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
