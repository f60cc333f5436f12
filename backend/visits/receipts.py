"""Receipts: what the sender may rely on, and a signature by which the server knows it again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from backend.visits.completeness import missing_photos
from backend.visits.models import Visit, VisitRevision

# The purpose is part of the key: a signature made for anything else never passes as a receipt.
_PURPOSE = "plainclothes.receipt.v1"


class Receipt(NamedTuple):
    """The receipt of a revision; `created` tells its first arrival from a repetition."""

    visit: UUID
    revision: int
    sha256: str
    received_at: datetime
    signature: str
    missing_photos: list[str]
    complete: bool
    created: bool


def receipt_of(
    revision: VisitRevision, *, missing: list[str] | None = None, created: bool = False
) -> Receipt:
    """The receipt of an accepted revision; what is missing is told as it stands now."""
    if missing is None:
        missing = missing_photos(revision.visit)
    return Receipt(
        visit=revision.visit_id,
        revision=revision.revision,
        sha256=revision.sha256,
        received_at=revision.received_at,
        signature=sign_receipt(
            visit=revision.visit_id,
            item=f"revision:{revision.revision}",
            digest=revision.sha256,
            received_at=revision.received_at,
        ),
        missing_photos=missing,
        complete=not missing,
        created=created,
    )


def newest_receipt(visit: Visit) -> Receipt:
    """The receipt of the newest accepted revision."""
    return receipt_of(
        VisitRevision.objects.select_related("visit").get(visit=visit, revision=visit.revision)
    )


def sign_receipt(*, visit: UUID, item: str, digest: str, received_at: datetime) -> str:
    """HMAC-SHA256 (64 hex digits) over visit, item, digest and the moment of reception.

    `item` names what was received within the visit, such as `revision:0` or `photo:<sha256>`;
    `digest` is the SHA-256 of its bytes.
    """
    return _sign(_message(visit, item, digest, received_at), settings.SECRET_KEY)


def verify_receipt(
    signature: str, *, visit: UUID, item: str, digest: str, received_at: datetime
) -> bool:
    """Whether this server made the signature for exactly this, under its key or an older one."""
    message = _message(visit, item, digest, received_at)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(signature, _sign(message, key)) for key in keys)


def _message(visit: UUID, item: str, digest: str, received_at: datetime) -> str:
    # a JSON list has one reading only, whatever the parts contain
    return json.dumps([str(visit), item, digest, received_at.astimezone(UTC).isoformat()])


def _sign(message: str, key: str) -> str:
    return salted_hmac(_PURPOSE, message, secret=key, algorithm="sha256").hexdigest()
