"""Issuing: one report for one snapshot, the PDF on disk before its row, one winner of a race."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from backend import clock, files
from backend.audit.models import Event
from backend.errors import Invalid, NoSpace
from backend.gap_reports import issuing
from backend.gap_reports.drawing import draw_report, read_pdf
from backend.gap_reports.issuing import issue_report
from backend.gap_reports.models import GapReport
from backend.gap_reports.settling import settle
from backend.visits.models import FiguresChange, Photo
from reports.pdf import RENDERER
from reports.periods import Period
from tests.cast import NOW, Cast, programme
from tests.gap_reports.released import released

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
JULY = Period(date(2026, 7, 1), date(2026, 7, 31))


def issue(cast: Cast, period: Period = QUARTER, **changes):
    return issue_report(
        **{"location": cast.l1, "programme": cast.programme, "by": cast.mona, **changes},
        period=period,
    )


def stored_pdfs(settings) -> list[str]:
    return [file.name for file in sorted(settings.MEDIA_ROOT.glob("reports/*/*"))]


@pytest.mark.django_db
def test_issue_keeps_snapshot_and_pdf_by_their_digests(cast, settings):
    released(cast, charged_right={"value": "no"})

    report, created = issue(cast)

    pdf = read_pdf(report)
    assert created
    assert hashlib.sha256(pdf).hexdigest() == report.sha256
    assert hashlib.sha256(report.snapshot.encode()).hexdigest() == report.snapshot_sha256
    assert stored_pdfs(settings) == [f"{report.sha256}.pdf"]
    assert (report.size, report.renderer, report.state) == (len(pdf), RENDERER, "current")
    assert (report.starts, report.ends) == (QUARTER.start, QUARTER.end)
    assert report.reads_from == date(2025, 4, 1)
    assert report.checked_change == FiguresChange.objects.get().pk
    assert (report.created_by, report.created_at) == (cast.mona, NOW)
    assert report.headline == {
        "percent": "87.8049",
        "low": None,
        "high": None,
        "target": "90.0000",
        "status": "too_few",
        "visits": 1,
    }


@pytest.mark.django_db
def test_issue_is_in_the_audit_chain(cast):
    report = issue(cast).report

    event = Event.objects.get(verb="report.issued")

    assert (event.subject, event.actor) == (f"gapreport:{report.pk}", f"person:{cast.mona.pk}")
    assert json.loads(event.data) == {
        "sha256": report.sha256,
        "snapshot_sha256": report.snapshot_sha256,
        "supersedes": None,
    }


@pytest.mark.django_db
def test_same_snapshot_is_the_same_report(cast):
    released(cast)
    first = issue(cast).report

    with clock.frozen_at(NOW + timedelta(days=1)):
        again = issue(cast, by=cast.rae)

    assert (again.report.pk, again.created) == (first.pk, False)
    assert GapReport.objects.count() == 1


@pytest.mark.django_db
def test_other_snapshot_supersedes_the_report_of_its_period_alone(cast):
    released(cast, day=date(2026, 7, 10))
    quarter, july = issue(cast).report, issue(cast, JULY).report
    elsewhere = issue(cast, location=cast.p1).report
    released(cast, day=date(2026, 8, 12))

    second = issue(cast).report

    assert second.supersedes_id == quarter.pk
    states = dict(GapReport.objects.values_list("pk", "state"))
    assert states == {
        quarter.pk: "superseded",
        july.pk: "current",
        elsewhere.pk: "current",
        second.pk: "current",
    }


@pytest.mark.django_db
def test_report_that_was_settled_already_is_still_named(cast):
    first = issue(cast).report
    released(cast)
    settle([first])

    second = issue(cast).report
    released(cast, day=date(2026, 8, 12))
    third = issue(cast).report

    assert [second.supersedes_id, third.supersedes_id] == [first.pk, second.pk]


@pytest.mark.django_db
def test_photo_that_became_ready_makes_a_new_report(cast):
    released(cast, charged_right={"value": "no"})
    Photo.objects.update(state=Photo.State.STORED)
    without = issue(cast).report
    Photo.objects.update(state=Photo.State.READY)

    with_photo, created = issue(cast)

    assert created
    assert with_photo.supersedes_id == without.pk
    assert with_photo.size > without.size + 3000
    assert GapReport.objects.get(pk=without.pk).state == "superseded"


@pytest.mark.django_db
def test_new_renderer_draws_anew(cast, monkeypatch):
    first = issue(cast).report
    monkeypatch.setattr(issuing, "RENDERER", "next")

    second, created = issue(cast)

    assert (created, second.renderer, second.supersedes_id) == (True, "next", first.pk)
    assert second.snapshot_sha256 == first.snapshot_sha256


@pytest.mark.django_db
def test_programme_of_another_brand_is_refused(cast):
    care = programme("care", cast.summit, cast.version, [cast.s1])

    with pytest.raises(Invalid):
        issue(cast, programme=care)

    assert GapReport.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("failing", ["write", "fsync"])
def test_full_disk_leaves_neither_row_nor_file(cast, settings, monkeypatch, failing):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    if failing == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(os, "fdopen", full)

    with pytest.raises(NoSpace):
        issue(cast)

    assert GapReport.objects.count() == 0
    assert Event.objects.filter(verb="report.issued").count() == 0
    assert stored_pdfs(settings) == []


@pytest.mark.django_db
def test_pdf_is_stored_before_its_row(cast, monkeypatch):
    rows_at_storing = []
    store = files.store

    def watched(key, data):
        rows_at_storing.append(GapReport.objects.count())
        store(key, data)

    monkeypatch.setattr(files, "store", watched)

    issue(cast)

    assert rows_at_storing == [0]


@pytest.mark.django_db
@pytest.mark.parametrize("harm", ["lost", "damaged"])
def test_lost_or_damaged_pdf_is_drawn_again_with_the_same_bytes(cast, settings, caplog, harm):
    released(cast, charged_right={"value": "no"})
    report = issue(cast).report
    (file,) = settings.MEDIA_ROOT.glob("reports/*/*")
    before = file.read_bytes()
    if harm == "lost":
        file.unlink()
    else:
        file.write_bytes(before[:-100] + b"0" * 100)

    assert read_pdf(report) == before
    assert "lost or damaged" in caplog.text


@pytest.mark.django_db
def test_pdf_that_cannot_be_drawn_alike_is_not_given(cast, settings):
    report = issue(cast).report
    report.snapshot = report.snapshot.replace("Harbour", "Another")
    (file,) = settings.MEDIA_ROOT.glob("reports/*/*")
    file.unlink()

    with pytest.raises(FileNotFoundError):
        read_pdf(report)


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_get_one_report(cast):
    released(cast)
    together = Barrier(4)

    def ask(_):
        try:
            together.wait(10)
            with clock.frozen_at(NOW):
                report, created = issue(cast)
            return report.pk, created
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as crowd:
        answers = list(crowd.map(ask, range(4)))

    assert GapReport.objects.count() == 1
    assert len({pk for pk, _ in answers}) == 1
    assert sorted(created for _, created in answers) == [False, False, False, True]


@pytest.mark.django_db
def test_report_drawn_from_an_older_snapshot_does_not_push_out_a_newer_one(cast, monkeypatch):
    first = issue(cast).report
    released(cast)
    newer: list[GapReport | None] = []

    def release_and_issue_meanwhile(*args):
        if not newer:
            newer.append(None)
            released(cast, day=date(2026, 8, 12))
            newer[0] = issue(cast).report
        return draw_report(*args)

    monkeypatch.setattr(issuing, "draw_report", release_and_issue_meanwhile)

    late, created = issue(cast)

    assert (late.pk, created) == (newer[0] and newer[0].pk, False)
    assert late.supersedes_id == first.pk
    assert GapReport.objects.count() == 2


@pytest.mark.django_db
def test_report_issued_first_meanwhile_is_answered(cast, monkeypatch):
    other: list[GapReport | None] = []

    def issue_meanwhile(*args):
        if not other:
            other.append(None)
            other[0] = issue(cast).report
        return draw_report(*args)

    monkeypatch.setattr(issuing, "draw_report", issue_meanwhile)

    late, created = issue(cast)

    assert (late.pk, created) == (other[0] and other[0].pk, False)
    assert GapReport.objects.count() == 1
