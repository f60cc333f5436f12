"""People: who may add, see and change whom, and what follows from it."""

import base64
import json

import pytest

from backend.accounts.models import Person
from backend.audit.models import Event
from tests.cast import Api

PASSWORD = "a long passphrase"
SHOPPER = {
    "email": "New@Cast.example",
    "name": "New Shopper",
    "role": "shopper",
    "password": PASSWORD,
    "latitude": 38.7,
    "longitude": -9.1,
    "household": "h-1",
    "qualifications": ["coffee"],
    "conflicts": ["rival"],
    "availability": {"sat": ["morning"]},
}


@pytest.fixture
def ada(cast):
    """The API as the system admin."""
    return Api(cast.ada)


@pytest.fixture
def sol(cast):
    """The API as the scheduler."""
    return Api(cast.sol)


def faults(answer):
    return {(tuple(error["loc"]), error["code"]) for error in answer.json()["errors"]}


def test_shopper_is_added_with_a_profile_and_can_sign_in(sol):
    created = sol.post("/people", SHOPPER)

    answer = created.json()
    assert created.status_code == 201
    assert {key: answer[key] for key in answer if key != "id"} == {
        "email": "new@cast.example",
        "name": "New Shopper",
        "role": "shopper",
        "brand": None,
        "regions": [],
        "active": True,
        "latitude": 38.7,
        "longitude": -9.1,
        "household": "h-1",
        "qualifications": ["coffee"],
        "conflicts": ["rival"],
        "availability": {"sat": ["morning"]},
    }
    signed_in = Api().post(
        "/tokens", {"email": "new@cast.example", "password": PASSWORD, "device": "phone"}
    )
    assert signed_in.status_code == 201


def test_manager_is_added_with_brand_and_regions(ada):
    body = {
        "email": "mia@cast.example",
        "name": "Mia",
        "role": "manager",
        "brand": "harbour",
        "regions": ["porto", "lisbon"],
    }

    created = ada.post("/people", body)

    assert created.status_code == 201
    assert created.json()["brand"] == "harbour"
    assert created.json()["regions"] == ["lisbon", "porto"]
    assert "household" not in created.json()


def test_person_without_password_cannot_sign_in(sol):
    sol.post("/people", {key: SHOPPER[key] for key in ("email", "name", "role")})

    answer = Api().post("/tokens", {"email": SHOPPER["email"], "password": "!", "device": "x"})

    assert answer.status_code == 401


def test_system_admin_is_added_with_all_permissions(ada):
    ada.post("/people", {"email": "abe@cast.example", "name": "Abe", "role": "system_admin"})
    ada.post("/people", {"email": "sid@cast.example", "name": "Sid", "role": "scheduler"})

    assert Person.objects.get(email="abe@cast.example").is_superuser
    assert not Person.objects.get(email="sid@cast.example").is_superuser


@pytest.mark.parametrize(
    "role", ["scheduler", "reviewer", "manager", "client_admin", "system_admin"]
)
def test_scheduler_adds_shoppers_only(sol, role):
    answer = sol.post("/people", {**SHOPPER, "role": role})

    assert answer.status_code == 403
    assert faults(answer) == {(("role",), "not_yours")}
    assert not Person.objects.filter(email="new@cast.example").exists()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"email": "no address"}, {(("email",), "bad_format")}),
        ({"password": "short"}, {(("password",), "too_short")}),
        ({"password": "password123"}, {(("password",), "too_common")}),
        ({"brand": "harbour"}, {(("brand",), "not_for_role")}),
        ({"regions": ["lisbon"]}, {(("regions",), "not_for_role")}),
        ({"conflicts": ["rival", "x"]}, {(("conflicts", 1), "unknown_brand")}),
        ({"latitude": 91}, {(("latitude",), "out_of_range")}),
        ({"household": "h" * 61}, {(("household",), "too_long")}),
        ({"colour": "red"}, {(("colour",), "unknown_key")}),
        ({"name": ""}, {(("name",), "too_short")}),
        (
            {"email": "x@y", "password": "short", "brand": "harbour"},
            {
                (("email",), "bad_format"),
                (("password",), "too_short"),
                (("brand",), "not_for_role"),
            },
        ),
    ],
)
def test_shopper_with_faults_is_refused_with_all_of_them(ada, changes, expected):
    people = Person.objects.count()

    answer = ada.post("/people", {**SHOPPER, **changes})

    assert answer.status_code == 422
    assert faults(answer) == expected
    assert Person.objects.count() == people


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"brand": None}, {(("brand",), "required")}),
        ({"brand": "nobody"}, {(("brand",), "unknown_brand"), (("regions", 0), "brand_differs")}),
        ({"brand": "rival"}, {(("brand",), "unknown_brand"), (("regions", 0), "brand_differs")}),
        ({"regions": ["alps"]}, {(("regions", 0), "brand_differs")}),
        ({"regions": ["nowhere"]}, {(("regions", 0), "unknown_region")}),
        ({"role": "client_admin"}, {(("regions",), "not_for_role")}),
        ({"household": "h"}, {(("household",), "not_for_role")}),
    ],
)
def test_manager_out_of_scope_is_refused(ada, changes, expected):
    body = {
        "email": "mia@cast.example",
        "name": "Mia",
        "role": "manager",
        "brand": "harbour",
        "regions": ["lisbon"],
        **changes,
    }

    answer = ada.post("/people", body)

    assert answer.status_code == 422
    assert faults(answer) == expected


