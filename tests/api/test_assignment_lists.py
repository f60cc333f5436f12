"""Who finds which assignments in a list, in what order, in how many queries."""

import uuid
from datetime import timedelta

import pytest

from backend.fieldwork.models import Assignment, Programme
from tests.cast import NOW, Api, assignment, location, wave


def listed(who, **query):
    answer = Api(who).get("/assignments", **query)
    assert answer.status_code == 200
    return [item["id"] for item in answer.json()["items"]]


def ids(*rows):
    return [str(row.pk) for row in rows]


def due(cast, hours, **fields):
    return assignment(cast, submit_by_utc=NOW + timedelta(hours=hours), **fields)


def test_nearest_deadline_comes_first(cast):
    late, soon, middle = due(cast, 30), due(cast, 10), due(cast, 20)

    assert listed(cast.sol) == ids(soon, middle, late)


def test_pages_hold_every_row_once(cast):
    rows = ids(*(due(cast, 10) for _ in range(5)))
    sol = Api(cast.sol)
    seen, cursor = [], None

    while True:
        page = sol.get("/assignments", limit=2, **({"cursor": cursor} if cursor else {})).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break

    assert sorted(seen) == sorted(rows)


def test_filters_narrow_the_list(cast):
    other = wave("other", cast.programme)
    here = assignment(cast, cast.l1, state="open")
    there = assignment(cast, cast.l2, wave=other)

    assert listed(cast.sol, state="open") == ids(here)
    assert listed(cast.sol, wave="other") == ids(there)
    assert listed(cast.sol, location="L1") == ids(here)
    assert listed(cast.sol, location="nowhere") == []
    assert listed(cast.sol, shopper=str(cast.sam.pk)) == ids(there)
    assert listed(cast.sol, shopper="me") == []


@pytest.mark.parametrize(
    "query",
    [
        {"state": "lost"},
        {"wave": "../"},
        {"location": "x" * 61},
        {"shopper": "sam"},
        {"shopper": "\x00"},
        {"limit": 0},
        {"limit": 201},
        {"limit": "many"},
        {"cursor": "nonsense"},
        {"cursor": "W10="},
        {"colour": "red"},
    ],
)
def test_odd_filters_are_refused(cast, query):
    assert Api(cast.sol).get("/assignments", **query).status_code == 422


@pytest.mark.parametrize("who", ["mona", "max", "cleo", "oto", "otis"])
def test_client_staff_find_none(cast, who):
    job = assignment(cast, state="open")

    assert listed(getattr(cast, who)) == []
    assert Api(getattr(cast, who)).get(f"/assignments/{job.pk}").status_code == 404


def test_shopper_finds_own_ones_and_the_board(cast):
    mine = [assignment(cast, state=state) for state in ("offered", "accepted", "received")]
    board = assignment(cast, state="open")
    assignment(cast, holder=cast.sue)
    assignment(cast, holder=cast.sue, ever_open=True)
    assignment(cast, state="draft")

    assert sorted(listed(cast.sam)) == sorted(ids(*mine, board))
    assert sorted(listed(cast.sam, shopper="me")) == sorted(ids(*mine))
    assert listed(cast.sam, state="open") == ids(board)
    assert listed(cast.sam, state="accepted") == ids(mine[1])
    assert listed(cast.sam, shopper=str(cast.sue.pk)) == []


def test_shopper_does_not_find_what_is_not_theirs_to_claim(cast):
    Programme.objects.update(rotation_days=90)
    assignment(cast, cast.l1, state="received", holder=cast.sue)
    here = assignment(cast, cast.l1, state="open")
    there = assignment(cast, cast.l2, state="open")
    assignment(cast, cast.p1, state="open", window_end_utc=NOW)

    assert listed(cast.sue, state="open") == ids(there)
    assert sorted(listed(cast.sam, state="open")) == sorted(ids(here, there))
    assert Api(cast.sue).get(f"/assignments/{here.pk}").status_code == 200


def test_shopper_in_conflict_finds_an_empty_board(cast):
    assignment(cast, state="open")
    cast.sam.shopper.conflicts = ["harbour"]
    cast.sam.shopper.save()

    assert listed(cast.sam) == []


def test_shopper_without_profile_sees_the_board(cast):
    cast.sam.shopper.delete()
    board = assignment(cast, state="open")

    assert listed(cast.sam) == ids(board)


def test_others_see_no_holder_by_id(cast):
    job = assignment(cast, ever_open=True)

    by_sue = Api(cast.sue).get(f"/assignments/{job.pk}").json()

    assert (by_sue["state"], by_sue["shopper"]) == ("accepted", None)
    assert str(cast.sam.pk) not in str(by_sue)


def test_missing_and_never_open_are_the_same_404(cast):
    hidden = assignment(cast, holder=cast.sue)
    sam = Api(cast.sam)

    assert (
        sam.get(f"/assignments/{hidden.pk}").content
        == sam.get(f"/assignments/{uuid.uuid4()}").content
        == sam.get("/assignments/nonsense").content
    )


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize(("who", "queries"), [("sol", 2), ("rae", 2), ("sam", 5)])
def test_list_takes_the_same_queries_for_any_number(
    cast, who, queries, rows, django_assert_num_queries
):
    Programme.objects.update(rotation_days=90)
    for number in range(rows):
        assignment(cast, location(f"X{number}", cast.lisbon), state="open")
        assignment(cast, cast.l1, state="received", holder=cast.sue)
    api = Api(getattr(cast, who))

    with django_assert_num_queries(queries):
        answer = api.get("/assignments", state="open")

    assert len(answer.json()["items"]) == rows
    assert Assignment.objects.count() == 2 * rows
