"""Bearer tokens of devices: made once, kept as a hash, revocable."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction

from backend import clock
from backend.accounts.models import DeviceToken, Person
from backend.audit import chain

PREFIX = "pc_"


@transaction.atomic
def issue_token(*, person: Person, device: str) -> tuple[DeviceToken, str]:
    """A new token for a device; the second value is the secret, shown this once."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token = DeviceToken.objects.create(
        person=person, device=device, token_hash=_hash(secret), created_at=clock.now()
    )
    chain.record(actor=person, verb="token.issued", subject=token)
    return token, secret


@transaction.atomic
def revoke_token(*, token: DeviceToken, by: Person) -> DeviceToken:
    """Make a token useless; a second call changes nothing."""
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        chain.record(actor=by, verb="token.revoked", subject=token)
    return token


@transaction.atomic
def revoke_tokens_of(*, person: Person, by: Person) -> int:
    """Make all tokens of a person useless; answers how many there were."""
    tokens = list(DeviceToken.objects.filter(person=person, revoked_at=None))
    for token in tokens:
        revoke_token(token=token, by=by)
    return len(tokens)


def person_of_token(secret: str) -> Person | None:
    """The active person a secret belongs to, in one query; None when there is none."""
    if not secret.startswith(PREFIX):
        return None
    return Person.objects.filter(
        is_active=True, tokens__token_hash=_hash(secret), tokens__revoked_at=None
    ).first()


def token_of_secret(secret: str) -> DeviceToken | None:
    """The token row of a secret."""
    return DeviceToken.objects.filter(token_hash=_hash(secret), revoked_at=None).first()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
