"""Checking e-mail and password: one answer and one cost for known and unknown people."""

from __future__ import annotations

import hashlib

from django.contrib.auth.hashers import make_password
from django.core.cache import cache

from backend import clock
from backend.accounts.models import Person
from backend.errors import BadCredentials, TooMany

_TRIES = 10
_PER_SECONDS = 60


def check_credentials(*, email: str, password: str, address: str) -> Person:
    """The active person of these credentials.

    Raises `BadCredentials`, the same for a wrong password and an unknown or inactive person,
    and `TooMany` after ten tries a minute for one account and address together: somebody who
    tries from elsewhere cannot lock a person out.
    """
    email = email.strip().lower()
    _count_try(email, address)
    person = Person.objects.filter(email=email).first()
    if person is None:
        make_password(password)  # as slow as a real check
        raise BadCredentials
    if not person.check_password(password) or not person.is_active:
        raise BadCredentials
    return person


def _count_try(email: str, address: str) -> None:
    minute = int(clock.now().timestamp()) // _PER_SECONDS
    # hashed: what people type is no fit key, and no address belongs into a cache's dump
    who = hashlib.sha256(f"{email}\n{address}".encode()).hexdigest()
    slot = f"sign-in:{who}:{minute}"
    cache.add(slot, 0, timeout=2 * _PER_SECONDS)
    try:
        tries = cache.incr(slot)
    except ValueError:  # a full cache has dropped it meanwhile
        return
    if tries > _TRIES:
        raise TooMany(retry_after=_PER_SECONDS)
