"""The desk: who finds which reports and assignments there, and at what cost."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from backend.gap_reports.issuing import issue_report
from backend.gap_reports.models import GapReport
from backend.network.models import Location
from backend.portal import views
from reports.periods import Period
from tests.cast import assignment, location, programme
from tests.gap_reports.released import released
from tests.portal.desk import places, report, signed_in, words

pytestmark = pytest.mark.django_db

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
SECTIONS = ["Overview", "League", "Heat map", "Locations", "Actions", "Packs", "Reports"]
BESIDE = ["Customer measures", "Competitors", "Appeals"]
NO_REPORTS = (
    "Gap reports No gap report has been drawn yet A report is drawn for one location and period,"
    " once visits to it are released: POST /api/v1/reports ."
)


@pytest.fixture
def one_of_each(cast):
    """A report of L1 (lisbon), P1 (porto) and S1 (another client)."""
    summit = programme("ride", cast.summit, cast.version, [cast.s1])
    return [report(cast), report(cast, cast.p1), report(cast, cast.s1, programme=summit)]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("ada", ["L1", "P1", "S1"]),
        ("sol", ["L1", "P1", "S1"]),
        ("rae", ["L1", "P1", "S1"]),
        ("cleo", ["L1", "P1"]),
        ("mona", ["L1"]),
        ("max", ["P1"]),
        ("oto", ["S1"]),
        ("otis", ["S1"]),
    ],
)
def test_reports_are_listed_for_whom_they_are_meant(cast, one_of_each, who, seen):
    response = signed_in(getattr(cast, who)).get("/desk/reports/")

    assert response.status_code == 200
    assert sorted(places(response)) == seen


def test_neither_name_nor_link_of_another_clients_report_is_on_the_page(cast, one_of_each):
    page = signed_in(cast.mona).get("/desk/reports/").content.decode()

    for unseen in one_of_each[1:]:
        assert str(unseen.pk) not in page
    for name in ("Harbour Coffee P1", "Summit", "Ride", "Porto", "Alps"):
        assert name not in page


@pytest.mark.parametrize("who", ["ada", "sol", "rae", "cleo", "mona"])
def test_nobody_reads_a_shoppers_name_there(cast, who):
    released(cast)
    issue_report(location=cast.l1, programme=cast.programme, period=QUARTER, by=cast.cleo)

    response = signed_in(getattr(cast, who)).get("/desk/reports/")

    page = response.content.decode()
    assert places(response) == ["L1"]
    assert ("Sam" in page, "sam@" in page, str(cast.sam.pk) in page) == (False, False, False)


@pytest.mark.parametrize("who", ["ada", "sol", "rae", "cleo", "mona", "max", "oto", "otis"])
def test_desk_without_reports_says_how_one_is_drawn(cast, who):
    response = signed_in(getattr(cast, who)).get("/desk/reports/")

    assert words(response) == NO_REPORTS


@pytest.mark.parametrize(
    ("who", "links"),
    [
        ("ada", [*SECTIONS, "Master data", "Recovery", *BESIDE, "API"]),
        ("sol", [*SECTIONS, "Master data", *BESIDE, "API"]),
        ("rae", [*SECTIONS, *BESIDE, "API"]),
        ("mona", [*SECTIONS, "Mail", *BESIDE, "API"]),
        ("sam", ["Assignments", "On the phone"]),
    ],
)
def test_navigation_leads_where_one_may_go(cast, who, links):
    page = signed_in(getattr(cast, who)).get("/desk/").content.decode()

    bar = page.partition("<nav")[2].partition("</header>")[0]
    assert re.findall(r">([^<>]+)</a>", bar) == links


@pytest.mark.parametrize("path", ["/", "/desk/"])
def test_nobody_is_led_to_sign_in(path, db):
    response = Client().get(path, follow=True)

    assert response.redirect_chain[-1] == ("/sign-in/?next=/desk/", 302)


def test_desk_takes_no_post(cast):
    client = Client()
    client.force_login(cast.mona)

    assert client.post("/desk/").status_code == 405


@pytest.mark.parametrize("many", [1, 3, 30])
def test_desk_asks_as_often_for_many_reports_as_for_one(cast, django_assert_num_queries, many):
    for number in range(many):
        report(cast, location(f"L{number + 10}", cast.lisbon))
    client = signed_in(cast.mona)

    # session, person, regions, reports, what changed since; and of those who should read them:
    # managers, their regions, admins, what was opened; in the header what is due, with regions
    with django_assert_num_queries(11):
        response = client.get("/desk/reports/")

    assert len(places(response)) == many


@pytest.mark.parametrize("many", [1, 3, 30])
def test_desk_asks_as_often_for_many_assignments_as_for_one(cast, django_assert_num_queries, many):
    for _ in range(many):
        assignment(cast)
    client = signed_in(cast.sam)

    with django_assert_num_queries(4):  # session, person, what is to do, what is past
        response = client.get("/desk/")

    assert response.content.decode().count("<li>") == many


def test_reports_beyond_the_most_are_counted_out(cast, monkeypatch):
    monkeypatch.setattr(views, "_MOST_ROWS", 2)
    for where, percent in ((cast.l1, "80"), (cast.l2, "60"), (cast.p1, "70")):
        report(cast, where, percent)

    response = signed_in(cast.cleo).get("/desk/reports/")

    assert places(response) == ["L2", "P1"]
    assert words(response).endswith(
        "The first 2 are shown here, newest periods first; GET /api/v1/reports lists all."
    )


def test_report_that_no_longer_holds_is_marked_at_once(cast):
    issue_report(location=cast.l1, programme=cast.programme, period=QUARTER, by=cast.cleo)
    client = signed_in(cast.mona)
    before = words(client.get("/desk/reports/"))
    released(cast)

    after = words(client.get("/desk/reports/"))

    assert ("superseded" in before, "– superseded" in after) == (False, True)
    assert after.endswith(
        "Figures of a superseded report no longer stand; its PDF stays as it was issued."
    )
    assert GapReport.objects.get().state == "superseded"


def test_shopper_finds_what_is_to_do_before_what_is_past(cast):
    assignment(cast, state="received")
    assignment(
        cast,
        cast.p1,
        state="in_progress",
        window_start="2026-08-20T22:00",
        window_end="2026-08-21T01:00",
        window_start_utc=datetime(2026, 8, 20, 21, tzinfo=UTC),
    )
    assignment(cast, cast.l2, state="offered")

    response = signed_in(cast.sam).get("/desk/")

    assert words(response) == (
        "My assignments To do"
        " Harbour Coffee L2 L2 Street 1 Fri 14 Aug 2026, 09:00 – 17:00, Lisbon time"
        " send by Sat 15 Aug 2026, 17:00 Offered € 15.00"
        " Harbour Coffee P1 P1 Street 1"
        " Thu 20 Aug 2026, 22:00 – Fri 21 Aug 2026, 01:00, Lisbon time"
        " send by Sat 15 Aug 2026, 17:00 In progress € 15.00"
        " Past"
        " Harbour Coffee L1 L1 Street 1 Fri 14 Aug 2026, 09:00 – 17:00, Lisbon time"
        " Received € 15.00"
    )


def test_shopper_finds_neither_the_board_nor_anothers_assignments(cast):
    assignment(cast, state="open")
    assignment(cast, cast.l2, holder=cast.sue)

    response = signed_in(cast.sam).get("/desk/")

    assert words(response) == "My assignments Nothing is assigned to you at the moment."


def test_shopper_is_led_to_the_phone_form(cast):
    page = signed_in(cast.sam).get("/desk/").content.decode()

    assert page.count('<a href="/app/">On the phone</a>') == 1


def test_nothing_on_a_shoppers_page_gives_them_away(cast):
    assignment(cast)

    page = signed_in(cast.sam).get("/desk/").content.decode().lower()

    for word in ("mystery", "shopper", "plainclothes"):
        assert word not in page


def test_markup_in_names_is_text(cast):
    Location.objects.filter(pk="L1").update(name="<b>& Söhne</b>")
    report(cast)
    assignment(cast)

    for who, path in (
        (cast.mona, "/desk/reports/"),
        (cast.mona, "/desk/locations/"),
        (cast.sam, "/desk/"),
    ):
        page = signed_in(who).get(path).content.decode()

        assert "&lt;b&gt;&amp; Söhne&lt;/b&gt;" in page
        assert "<b>" not in page
