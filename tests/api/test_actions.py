"""Actions over HTTP: the fields of the contract, filters, transitions, refusals."""

from __future__ import annotations

from datetime import date

import pytest

from backend.actions.models import Action
from tests.actions.actions import action
from tests.api.problem_shape import assert_problem
from tests.cast import Api
from tests.gap_reports.released import released

pytestmark = pytest.mark.django_db


def test_action_has_the_fields_of_the_contract_and_names_no_shopper(cast):
    wrong = {"value": "no", "comment": "Two euros more than on the board."}
    visit = released(cast, charged_right=wrong)

    answer = Api(cast.mona).get("/actions")

    (item,) = answer.json()["items"]
    assert item == {
        "id": str(Action.objects.get().pk),
        "location": "L1",
        "programme": "promise",
        "standard": "PRICE",
        "visit": str(visit.pk),
        "cause": None,
        "secondary": None,
        "owner": str(cast.mona.pk),
        "verifier": str(cast.cleo.pk),
        "due": "2026-08-21",
        "state": "open",
        "reason": "Critical miss on 14\u00a0Aug 2026: “Did the receipt match the displayed price?”",
        "evidence": "",
        "kind": "critical",
        "opened": "2026-08-14",
        "reopened": 0,
    }
    assert str(cast.sam.pk) not in answer.content.decode()


def test_visit_that_counts_no_more_is_not_shown(cast):
    visit = released(cast, charged_right={"value": "no", "comment": "Two euros more."})
    type(visit).objects.update(state="void")

    (item,) = Api(cast.mona).get("/actions").json()["items"]

    assert item["visit"] is None


def test_list_is_narrowed_by_each_filter_and_due_first(cast):
    one = action(cast, standard="GREET", owner=cast.cleo, verifier=cast.mona)
    two = action(cast, cast.l2, due=date(2026, 8, 16))
    action(cast, standard="SPEED", state="done", closed_on="2026-08-01")
    api = Api(cast.cleo)

    def ids(**query):
        return [item["id"] for item in api.get("/actions", **query).json()["items"]]

    assert ids(state="open") == [str(two.pk), str(one.pk)]
    assert ids(location="L2") == [str(two.pk)]
    assert ids(standard="GREET") == [str(one.pk)]
    assert ids(owner=str(cast.cleo.pk)) == [str(one.pk)]
    assert ids(due="2026-08-16") == [str(two.pk)]
    assert_problem(api.get("/actions", state="late"), 422, "invalid")


@pytest.mark.parametrize("rows", [1, 30])
def test_list_asks_as_often_for_one_as_for_thirty(cast, rows, django_assert_num_queries):
    for number in range(rows):
        action(cast, standard=f"S{number}")
    api = Api(cast.mona)

    with django_assert_num_queries(3):
        assert len(api.get("/actions").json()["items"]) == rows


def test_action_is_raised_changed_closed_and_verified(cast):
    mona, cleo = Api(cast.mona), Api(cast.cleo)

    made = mona.post("/actions", {"location": "L1", "standard": "GREET", "programme": "promise"})
    path = f"/actions/{made.json()['id']}"
    assert made.status_code == 201
    changed = mona.patch(path, {"cause": "roles", "secondary": "focus", "due": "2026-08-30"})
    assert changed.status_code == 200
    assert_problem(mona.patch(path, {"state": "done"}), 422, "invalid")
    assert mona.patch(path, {"state": "done", "evidence": "A new rota."}).json()["state"] == "done"
    assert_problem(mona.patch(path, {"state": "verified"}), 403, "forbidden")
    verified = cleo.patch(path, {"state": "verified"}).json()

    assert (verified["state"], verified["cause"], verified["due"]) == (
        "verified",
        "roles",
        "2026-08-30",
    )
    assert_problem(cleo.patch(path, {"state": "done", "evidence": "x"}), 409, "wrong_state")


def test_decision_not_to_act_is_made_with_a_reason(cast):
    wanted = {"location": "L1", "standard": "GREET", "state": "no_action"}

    assert_problem(Api(cast.cleo).post("/actions", wanted), 422, "invalid")
    made = Api(cast.cleo).post("/actions", {**wanted, "reason": "The site closes in May."})

    assert (made.status_code, made.json()["state"]) == (201, "no_action")


def test_creating_names_every_place_that_is_not_there(cast):
    wanted = {
        "location": "P1",
        "standard": "GREET",
        "programme": "none",
        "visit": "00000000-0000-4000-8000-00000000dead",
    }

    problem = Api(cast.mona).post("/actions", wanted).json()

    assert [error["code"] for error in problem["errors"]] == [
        "unknown_location",
        "unknown_visit",
        "unknown_programme",
    ]
    assert Action.objects.count() == 0


def test_strangers_cannot_be_made_responsible(cast):
    path = f"/actions/{action(cast).pk}"

    for who, code in ((cast.max, "not_responsible"), (cast.oto, "unknown_person")):
        problem = Api(cast.mona).patch(path, {"owner": str(who.pk)}).json()

        assert [error["code"] for error in problem["errors"]] == [code]
