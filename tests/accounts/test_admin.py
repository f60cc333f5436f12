"""Signing in to the stock admin, and revoking tokens there."""

import pytest

from backend.accounts.models import DeviceToken
from backend.audit.models import Event
from tests.cast import Api

PASSWORD = "a long passphrase"


@pytest.fixture
def sign_in(cast, client):
    """Sign in as somebody of the cast; all of them have the same password here."""

    def post(name, password=PASSWORD):
        who = getattr(cast, name)
        who.set_password(PASSWORD)
        who.save()
        return client.post(
            "/admin/login/?next=/admin/", {"username": who.email.upper(), "password": password}
        )

    return post


@pytest.mark.parametrize("who", ["ada", "sol"])
def test_those_who_keep_the_master_data_sign_in(sign_in, client, who):
    answer = sign_in(who)

    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200


def test_audit_chain_tells_who_signed_in(sign_in, cast):
    sign_in("ada", "wrong")
    sign_in("rae")
    sign_in("ada")

    event = Event.objects.get(verb="person.signed_in")
    assert (event.subject, event.data) == (f"person:{cast.ada.pk}", '{"how":"password"}')


def test_second_address_of_a_person_cannot_be_entered_there(sign_in, client):
    sign_in("ada")

    answer = client.get("/admin/account/emailaddress/")

    assert answer.status_code == 404


@pytest.mark.parametrize("who", ["sam", "rae", "mona", "cleo"])
def test_others_do_not(sign_in, client, who):
    answer = sign_in(who)

    assert answer.status_code == 200
    assert client.get("/admin/").status_code == 302


def test_wrong_password_is_refused(sign_in):
    answer = sign_in("ada", "wrong")

    assert answer.status_code == 200
    assert b"Please enter the correct" in answer.content


def test_tries_are_limited_like_everywhere(sign_in):
    for _ in range(10):
        sign_in("ada", "wrong")

    answer = sign_in("ada")

    assert answer.status_code == 200
    assert b"Too many requests" in answer.content


def test_own_password_is_changed_with_the_present_one_and_audited(sign_in, cast, client):
    sign_in("sol")
    body = {"new_password1": "another passphrase", "new_password2": "another passphrase"}

    wrong = client.post("/admin/password_change/", {**body, "old_password": "x"})
    right = client.post("/admin/password_change/", {**body, "old_password": PASSWORD})

    event = Event.objects.latest("id")
    cast.sol.refresh_from_db()
    assert (wrong.status_code, right.status_code) == (200, 302)
    assert cast.sol.check_password("another passphrase")
    assert (event.verb, event.subject) == ("person.changed", f"person:{cast.sol.pk}")
    assert client.get("/admin/").status_code == 200


def test_tokens_are_revoked_by_the_action(cast, client):
    phone = Api(cast.sam)
    token = DeviceToken.objects.get(person=cast.sam)
    client.force_login(cast.ada)

    client.post(
        "/admin/accounts/devicetoken/", {"action": "revoke", "_selected_action": [str(token.pk)]}
    )

    assert phone.get("/me").status_code == 401


def test_hash_of_a_token_is_not_shown(cast, client):
    Api(cast.sam)
    token = DeviceToken.objects.get(person=cast.sam)
    client.force_login(cast.ada)

    page = client.get(f"/admin/accounts/devicetoken/{token.pk}/change/")

    assert page.status_code == 200
    assert token.token_hash.encode() not in page.content
