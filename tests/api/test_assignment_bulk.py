"""Making many assignments at once, and editing drafts."""

import hashlib

import pytest
from django.db import connection

from backend.audit.chain import broken_links
from backend.audit.models import Event
from backend.fieldwork.models import Assignment, Programme
from tests.api.assignment_bodies import body, faults
from tests.cast import BRIEF, Api, assignment, location


@pytest.fixture
def sol(cast):
    return Api(cast.sol)


def test_bulk_makes_all_in_order(sol, cast):
    items = [body(), body(location="L2", shopper=str(cast.sam.pk))]

    answer = sol.post("/assignments/bulk", {"items": items})

    assert answer.status_code == 201
    made = [(item["location"]["code"], item["state"]) for item in answer.json()["items"]]
    assert made == [("L1", "draft"), ("L2", "offered")]
    assert Event.objects.filter(verb="assignment.created").count() == 2


def test_bulk_with_one_fault_makes_none_and_says_where(sol):
    answer = sol.post(
        "/assignments/bulk", {"items": [body(), body(location="nowhere"), body(brief="")]}
    )
    semantic = sol.post("/assignments/bulk", {"items": [body(), body(location="nowhere")]})

    assert faults(answer) == [(["items", 2, "brief"], "too_short")]
    assert faults(semantic) == [(["items", 1, "location"], "unknown_location")]
    assert Assignment.objects.count() == 0


def test_bulk_items_count_against_each_other(sol, cast):
    Programme.objects.update(rotation_days=90)
    items = [body(shopper=str(cast.sam.pk)), body(shopper=str(cast.sam.pk))]

    answer = sol.post("/assignments/bulk", {"items": items})

    assert (answer.status_code, answer.json()["code"]) == (409, "not_eligible")
    assert faults(answer) == [(["items", 1, "shopper"], "rotation")]
    assert Assignment.objects.count() == 0


@pytest.mark.parametrize("items", [[], None, {}, [None], [[]]])
def test_bulk_of_something_else_is_refused(sol, items):
    assert sol.post("/assignments/bulk", {"items": items}).status_code == 422


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_bulk_takes_the_same_queries_for_any_number(sol, cast, rows, django_assert_num_queries):
    Programme.objects.update(rotation_days=90)
    places = [location(f"X{number}", cast.lisbon) for number in range(rows)]
    cast.programme.locations.add(*places)
    items = [body(location=place.code, shopper=str(cast.sam.pk)) for place in places]
    sol.post("/assignments", body())  # so that the audit chain has begun

    locks = 2 if connection.features.has_select_for_update else 0
    with django_assert_num_queries(19 + locks):
        answer = sol.post("/assignments/bulk", {"items": items})

    assert answer.status_code == 201
    assert list(broken_links()) == []


def test_draft_is_edited_and_its_digest_follows(sol, cast):
    job = assignment(cast, state="draft")

    answer = sol.patch(
        f"/assignments/{job.pk}", {"brief": "Other.", "fee": {"amount": 2, "currency": "EUR"}}
    )

    assert answer.status_code == 200
    shown = answer.json()
    assert (shown["brief"], shown["fee"]) == ("Other.", {"amount": 2, "currency": "EUR"})
    assert shown["brief_sha256"] == hashlib.sha256(b"Other.").hexdigest()
    assert Event.objects.get().verb == "assignment.edited"


def test_draft_keeps_fee_and_reimbursement_in_one_currency(sol, cast):
    job = assignment(cast, state="draft")

    answer = sol.patch(f"/assignments/{job.pk}", {"fee": {"amount": 2, "currency": "CHF"}})

    assert faults(answer) == [(["reimbursement_cap", "currency"], "other_currency")]


@pytest.mark.parametrize("state", ["open", "offered", "accepted", "received", "cancelled"])
def test_only_a_draft_is_edited(sol, cast, state):
    job = assignment(cast, state=state)

    answer = sol.patch(f"/assignments/{job.pk}", {"brief": "Other."})

    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    job.refresh_from_db()
    assert job.brief == BRIEF