@pytest.mark.parametrize("email", ["sam@cast.example", "SAM@CAST.example", " sam@cast.example "])
def test_person_of_a_known_address_is_refused(ada, email):
    answer = ada.post("/people", {**SHOPPER, "email": email})

    assert answer.status_code == 409
    assert answer.json()["code"] == "already_exists"


def test_colleagues_see_of_each_other_id_name_and_role(cast):
    answer = Api(cast.mona).get(f"/people/{cast.cleo.id}")

    assert answer.json() == {"id": str(cast.cleo.id), "name": "Cleo", "role": "client_admin"}


def test_client_staff_see_nobody_else(cast):
    names = [item["name"] for item in Api(cast.cleo).get("/people").json()["items"]]

    assert names == ["Cleo", "Max", "Mona"]


def test_cursor_of_colleagues_holds_no_address(cast):
    cursor = Api(cast.cleo).get("/people", limit=1).json()["next"]

    assert b"@" not in base64.urlsafe_b64decode(cursor)


def test_list_of_people_filters_and_pages(ada):
    shoppers = ada.get("/people", role="shopper", limit=1).json()
    rest = ada.get("/people", role="shopper", limit=1, cursor=shoppers["next"]).json()
    harbour = ada.get("/people", brand="harbour").json()

    assert [item["name"] for item in shoppers["items"] + rest["items"]] == ["Sam", "Sue"]
    assert rest["next"] is None
    assert [item["name"] for item in harbour["items"]] == ["Cleo", "Max", "Mona"]


def test_list_of_people_is_a_fixed_number_of_queries(cast, django_assert_num_queries):
    ada = Api(cast.ada)

    for limit in (1, 3, 10):
        with django_assert_num_queries(3):  # the token's person, people, their regions
            ada.get("/people", limit=limit, role="manager")


def test_reading_a_shopper_is_audited(cast, sol):
    sol.get(f"/people/{cast.sam.id}")
    read = Event.objects.latest("id")
    sol.get("/people", role="shopper")
    listed = Event.objects.latest("id")
    Api(cast.sam).get(f"/people/{cast.sam.id}")

    assert (read.actor, read.verb, read.subject) == (
        f"person:{cast.sol.id}",
        "shopper.read",
        f"person:{cast.sam.id}",
    )
    assert (listed.verb, json.loads(listed.data)) == ("shoppers.listed", {"count": 2})
    assert Event.objects.latest("id") == listed


def test_audit_of_people_holds_no_personal_data(sol):
    created = sol.post("/people", SHOPPER).json()
    sol.patch(f"/people/{created['id']}", {"name": "Canary Name", "household": "canary-house"})

    chain = " ".join(event.data + event.subject + event.actor for event in Event.objects.all())

    for word in ("New Shopper", "cast.example", "Canary", "canary", PASSWORD, "h-1"):
        assert word not in chain
