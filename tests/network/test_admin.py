"""Brands, regions, locations and people in the stock admin: the use cases decide there, too."""

import pytest

from backend.accounts.models import DeviceToken, Person
from backend.audit.models import Event
from backend.network.models import Brand, Location, Region
from tests.cast import Api, region

PASSWORD = "a long passphrase"
LOCATION = {
    "code": "L9",
    "name": "Harbour Chiado",
    "brand": "harbour",
    "region": "lisbon",
    "address": "",
    "latitude": "38.71",
    "longitude": "-9.14",
    "time_zone": "Europe/Lisbon",
    "opening_hours": '{"mon": [["08:00", "18:00"]]}',
    "active": "on",
}
SHOPPER = {
    "email": "new@cast.example",
    "name": "New Shopper",
    "role": "shopper",
    "is_active": "on",
    "new_password": PASSWORD,
    "latitude": "38.7",
    "longitude": "-9.1",
    "household": "h-9",
    "qualifications": "coffee, night",
    "conflicts": ["rival"],
    "availability": "{}",
}


@pytest.fixture
def ada(cast, client):
    """A browser in which the system admin is signed in."""
    client.force_login(cast.ada)
    return client


@pytest.fixture
def sol(cast, client):
    """A browser in which the scheduler is signed in."""
    client.force_login(cast.sol)
    return client


def errors(answer):
    assert answer.status_code == 200, answer
    return dict(answer.context["adminform"].form.errors)


def test_brand_is_added(sol):
    answer = sol.post("/admin/network/brand/add/", {"code": "tea", "name": "Tea", "kind": "own"})

    assert answer.status_code == 302
    assert Brand.objects.get(pk="tea").name == "Tea"
    assert Event.objects.latest("id").verb == "brand.added"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("a b", "Letters, digits, dots, dashes, underscores; at most 60."),
        ("HARBOUR", "This code is taken."),
    ],
)
def test_brand_of_an_unfit_code_is_refused_at_its_field(sol, code, sentence):
    answer = sol.post("/admin/network/brand/add/", {"code": code, "name": "Tea", "kind": "own"})

    assert sentence in errors(answer)["code"]
    assert not Event.objects.exists()


def test_region_is_added_with_its_path(sol):
    body = {"code": "alfama", "name": "Alfama", "brand": "harbour", "parent": "lisbon"}

    answer = sol.post("/admin/network/region/add/", body)

    assert answer.status_code == 302
    assert Region.objects.get(pk="alfama").path == "/pt/lisbon/alfama/"


def test_region_is_moved_with_its_subtree(cast, sol):
    region("alfama", cast.harbour, cast.lisbon)

    answer = sol.post("/admin/network/region/lisbon/change/", {"name": "Lisbon", "parent": "porto"})

    assert answer.status_code == 302
    assert Region.objects.get(pk="alfama").path == "/pt/porto/lisbon/alfama/"
    assert [event.verb for event in Event.objects.all()] == ["region.moved"]


def test_region_that_would_lie_in_itself_is_refused(cast, sol):
    answer = sol.post("/admin/network/region/pt/change/", {"name": "Pt", "parent": "lisbon"})

    assert errors(answer)["parent"] == ["A region cannot lie within itself."]
    assert Region.objects.get(pk="pt").parent is None


def test_location_is_added_and_changed(sol):
    added = sol.post("/admin/network/location/add/", LOCATION)
    changed = sol.post(
        "/admin/network/location/L9/change/", {**LOCATION, "region": "porto", "active": ""}
    )

    location = Location.objects.get(pk="L9")
    assert (added.status_code, changed.status_code) == (302, 302)
    assert (location.region_id, location.active) == ("porto", False)
    assert location.opening_hours == {"mon": [["08:00", "18:00"]]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("region", "alps"),
        ("time_zone", "Mars/Olympus"),
        ("opening_hours", '{"mon": [["18:00", "08:00"]]}'),
        ("latitude", "91"),
        ("longitude", "nan"),
    ],
)
def test_location_with_a_fault_is_refused_at_its_field(sol, field, value):
    answer = sol.post("/admin/network/location/add/", {**LOCATION, field: value})

    assert list(errors(answer)) == [field]
    assert not Location.objects.filter(pk="L9").exists()


def test_autocomplete_finds_regions(sol):
    answer = sol.get(
        "/admin/autocomplete/",
        {"app_label": "network", "model_name": "location", "field_name": "region", "term": "lis"},
    )

    assert answer.json()["results"] == [{"id": "lisbon", "text": "Lisbon"}]


