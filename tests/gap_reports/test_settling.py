"""Settling: what supersedes a report and what does not, and that looking is cheap and final."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from backend import clock
from backend.audit.models import Event
from backend.gap_reports import settling
from backend.gap_reports.issuing import issue_report
from backend.gap_reports.models import GapReport
from backend.gap_reports.settling import settle
from backend.network.models import Location
from backend.review.correcting import correct
from backend.review.judging import take, void
from backend.visits.models import FiguresChange
from reports.periods import Period
from tests.cast import Cast, location, programme
from tests.customer_measures.files import measured
from tests.gap_reports.released import received, released

pytestmark = pytest.mark.django_db

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
JULY = Period(date(2026, 7, 1), date(2026, 7, 31))
OCTOBER = datetime(2026, 10, 2, 12, tzinfo=UTC)


def issue(cast: Cast, period: Period = QUARTER, where=None) -> GapReport:
    return issue_report(
        location=where or cast.l1, programme=cast.programme, period=period, by=cast.mona
    ).report


def state(report: GapReport) -> str:
    """What a reader is told, and that it is what is stored."""
    (settled,) = settle([GapReport.objects.get(pk=report.pk)])
    assert settled.state == GapReport.objects.get(pk=report.pk).state
    return settled.state


def checked(report: GapReport) -> int:
    return GapReport.objects.get(pk=report.pk).checked_change


def test_release_of_its_own_supersedes(cast):
    report = issue(cast)

    released(cast)

    assert state(report) == "superseded"


def test_correction_supersedes_even_where_the_score_stays(cast):
    visit = released(cast)
    report = issue(cast)

    correct(
        visit=visit,
        by=cast.rae,
        question="recommend",
        answer={"value": 3},
        reason="The shopper mistook the scale.",
    )

    assert state(report) == "superseded"


def test_void_supersedes(cast):
    visit = released(cast)
    report = issue(cast)

    void(visit=visit, by=cast.rae, reason="Wrong shop.", payable=False)

    assert state(report) == "superseded"


def test_void_of_what_never_counted_supersedes_once_void_visits_are_told(cast):
    visit = received(cast)
    with clock.frozen_at(OCTOBER):
        report = issue(cast)

        void(visit=visit, by=cast.rae, reason="Wrong shop.", payable=False)

        assert state(report) == "superseded"


def test_void_of_what_never_counted_changes_nothing_before_that(cast):
    visit = received(cast)
    report = issue(cast)

    void(visit=visit, by=cast.rae, reason="Wrong shop.", payable=False)

    assert state(report) == "current"


def test_correction_before_release_changes_nothing(cast):
    visit = received(cast)
    take(visit=visit, by=cast.rae)
    report = issue(cast)

    correct(
        visit=visit, by=cast.rae, question="recommend", answer={"value": 3}, reason="A mistake."
    )

    assert state(report) == "current"


def test_release_elsewhere_that_changes_a_benchmark_supersedes(cast):
    for where in (cast.l1, cast.l2):
        released(cast, where)
    report = issue(cast)

    released(cast, cast.p1)

    assert state(report) == "superseded"


def test_release_elsewhere_that_changes_nothing_leaves_it_current(cast):
    released(cast)
    report = issue(cast)

    # a second of the brand's locations: benchmarks begin with the third
    released(cast, cast.l2)

    assert state(report) == "current"
    assert checked(report) == FiguresChange.objects.latest("id").pk


def test_release_at_a_competitor_supersedes(cast):
    released(cast)
    report = issue(cast)

    released(cast, cast.r1)

    assert state(report) == "superseded"


def test_release_in_an_earlier_period_of_the_trend_supersedes(cast):
    report = issue(cast, JULY)

    released(cast, day=date(2026, 5, 11))

    assert state(report) == "superseded"


@pytest.mark.parametrize(
    ("where", "day"),
    [
        ("l1", date(2026, 8, 1)),  # after the period
        ("l1", date(2026, 1, 31)),  # before the first of its six periods
        ("l2", date(2026, 6, 30)),  # neighbours count in the period alone
    ],
)
def test_release_that_the_report_cannot_show_is_not_even_looked_at(cast, monkeypatch, where, day):
    report = issue(cast, JULY)
    monkeypatch.setattr(settling, "take_snapshot", None)

    released(cast, getattr(cast, where), day=day)

    assert state(report) == "current"


def test_release_of_another_programme_is_not_even_looked_at(cast, monkeypatch):
    report = issue(cast)
    other = programme("other", cast.harbour, cast.version, [cast.l1])
    monkeypatch.setattr(settling, "take_snapshot", None)

    FiguresChange.objects.create(
        programme=other,
        location=cast.l1,
        visit_date=date(2026, 7, 10),
        visit=received(cast),
        changed_at=OCTOBER,
    )

    assert state(report) == "current"


def test_release_of_every_neighbour_is_told_from_its_own_report(cast):
    third = location("L3", cast.lisbon)
    for where in (cast.l1, cast.l2, third):
        released(cast, where)
    neighbours, apart = issue(cast), issue(cast, JULY)

    released(cast, cast.l2, day=date(2026, 8, 12), greeted={"value": "no", "comment": "x" * 20})

    assert (state(neighbours), state(apart)) == ("superseded", "current")


def test_superseded_is_for_good(cast, monkeypatch):
    report = issue(cast)
    released(cast)
    state(report)
    monkeypatch.setattr(settling, "take_snapshot", None)

    released(cast, day=date(2026, 8, 12))

    assert state(report) == "superseded"


def test_change_is_looked_at_once(cast, monkeypatch):
    released(cast)
    report = issue(cast)
    released(cast, cast.l2)
    state(report)

    monkeypatch.setattr(settling, "take_snapshot", None)

    assert state(report) == "current"


def test_issuing_again_counts_as_looking(cast, monkeypatch):
    released(cast)
    report = issue(cast)
    released(cast, cast.l2)

    assert issue(cast).pk == report.pk

    monkeypatch.setattr(settling, "take_snapshot", None)
    assert state(report) == "current"


def test_superseding_is_in_the_audit_chain_once(cast):
    report = issue(cast)
    released(cast)

    settle([report])
    settle([GapReport.objects.get(pk=report.pk)])

    (event,) = Event.objects.filter(verb="report.superseded")
    assert (event.actor, event.subject) == ("system", f"gapreport:{report.pk}")
    assert json.loads(event.data)["change"] == FiguresChange.objects.get().pk


def test_pdf_of_a_superseded_report_keeps_its_bytes(cast, settings):
    report = issue(cast)
    (file,) = settings.MEDIA_ROOT.glob("reports/*/*")
    before = file.read_bytes()
    released(cast)

    assert state(report) == "superseded"
    assert file.read_bytes() == before


@pytest.mark.parametrize("many", [1, 3])
def test_settling_takes_one_query_when_nothing_happened(cast, django_assert_num_queries, many):
    released(cast)
    for where in (cast.l1, cast.l2, cast.p1)[:many]:
        issue(cast, where=where)
    reports = list(GapReport.objects.all())

    with django_assert_num_queries(1):
        settle(reports)


def test_settling_nothing_asks_nothing(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert settle([]) == []


@pytest.mark.parametrize(
    ("where", "starts", "expected"),
    [
        ("L1", date(2026, 7, 1), "superseded"),
        ("L2", date(2026, 7, 1), "current"),  # another location's
        ("L1", date(2026, 6, 1), "current"),  # reaches beyond the period, is none of the six
    ],
)
def test_customer_measure_imported_later_supersedes_where_it_is_printed(
    cast, where, starts, expected
):
    report = issue(cast)

    measured(Location.objects.get(pk=where), cast.cleo, starts=starts, imported_at=OCTOBER)

    assert state(report) == expected


def test_customer_measure_that_is_not_printed_costs_no_snapshot_at_every_look(cast, monkeypatch):
    report = issue(cast)
    measured(cast.l1, cast.cleo, starts=date(2026, 6, 1), imported_at=OCTOBER)

    def unwanted(**_):
        raise AssertionError("a snapshot was taken")

    monkeypatch.setattr(settling, "take_snapshot", unwanted)

    assert state(report) == "current"
