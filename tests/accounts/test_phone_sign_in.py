"""Signing in on the phone: by password or by a code, as strict as at every other door."""

from __future__ import annotations

import pytest
from django.core import mail

from backend.accounts.models import Person
from backend.audit.models import Event
from tests.accounts.phone import PASSWORD, ROOT, SIGNED_OUT, Phone, code_of_last_mail, error_codes

pytestmark = pytest.mark.django_db


def test_nobody_is_told_so_and_gets_the_token_for_later_calls():
    phone = Phone()

    answer = phone.call("GET", "/session")

    assert (answer.status_code, answer.json()) == (401, SIGNED_OUT)
    assert len(phone.cookie("csrftoken")) == 32
    assert not phone.client.cookies["csrftoken"]["httponly"]
    assert "sessionid" not in phone.client.cookies


def test_right_password_begins_a_session(sam):
    phone = Phone()

    answer = phone.password(" SAM@cast.example ")

    told = answer.json()
    assert answer.status_code == 200
    assert told["data"]["user"] == {
        "id": str(sam.pk),
        "email": "sam@cast.example",
        "display": "Sam",
    }
    assert told["meta"] == {"is_authenticated": True}
    assert phone.client.get("/api/v1/me").json()["id"] == str(sam.pk)


@pytest.mark.parametrize(
    ("email", "password"),
    [("sam@cast.example", "wrong"), ("nobody@cast.example", PASSWORD)],
)
def test_wrong_password_and_unknown_person_are_answered_alike(sam, email, password):
    phone = Phone()

    answer = phone.password(email, password)

    assert answer.status_code == 400
    assert answer.json() == {
        "status": 400,
        "errors": [
            {
                "message": "The email address and/or password you specified are not correct.",
                "code": "email_password_mismatch",
                "param": "password",
            }
        ],
    }
    assert phone.who() is None


def test_inactive_person_is_refused_like_an_unknown_one(sam):
    Person.objects.filter(pk=sam.pk).update(is_active=False)
    phone = Phone()

    answer = phone.password()

    assert error_codes(answer) == [("password", "email_password_mismatch")]


def test_signing_in_makes_a_new_session_and_a_new_token(sam):
    phone = Phone()
    phone.ask()
    before = phone.cookie("sessionid"), phone.cookie("csrftoken")

    phone.confirm(code_of_last_mail())

    assert phone.cookie("sessionid") not in (before[0], "")
    assert phone.cookie("csrftoken") != before[1]
    assert phone.client.cookies["sessionid"]["httponly"]
    assert phone.client.cookies["sessionid"]["max-age"] == 14 * 24 * 60 * 60


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/login", {"email": "sam@cast.example", "password": PASSWORD}),
        ("POST", "/code/request", {"email": "sam@cast.example"}),
        ("POST", "/code/confirm", {"code": "BBB-BBB"}),
        ("DELETE", "/session", None),
    ],
)
def test_no_route_works_without_the_token(sam, method, path, body):
    phone = Phone()
    if method == "DELETE":
        phone.password()

    answer = phone.call(method, path, body, **{"X-CSRFToken": ""})

    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "csrf_failed"
    assert mail.outbox == []
    assert phone.who() == ("sam@cast.example" if method == "DELETE" else None)


def test_signing_out_ends_the_session_at_the_server(sam):
    phone = Phone()
    phone.password()
    old = phone.cookie("sessionid")

    answer = phone.call("DELETE", "/session")

    phone.client.cookies["sessionid"] = old
    assert (answer.status_code, answer.json()) == (401, SIGNED_OUT)
    assert phone.who() is None


def test_somebody_signed_in_must_sign_out_before_another_signs_in(sam, cast):
    cast.sue.set_password(PASSWORD)
    cast.sue.save()
    phone = Phone()
    phone.password()

    answers = [phone.password("sue@cast.example"), phone.ask("sue@cast.example")]

    assert [(each.status_code, each.json()) for each in answers] == [(409, {"status": 409})] * 2
    assert mail.outbox == []
    assert phone.who() == "sam@cast.example"


@pytest.mark.parametrize("by", ["password", "code"])
def test_audit_chain_tells_who_signed_in_and_how(sam, by):
    phone = Phone()
    if by == "password":
        phone.password()
    else:
        phone.ask()
        phone.confirm(code_of_last_mail())

    event = Event.objects.get(verb="person.signed_in")

    assert (event.actor, event.subject, event.data) == (
        f"person:{sam.pk}",
        f"person:{sam.pk}",
        f'{{"how":"{by}"}}',
    )


@pytest.mark.parametrize(
    "path",
    [
        "/signup",
        "/password/request",
        "/password/reset",
        "/email/verify",
        "/phone/verify",
        "/reauthenticate",
        "/code/resend",
        "/../account/email",
        "/../account/password/change",
        "/../config",
        "/../../../app/v1/auth/login",
    ],
)
def test_no_other_route_of_allauth_is_reachable(sam, path):
    phone = Phone()
    phone.password()

    answers = [phone.call(method, path, {}) for method in ("GET", "POST", "PUT", "PATCH", "DELETE")]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert answers[0]["Content-Type"] == "application/problem+json"
    assert answers[0].json()["code"] == "not_found"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "bad_request"),
        (b"[]", 400, "bad_request"),
        (b'{"email": "sam@cast.example", "password": "\\ud800"}', 400, "bad_request"),
        (b"[" * 4000, 400, "bad_request"),
        (b'{"password": "' + b"x" * 5000 + b'"}', 413, "too_large"),
    ],
)
def test_unreadable_body_is_refused_in_the_common_shape(sam, body, status, code):
    answer = Phone().call("POST", "/login", body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    "email", ["sam", "a\x00b@cast.example", "x" * 400 + "@cast.example", {"a": 1}, None]
)
def test_odd_address_is_a_fault_of_its_field(sam, email):
    answers = [
        Phone().call("POST", "/login", {"email": email, "password": "x"}),
        Phone().call("POST", "/code/request", {"email": email}),
    ]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert [answer.json()["errors"][0]["param"] for answer in answers] == ["email", "email"]


def test_wrong_method_is_answered_in_the_common_shape():
    answer = Phone().client.put(f"{ROOT}/login")

    # a session-less PUT fails at the CSRF check before its method is looked at
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
    assert Phone().call("GET", "/login").json()["code"] == "method_not_allowed"
