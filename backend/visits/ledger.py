"""The intake ledger: every authenticated body is kept before anything judges it."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from backend import clock
from backend.accounts.models import Person
from backend.visits.models import NO_VISIT, IntakeBody
from shopper_forms.canonical import sha256_hex

UNREADABLE = -1


def keep_body(
    *,
    kind: IntakeBody.Kind,
    sender: Person,
    raw: bytes,
    visit_id: UUID = NO_VISIT,
    revision: int = UNREADABLE,
) -> IntakeBody:
    """Keep these bytes, in a transaction of their own that is committed on return.

    The same bytes of the same sender for the same visit and revision are one row with a count.
    Call it outside of any transaction: one that is rolled back would take the bytes with it.
    """
    sha256 = sha256_hex(raw)
    row = IntakeBody(
        kind=kind,
        sender=sender,
        visit=visit_id,
        revision=revision,
        sha256=sha256,
        body=raw,
        received_at=clock.now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        known = IntakeBody.objects.filter(
            kind=kind, sender=sender, visit=visit_id, revision=revision, sha256=sha256
        )
        with transaction.atomic():
            known.update(times=F("times") + 1)
        return known.get()
    return row
