"""Replacing what came to nothing."""

import uuid

import pytest

from backend.audit.models import Event
from backend.fieldwork.models import Assignment
from backend.standards.models import QuestionnaireVersion
from backend.visits.models import Visit
from tests.cast import NOW, Api, assignment

NEW = {"window_start": "2026-09-01T09:00", "window_end": "2026-09-01T17:00"}


def replace(cast, job, **changes):
    return Api(cast.sol).post(f"/assignments/{job.pk}/replace", {**NEW, **changes})


def visit(cast, job, state):
    return Visit.objects.create(
        id=uuid.uuid4(),
        owner=cast.sam,
        assignment=job,
        wave=job.wave,
        programme=job.programme,
        location=job.location,
        questionnaire_version=job.questionnaire_version,
        state=state,
        outcome="completed",
        visit_date=NOW.date(),
        daypart="midday",
        started_at=NOW,
        submitted_at=NOW,
        received_at=NOW,
    )


@pytest.mark.parametrize("state", ["cancelled", "expired"])
def test_replacement_is_a_draft_with_the_same_terms(cast, state):
    job = assignment(cast, state=state)

    answer = replace(cast, job)

    assert answer.status_code == 201
    old, new = Api(cast.sol).get(f"/assignments/{job.pk}").json(), answer.json()
    assert (new["state"], new["shopper"], new["id"] == old["id"]) == ("draft", None, False)
    for key in ("wave", "location", "questionnaire", "brief_sha256", "fee", "reimbursement_cap"):
        assert new[key] == old[key]
    assert new["submit_by_utc"] == "2026-09-02T16:00:00Z"
    assert old["state"] == state
    assert [event.verb for event in Event.objects.all()] == [
        "assignment.replaced",
        "assignment.created",
    ]


def test_replacement_happens_once(cast):
    job = assignment(cast, state="cancelled")

    first, again = replace(cast, job), replace(cast, job)

    assert first.status_code == 201
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    assert Assignment.objects.count() == 2


@pytest.mark.parametrize("state", ["draft", "open", "offered", "accepted", "in_progress"])
def test_what_is_still_to_be_made_is_not_replaced(cast, state):
    answer = replace(cast, assignment(cast, state=state))

    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")


@pytest.mark.parametrize(
    ("states", "status"),
    [([], 409), (["released"], 409), (["void"], 201), (["void", "received"], 409)],
)
def test_received_assignment_is_replaced_once_all_its_visits_are_void(cast, states, status):
    job = assignment(cast, state="received")
    for state in states:
        visit(cast, job, state)

    assert replace(cast, job).status_code == status


def test_replacement_takes_the_newest_version_in_use(cast):
    job = assignment(cast, state="expired")
    QuestionnaireVersion.objects.create(
        questionnaire=cast.version.questionnaire,
        version=9,
        sha256="9" * 64,
        frozen="{}",
        published_at=NOW,
    )

    assert replace(cast, job).json()["questionnaire"]["version"] == 9


def test_replacement_without_a_version_in_use_is_refused(cast):
    job = assignment(cast, state="expired")
    QuestionnaireVersion.objects.update(retired_at=NOW)

    answer = replace(cast, job)

    assert (answer.status_code, answer.json()["code"]) == (409, "no_published_version")


def test_replacement_with_a_window_that_is_none_is_refused(cast):
    job = assignment(cast, state="expired")

    answer = replace(cast, job, window_end="2026-09-01T09:00")

    assert answer.status_code == 422
    assert Assignment.objects.count() == 1
