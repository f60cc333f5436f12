"""Receipts are signed, and the signature covers every part."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from backend.visits.receipts import sign_receipt, verify_receipt

GIVEN: dict[str, Any] = {
    "visit": UUID("6f1a2f7e-9d0c-4d6f-8f43-0c1c3a9b7a10"),
    "item": "revision:0",
    "digest": "ab" * 32,
    "received_at": datetime(2026, 8, 14, 10, 0, 0, 123456, tzinfo=UTC),
}
OTHER: dict[str, Any] = {
    "visit": UUID("6f1a2f7e-9d0c-4d6f-8f43-0c1c3a9b7a11"),
    "item": "revision:1",
    "digest": "ac" * 32,
    "received_at": datetime(2026, 8, 14, 10, 0, 0, 123457, tzinfo=UTC),
}


def test_signature_is_the_same_for_the_same_receipt(settings):
    settings.SECRET_KEY = "k" * 50

    signature = sign_receipt(**GIVEN)

    assert signature == "9cfd22fd81fce7935a86f9dcd9895b428913e8b2dccc9c0d021a2dbc491a4bc8"
    assert verify_receipt(signature, **GIVEN) is True


@pytest.mark.parametrize("part", sorted(OTHER))
def test_signature_covers_each_part(part):
    signature = sign_receipt(**GIVEN)

    assert verify_receipt(signature, **{**GIVEN, part: OTHER[part]}) is False


def test_the_same_moment_in_another_zone_is_the_same_receipt():
    elsewhere = GIVEN["received_at"].astimezone(timezone(timedelta(hours=5)))

    assert verify_receipt(sign_receipt(**GIVEN), **{**GIVEN, "received_at": elsewhere}) is True


def test_a_receipt_outlives_a_change_of_the_key(settings):
    settings.SECRET_KEY = "old key " * 7
    signature = sign_receipt(**GIVEN)
    settings.SECRET_KEY = "new key " * 7

    without_old_key = verify_receipt(signature, **GIVEN)
    settings.SECRET_KEY_FALLBACKS = ["old key " * 7]
    with_old_key = verify_receipt(signature, **GIVEN)

    assert without_old_key is False
    assert with_old_key is True
