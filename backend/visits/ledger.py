"""The intake ledger: every authenticated body is kept before anything judges it."""

from __future__ import annotations

from uuid import UUID

from backend import clock
from backend.accounts.models import Person
from backend.rows import insert
from backend.visits.models import NO_VISIT, IntakeBody
from shopper_forms.canonical import sha256_hex

UNREADABLE = -1

_OR_COUNT = (
    "ON CONFLICT (kind, sender_id, visit, revision, sha256)"
    " DO UPDATE SET times = visits_intakebody.times + 1 RETURNING id, times"
)


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
    row = IntakeBody(
        kind=kind,
        sender=sender,
        visit=visit_id,
        revision=revision,
        sha256=sha256_hex(raw),
        body=raw,
        received_at=clock.now(),
    )
    # alone outside of a transaction: committed when this returns
    number, times = insert(row, _OR_COUNT) or (None, 0)
    if times > 1:
        return IntakeBody.objects.get(pk=number)
    row.pk = number
    return row
