"""Customer measures on the desk: beside the score, equal in page, CSV and JSON; imported."""

from __future__ import annotations

import csv as csv_reading
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend import clock, files
from backend.customer_measures.models import CustomerMeasure
from tests.cast import NOW, Api, location
from tests.customer_measures.files import NPS, csv, measured
from tests.gap_reports.released import released
from tests.portal.desk import signed_in, words

pytestmark = pytest.mark.django_db
PERIOD = "?programme=promise&from=2026-07-01&to=2026-09-30"
IMPORT = "/desk/customer-measures/import/"


def rows_of(response):
    """The CSV's rows, each by its columns."""
    return list(csv_reading.DictReader(io.StringIO(response.content.decode())))


def measured_all(cast):
    """Each kind of measure at L1, one month alone for the last, and one of another client."""
    measured(cast.l1, cast.cleo, "nps", value_e4=-314_000)
    measured(cast.l1, cast.cleo, "nps", 25, starts="2026-04-01", ends="2026-06-30")
    measured(cast.l1, cast.cleo, "acsi", 76, weights=["2.0000", "1.0000", "1.0000"])
    measured(cast.l1, cast.cleo, "complaints", 9, n=None)
    measured(cast.l1, cast.cleo, "churn", 0, value_e4=41_250)
    august = {"starts": "2026-08-01", "ends": "2026-08-31", "n": None}
    measured(cast.l1, cast.cleo, "revenue", 15_234_050, **august)
    measured(cast.s1, cast.oto)


def test_page_csv_and_json_have_the_same_figures(cast):
    released(cast)
    measured_all(cast)
    client = signed_in(cast.mona)

    page = words(client.get(f"/desk/customer-measures/{PERIOD}"))
    rows = rows_of(client.get(f"/desk/customer-measures.csv{PERIOD}"))
    analysis = Api(cast.mona).get(
        "/locations/L1/gaps", programme="promise", **{"from": "2026-07-01", "to": "2026-09-30"}
    )

    json = analysis.json()
    assert (
        "−31 412 replies 76.0 412 replies, weights 2 : 1 : 1 9 4.1 % 412 customers"
        " € 152,340.50 Aug 2026"
    ) in page
    assert [
        (row["location"], row["percent"], row["measure"], row["value"], row["measure_n"])
        for row in rows
        if row["measure"]
    ] == [
        ("L1", json["score"]["percent"], one["measure"], one["value"], str(one["n"] or ""))
        for one in json["customer_measures"]
    ]
    assert [(one["measure"], one["value"]) for one in json["customer_measures"]] == [
        ("nps", "-31.4000"),
        ("acsi", "76.0000"),
        ("complaints", "9.0000"),
        ("churn", "4.1250"),
        ("revenue", "15234050.0000"),
    ]
    assert [one["value"] for one in json["customer_measures"][0]["trend"]] == [
        *(None, None, None, None, "25.0000", "-31.4000"),
    ]
    assert json["customer_measures"][4]["trend"] == []
    assert json["customer_measures"][1]["weights"] == ["2.0000", "1.0000", "1.0000"]
    assert "S1" not in page


def test_measures_move_no_score(cast):
    released(cast)
    path = {"programme": "promise", "from": "2026-07-01", "to": "2026-09-30"}
    before = Api(cast.cleo).get("/locations/L1/gaps", **path).json()

    measured_all(cast)

    after = Api(cast.cleo).get("/locations/L1/gaps", **path).json()
    assert {**after, "customer_measures": []} == before


def test_measure_that_reaches_beyond_the_period_is_not_of_it(cast):
    released(cast)
    measured(cast.l1, cast.cleo, starts="2026-01-01", ends="2026-12-31")

    page = words(signed_in(cast.mona).get(f"/desk/customer-measures/{PERIOD}"))

    assert "No customer measures in this period" in page


def test_scores_and_measures_in_the_same_order_have_the_rank_correlation_of_one(cast):
    places = [location(f"L{number}", cast.lisbon) for number in range(11, 16)]
    cast.programme.locations.add(*places)
    for number, place in enumerate(places):
        released(cast, place, friendly={"value": number + 1})
        measured(place, cast.cleo, value=number * 10)

    page = signed_in(cast.mona).get(f"/desk/customer-measures/{PERIOD}")

    assert "Rank correlation +1.00, n = 5 locations." in words(page)
    assert "Not proof of cause" in words(page)
    assert page.content.decode().count('<circle class="hollow"') == 5


