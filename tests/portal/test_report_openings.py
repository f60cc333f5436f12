"""The list of reports says who opened them, and finds those that nobody has."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.delivery.openings import note_opening
from tests.cast import NOW
from tests.portal.desk import places, report, signed_in, words

pytestmark = pytest.mark.django_db


def test_list_counts_openings_and_days_unread(cast):
    old = report(cast, created_at=NOW - timedelta(days=9))
    read = report(cast, cast.l2, created_at=NOW - timedelta(days=9))
    note_opening(report=old, person=cast.cleo)
    note_opening(report=read, person=cast.mona)

    said = words(signed_in(cast.cleo).get("/desk/reports/"))

    assert said.count("Opened by 1 of 2 unread for 9 days PDF of Harbour Coffee L1") == 1
    assert said.count("Opened by 1 of 2 PDF of Harbour Coffee L2") == 1


def test_unread_reports_alone(cast):
    report(cast, created_at=NOW - timedelta(days=9))
    report(cast, cast.l2, created_at=NOW - timedelta(days=7))
    report(cast, cast.p1, created_at=NOW - timedelta(days=9))

    page = signed_in(cast.mona).get("/desk/reports/?unread=1")

    assert (page.status_code, places(page)) == (200, ["L1"])


def test_nothing_unread_is_said(cast):
    report(cast)

    said = words(signed_in(cast.mona).get("/desk/reports/?unread=1"))

    assert said.endswith("Every report that stands was opened, or is younger than a week")


@pytest.mark.parametrize("odd", ["2", "yes", "%00", "x" * 3000])
def test_odd_filter_is_named(cast, odd):
    report(cast)

    page = signed_in(cast.mona).get(f"/desk/reports/?unread={odd}")

    assert (page.status_code, places(page)) == (422, ["L1"])
    assert "Write unread=1 for what nobody has read, or leave it out." in words(page)
