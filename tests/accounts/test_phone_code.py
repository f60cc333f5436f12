"""Signing in on the phone by a mailed code: short-lived, and silent on who is known."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from backend.accounts.models import Person
from tests.accounts.phone import SIGNED_OUT, Phone, code_of_last_mail, error_codes

pytestmark = pytest.mark.django_db

CODE_ASKED = {
    "status": 401,
    "data": {"flows": [{"id": "login"}, {"id": "login_by_code", "is_pending": True}]},
    "meta": {"is_authenticated": False},
}


def test_code_from_the_mail_begins_a_session(sam):
    phone = Phone()

    asked = phone.ask("Sam@cast.example")
    answer = phone.confirm(code_of_last_mail())

    assert (asked.status_code, asked.json()) == (401, CODE_ASKED)
    assert answer.status_code == 200
    assert answer.json()["data"]["user"]["id"] == str(sam.pk)
    assert phone.who() == "sam@cast.example"


def test_code_may_be_typed_small_and_without_its_dash(sam):
    phone = Phone()
    phone.ask()

    answer = phone.confirm(code_of_last_mail().lower().replace("-", " "))

    assert answer.status_code == 200


def test_code_counts_once(sam):
    phone = Phone()
    phone.ask()
    code = code_of_last_mail()
    phone.confirm(code)
    phone.call("DELETE", "/session")

    answer = phone.confirm(code)

    assert (answer.status_code, answer.json()) == (409, {"status": 409})
    assert phone.who() is None


def test_code_counts_only_in_the_browser_that_asked(sam):
    Phone().ask()
    other = Phone()

    answer = other.confirm(code_of_last_mail())

    assert answer.status_code == 409


def test_new_code_replaces_the_old_one(sam):
    phone = Phone()
    phone.ask()
    old = code_of_last_mail()
    phone.ask()

    answer = phone.confirm(old)

    assert error_codes(answer) == [("code", "incorrect_code")]


def test_third_wrong_code_ends_it(sam):
    phone = Phone()
    phone.ask()
    wrong = [phone.confirm("BBB-BBB").status_code for _ in range(3)]

    answer = phone.confirm(code_of_last_mail())

    assert wrong == [400, 400, 400]
    assert answer.status_code == 409
    assert phone.who() is None


def test_code_older_than_ten_minutes_is_worth_nothing(sam, monkeypatch):
    monkeypatch.setattr("time.time", lambda: 1_000_000.0)
    phone = Phone()
    phone.ask()
    monkeypatch.setattr("time.time", lambda: 1_000_601.0)

    answer = phone.confirm(code_of_last_mail())

    assert answer.status_code == 409


def test_person_made_inactive_meanwhile_does_not_get_in_by_code(sam):
    phone = Phone()
    phone.ask()
    Person.objects.filter(pk=sam.pk).update(is_active=False)

    answer = phone.confirm(code_of_last_mail())

    assert (answer.status_code, answer.json()) == (401, SIGNED_OUT)
    assert phone.who() is None


@pytest.mark.parametrize("inactive", [False, True])
def test_asking_for_a_code_tells_nothing_of_who_is_known(sam, inactive):
    if inactive:
        Person.objects.filter(pk=sam.pk).update(is_active=False)
        email = "sam@cast.example"
    else:
        email = "nobody@cast.example"
    phone = Phone()

    asked = phone.ask(email)
    tries = [phone.confirm("BBB-BBB") for _ in range(4)]

    assert (asked.status_code, asked.json()) == (401, CODE_ASKED)
    assert len(phone.cookie("sessionid")) == 32
    assert [answer.status_code for answer in tries] == [400, 400, 400, 409]
    assert error_codes(tries[0]) == [("code", "incorrect_code")]
    assert mail.outbox == []


def test_empty_code_opens_nothing_for_an_unknown_person():
    phone = Phone()
    phone.ask("nobody@cast.example")

    answers = [phone.confirm(code).status_code for code in ("", "-")]

    assert answers == [400, 400]


def test_no_row_of_allauth_is_ever_made(sam):
    phone = Phone()
    phone.ask()
    phone.confirm(code_of_last_mail())

    assert EmailAddress.objects.count() == 0
