"""Who opened which report: counted for the client alone, and never in the way of the download."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError

from backend import clock, files
from backend.accounts.models import Person, PersonRegion
from backend.delivery import openings
from backend.delivery.models import ReportOpening
from backend.delivery.openings import Reading, note_opening, readings, unread
from backend.gap_reports.models import GapReport
from shopper_forms.canonical import sha256_hex
from tests.cast import NOW, Api, person
from tests.gap_reports.released import released
from tests.portal.desk import report

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4 a report"


def kept(cast, **fields) -> GapReport:
    """A report whose PDF lies where it is looked for."""
    sha256 = sha256_hex(PDF)
    files.store(f"reports/{sha256[:2]}/{sha256}.pdf", PDF)
    return report(cast, sha256=sha256, **fields)


def reading_of(made: GapReport) -> Reading:
    """How one report was read."""
    return readings([GapReport.objects.select_related("location__region").get(pk=made.pk)])[made.pk]


def test_download_is_counted_by_person(cast):
    made = kept(cast)
    mona = Api(cast.mona)
    mona.get(f"/reports/{made.pk}/pdf")
    with clock.frozen_at(NOW + timedelta(days=3)):
        mona.get(f"/reports/{made.pk}/pdf")
        Api(cast.cleo).get(f"/reports/{made.pk}/pdf")

    rows = ReportOpening.objects.values_list("person__name", "first_at", "last_at", "count")

    assert list(rows) == [
        ("Mona", NOW, NOW + timedelta(days=3), 2),
        ("Cleo", NOW + timedelta(days=3), NOW + timedelta(days=3), 1),
    ]


@pytest.mark.parametrize("who", ["ada", "sol", "rae"])
def test_agency_opening_a_report_is_not_the_clients(cast, who):
    made = kept(cast)

    answer = Api(getattr(cast, who)).get(f"/reports/{made.pk}/pdf")

    assert answer.status_code == 200
    assert ReportOpening.objects.count() == 0


def test_asking_for_the_head_alone_opens_nothing(cast):
    made = kept(cast)

    answer = Api(cast.mona).raw("HEAD", f"/reports/{made.pk}/pdf", b"", "")

    assert (answer.status_code, answer.content) == (405, b"")
    assert ReportOpening.objects.count() == 0


def test_noting_is_one_statement_beside_its_transaction(cast, django_assert_num_queries):
    made = report(cast)

    with django_assert_num_queries(3):  # savepoint, insert or count up, release
        note_opening(report=made, person=cast.mona)


def test_download_goes_on_when_the_note_fails(cast, monkeypatch, caplog):
    def refuse(*args):
        raise DatabaseError("the table is locked")

    made = kept(cast)
    monkeypatch.setattr(openings, "insert", refuse)

    answer = Api(cast.mona).get(f"/reports/{made.pk}/pdf")

    assert (answer.status_code, answer.content) == (200, PDF)
    assert [
        record.getMessage() for record in caplog.records if record.name == openings.__name__
    ] == [f"an opening of report {made.pk} was not noted"]


def test_openings_are_told_to_those_who_lead(cast):
    made = kept(cast)
    note_opening(report=made, person=cast.mona)

    seen = {
        who: Api(getattr(cast, who)).get(f"/reports/{made.pk}").json().get("openings")
        for who in ("cleo", "sol", "mona")
    }

    mona = {
        "name": "Mona",
        "role": "manager",
        "first": "2026-08-14",
        "last": "2026-08-14",
        "count": 1,
    }
    assert seen == {"cleo": [mona], "sol": [mona], "mona": None}


@pytest.mark.parametrize(
    ("days", "opener", "expected"),
    [
        (7, None, Reading(opened=0, concerned=2, unread_days=None)),
        (9, None, Reading(opened=0, concerned=2, unread_days=9)),
        (9, "cleo", Reading(opened=1, concerned=2, unread_days=9)),
        (9, "mona", Reading(opened=1, concerned=2, unread_days=None)),
        (9, "max", Reading(opened=0, concerned=2, unread_days=9)),  # of another region
        (9, "sol", Reading(opened=0, concerned=2, unread_days=9)),
    ],
)
def test_report_is_unread_until_a_manager_of_its_region_opens_it(cast, days, opener, expected):
    made = report(cast)
    if opener:
        note_opening(report=made, person=getattr(cast, opener))

    with clock.frozen_at(NOW + timedelta(days=days)):
        assert reading_of(made) == expected


def test_superseded_report_is_not_unread(cast):
    made = report(cast, state="superseded")

    with clock.frozen_at(NOW + timedelta(days=9)):
        assert reading_of(made) == Reading(opened=0, concerned=2, unread_days=None)


def test_client_admin_stands_in_where_a_region_has_no_manager(cast):
    PersonRegion.objects.filter(person=cast.mona).delete()
    made = report(cast)

    with clock.frozen_at(NOW + timedelta(days=9)):
        before = reading_of(made)
        note_opening(report=made, person=cast.cleo)

        assert before == Reading(opened=0, concerned=1, unread_days=9)
        assert reading_of(made) == Reading(opened=1, concerned=1, unread_days=None)


def test_report_concerns_managers_of_regions_above_and_nobody_who_left(cast):
    person("pia", "manager", "harbour", ["pt"])
    Person.objects.filter(pk=cast.mona.pk).update(is_active=False)

    assert reading_of(report(cast)) == Reading(opened=0, concerned=2, unread_days=None)


def test_unread_reports_are_those_of_the_reader_oldest_first(cast):
    late = report(cast, cast.l1, created_at=NOW - timedelta(days=8))
    later = report(cast, cast.l2, created_at=NOW - timedelta(days=9))
    report(cast, cast.p1, created_at=NOW - timedelta(days=20))
    report(cast, cast.r1, created_at=NOW - timedelta(days=1))

    mine = GapReport.objects.visible_to(cast.mona).order_by("created_at")
    assert unread(mine, most=9) == [later, late]
    assert unread(mine, most=1) == [later]


def test_report_found_superseded_makes_room_for_the_next(cast):
    old = report(cast, cast.l1, created_at=NOW - timedelta(days=9))
    released(cast, cast.l1)
    next_one = report(cast, cast.l2, created_at=NOW - timedelta(days=8), checked_change=10**9)

    assert unread(GapReport.objects.order_by("created_at"), most=1) == [next_one]
    old.refresh_from_db()
    assert old.state == "superseded"


@pytest.mark.parametrize("many", [1, 30])
def test_readings_ask_as_often_for_many_as_for_one(cast, django_assert_num_queries, many):
    for number in range(many):
        made = report(cast, starts=f"20{number + 10}-07-01")
        note_opening(report=made, person=cast.mona)
    found = list(GapReport.objects.select_related("location__region"))

    with django_assert_num_queries(4):  # managers' regions, their paths, admins, openings
        readings(found)
