"""Signing devices in and out."""

from backend.accounts.models import ShopperProfile
from tests.cast import Api


def test_me_answers_the_person_of_the_token(cast):
    answer = Api(cast.mona).get("/me")

    assert answer.status_code == 200
    assert answer.json() == {
        "id": str(cast.mona.id),
        "email": "mona@cast.example",
        "name": "Mona",
        "role": "manager",
        "brand": "harbour",
        "regions": ["lisbon"],
    }


def test_me_tells_a_shopper_where_they_set_out_from(cast):
    answer = Api(cast.sam).get("/me")

    assert answer.json() == {
        "id": str(cast.sam.id),
        "email": "sam@cast.example",
        "name": "Sam",
        "role": "shopper",
        "brand": None,
        "regions": [],
        "latitude": 38.72,
        "longitude": -9.15,
    }


def test_me_of_a_shopper_without_a_place_says_null(cast):
    ShopperProfile.objects.update(latitude=None, longitude=None)

    told = Api(cast.sam).get("/me").json()

    assert (told["latitude"], told["longitude"]) == (None, None)


def test_me_without_token_is_a_problem_document(cast):
    answer = Api().get("/me")

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "unauthenticated"


def test_token_is_issued_used_and_revoked(cast):
    cast.sam.set_password("a long passphrase")
    cast.sam.save()
    body = {"email": "SAM@cast.example", "password": "a long passphrase", "device": "phone"}

    issued = Api().post("/tokens", body)
    phone = Api()
    phone.headers = {"Authorization": f"Bearer {issued.json()['token']}"}
    revoked = phone.send("DELETE", "/tokens/current")

    assert issued.status_code == 201
    assert issued.json()["user"]["email"] == "sam@cast.example"
    assert revoked.status_code == 204
    assert phone.get("/me").status_code == 401


def test_wrong_password_and_unknown_person_get_the_same_answer(cast):
    wrong = Api().post("/tokens", {"email": "sam@cast.example", "password": "x", "device": "d"})
    unknown = Api().post("/tokens", {"email": "no@cast.example", "password": "x", "device": "d"})

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