def test_shopper_is_added_by_a_scheduler_and_can_sign_in(sol):
    answer = sol.post("/admin/accounts/person/add/", SHOPPER)

    assert answer.status_code == 302
    shopper = Person.objects.get(email="new@cast.example").shopper
    assert shopper.qualifications == ["coffee", "night"]
    assert shopper.conflicts == ["rival"]
    signed_in = Api().post(
        "/tokens", {"email": "new@cast.example", "password": PASSWORD, "device": "phone"}
    )
    assert signed_in.status_code == 201


def test_scheduler_cannot_add_staff(sol):
    answer = sol.post("/admin/accounts/person/add/", {**SHOPPER, "role": "system_admin"})

    assert "role" in errors(answer)
    assert not Person.objects.filter(email="new@cast.example").exists()


def test_scheduler_sees_no_staff_and_changes_no_client(cast, sol):
    staff = sol.get(f"/admin/accounts/person/{cast.rae.pk}/change/")
    client_seen = sol.get(f"/admin/accounts/person/{cast.mona.pk}/change/")
    client_changed = sol.post(
        f"/admin/accounts/person/{cast.mona.pk}/change/", {"email": "x@x.example", "name": "X"}
    )

    assert staff.status_code == 302  # as for somebody who does not exist
    assert client_seen.status_code == 200
    assert b"new_password" not in client_seen.content
    assert client_changed.status_code == 403


def test_scheduler_who_forges_fields_of_a_shopper_is_refused(cast, sol):
    path = f"/admin/accounts/person/{cast.sam.pk}/change/"
    body = {**SHOPPER, "email": cast.sam.email, "new_password": "", "brand": "harbour"}

    answer = sol.post(path, body)

    assert answer.status_code == 200
    assert Person.objects.get(pk=cast.sam.pk).brand_code == ""


def test_manager_is_given_regions_by_a_system_admin(cast, ada):
    body = {
        "email": cast.mona.email,
        "name": "Mona",
        "role": "manager",
        "is_active": "on",
        "brand": "harbour",
        "regions": ["lisbon", "porto"],
        "qualifications": "",
        "availability": "",
    }

    answer = ada.post(f"/admin/accounts/person/{cast.mona.pk}/change/", body)

    assert answer.status_code == 302
    assert sorted(row.region_code for row in cast.mona.regions.all()) == ["lisbon", "porto"]


def test_manager_of_another_brands_region_is_refused_at_the_field(cast, ada):
    body = {
        "email": cast.mona.email,
        "name": "Mona",
        "role": "manager",
        "is_active": "on",
        "brand": "harbour",
        "regions": ["alps"],
    }

    answer = ada.post(f"/admin/accounts/person/{cast.mona.pk}/change/", body)

    assert errors(answer)["regions"] == ["alps is of another brand."]


def test_new_password_is_checked_and_signs_out(cast, ada):
    phone = Api(cast.sam)
    path = f"/admin/accounts/person/{cast.sam.pk}/change/"
    body = {
        "email": cast.sam.email,
        "name": "Sam",
        "role": "shopper",
        "is_active": "on",
        "household": "h-sam",
        "latitude": "38.72",
        "longitude": "-9.15",
        "availability": "{}",
    }

    weak = ada.post(path, {**body, "new_password": "short"})
    strong = ada.post(path, {**body, "new_password": PASSWORD})

    assert list(errors(weak)) == ["new_password"]
    assert strong.status_code == 302
    assert Person.objects.get(pk=cast.sam.pk).check_password(PASSWORD)
    assert phone.get("/me").status_code == 401


def test_person_made_inactive_is_signed_out(cast, ada):
    Api(cast.sam)
    body = {"email": cast.sam.email, "name": "Sam", "role": "shopper", "household": "h-sam"}

    ada.post(f"/admin/accounts/person/{cast.sam.pk}/change/", body)

    assert not Person.objects.get(pk=cast.sam.pk).is_active
    assert DeviceToken.objects.get(person=cast.sam).revoked_at is not None


def test_last_system_admin_stays(cast, ada):
    body = {"email": cast.ada.email, "name": "Ada", "role": "system_admin"}

    answer = ada.post(f"/admin/accounts/person/{cast.ada.pk}/change/", body)

    assert errors(answer)["__all__"] == ["This is the last active system admin."]


def test_looking_at_a_shopper_is_audited(cast, sol):
    sol.get(f"/admin/accounts/person/{cast.sam.pk}/change/")

    event = Event.objects.latest("id")
    assert (event.verb, event.subject) == ("shopper.read", f"person:{cast.sam.pk}")


def test_list_of_people_is_a_fixed_number_of_queries(cast, sol, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        answer = sol.get("/admin/accounts/person/")

    assert answer.status_code == 200
    assert b"lisbon" in answer.content
