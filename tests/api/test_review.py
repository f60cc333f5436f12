"""From a received visit to a released one, over the API."""

import uuid

import pytest

from tests.cast import Api, assignment
from tests.visits.phone import put, store_photo, visit_body


@pytest.fixture
def received(cast):
    """A complete visit of sam at L1."""
    visit_id = uuid.uuid4()
    store_photo(visit_id, cast.sam)
    put(Api(cast.sam), visit_id, visit_body(assignment(cast)))
    return str(visit_id)


def test_released_visit_is_seen_by_its_manager_only_then(cast, received):
    rae, mona = Api(cast.rae), Api(cast.mona)
    before = mona.get("/visits").json()["items"]

    taken = rae.post(f"/visits/{received}/take")
    released = rae.post(f"/visits/{received}/release")

    assert before == []
    assert (taken.status_code, taken.json()["state"]) == (200, "in_review")
    assert (released.status_code, released.json()["state"]) == (200, "released")
    assert [each["id"] for each in mona.get("/visits").json()["items"]] == [received]
