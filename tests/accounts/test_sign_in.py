"""Sign-in: one answer for all failures, and no endless trying."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from backend import clock
from backend.accounts.sign_in import check_credentials
from backend.errors import BadCredentials, TooMany
from tests.cast import NOW, Api

PASSWORD = "a long passphrase"


@pytest.fixture
def sam(cast):
    """Sam with a password."""
    cast.sam.set_password(PASSWORD)
    cast.sam.save()
    return cast.sam


def attempt(password=PASSWORD, email="sam@cast.example", address="10.0.0.1"):
    return check_credentials(email=email, password=password, address=address)


def test_right_password_is_let_in(sam):
    assert attempt() == sam
    assert attempt(email=" SAM@cast.example ") == sam


def test_inactive_person_is_refused_like_an_unknown_one(sam):
    sam.is_active = False
    sam.save()

    with pytest.raises(BadCredentials):
        attempt()


def test_eleventh_try_in_a_minute_is_too_many(sam):
    for _ in range(10):
        with pytest.raises(BadCredentials):
            attempt("wrong")

    with pytest.raises(TooMany) as refusal:
        attempt()

    assert refusal.value.retry_after == 60


def test_tries_are_counted_for_unknown_people_too(db):
    for _ in range(10):
        with pytest.raises(BadCredentials):
            attempt("wrong", email="nobody@cast.example")

    with pytest.raises(TooMany):
        attempt("wrong", email="nobody@cast.example")


def test_tries_from_elsewhere_lock_nobody_out(sam):
    for _ in range(11):
        with pytest.raises((BadCredentials, TooMany)):
            attempt("wrong", address="203.0.113.9")

    assert attempt(address="10.0.0.1") == sam


def test_next_minute_one_may_try_again(sam):
    for _ in range(11):
        with pytest.raises((BadCredentials, TooMany)):
            attempt("wrong")

    with clock.frozen_at(NOW + timedelta(seconds=60)):
        assert attempt() == sam


def test_full_cache_lets_people_in(sam, monkeypatch):
    def dropped(key):
        raise ValueError(key)

    monkeypatch.setattr(cache, "incr", dropped)

    assert attempt() == sam


def test_too_many_tries_over_the_api_say_when_to_come_back(sam):
    body = {"email": "sam@cast.example", "password": "wrong", "device": "phone"}
    statuses = [Api().post("/tokens", body).status_code for _ in range(11)]
    last = Api().post("/tokens", body)

    assert statuses == [401] * 10 + [429]
    assert last["Retry-After"] == "60"
    assert last.json()["code"] == "too_many"
