"""Reviewing over the API: from a received visit to a released, returned, corrected or void one."""

import pytest

from backend.visits.models import Correction, Flag, Visit
from tests.cast import NOW, Api, assignment
from tests.visits.phone import RECEIPT_PHOTO, put, sent_visit, visit_body


@pytest.fixture
def visit(cast):
    """A complete visit of sam at L1."""
    return sent_visit(cast)


@pytest.fixture
def rae(cast):
    """The reviewer."""
    return Api(cast.rae)


def codes(answer):
    """`(loc, code)` of every finding of a refusal."""
    return [(error["loc"], error["code"]) for error in answer.json()["errors"]]


def test_released_visit_is_seen_by_its_manager_only_then(cast, rae, visit):
    mona = Api(cast.mona)
    before = mona.get("/visits").json()["items"]

    taken = rae.post(f"/visits/{visit.pk}/take")
    released = rae.post(f"/visits/{visit.pk}/release")

    assert before == []
    assert (taken.status_code, taken.json()["state"]) == (200, "in_review")
    assert (released.status_code, released.json()["state"]) == (200, "released")
    assert released.json()["released_at"] == "2026-08-14T10:00:00Z"
    assert [each["id"] for each in mona.get("/visits").json()["items"]] == [str(visit.pk)]


def test_returned_visit_shows_its_shopper_the_notes_and_takes_their_answer(cast, rae, visit):
    sam = Api(cast.sam)
    rae.post(f"/visits/{visit.pk}/take")

    returned = rae.post(f"/visits/{visit.pk}/return", {"notes": {"greeted": "By whom?"}})
    answered = put(sam, visit.pk, visit_body(visit.assignment, revision=1))

    assert (returned.status_code, returned.json()["state"]) == (200, "returned")
    assert answered.status_code == 201
    shown = sam.get(f"/visits/{visit.pk}").json()
    assert (shown["state"], shown["revision"]) == ("received", 1)
    assert shown["notes"] == {"greeted": "By whom?"}


def test_correction_is_an_overlay_that_scores_anew(cast, rae, visit):
    rae.post(f"/visits/{visit.pk}/take")
    body = {"question": "friendly", "answer": {"value": 1}, "reason": "Heard otherwise."}

    corrected = rae.patch(f"/visits/{visit.pk}/answers", body)

    assert corrected.status_code == 200
    assert corrected.json()["answers"]["friendly"] == {"value": 1}
    assert [card["reason"] for card in corrected.json()["scorecards"]] == ["", "Heard otherwise."]
    assert Api(cast.sam).get(f"/visits/{visit.pk}").json()["answers"]["friendly"] == {"value": 5}


def test_waived_photo_completes_the_visit_and_is_shown_as_waived(cast, rae):
    visit_id = assignment(cast).pk
    put(Api(cast.sam), visit_id, visit_body(assignment(cast)))
    body = {"photos": [RECEIPT_PHOTO], "reason": "The till was broken."}

    waived = rae.post(f"/visits/{visit_id}/waive-photos", body)

    assert waived.status_code == 200
    assert waived.json()["state"] == "received"
    assert waived.json()["missing_photos"] == []
    assert [photo["state"] for photo in waived.json()["photos"]] == ["waived"]
    assert waived.json()["scorecard"]["percent"] == "100.0000"


def test_void_visit_keeps_its_reason_and_whether_it_is_paid(rae, visit):
    answer = rae.post(f"/visits/{visit.pk}/void", {"reason": "Recognised.", "payable": True})

    assert answer.status_code == 200
    shown = answer.json()
    assert (shown["state"], shown["void_reason"], shown["payable"]) == ("void", "Recognised.", True)


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("take", {}),
        ("release", {}),
        ("return", {"notes": {"greeted": "?"}}),
        ("void", {"reason": "-", "payable": False}),
        ("waive-photos", {"photos": [RECEIPT_PHOTO], "reason": "-"}),
    ],
)
def test_transition_from_a_wrong_state_is_a_conflict(rae, visit, action, body):
    Visit.objects.update(state="void")

    answer = rae.post(f"/visits/{visit.pk}/{action}", body)

    assert answer.status_code == 409
    assert answer.json()["code"] == "wrong_state"
    assert Visit.objects.get().state == "void"


def test_second_released_visit_of_an_assignment_is_a_conflict(cast, rae):
    job = assignment(cast)
    first, second = job.pk, assignment(cast).pk
    for visit_id in (first, second):
        put(Api(cast.sam), visit_id, visit_body(job, outcome="closed", answers={}, photos=[]))
        rae.post(f"/visits/{visit_id}/take")
    rae.post(f"/visits/{first}/release")

    answer = rae.post(f"/visits/{second}/release")

    assert answer.status_code == 409
    assert answer.json()["code"] == "already_released"


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("POST", "return", {"notes": {}}, [(["notes"], "required")]),
        ("POST", "return", {"notes": {"nope": "?"}}, [(["notes", "nope"], "unknown_question")]),
        ("POST", "void", {"reason": "-"}, [(["payable"], "required")]),
        ("POST", "void", {"reason": "", "payable": 1}, None),
        ("POST", "waive-photos", {"photos": [], "reason": "-"}, [(["photos"], "out_of_range")]),
        (
            "PATCH",
            "answers",
            {"question": "friendly", "answer": {"value": 9}, "reason": "-"},
            [(["answers", "friendly", "value"], "out_of_range")],
        ),
        ("PATCH", "answers", {"question": "friendly", "answer": 5, "reason": "-"}, None),
    ],
)
def test_wrong_body_is_refused_with_its_faults(rae, visit, method, path, body, expected):
    Visit.objects.update(state="in_review")

    answer = rae.send(method, f"/visits/{visit.pk}/{path}", body)

    assert answer.status_code == 422
    if expected is not None:
        assert codes(answer) == expected
    assert Visit.objects.get().state == "in_review"
    assert Correction.objects.count() == 0


def test_flags_say_what_to_look_at_and_how_strongly(rae, visit):
    Flag.objects.create(visit=visit, kind="second_visit", at=NOW)
    Flag.objects.create(visit=visit, kind="check", detail="Not greeted, yet praised.", at=NOW)

    answer = rae.get(f"/visits/{visit.pk}/flags")

    assert answer.status_code == 200
    assert answer.json()["items"] == [
        {
            "kind": "second_visit",
            "reason": "Another visit of this assignment was complete before.",
            "strength": "strong",
            "at": "2026-08-14T10:00:00Z",
        },
        {
            "kind": "check",
            "reason": "A check of the questionnaire asks for a look. Not greeted, yet praised.",
            "strength": "medium",
            "at": "2026-08-14T10:00:00Z",
        },
    ]
