"""Checking e-mail and password: one answer and one cost for known and unknown people."""

from __future__ import annotations

import hashlib

from django.contrib.auth.hashers import make_password
from django.core.cache import cache

from backend import clock
from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import BadCredentials, TooMany

TRIES = 10
TRIES_PER_SECONDS = 60
CODES = ((3, 60), (10, 3600))


def check_credentials(*, email: str, password: str, address: str) -> Person:
    """The active person of these credentials.

    Raises `BadCredentials`, the same for a wrong password and an unknown or inactive person,
    and `TooMany` after ten tries a minute for one account and address together: somebody who
    tries from elsewhere cannot lock a person out.
    """
    email = email.strip().lower()
    count_try(email=email, address=address)
    person = Person.objects.filter(email=email).first()
    if person is None:
        make_password(password)  # as slow as a real check
        raise BadCredentials
    if not person.check_password(password) or not person.is_active:
        raise BadCredentials
    return person


def count_try(*, email: str, address: str) -> None:
    """Count a try for one account from one address, by whichever door.

    Raises `TooMany` after ten within a minute.
    """
    _count("sign-in", email, address, TRIES, TRIES_PER_SECONDS)


def count_code(*, email: str, address: str) -> None:
    """Count a code that somebody at one address asks for by mail.

    Raises `TooMany` after three within a minute or ten within an hour. Somebody elsewhere who has
    mails sent to a person must not use up what that person may ask for.
    """
    for most, seconds in CODES:
        _count(f"code-{seconds}", email, address, most, seconds)


def record_sign_in(*, person: Person, how: str) -> None:
    """Tell the audit chain that a session began, by `password` or by `code`."""
    chain.record(actor=person, verb="person.signed_in", subject=person, data={"how": how})


def _count(what: str, email: str, address: str, most: int, seconds: int) -> None:
    turn = int(clock.now().timestamp()) // seconds
    # hashed: what people type is no fit key, and no address belongs into a cache's dump
    who = hashlib.sha256(f"{email.strip().lower()}\n{address}".encode()).hexdigest()
    slot = f"{what}:{who}:{turn}"
    cache.add(slot, 0, timeout=2 * seconds)
    try:
        times = cache.incr(slot)
    except ValueError:  # a full cache has dropped it meanwhile
        return
    if times > most:
        raise TooMany(retry_after=min(seconds, TRIES_PER_SECONDS))
