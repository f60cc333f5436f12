"""Bodies that no other address would take, kept for support."""

from __future__ import annotations

from django.db import transaction

from backend.accounts.models import Person
from backend.audit import chain
from backend.visits.ledger import keep_body
from backend.visits.models import NO_VISIT, IntakeBody
from backend.visits.receipts import sign_receipt

ITEM = "parked"


def park_body(*, sender: Person, raw: bytes) -> IntakeBody:
    """Keep any bytes; the same bytes of the same sender are one row with a count."""
    body = keep_body(kind=IntakeBody.Kind.PARKED, sender=sender, raw=raw)
    if body.times == 1:
        with transaction.atomic():
            chain.record(actor=sender, verb="body.parked", subject=body)
    return body


def signature_of(body: IntakeBody) -> str:
    """The signature of a parked body's receipt."""
    return sign_receipt(visit=NO_VISIT, item=ITEM, digest=body.sha256, received_at=body.received_at)
