"""Receipts: a signature by which the server knows again what it has acknowledged."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

# The purpose is part of the key: a signature made for anything else never passes as a receipt.
_PURPOSE = "plainclothes.receipt.v1"


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
