"""Customer measures over the API: who imports, how a fault is told, what a list shows."""

from __future__ import annotations

import pytest

from backend.customer_measures.models import CustomerMeasure
from tests.cast import Api
from tests.customer_measures.files import NPS, csv, measured
from tests.customer_measures.test_importing import PERIOD, send


@pytest.fixture
def cleo(cast):
    """The API as the client admin."""
    return Api(cast.cleo)


def test_import_with_a_fault_is_a_problem_that_names_the_cell(cleo):
    answer = send(cleo, csv(NPS, f"L1,{PERIOD},churn,200,,,"))

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "invalid")
    assert answer["Content-Type"] == "application/problem+json"
    assert [problem[name] for name in ("new", "changed", "same")] == [0, 0, 0]
    assert problem["errors"] == [
        {
            "loc": [3, "value"],
            "code": "out_of_range",
            "message": "Churn lies between 0 and 100.",
            "row": 3,
            "column": "value",
        }
    ]


@pytest.mark.parametrize("who", ["sam", "sol", "rae", "ada", "mona"])
def test_only_a_client_admin_imports(cast, who):
    answer = send(Api(getattr(cast, who)), csv(NPS))

    assert answer.status_code == 403
    assert CustomerMeasure.objects.count() == 0


def test_list_shows_decimals_and_periods_and_is_narrowed(cast, cleo):
    measured(cast.l1, cast.cleo)
    measured(cast.p1, cast.cleo, "revenue", 15234050, n=None)
    measured(cast.s1, cast.oto)

    answer = cleo.get("/customer-measures", measure="revenue", region="porto")

    assert answer.json() == {
        "items": [
            {
                "location": "P1",
                "from": "2026-07-01",
                "to": "2026-09-30",
                "measure": "revenue",
                "value": "15234050.0000",
                "n": None,
                "weights": [],
                "currency": "EUR",
                "imported_at": "2026-08-14T10:00:00Z",
            }
        ],
        "next": None,
    }
    assert [one["location"] for one in cleo.get("/customer-measures").json()["items"]] == [
        "L1",
        "P1",
    ]
    assert cleo.get("/customer-measures", **{"from": "2026-07-02"}).json()["items"] == []
