"""The page of a location: the figures of the JSON, few visits in words, ledgers to their sum."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.gap_reports.drawing import read_pdf
from backend.gap_reports.models import GapReport
from backend.network.models import Location
from reports import printed
from tests.cast import Api
from tests.gap_reports.released import released
from tests.portal.desk import signed_in, words

pytestmark = pytest.mark.django_db

QUERY = "programme=promise&from=2026-07-01&to=2026-09-30"
PAGE = f"/desk/locations/L1/?{QUERY}"
CHEATED = {"value": "no", "comment": "Ten cents more than the board said.", "photos": ["a" * 64]}
CRUMBS = {"value": ["tables"], "comment": "Crumbs.", "photos": ["f" * 64]}
INLINE = re.compile(r"<[^>]*\s(?:style|on\w+)=|<style|<script>|javascript:", re.IGNORECASE)


@pytest.fixture
def three(cast):
    """Three visits of L1: one failed on a critical standard, one with crumbs, one without fault."""
    released(cast, charged_right=CHEATED)
    released(cast, day=date(2026, 7, 3), clean=CRUMBS)
    released(cast, day=date(2026, 7, 20))
    return cast


def rows_of(response) -> list[dict[str, str]]:
    """A CSV file as rows by column."""
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def as_cell(value) -> str:
    """A value of the JSON as a cell of a CSV file."""
    return {None: "", True: "true", False: "false"}.get(value, str(value))


def test_files_hold_the_very_figures_of_the_json(three):
    browser = signed_in(three.mona)
    asked = {"programme": "promise", "from": "2026-07-01", "to": "2026-09-30"}
    analysis = Api(three.mona).get("/locations/L1/gaps", **asked).json()

    standards = rows_of(browser.get(f"/desk/locations/L1/standards.csv?{QUERY}"))
    visits = rows_of(browser.get(f"/desk/locations/L1/visits.csv?{QUERY}"))

    named = [{"standard": one.pop("code"), **one} for one in analysis["standards"]]
    assert standards == [{column: as_cell(one[column]) for column in standards[0]} for one in named]
    assert (len(standards), len(standards[0])) == (7, 14)
    assert visits == [
        {column: as_cell(one[column]) for column in visits[0]} for one in analysis["visits"]
    ]
    assert [row["percent"] for row in visits] == ["95.1220", "100.0000", "87.8049"]


def test_page_and_pdf_print_the_figures_of_the_file_alike(three):
    browser = signed_in(three.mona)
    page = words(browser.get(PAGE))
    standards = rows_of(browser.get(f"/desk/locations/L1/standards.csv?{QUERY}"))

    answer = browser.post("/desk/locations/L1/report/", {**_token(browser), **_asked()})

    report = GapReport.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/api/v1/reports/{report.pk}/pdf")
    pages = pypdf.PdfReader(io.BytesIO(read_pdf(report))).pages
    pdf = " ".join(" ".join(each.extract_text() for each in pages).replace("\u00a0", " ").split())
    assert "94.3" in page
    assert "94.3" in pdf
    for one in standards:
        actual = printed.number(one["percent"], one["target"])
        gap, target = printed.signed(one["gap"]), printed.plain(one["target"])
        row = f"{one['standard']} {target} {actual} {gap} "
        assert row in page, row
        assert re.search(rf"{target} {re.escape(actual)} {re.escape(gap)} {one['n']} ", pdf), row


def test_ledger_leads_from_a_hundred_to_the_score_in_both_columns(three):
    page = words(signed_in(three.mona).get(PAGE))

    assert (
        "Fri 14 Aug, morning Why 87.8? From 100 to 87.8, Fri 14 Aug, morning"
        " Standard Earned of possible Points Full score 100.0"
        " PRICE 0 of 5 −12.2 6 others 36 of 36 0.0 Score 36 of 41 87.8 ▲ Fail, critical" in page
    )
    assert "Full score 100.0 All 7 41 of 41 0.0 Score 41 of 41 100.0 ✓ Pass" in page


def test_evidence_begins_with_what_is_critical_and_a_standard_filters_it(three):
    browser = signed_in(three.mona)
    heard = re.compile(r'<li class="miss">.*?<strong>(\w+)</strong>', re.DOTALL)

    whole = browser.get(PAGE).content.decode()
    chosen = browser.get(f"{PAGE}&standard=CLEAN")

    assert heard.findall(whole) == ["PRICE", "CLEAN"]
    assert heard.findall(chosen.content.decode()) == ["CLEAN"]
    assert chosen.content.decode().count('<tr class="chosen">') == 1
    assert "of CLEAN alone" in words(chosen)
    assert 'alt="Photo for “Did the receipt match the displayed price?”, Fri 14\u00a0Aug' in whole


def test_unknown_standard_is_said_beside_the_evidence_of_all(three):
    response = signed_in(three.mona).get(f"{PAGE}&standard=<b>")

    assert response.status_code == 422
    assert "There is no standard “<b>” here; this is the evidence of all." in words(response)
    assert b"<b>" not in response.content


@pytest.mark.parametrize(
    ("visits", "said"),
    [
        (0, "No score – not measured target 90 No visits in this period"),
        (1, "100.0 – too few target 90 One visit; not a rating of the location"),
        (2, "100.0 – too few 100.0 to 100.0, target 90 Two visits; too few to judge"),
        (3, "100.0 ✓ met 100.0 to 100.0, target 90 Shortest way to target"),
    ],
)
def test_few_visits_are_said_to_be_few(cast, visits, said):
    for number in range(visits):
        released(cast, day=date(2026, 7, 10 + number))

    assert f"Score {said}" in words(signed_in(cast.mona).get(PAGE))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from=soon&to=2026-09-30", "Write the day as 2026-07-01."),
        ("from=2026-09-30&to=2026-07-01", "The period ends before it begins."),
        ("programme=none", "There is no such programme."),
    ],
)
def test_wrong_filters_are_named_and_no_report_is_issued(cast, query, sentence):
    browser = signed_in(cast.mona)
    fields = dict(pair.split("=") for pair in query.split("&"))

    shown = browser.get(f"/desk/locations/L1/?{query}")
    posted = browser.post("/desk/locations/L1/report/", {**_token(browser), **fields})

    assert (shown.status_code, posted.status_code) == (422, 422)
    assert sentence in words(shown)
    assert sentence in words(posted)
    assert GapReport.objects.count() == 0


def test_programme_is_that_of_the_location_unless_the_address_names_one(cast):
    response = signed_in(cast.ada).get("/desk/locations/S1/")

    # the agency sees all programmes, and the only one there is belongs to another brand
    assert response.status_code == 422
    assert "This programme is another brand's." in words(response)


@pytest.mark.parametrize(
    ("who", "leads"),
    [
        ("mona", ["/desk/packs/", "/desk/actions/new/"]),
        ("rae", ["/desk/packs/"]),
    ],
)
def test_buttons_lead_where_one_may_go(cast, who, leads):
    browser = signed_in(getattr(cast, who))
    tools = browser.get(PAGE).content.decode().partition('class="tools"')[2]
    found = re.findall(r'class="button" href="([^"]+)"', tools.partition("<form")[0])
    links = [link.replace("&amp;", "&") for link in found]

    assert sorted(link.partition("?")[0] for link in links) == sorted(leads)
    assert [browser.get(link).status_code for link in links] == [200] * len(leads)
    assert ["L1" in link for link in links] == [True] * len(leads)


@pytest.mark.parametrize("code", ["%00", "L1%00", "%2e%2e", "x" * 400, "%F0%9F%92%A3", "%ff"])
def test_code_that_no_location_has_is_not_found(cast, code):
    assert signed_in(cast.mona).get(f"/desk/locations/{code}/").status_code == 404


@pytest.mark.slow
def test_page_asks_as_often_for_thirty_visits_as_for_one(cast, django_assert_num_queries):
    browser = signed_in(cast.mona)
    released(cast, charged_right=CHEATED)
    with CaptureQueriesContext(connection) as one:
        browser.get(PAGE)
    for number in range(29):
        released(cast, day=date(2026, 7, 1 + number), charged_right=CHEATED)
    with django_assert_num_queries(len(one)):
        response = browser.get(f"{PAGE}&visits=all&evidence=all")

    assert response.content.decode().count('<details class="visit"') == 30
    assert response.content.decode().count('<li class="miss">') == 30


def test_nothing_of_the_page_is_inline_or_told_of_the_shopper(three):
    Location.objects.filter(pk="L1").update(name="<i>& Söhne</i>")
    page = signed_in(three.mona).get(PAGE).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)

    assert INLINE.findall(page) == []
    assert sorted(ids) == sorted(set(ids))
    assert ("Sam" in page, "10:02" in page, str(three.sam.pk) + "@" in page) == (False,) * 3
    assert "&lt;i&gt;&amp; Söhne&lt;/i&gt;" in page


def _asked() -> dict[str, str]:
    return {"programme": "promise", "from": "2026-07-01", "to": "2026-09-30"}


def _token(browser) -> dict[str, str]:
    """The token that a form of the page would send."""
    page = browser.get("/desk/reports/").content.decode()
    return {"csrfmiddlewaretoken": re.findall(r'csrfmiddlewaretoken" value="(\w+)"', page)[0]}
