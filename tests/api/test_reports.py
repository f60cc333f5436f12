"""Gap reports over HTTP: issued once, listed, settled when somebody looks."""

from __future__ import annotations

import errno
import os
from datetime import timedelta

import pytest

from backend import clock
from backend.gap_reports.models import GapReport
from reports.pdf import RENDERER
from tests.cast import NOW, Api, programme
from tests.gap_reports.released import released

pytestmark = pytest.mark.django_db

QUARTER = {"location": "L1", "programme": "promise", "from": "2026-07-01", "to": "2026-09-30"}


def issue(cast, who: str = "ada", **changes):
    """The report as JSON; `changes` replace keys of the body."""
    body = {**QUARTER, **changes}
    response = Api(getattr(cast, who)).post("/reports", body)
    assert response.status_code in (200, 201), response.content
    return response.json()


def test_report_is_issued(cast):
    released(cast, charged_right={"value": "no"})

    response = Api(cast.mona).post("/reports", QUARTER)

    body = response.json()
    row = GapReport.objects.get()
    assert response.status_code == 201
    assert body == {
        "id": str(row.pk),
        "location": "L1",
        "programme": "promise",
        "from": "2026-07-01",
        "to": "2026-09-30",
        "state": "current",
        "sha256": row.sha256,
        "snapshot_sha256": row.snapshot_sha256,
        "renderer": RENDERER,
        "size": row.size,
        "supersedes": None,
        "headline": {
            "percent": "87.8049",
            "low": None,
            "high": None,
            "target": "90.0000",
            "status": "too_few",
            "visits": 1,
        },
        "created_at": "2026-08-14T10:00:00Z",
    }


def test_same_report_is_answered_to_all(cast):
    released(cast)
    first = issue(cast, "mona")

    again = Api(cast.cleo).post("/reports", QUARTER)

    assert (again.status_code, again.json()) == (200, first)


def test_next_report_supersedes(cast):
    first = issue(cast)
    released(cast)

    second = issue(cast)
    old = Api(cast.mona).get(f"/reports/{first['id']}").json()

    assert (second["supersedes"], second["state"]) == (first["id"], "current")
    assert (old["state"], old["sha256"]) == ("superseded", first["sha256"])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"location": "no-such"}, [(["location"], "unknown_location")]),
        # Not theirs is answered like not there.
        ({"location": "P1"}, [(["location"], "unknown_location")]),
        ({"location": "S1"}, [(["location"], "unknown_location")]),
        ({"location": "R1"}, [(["location"], "unknown_location")]),
        ({"programme": "no-such"}, [(["programme"], "unknown_programme")]),
        ({"programme": "summit-care"}, [(["programme"], "unknown_programme")]),
        ({"from": "2026-10-01"}, [(["to"], "before_from")]),
        (
            {"location": "P1", "programme": "no-such", "from": "2026-10-01"},
            [
                (["location"], "unknown_location"),
                (["programme"], "unknown_programme"),
                (["to"], "before_from"),
            ],
        ),
        ({"from": "1999-12-31"}, [(["from"], "out_of_range")]),
        ({"to": "2026-09-31"}, [(["to"], "wrong_type")]),
        ({"to": 20260930}, [(["to"], "wrong_type")]),
        ({"location": "L1/../P1"}, [(["location"], "bad_format")]),
        ({"location": "L1\x00"}, [(["location"], "wrong_type")]),
        ({"location": ["L1"]}, [(["location"], "wrong_type")]),
        ({"renderer": "2"}, [(["renderer"], "unknown_key")]),
    ],
)
def test_report_names_every_fault(cast, changes, expected):
    programme("summit-care", cast.summit, cast.version, [cast.s1])

    response = Api(cast.mona).post("/reports", {**QUARTER, **changes})

    assert response.status_code == 422
    assert [(error["loc"], error["code"]) for error in response.json()["errors"]] == expected
    assert GapReport.objects.count() == 0


@pytest.mark.parametrize("missing", ["location", "programme", "from", "to"])
def test_report_needs_every_key(cast, missing):
    body = {key: value for key, value in QUARTER.items() if key != missing}

    response = Api(cast.mona).post("/reports", body)

    assert response.status_code == 422
    errors = [(error["loc"], error["code"]) for error in response.json()["errors"]]
    assert errors == [([missing], "required")]


def test_report_of_another_brands_programme_is_refused(cast):
    programme("summit-care", cast.summit, cast.version, [cast.s1])

    response = Api(cast.rae).post("/reports", {**QUARTER, "programme": "summit-care"})

    assert response.status_code == 422
    assert response.json()["errors"][0]["code"] == "other_brand"


def test_report_of_the_longest_period_is_issued(cast):
    released(cast)

    report = issue(cast, **{"from": "2000-01-01", "to": "2100-01-01"})

    assert report["headline"]["visits"] == 1


def test_report_on_a_full_disk_is_not_there(cast, monkeypatch):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    response = Api(cast.mona).post("/reports", QUARTER)

    assert (response.status_code, response.json()["code"]) == (507, "no_space")
    assert Api(cast.mona).get("/reports").json() == {"items": [], "next": None}


def test_list_is_newest_first_and_narrowed(cast):
    made = []
    for number, where in enumerate(("L1", "L2", "P1")):
        with clock.frozen_at(NOW + timedelta(minutes=number)):
            made.append(issue(cast, location=where)["id"])

    def listed(who: str, **query):
        items = Api(getattr(cast, who)).get("/reports", **query).json()["items"]
        return [item["id"] for item in items]

    assert listed("cleo") == [made[2], made[1], made[0]]
    assert listed("mona") == [made[1], made[0]]
    assert listed("cleo", location="L2") == [made[1]]
    assert listed("cleo", location="L2", programme="other") == []
    assert listed("otis") == []


def test_list_goes_on_where_a_page_ended(cast):
    made = [issue(cast, location=where)["id"] for where in ("L1", "L2", "P1")]
    cleo = Api(cast.cleo)

    first = cleo.get("/reports", limit=2).json()
    second = cleo.get("/reports", limit=2, cursor=first["next"]).json()

    seen = [item["id"] for page in (first, second) for item in page["items"]]
    assert sorted(seen) == sorted(made)
    assert (len(second["items"]), second["next"]) == (1, None)


def test_list_tells_which_reports_still_hold(cast):
    issue(cast, location="L1")
    issue(cast, location="P1")
    released(cast)

    items = Api(cast.cleo).get("/reports").json()["items"]

    assert {item["location"]: item["state"] for item in items} == {
        "L1": "superseded",
        "P1": "current",
    }


@pytest.mark.parametrize("many", [1, 3])
def test_list_takes_the_same_queries(cast, django_assert_num_queries, many):
    for where in ("L1", "L2", "P1")[:many]:
        issue(cast, location=where)
    cleo = Api(cast.cleo)

    # the token, the page, what is doubtful
    with django_assert_num_queries(3):
        assert len(cleo.get("/reports").json()["items"]) == many
