"""Trying in a hurry: every door counts together, and says when to come back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from backend import clock
from tests.accounts.phone import PASSWORD, Phone, code_of_last_mail
from tests.cast import NOW, Api

pytestmark = pytest.mark.django_db

TOO_MANY = (429, "60", {"status": 429})


def told(answer):
    return answer.status_code, answer["Retry-After"], answer.json()


def test_tries_at_the_phone_the_desk_and_the_api_count_together(sam):
    phone = Phone()
    for _ in range(4):
        phone.password(password="wrong")
    token = phone.cookie("csrftoken")
    form = {"email": sam.email, "password": "wrong", "csrfmiddlewaretoken": token}
    for _ in range(3):
        phone.client.post("/sign-in/", form)
    for _ in range(3):
        Api().post("/tokens", {"email": sam.email, "password": "wrong", "device": "d"})

    answer = phone.password()

    assert told(answer) == TOO_MANY
    assert phone.who() is None


def test_next_minute_one_may_try_again(sam):
    phone = Phone()
    for _ in range(11):
        phone.password(password="wrong")

    with clock.frozen_at(NOW + timedelta(seconds=60)):
        assert phone.password().status_code == 200


def test_tries_from_elsewhere_lock_nobody_out(sam, settings):
    settings.NINJA_NUM_PROXIES = 1
    phone = Phone()
    body = {"email": sam.email, "password": "wrong"}
    for _ in range(11):
        phone.call("POST", "/login", body, **{"X-Forwarded-For": "203.0.113.9"})

    answer = phone.call(
        "POST",
        "/login",
        {**body, "password": PASSWORD},
        **{"X-Forwarded-For": "198.51.100.7"},
    )

    assert answer.status_code == 200


def test_fourth_code_in_a_minute_is_not_sent(sam):
    phone = Phone()
    asked = [phone.ask().status_code for _ in range(3)]

    answer = Phone().ask()

    assert asked == [401] * 3
    assert told(answer) == TOO_MANY
    assert len(mail.outbox) == 3


def test_codes_asked_for_elsewhere_keep_nobody_from_asking(sam, settings):
    settings.NINJA_NUM_PROXIES = 1
    for minute in range(10):
        with clock.frozen_at(NOW + timedelta(minutes=minute)):
            for _ in range(4):
                Phone().ask(**{"X-Forwarded-For": "203.0.113.9"})
    sent_elsewhere = len(mail.outbox)

    with clock.frozen_at(NOW + timedelta(minutes=9)):
        answer = Phone().ask(**{"X-Forwarded-For": "198.51.100.7"})

    assert answer.status_code == 401
    assert (sent_elsewhere, len(mail.outbox)) == (10, 11)


def test_unknown_address_meets_the_same_limit():
    asked = [Phone().ask("nobody@cast.example").status_code for _ in range(4)]

    assert asked == [401, 401, 401, 429]


def test_codes_are_tried_ten_times_a_minute_however_many_are_asked_for(sam):
    statuses = []
    for _ in range(3):
        phone = Phone()
        phone.ask()
        statuses += [phone.confirm("BBB-BBB").status_code for _ in range(3)]
    assert statuses == [400] * 9
    phone.password(password="wrong")

    answer = phone.confirm(code_of_last_mail())

    assert answer.status_code == 409  # its three tries are over
    other = Phone()
    assert told(other.password()) == TOO_MANY


def test_right_code_is_not_looked_at_after_too_many_tries(sam):
    phone = Phone()
    for _ in range(10):
        phone.password(password="wrong")
    phone.ask()

    answer = phone.confirm(code_of_last_mail())

    assert told(answer) == TOO_MANY
    assert phone.who() is None
