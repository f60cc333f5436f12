"""Competitors on the desk: the region's own numbers, few visits marked, nothing of a visit."""

from __future__ import annotations

import csv as csv_reading
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.gap_reports.tables import harmless
from tests.cast import Api, location
from tests.gap_reports.released import released
from tests.portal.desk import signed_in, words

pytestmark = pytest.mark.django_db
PERIOD = "programme=promise&from=2026-07-01&to=2026-09-30"
QUERY = {"programme": "promise", "from": "2026-07-01", "to": "2026-09-30"}


def rows_of(response):
    """The CSV's rows, each by its columns."""
    return list(csv_reading.DictReader(io.StringIO(response.content.decode())))


@pytest.fixture
def rivalry(cast):
    """Three visits of ours, two to the rival in the same region: friendlier there."""
    cast.programme.competitor_locations.add(cast.r1)
    for stars in (2, 3, 3):
        released(cast, friendly={"value": stars})
    for stars in (5, 4):
        released(cast, cast.r1, friendly={"value": stars})
    return cast


def test_page_and_csv_say_what_the_analyses_of_region_and_location_say(rivalry):
    client = signed_in(rivalry.mona)
    api = Api(rivalry.mona)

    page = words(client.get(f"/desk/competitors/?{PERIOD}&region=lisbon"))
    rows = rows_of(client.get(f"/desk/competitors.csv?{PERIOD}&region=lisbon"))
    region = api.get("/regions/lisbon/gaps", **QUERY).json()
    place = api.get("/locations/L1/gaps", **QUERY).json()

    assert (
        {
            row["standard"]: {
                "percent": row["their_percent"],
                "n": int(row["their_n"]),
                "difference": row["difference"],
            }
            for row in rows
        }
        == region["competitors"]
        == place["competitors"]
    )
    assert {row["standard"]: (harmless(row["percent"]), int(row["n"])) for row in rows} == {
        one["code"]: (one["percent"], one["n"]) for one in region["standards"]
    }
    friendly = next(row for row in rows if row["difference"].startswith("-"))
    assert rows[0] == friendly
    assert "3 visits here, 2 at 1 competitor location" in page
    assert "92.7 3 98.4 2 −5.7 , fewer than 3 visits" in page


def test_location_page_compares_with_the_competitors_of_its_region(rivalry):
    page = words(signed_in(rivalry.mona).get(f"/desk/locations/L1/?{PERIOD}"))

    assert "Against competitors same standards" in page
    assert "92.7 3 98.4 2 −5.7 , fewer than 3 visits" in page


def test_page_gives_away_nothing_of_a_visit_to_a_competitor(rivalry):
    page = signed_in(rivalry.mona).get(f"/desk/competitors/?{PERIOD}").content.decode()

    assert [name for name in ("R1", "Rival", "photo", "Sam", "visits/") if name in page] == []


def test_page_without_competitors_says_so(cast):
    released(cast)

    page = words(signed_in(cast.max).get(f"/desk/competitors/?{PERIOD}"))

    assert "No visit to a competitor in this period" in page


@pytest.mark.slow
def test_page_asks_as_often_for_many_locations_as_for_one(cast):
    released(cast)
    released(cast, cast.r1)
    client = signed_in(cast.mona)
    address = f"/desk/competitors/?{PERIOD}"
    client.get(address)  # the questionnaire is read and kept

    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(29):
        released(cast, location(f"R{number + 10}", cast.lisbon, of=cast.rival))
    with CaptureQueriesContext(connection) as many:
        response = client.get(address)

    assert "30 at 30 competitor locations" in words(response)
    assert len(one) == len(many)
