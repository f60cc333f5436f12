"""Tokens: kept as hashes, listed, revoked by their owner and by a system admin."""

from backend.accounts.models import DeviceToken
from backend.accounts.tokens import issue_token, person_of_token, revoke_tokens_of
from backend.audit.models import Event
from tests.cast import Api


def test_secret_is_not_stored(cast):
    token, secret = issue_token(person=cast.sam, device="phone")

    row = DeviceToken.objects.values().get(pk=token.pk)

    assert secret not in str(row)
    assert person_of_token(secret) == cast.sam
    assert person_of_token(secret + "x") is None
    assert person_of_token("pc_") is None


def test_tokens_of_a_person_end_together_and_once(cast):
    _, first = issue_token(person=cast.sam, device="phone")
    _, second = issue_token(person=cast.sam, device="tablet")
    _, other = issue_token(person=cast.sue, device="phone")

    count = revoke_tokens_of(person=cast.sam, by=cast.ada)
    again = revoke_tokens_of(person=cast.sam, by=cast.ada)

    assert (count, again) == (2, 0)
    assert person_of_token(first) is None
    assert person_of_token(second) is None
    assert person_of_token(other) == cast.sue


def test_own_tokens_are_listed_and_the_present_one_is_marked(cast):
    sam = Api(cast.sam)
    issue_token(person=cast.sam, device="tablet")
    issue_token(person=cast.sue, device="phone")

    items = sam.get("/tokens").json()["items"]

    assert sorted((item["device"], item["current"]) for item in items) == [
        ("tablet", False),
        ("test", True),
    ]
    assert {item["person"] for item in items} == {str(cast.sam.id)}
    assert {item["revoked_at"] for item in items} == {None}
    assert not any("hash" in key or "token" in key for item in items for key in item)


def test_token_is_revoked_by_its_owner_twice_alike(cast):
    sam, tablet = Api(cast.sam), issue_token(person=cast.sam, device="tablet")[0]

    first = sam.send("DELETE", f"/tokens/{tablet.id}")
    events = Event.objects.count()
    second = sam.send("DELETE", f"/tokens/{tablet.id}")

    assert (first.status_code, second.status_code) == (204, 204)
    assert Event.objects.count() == events
    assert DeviceToken.objects.get(pk=tablet.pk).revoked_at is not None


def test_system_admin_sees_and_revokes_tokens_of_others(cast):
    ada, phone = Api(cast.ada), Api(cast.sam)
    listed = ada.get("/tokens", person=str(cast.sam.id)).json()["items"]

    answer = ada.send("DELETE", f"/tokens/{listed[0]['id']}")

    assert len(listed) == 1
    assert answer.status_code == 204
    assert phone.get("/me").status_code == 401


def test_session_has_no_token_to_revoke(cast, client):
    client.force_login(cast.sam)

    listed = client.get("/api/v1/tokens")

    assert listed.json() == {"items": [], "next": None}