def test_location_outside_the_programme_is_listed_with_its_measures_and_no_score(cast):
    released(cast)
    cast.programme.locations.remove(cast.l2)
    measured(cast.l2, cast.cleo)

    page = words(signed_in(cast.mona).get(f"/desk/customer-measures/{PERIOD}"))

    assert "Harbour Coffee L2 – 0 – not measured +31 412 replies" in page
    assert "1 of 2 locations with measures" in page


@pytest.mark.parametrize("query", ["&drawn=score", "&page=x", "&from=yesterday"])
def test_bad_address_is_said_and_no_malfunction(cast, query):
    response = signed_in(cast.mona).get(f"/desk/customer-measures/{PERIOD}{query}")

    assert response.status_code == 422


def test_page_asks_as_often_for_many_locations_as_for_one(cast):
    places = [location(f"L{number + 10}", cast.lisbon) for number in range(30)]
    cast.programme.locations.add(*places)
    released(cast)
    client = signed_in(cast.mona)
    address = f"/desk/customer-measures/{PERIOD}"
    measured(places[0], cast.cleo)
    client.get(address)  # the questionnaire is read and kept

    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for place in places[1:]:
        measured(place, cast.cleo)
    with CaptureQueriesContext(connection) as many:
        response = client.get(address)

    assert "30 of 32 locations with measures" in words(response)
    assert len(one) == len(many)


def look(client, raw):
    """Look at a file as a browser does, with the token of the page."""
    client.get(IMPORT)
    return client.post(
        IMPORT,
        {
            "file": SimpleUploadedFile("measures.csv", raw),
            "csrfmiddlewaretoken": client.cookies["csrftoken"].value,
        },
    )


def confirm(client, looked):
    """Confirm what was looked at."""
    (token,) = re.findall(r'name="token" value="([^"]+)"', looked.content.decode())
    csrf = client.cookies["csrftoken"].value
    return client.post(IMPORT, {"token": token, "csrfmiddlewaretoken": csrf})


def test_look_imports_nothing_and_confirming_imports_the_same_bytes(cast):
    client = signed_in(cast.cleo)

    looked = look(client, csv(NPS))
    before = CustomerMeasure.objects.count()
    done = confirm(client, looked)

    assert looked.status_code == 200
    assert "What the file would do 1 new 0 changed 0 the same as before" in words(looked)
    assert (before, CustomerMeasure.objects.count()) == (0, 1)
    assert "Imported 1 new · 0 changed · 0 the same as before." in words(done)
    assert not files.exists(f"waiting/customer-measures-{cast.cleo.pk}.csv")


def test_look_at_what_is_known_offers_nothing_to_confirm(cast):
    client = signed_in(cast.cleo)
    confirm(client, look(client, csv(NPS)))

    again = look(client, csv(NPS))

    assert "The file would change nothing 0 new 0 changed 1 the same as before" in words(again)
    assert 'name="token"' not in again.content.decode()


def test_faults_of_a_file_stand_at_the_field_and_by_row_and_column(cast):
    bad = "S1,2026-07-01,2026-09-30,nps,101,,,"

    response = look(signed_in(cast.cleo), csv(NPS, bad))

    assert response.status_code == 422
    assert "Nothing was imported: 2 faults in the file" in words(response)
    assert (
        "3 location There is no such location. 3 value NPS lies between -100 and 100."
    ) in words(response)
    assert CustomerMeasure.objects.count() == 0


def test_form_without_a_file_says_so_at_the_field(cast):
    client = signed_in(cast.cleo)
    client.get(IMPORT)

    response = client.post(IMPORT, {"csrfmiddlewaretoken": client.cookies["csrftoken"].value})

    assert response.status_code == 422
    assert "Choose a CSV file." in words(response)


def test_confirming_twice_another_or_late_imports_nothing(cast):
    client = signed_in(cast.cleo)
    first = look(client, csv(NPS))
    second = look(client, csv(NPS.replace("31.5", "40")))

    overtaken = confirm(client, first)
    with clock.frozen_at(NOW):
        confirm(client, second)
    twice = confirm(client, second)

    assert (overtaken.status_code, twice.status_code) == (422, 422)
    assert "This look at the file is over" in words(overtaken)
    assert [str(one.value) for one in CustomerMeasure.objects.all()] == ["40.0000"]


def test_token_of_somebody_else_confirms_nothing(cast):
    looked = look(signed_in(cast.cleo), csv(NPS))
    other = signed_in(cast.oto)
    other.get(IMPORT)

    response = confirm(other, looked)

    assert response.status_code == 422
    assert CustomerMeasure.objects.count() == 0
