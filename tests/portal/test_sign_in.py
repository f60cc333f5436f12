"""Signing in and out in a browser: as strict as the API, and never off to another site."""

from __future__ import annotations

import pytest
from django.test import Client

from backend.audit.models import Event
from tests.portal.desk import PASSWORD, signed_in, with_password, words

pytestmark = pytest.mark.django_db

WRONG = "This e-mail and password do not belong together."


@pytest.fixture
def mona(cast):
    """Mona with a password."""
    return with_password(cast.mona)


def attempt(email="mona@cast.example", password=PASSWORD, client=None, **more):
    return (client or Client()).post("/sign-in/", {"email": email, "password": password, **more})


def who(client):
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize("email", ["mona@cast.example", " MONA@cast.example "])
def test_right_password_leads_to_the_desk(mona, email):
    client = Client()

    response = attempt(email, client=client)

    assert (response.status_code, response["Location"]) == (302, "/desk/")
    assert who(client) == str(mona.pk)


def test_audit_chain_tells_who_signed_in(mona):
    attempt(password="wrong")
    attempt()

    event = Event.objects.get()
    assert (event.verb, event.subject, event.data) == (
        "person.signed_in",
        f"person:{mona.pk}",
        '{"how":"password"}',
    )


def test_signing_in_makes_a_new_session(mona):
    client = Client()
    client.get("/sign-in/")
    client.cookies["sessionid"] = "a" * 32  # as somebody else may have planted it

    attempt(client=client)

    assert client.cookies["sessionid"].value != "a" * 32


@pytest.mark.parametrize(
    ("email", "password"),
    [("mona@cast.example", "wrong"), ("nobody@cast.example", PASSWORD)],
)
def test_wrong_password_and_unknown_person_are_answered_alike(mona, email, password):
    client = Client()

    response = attempt(email, password, client)

    assert response.status_code == 200
    assert words(response) == f"Plainclothes Sign in {WRONG} E-mail Password Sign in"
    assert who(client) is None


def test_inactive_person_is_refused_like_an_unknown_one(mona):
    mona.is_active = False
    mona.save()
    client = Client()

    response = attempt(client=client)

    assert words(response) == f"Plainclothes Sign in {WRONG} E-mail Password Sign in"
    assert who(client) is None


def test_person_made_inactive_is_signed_out(mona):
    client = signed_in(mona)
    mona.is_active = False
    mona.save()

    response = client.get("/desk/")

    assert response["Location"] == "/sign-in/?next=/desk/"


def test_password_is_never_sent_back(mona):
    response = attempt(password="wrong-but-secret")

    assert b"wrong-but-secret" not in response.content
    assert b'value="mona@cast.example"' in response.content


def test_each_empty_field_says_so_where_it_is():
    response = attempt("", "")

    page = response.content.decode()
    assert words(response) == (
        "Plainclothes Sign in E-mail This field is required. Password This field is required."
        " Sign in"
    )
    assert page.count('aria-invalid="true"') == 2
    assert page.count('aria-describedby="id_email_error"') == 1
    assert page.count('id="id_email_error"') == 1


@pytest.mark.parametrize("email", ["mona", "a\x00b@cast.example", "x" * 300 + "@cast.example"])
def test_odd_email_is_a_fault_of_the_form(mona, email):
    response = attempt(email)

    assert response.status_code == 200
    assert response.content.decode().count('id="id_email_error"') == 1


def test_eleventh_try_in_a_minute_says_when_to_come_back(mona):
    statuses = [attempt(password="wrong").status_code for _ in range(10)]
    client = Client()

    response = attempt(client=client)

    assert statuses == [200] * 10
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert words(response) == (
        "Plainclothes Sign in Too many requests; wait a little. E-mail Password Sign in"
    )
    assert who(client) is None


def test_form_without_its_token_is_refused(mona):
    response = attempt(client=Client(enforce_csrf_checks=True))

    assert response.status_code == 403


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/admin/", "/admin/"),
        ("/desk/?a=b", "/desk/?a=b"),
        ("https://elsewhere.example/desk/", "/desk/"),
        ("//elsewhere.example", "/desk/"),
        ("/\\elsewhere.example", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("", "/desk/"),
    ],
)
def test_next_leads_nowhere_but_here(mona, wanted, goes_to):
    response = attempt(next=wanted)

    assert (response.status_code, response["Location"]) == (302, goes_to)


def test_signed_in_person_goes_on_to_the_desk(mona):
    response = signed_in(mona).get("/sign-in/")

    assert (response.status_code, response["Location"]) == (302, "/desk/")


def test_sign_out_ends_the_session(mona):
    client = Client()
    client.force_login(mona)

    response = client.post("/sign-out/")

    assert (response.status_code, response["Location"]) == (302, "/sign-in/")
    assert client.get("/desk/")["Location"] == "/sign-in/?next=/desk/"


def test_link_to_sign_out_signs_nobody_out(mona):
    client = signed_in(mona)

    response = client.get("/sign-out/")

    assert response.status_code == 405
    assert client.get("/desk/").status_code == 200


def test_sign_out_without_its_token_is_refused(mona):
    client = signed_in(mona)

    response = client.post("/sign-out/")

    assert response.status_code == 403
    assert client.get("/desk/").status_code == 200
