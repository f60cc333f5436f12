"""Packs over HTTP: started, watched, stopped, downloaded; and what is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from backend.delivery.models import ReportOpening
from backend.gap_reports.models import GapReport, Pack
from backend.jobs.worker import Worker
from tests.cast import Api
from tests.gap_reports.released import released

pytestmark = pytest.mark.django_db

QUARTER = {"programme": "promise", "from": "2026-07-01", "to": "2026-09-30"}


def start(cast, who: str = "mona", **body):
    return Api(getattr(cast, who)).post("/packs", {**QUARTER, "region": "lisbon", **body})


def faults(response) -> list[tuple[tuple[str | int, ...], str]]:
    assert response.status_code == 422
    return [(tuple(each["loc"]), each["code"]) for each in response.json()["errors"]]


def test_pack_goes_from_asked_for_to_downloaded(cast):
    released(cast)
    api = Api(cast.mona)

    started = start(cast)

    pack = Pack.objects.get()
    assert started.status_code == 202
    assert started.json() == {
        "id": str(pack.pk),
        "programme": "promise",
        "from": "2026-07-01",
        "to": "2026-09-30",
        "region": "lisbon",
        "scope": "Lisbon",
        "kind": "zip",
        "state": "queued",
        "done": 0,
        "total": 1,
        "problem": "",
        "size": 0,
        "created_at": "2026-08-14T10:00:00Z",
        "finished_at": None,
        "removed_at": None,
        "errors": [],
    }
    assert api.get(f"/packs/{pack.pk}/zip").status_code == 409
    assert start(cast).json()["id"] == str(pack.pk)

    Worker().drain()

    assert api.get(f"/packs/{pack.pk}").json()["state"] == "done"
    assert [item["done"] for item in api.get("/packs").json()["items"]] == [1]
    download = api.get(f"/packs/{pack.pk}/zip")
    assert download["Content-Type"] == "application/zip"
    assert download["Content-Disposition"] == (
        'attachment; filename="gap-reports-promise-2026-07-01-2026-09-30.zip"'
    )
    content = b"".join(download.streaming_content)
    assert download["Content-Length"] == str(len(content))
    assert zipfile.ZipFile(io.BytesIO(content)).namelist() == ["L1-2026-07-01-2026-09-30.pdf"]
    assert ReportOpening.objects.values_list("person__name", "report__location").get() == (
        "Mona",
        "L1",
    )
    other_kind = api.get(f"/packs/{pack.pk}/pdf")
    assert (other_kind.status_code, other_kind.json()["code"]) == (409, "wrong_state")


def test_pack_can_be_stopped_and_gone_on_with(cast):
    released(cast)
    api = Api(cast.mona)
    path = f"/packs/{start(cast).json()['id']}"

    assert api.post(f"{path}/retry").status_code == 409
    assert api.post(f"{path}/stop").json()["state"] == "stopped"
    assert api.post(f"{path}/stop").status_code == 409
    assert api.post(f"{path}/retry").json()["state"] == "queued"
    Worker().drain()
    assert api.get(path).json()["state"] == "done"


def test_pack_of_anothers_region_is_refused_like_one_that_is_not_there(cast):
    released(cast, cast.p1)

    others = start(cast, region="porto").json()["errors"]
    nowhere = start(cast, region="nowhere").json()["errors"]

    assert others == nowhere
    assert faults(start(cast, region="porto")) == [(("region",), "unknown_region")]
    assert faults(start(cast, region=None, locations=["L1", "P1", "R1", "X"])) == [
        (("locations", 1), "unknown_location"),
        (("locations", 2), "unknown_location"),
        (("locations", 3), "unknown_location"),
    ]
    assert faults(start(cast, "oto", programme="promise")) == [
        (("programme",), "unknown_programme"),
        (("region",), "unknown_region"),
    ]
    assert (Pack.objects.count(), GapReport.objects.count()) == (0, 0)


def test_pack_needs_one_scope_and_a_period_that_runs_forward(cast):
    assert faults(start(cast, region=None)) == [(("region",), "one_of")]
    assert faults(start(cast, locations=["L1"])) == [(("region",), "one_of")]
    assert faults(start(cast, to="2026-06-30")) == [(("to",), "before_from")]
    assert faults(start(cast)) == [(("region",), "nothing_to_draw")]


def test_file_that_is_no_longer_kept_is_not_there(cast):
    released(cast)
    pack = start(cast).json()["id"]
    Worker().drain()
    Pack.objects.update(removed_at="2027-08-15T00:00:00Z")

    answer = Api(cast.mona).get(f"/packs/{pack}/zip")

    assert (answer.status_code, answer.json()["detail"]) == (
        404,
        "The file of the pack is no longer kept.",
    )
