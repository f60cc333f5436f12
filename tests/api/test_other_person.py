"""A call that says whose work it carries does nothing while somebody else is signed in."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client

from backend.accounts.models import ShopperProfile
from backend.audit.models import Event
from backend.visits.models import IntakeBody, Photo, Visit, VisitKey
from tests.cast import Api, assignment
from tests.visits.phone import raw, visit_body

pytestmark = pytest.mark.django_db


def by_token(person):
    return Api(person)


def by_session(person):
    api = Api()
    api.client = Client(enforce_csrf_checks=True)
    api.client.force_login(person)
    api.client.get("/_allauth/browser/v1/auth/session")
    api.headers = {"X-CSRFToken": api.client.cookies["csrftoken"].value}
    return api


@pytest.fixture(params=[by_token, by_session])
def sam(request, cast):
    """The API as sam meets it, by either way of signing in."""
    return request.param(cast.sam)


def test_one_who_is_named_rightly_is_let_in(sam, cast):
    sam.headers["X-Person"] = str(cast.sam.pk).upper()

    answer = sam.get("/me")

    assert (answer.status_code, answer.json()["name"]) == (200, "Sam")


@pytest.mark.parametrize("named", ["sue", "nobody", "", "sam", "*"])
def test_anybody_else_is_refused(sam, cast, named):
    sam.headers["X-Person"] = str(cast.sue.pk) if named == "sue" else named

    answer = sam.get("/me")

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "other_person"


def test_visit_of_another_leaves_no_row_behind(sam, cast):
    body = raw(visit_body(assignment(cast)))
    sam.headers["X-Person"] = str(cast.sue.pk)
    events = Event.objects.count()

    answer = sam.raw("PUT", f"/visits/{uuid.uuid4()}", body, "application/json")

    assert answer.json()["code"] == "other_person"
    rows = [model.objects.count() for model in (IntakeBody, VisitKey, Visit, Photo)]
    assert rows == [0, 0, 0, 0]
    assert Event.objects.count() == events


def test_change_of_another_changes_nothing(sam, cast):
    sam.headers["X-Person"] = str(cast.sue.pk)

    answer = sam.patch(f"/people/{cast.sam.pk}", {"latitude": 1.0})

    assert answer.json()["code"] == "other_person"
    assert ShopperProfile.objects.get(person=cast.sam).latitude == 38.72


def test_it_comes_before_role_object_and_body(sam, cast):
    sam.headers["X-Person"] = str(cast.sue.pk)

    answers = [sam.get("/audit"), sam.get("/visits/none"), sam.post("/visits/parked", "x")]

    assert [answer.json()["code"] for answer in answers] == ["other_person"] * 3


def test_session_of_another_is_told_before_its_old_token(cast):
    phone = by_session(cast.sam)
    phone.headers = {"X-CSRFToken": "x" * 32, "X-Person": str(cast.sue.pk)}

    answer = phone.post("/visits/parked", {})

    assert (answer.status_code, answer.json()["code"]) == (401, "other_person")


def test_nobody_is_still_nobody(cast):
    nobody = Api()
    nobody.headers["X-Person"] = str(cast.sam.pk)

    answer = nobody.get("/me")

    assert answer.json()["code"] == "unauthenticated"


def test_document_tells_of_it(client):
    document = json.loads(client.get("/api/v1/openapi.json").content)

    assert "`X-Person`" in document["info"]["description"]
