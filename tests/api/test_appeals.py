"""Appealing over the API: what each side sees of it, and what it refuses."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.review.judging import void
from backend.visits.models import Visit
from tests.cast import Api, Cast
from tests.gap_reports.released import received, released
from tests.review.appeals import WORDS, appealed

BODY = {"question": "greeted", "category": "wrong_comment", "text": "We did greet."}
UNFRIENDLY = {"value": "no", "comment": "Nobody looked up or said a word to me."}
UPHELD = {"upheld": True, "reason": "The photo shows it.", "answer": {"value": "yes"}}


@pytest.fixture
def visit(cast: Cast) -> Visit:
    """A released visit to L1."""
    return released(cast, greeted=UNFRIENDLY)


def test_appeal_upheld_is_seen_by_both_sides_and_scores_anew(cast, visit):
    mona, rae = Api(cast.mona), Api(cast.rae)

    made = mona.post(f"/visits/{visit.pk}/appeals", BODY)
    state = mona.get(f"/visits/{visit.pk}").json()["state"]
    decided = rae.post(f"/appeals/{made.json()['id']}/decide", UPHELD)

    assert made.status_code == 201
    assert made.json() == {
        "id": made.json()["id"],
        "visit": str(visit.pk),
        "location": "L1",
        "programme": "promise",
        "visit_date": "2026-08-14",
        "daypart": "morning",
        "question": "greeted",
        "question_text": "Were you greeted?",
        "category": "wrong_comment",
        "text": "We did greet.",
        "by": str(cast.mona.pk),
        "appealed_on": "2026-08-14",
        "state": "open",
        "reason": "",
        "decided_on": None,
    }
    assert (state, decided.status_code) == ("appealed", 200)
    assert decided.json()["decided_by"] == str(cast.rae.pk)
    seen = mona.get(f"/visits/{visit.pk}").json()
    assert (seen["state"], seen["scorecard"]["percent"]) == ("released", "100.0000")
    assert seen["appeals"] == [
        {
            **made.json(),
            "state": "upheld",
            "reason": "The photo shows it.",
            "decided_on": "2026-08-14",
        }
    ]
    cards = rae.get(f"/visits/{visit.pk}").json()["scorecards"]
    assert [(card["percent"], card["reason"]) for card in cards] == [
        ("91.8919", ""),
        ("100.0000", "The photo shows it."),
    ]


def test_shopper_hears_nothing_of_the_appeal(cast, visit):
    Api(cast.mona).post(f"/visits/{visit.pk}/appeals", BODY)

    shown = Api(cast.sam).get(f"/visits/{visit.pk}").json()

    assert "appeals" not in shown
    assert "We did greet." not in json.dumps(shown)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"question": "trap_colour"}, (["question"], "unknown_question")),
        ({"question": "no question"}, (["question"], "bad_format")),
        ({"category": "unfair"}, (["category"], "unknown_option")),
        ({"text": " \n "}, (["text"], "bad_format")),
        ({"text": "x" * 4001}, (["text"], "too_long")),
        ({"mood": "bad"}, (["mood"], "unknown_key")),
    ],
)
def test_appeal_that_is_not_right_is_invalid(cast, visit, change, found):
    answer = Api(cast.mona).post(f"/visits/{visit.pk}/appeals", {**BODY, **change})

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["loc"], error["code"]) == (422, *found)


def test_what_refuses_an_appeal_has_its_code(cast, visit):
    mona = Api(cast.mona)
    mona.post(f"/visits/{visit.pk}/appeals", BODY)

    again = mona.post(f"/visits/{visit.pk}/appeals", BODY)
    Api(cast.sol).patch("/programmes/promise", {"appeal_days": 0})
    late = mona.post(f"/visits/{visit.pk}/appeals", {**BODY, "question": "clean"})
    unreleased = mona.post(f"/visits/{received(cast).pk}/appeals", BODY)

    assert (again.status_code, again.json()["code"]) == (409, "already_exists")
    assert (late.status_code, late.json()["code"]) == (409, "appeal_window_closed")
    assert (unreleased.status_code, unreleased.json()["code"]) == (404, "not_found")


def test_lapsed_appeal_tells_its_place_and_never_the_day_of_a_void_visit(cast, visit):
    made = appealed(visit, cast.mona)
    Visit.objects.update(state="appealed")
    void(visit=visit, by=cast.rae, reason="canary of the void", payable=False)

    (seen,) = Api(cast.mona).get("/appeals").json()["items"]
    (inside,) = Api(cast.rae).get("/appeals", state="lapsed").json()["items"]

    assert (seen["id"], seen["state"], seen["location"]) == (str(made.pk), "lapsed", "L1")
    assert not {"visit_date", "daypart"} & set(seen)
    assert "canary" not in json.dumps(seen)
    assert inside["visit_date"] == "2026-08-14"


def test_list_is_oldest_first_and_narrows(cast, visit):
    clean = appealed(visit, cast.mona, "clean", state="rejected")
    other = appealed(released(cast, cast.p1), cast.cleo)
    greeted = appealed(visit, cast.mona, at="2026-08-13T09:00:00Z")
    cleo = Api(cast.cleo)

    def listed(**query):
        return [item["id"] for item in cleo.get("/appeals", **query).json()["items"]]

    later = sorted([str(clean.pk), str(other.pk)])
    assert listed() == [str(greeted.pk), *later]
    assert listed(state="open") == [str(greeted.pk), str(other.pk)]
    assert listed(location="P1") == [str(other.pk)]
    assert listed(programme="nope") == []
    assert cleo.get("/appeals", state="gone").status_code == 422


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/appeals", "/visits"])
def test_lists_ask_as_many_queries_for_thirty_as_for_one(cast, path):
    counts = []
    for many in (1, 29):
        for _ in range(many):
            appealed(released(cast), cast.mona, text=WORDS)
        mona = Api(cast.mona)
        with CaptureQueriesContext(connection) as queries:
            answer = mona.get(path)
        counts.append((len(answer.json()["items"]), len(queries)))

    assert [items for items, _ in counts] == [1, 30]
    assert counts[0][1] == counts[1][1]
