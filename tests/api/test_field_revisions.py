"""Revisions of a visit: whose turn it is, and what a new one changes."""

import uuid

import pytest

from backend.visits.models import IntakeBody, Scorecard, Visit
from tests.cast import Api, assignment
from tests.visits.phone import put, store_photo, visit_body, with_answers


@pytest.fixture
def sam(cast):
    """sam's phone."""
    return Api(cast.sam)


@pytest.fixture
def job(cast):
    """sam's accepted assignment at L1."""
    return assignment(cast)


def codes(answer):
    """`(loc, code)` of every finding of a refusal."""
    return [(tuple(error["loc"]), error["code"]) for error in answer.json()["errors"]]


@pytest.mark.parametrize("state", ["received", "in_review", "released", "void"])
def test_next_revision_is_taken_only_from_a_returned_or_incomplete_visit(cast, sam, job, state):
    visit_id = uuid.uuid4()
    store_photo(visit_id, cast.sam)
    put(sam, visit_id, visit_body(job))
    Visit.objects.update(state=state)

    answer = put(sam, visit_id, visit_body(job, revision=1))

    assert answer.status_code == 409
    assert answer.json()["code"] == "not_returned"
    assert IntakeBody.objects.count() == 2


def test_returned_visit_takes_its_next_revision_and_is_scored_anew(cast, sam, job):
    visit_id = uuid.uuid4()
    store_photo(visit_id, cast.sam)
    put(sam, visit_id, visit_body(job))
    Visit.objects.update(state="returned")
    body = with_answers(
        job, greeted={"value": "no", "comment": "Nobody looked up or said a word to me."}
    )

    answer = put(sam, visit_id, {**body, "revision": 1})

    assert answer.status_code == 201
    visit = Visit.objects.get()
    assert (visit.state, visit.revision) == ("received", 1)
    assert visit.percent_e4 == 918919
    assert Scorecard.objects.count() == 2


def test_incomplete_visit_takes_a_revision_that_lists_other_photos(sam, job):
    visit_id = uuid.uuid4()
    put(sam, visit_id, visit_body(job))
    body = with_answers(
        job, charged_right={"state": "not_applicable", "reason": "Nothing was charged."}
    )

    answer = put(sam, visit_id, {**body, "revision": 1, "photos": []})

    assert answer.status_code == 201
    assert answer.json()["complete"] is True
    assert Visit.objects.get().state == "received"


@pytest.mark.parametrize("revision", [1, 2, 1000])
def test_revision_gap_is_refused(sam, job, revision):
    answer = put(sam, uuid.uuid4(), visit_body(job, revision=revision))

    assert answer.status_code == 409
    assert answer.json()["code"] == "not_returned"
    assert Visit.objects.count() == 0


def test_next_revision_cannot_move_to_another_assignment(cast, sam, job):
    visit_id = uuid.uuid4()
    put(sam, visit_id, visit_body(job))

    answer = put(sam, visit_id, visit_body(assignment(cast), revision=1))

    assert answer.status_code == 422
    assert codes(answer) == [(("assignment",), "other_assignment")]
