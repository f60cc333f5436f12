"""Brands and locations over the API."""

import pytest

from backend.audit.models import Event
from backend.network.locations import time_zones
from backend.network.models import Location
from tests.cast import Api

NEW = {
    "code": "L9",
    "name": "Harbour Chiado",
    "brand": "harbour",
    "region": "lisbon",
    "address": "Rua Garrett 1",
    "latitude": 38.7107,
    "longitude": -9.1421,
    "time_zone": "Europe/Lisbon",
    "opening_hours": {"mon": [["08:00", "18:00"]]},
    "active": True,
}


@pytest.fixture
def sol(cast):
    """The API as the scheduler."""
    return Api(cast.sol)


def faults(answer):
    return {(tuple(error["loc"]), error["code"]) for error in answer.json()["errors"]}


def test_location_is_created_read_and_listed(sol):
    created = sol.post("/locations", NEW)

    assert created.status_code == 201
    assert created.json() == NEW
    assert sol.get("/locations/L9").json() == NEW
    assert sol.get("/locations", brand="harbour", limit=1).json()["items"][0]["code"] == "L1"
    assert Event.objects.latest("id").verb == "location.added"


def test_location_needs_the_least(sol):
    least = {
        key: NEW[key]
        for key in ("code", "name", "brand", "region", "latitude", "longitude", "time_zone")
    }

    created = sol.post("/locations", least)

    assert created.status_code == 201
    assert created.json() == {**least, "address": "", "opening_hours": {}, "active": True}


def test_location_names_every_fault_of_fact(sol):
    body = {
        **NEW,
        "brand": "nobody",
        "region": "nowhere",
        "time_zone": "Mars/Olympus",
        "opening_hours": {"mon": [["18:00", "08:00"]]},
    }

    answer = sol.post("/locations", body)

    assert answer.status_code == 422
    assert faults(answer) == {
        (("brand",), "unknown_brand"),
        (("region",), "unknown_region"),
        (("time_zone",), "unknown_time_zone"),
        (("opening_hours", "mon", 0), "out_of_range"),
    }
    assert not Location.objects.filter(code="L9").exists()


def test_location_of_another_brands_region_is_refused(sol):
    answer = sol.post("/locations", {**NEW, "region": "alps"})

    assert answer.status_code == 422
    assert faults(answer) == {(("region",), "brand_differs")}


def test_location_of_a_competitor_may_lie_where_it_is_compared(sol):
    answer = sol.post("/locations", {**NEW, "brand": "rival", "region": "lisbon"})

    assert answer.status_code == 201


def test_competitor_with_locations_in_other_brands_regions_cannot_become_our_own(sol):
    answer = sol.patch("/brands/rival", {"kind": "own"})

    assert answer.status_code == 422
    assert faults(answer) == {(("kind",), "brand_differs")}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("latitude", 90.1, "out_of_range"),
        ("longitude", -180.5, "out_of_range"),
        ("latitude", "38.7", "wrong_type"),
        ("latitude", True, "wrong_type"),
        ("latitude", None, "wrong_type"),
        ("name", " ", "bad_format"),
        ("name", "", "too_short"),
        ("name", "x" * 161, "too_long"),
        ("code", "a/b", "bad_format"),
        ("code", "../x", "bad_format"),
        ("active", 1, "wrong_type"),
        ("time_zone", "localtime", "unknown_time_zone"),
    ],
)
def test_location_field_out_of_bounds_is_refused(sol, field, value, code):
    answer = sol.post("/locations", {**NEW, field: value})

    assert answer.status_code == 422
    assert faults(answer) == {((field,), code)}


@pytest.mark.parametrize("code", ["L1", "l1"])
def test_location_of_a_known_code_is_refused(sol, code):
    answer = sol.post("/locations", {**NEW, "code": code})

    assert answer.status_code == 409
    assert answer.json()["code"] == "already_exists"


def test_location_changes_only_what_is_given(sol):
    sol.post("/locations", NEW)

    changed = sol.patch("/locations/L9", {"active": False, "region": "porto"})

    assert changed.status_code == 200
    assert changed.json() == {**NEW, "active": False, "region": "porto"}


def test_location_stays_with_its_brand(sol):
    answer = sol.patch("/locations/L1", {"brand": "summit", "region": "alps"})

    assert answer.status_code == 422
    assert (("brand",), "brand_fixed") in faults(answer)
    assert Location.objects.get(pk="L1").brand_id == "harbour"


def test_location_change_that_moves_it_to_another_brands_region_is_refused(sol):
    answer = sol.patch("/locations/L1", {"region": "alps"})

    assert answer.status_code == 422
    assert faults(answer) == {(("region",), "brand_differs")}


def test_location_field_may_not_be_made_null(sol):
    answer = sol.patch("/locations/L1", {"name": None})

    assert answer.status_code == 422
    assert faults(answer) == {(("name",), "wrong_type")}


def test_location_list_is_one_query_whatever_its_length(cast, django_assert_num_queries):
    sol = Api(cast.sol)

    with django_assert_num_queries(2):  # the token's person, the locations
        one = sol.get("/locations", limit=1)
    with django_assert_num_queries(2):
        many = sol.get("/locations", limit=5)

    assert len(one.json()["items"]) == 1
    assert len(many.json()["items"]) == 5


def test_brand_is_created_changed_and_not_doubled(sol):
    created = sol.post("/brands", {"code": "tea", "name": "Tea House", "kind": "competitor"})
    changed = sol.patch("/brands/tea", {"kind": "own"})
    doubled = sol.post("/brands", {"code": "TEA", "name": "Tea", "kind": "own"})

    assert created.status_code == 201
    assert changed.json() == {"code": "tea", "name": "Tea House", "kind": "own"}
    assert doubled.status_code == 409
    assert doubled.json()["code"] == "already_exists"


def test_time_zones_are_those_of_places():
    assert {"Europe/Lisbon", "Asia/Kathmandu", "UTC"} <= time_zones()
    assert not {"localtime", "Factory"} & time_zones()
