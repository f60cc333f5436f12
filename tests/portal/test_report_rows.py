"""Rows of reports: whoever misses most comes first, and marks lie where the figures are."""

from __future__ import annotations

from datetime import date

import pytest

from backend.gap_reports.models import GapReport
from backend.portal.report_rows import Strip, grouped, worst_first
from tests.cast import location, programme
from tests.portal.desk import report

pytestmark = pytest.mark.django_db

SPRING = (date(2026, 4, 1), date(2026, 6, 30))


def groups():
    return grouped(
        list(worst_first(GapReport.objects.select_related("location__region", "programme")))
    )


def test_largest_shortfall_is_first_and_one_visit_is_no_rating(cast):
    places = [location(f"L{number}", cast.lisbon) for number in range(3, 9)]
    report(cast, places[0], "95.0000", "met")
    report(cast, places[1], "9.5000", "gap")
    report(cast, places[2], None, "not_measured", visits=0)
    report(cast, places[3], "0.0000", "too_few", visits=1)
    report(cast, places[4], "88.0000", "watch")
    report(cast, places[5], "88.0000", "watch", state="superseded")

    (group,) = groups()

    assert [(row.code, row.word) for row in group.rows] == [
        ("L4", "gap"),
        ("L7", "watch"),
        ("L3", "met"),
        ("L6", "too few visits"),
        ("L5", "no score"),
        ("L8", "superseded"),
    ]
    assert group.summary == ("1 gap · 1 watch · 1 met · 1 with too few visits · 1 without a score")


def test_shortfall_is_against_each_reports_own_target(cast):
    report(cast, cast.l1, "80.0000")
    strict = report(cast, cast.l2, "85.0000")
    strict.headline["target"] = "99.0000"
    strict.save()

    (group,) = groups()

    assert [(row.code, row.target) for row in group.rows] == [("L2", "99.0"), ("L1", "90.0")]


def test_newest_period_is_first_and_each_programme_stands_alone(cast):
    other = programme("calls", cast.harbour, cast.version, [cast.l1])
    report(cast, percent="10.0000", status="gap", starts=SPRING[0], ends=SPRING[1])
    report(cast, cast.l1, "80.0000")
    report(cast, cast.l2, "70.0000")
    report(cast, cast.l1, "90.0000", "met", programme=other)

    assert [
        (group.period.replace("\u00a0", " "), group.programme, [row.code for row in group.rows])
        for group in groups()
    ] == [
        ("1 Jul – 30 Sep 2026", "Calls", ["L1"]),
        ("1 Jul – 30 Sep 2026", "Promise", ["L2", "L1"]),
        ("1 Apr – 30 Jun 2026", "Promise", ["L1"]),
    ]


def test_report_found_superseded_since_goes_to_the_end(cast):
    report(cast, cast.l1, "10.0000", "gap")
    report(cast, cast.l2, "80.0000")
    found = list(worst_first(GapReport.objects.select_related("location__region", "programme")))
    found[0].state = GapReport.State.SUPERSEDED

    (group,) = grouped(found)

    assert [(row.code, row.superseded) for row in group.rows] == [("L2", False), ("L1", True)]
    assert group.summary == "1 watch"


def test_row_prints_figures_as_the_report_does(cast):
    standing = report(cast, percent="89.9600")

    (group,) = groups()

    (row,) = group.rows
    assert (row.score, row.interval, row.target) == ("89.96", "85.0–95.0", "90.0")
    assert (row.chip, row.shape, row.word, row.visits) == ("watch", "◐", "watch", "6\u00a0visits")
    assert (row.location, row.code, row.region) == ("Harbour Coffee L1", "L1", "Lisbon")
    assert row.pdf == f"/api/v1/reports/{standing.pk}/pdf"


def test_row_without_a_score_has_no_marks(cast):
    report(cast, percent=None, status="not_measured", visits=0)

    (group,) = groups()

    (row,) = group.rows
    assert (row.score, row.interval, row.visits, row.strip) == ("–", "", "", None)
    assert group.floor == "60"


def test_row_without_an_interval_has_a_dot_alone(cast):
    report(cast, percent="80.0000", status="too_few", visits=1)

    (group,) = groups()

    assert group.rows[0].strip == Strip(low=80, width=0, score=80, target=117)


@pytest.mark.parametrize(
    ("percent", "floor", "strip"),
    [
        ("95.0000", "60", Strip(low=117, width=37, score=136, target=117)),
        ("72.0000", "60", Strip(low=32, width=37, score=50, target=117)),
        ("47.3000", "40", Strip(low=12, width=24, score=24, target=129)),
        ("5.0000", "0", Strip(low=6, width=15, score=13, target=139)),
    ],
)
def test_marks_lie_on_one_scale_of_the_page(cast, percent, floor, strip):
    report(cast, percent=percent)
    report(cast, cast.l2, "95.0000", starts=SPRING[0], ends=SPRING[1])

    first, second = groups()

    assert (first.floor, second.floor) == (floor, floor)
    assert first.rows[0].strip == strip
