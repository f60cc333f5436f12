"""The gap analysis over HTTP: shape, parameters, refusals."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Api, programme
from tests.gap_reports.visits import visit

pytestmark = pytest.mark.django_db

QUARTER = {"programme": "promise", "from": "2026-07-01", "to": "2026-09-30"}


def test_location_gaps_are_the_analysis(cast):
    made = visit(
        cast,
        percent=85,
        standards={"SPEED": (1, 2, 15)},
        vector={"measured": {"serve_wait": "240"}},
    )

    response = Api(cast.mona).get("/locations/L1/gaps", **QUARTER)

    assert response.status_code == 200
    body = response.json()
    assert (body["location"], body["programme"]) == ("L1", "promise")
    assert (body["from"], body["to"], body["void"]) == ("2026-07-01", "2026-09-30", None)
    assert body["score"] == {
        "percent": "85.0000",
        "n": 1,
        "low": None,
        "high": None,
        "minimum": "85.0000",
        "maximum": "85.0000",
        "target": "90.0000",
    }
    assert (body["status"], body["band"]) == ("too_few", "Developing")
    assert body["passed"] == {"passed": 1, "scored": 1}
    assert body["priorities"] == ["SPEED"]
    assert body["shortest_way"] == ["SPEED"]
    assert body["visits"] == [
        {
            "visit": str(made.pk),
            "date": "2026-07-10",
            "daypart": "morning",
            "percent": "85.0000",
            "outcome": "pass",
            "band": "Developing",
        }
    ]
    assert body["trend"][5] == {
        "from": "2026-07-01",
        "to": "2026-09-30",
        "percent": "85.0000",
        "n": 1,
        "low": None,
        "high": None,
    }
    speed = {one["code"]: one for one in body["standards"]}["SPEED"]
    assert (speed["percent"], speed["lost"]) == ("50.0000", "15.0000")
    assert speed["trend"][5] == {
        "from": "2026-07-01",
        "to": "2026-09-30",
        "percent": "50.0000",
        "n": 1,
    }
    assert [one["question"] for one in body["measured"]] == [
        "answer_time",
        "greet_wait",
        "serve_wait",
    ]
    assert (body["customer_measures"], body["actions"]) == ([], [])


def test_location_gaps_have_every_field_of_the_contract(cast):
    body = Api(cast.mona).get("/locations/L1/gaps", **QUARTER).json()

    assert sorted(body) == sorted(
        [
            *("score", "change", "standards", "priorities", "strengths", "shortest_way"),
            *("measured", "recommend", "benchmarks", "competitors", "location", "programme"),
            *("from", "to", "void", "stages", "dimensions", "behaviours", "trust"),
            *("not_scored", "passed", "status", "band", "trend", "critical_misses", "visits"),
            *("customer_measures", "actions"),
        ]
    )


def test_region_gaps_have_every_field_of_the_contract(cast):
    visit(cast, percent=85, standards={"SPEED": (1, 2, 15)}, vector={"critical": ["allergens"]})

    response = Api(cast.mona).get("/regions/lisbon/gaps", **QUARTER)

    assert response.status_code == 200
    body = response.json()
    assert sorted(body) == sorted(
        [
            *("region", "programme", "from", "to", "void", "not_scored", "score", "change"),
            *("standards", "priorities", "strengths", "stages", "dimensions", "behaviours"),
            *("trust", "critical_misses", "competitors", "trend", "league"),
            *("status", "passed", "funnel"),
        ]
    )
    assert (body["score"]["n"], body["score"]["visits"]) == (1, 1)
    assert [row["location"] for row in body["league"]] == ["L1", "L2"]
    assert [miss["location"] for miss in body["critical_misses"]] == ["L1"]


@pytest.mark.parametrize("path", ["/locations/L1/gaps", "/regions/lisbon/gaps"])
@pytest.mark.parametrize("missing", ["programme", "from", "to"])
def test_gaps_without_a_parameter_are_refused(cast, path, missing):
    query = {key: value for key, value in QUARTER.items() if key != missing}

    response = Api(cast.mona).get(path, **query)

    assert response.status_code == 422
    errors = [(error["loc"], error["code"]) for error in response.json()["errors"]]
    assert errors == [(["query", missing], "required")]


@pytest.mark.parametrize("path", ["/locations/L1/gaps", "/regions/lisbon/gaps"])
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"from": "2026-10-01"}, [(["query", "to"], "before_from")]),
        ({"programme": "none-such"}, [(["query", "programme"], "unknown_programme")]),
        # Not theirs is answered like not there.
        ({"programme": "summit-care"}, [(["query", "programme"], "unknown_programme")]),
        (
            {"programme": "none-such", "from": "2026-10-01"},
            [
                (["query", "programme"], "unknown_programme"),
                (["query", "to"], "before_from"),
            ],
        ),
        ({"from": "0001-01-01"}, [(["query", "from"], "out_of_range")]),
        ({"to": "9999-12-31"}, [(["query", "to"], "out_of_range")]),
        ({"to": "2026-02-30"}, [(["query", "to"], "wrong_type")]),
        ({"to": "tomorrow"}, [(["query", "to"], "wrong_type")]),
        ({"period": "Q3"}, [(["query", "period"], "unknown_key")]),
    ],
)
def test_gaps_name_every_fault_of_the_parameters(cast, path, changes, expected):
    programme("summit-care", cast.summit, cast.version, [cast.s1])

    response = Api(cast.mona).get(path, **{**QUARTER, **changes})

    assert response.status_code == 422
    assert [(error["loc"], error["code"]) for error in response.json()["errors"]] == expected


def test_gaps_of_the_longest_period_are_answered(cast):
    visit(cast, day=date(2026, 7, 10))

    response = Api(cast.mona).get(
        "/locations/L1/gaps", **{**QUARTER, "from": "2000-01-01", "to": "2100-01-01"}
    )

    assert response.status_code == 200
    assert response.json()["score"]["n"] == 1


def test_gaps_of_another_brands_programme_are_refused(cast):
    programme("summit-care", cast.summit, cast.version, [cast.s1])

    response = Api(cast.rae).get("/locations/L1/gaps", **{**QUARTER, "programme": "summit-care"})

    assert response.status_code == 422
    assert response.json()["errors"][0]["code"] == "other_brand"


def test_managers_compare_with_a_network_they_cannot_open(cast):
    for where in (cast.l1, cast.l2, cast.p1):
        visit(cast, where, percent=80)

    gaps = Api(cast.mona).get("/locations/L1/gaps", **QUARTER)
    elsewhere = Api(cast.mona).get("/locations/P1/gaps", **QUARTER)

    assert gaps.json()["benchmarks"]["network"]["locations"] == 3
    assert elsewhere.status_code == 404
