"""When a session ends without its owner's signing out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from backend.accounts.models import Person
from backend.accounts.tasks import clear_ended_sessions
from tests.accounts.phone import Phone
from tests.cast import Api

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(sam):
    """A phone on which sam is signed in."""
    phone = Phone()
    phone.password()
    return phone


def test_session_ends_with_the_persons_deactivation(phone, cast):
    Api(cast.sol).patch(f"/people/{cast.sam.pk}", {"active": False})

    answer = phone.client.get("/api/v1/me")

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert phone.who() is None


@pytest.mark.parametrize("who", ["sam", "ada"])
def test_session_ends_when_the_password_changes(phone, cast, who):
    change = {"password": "another long phrase"}
    if who == "sam":
        change["current_password"] = "a long passphrase"
    changed = Api(getattr(cast, who)).patch(f"/people/{cast.sam.pk}", change)

    assert changed.status_code == 200
    assert phone.who() is None
    assert phone.password(password="another long phrase").status_code == 200


def test_session_does_not_end_with_a_change_of_name(phone, cast):
    Person.objects.filter(pk=cast.sam.pk).update(name="Samuel")

    assert phone.who() == "sam@cast.example"


def test_session_that_is_over_is_deleted(phone, sam):
    other = Phone()
    other.password()
    Session.objects.filter(pk=phone.cookie("sessionid")).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )

    clear_ended_sessions.call()

    assert [row.pk for row in Session.objects.all()] == [other.cookie("sessionid")]
