"""Issuing a gap report: take the snapshot, draw it, keep the PDF, and only then say it exists."""

from __future__ import annotations

from typing import NamedTuple

from django.db import IntegrityError, transaction

from backend import clock
from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import Busy
from backend.fieldwork.models import Programme
from backend.gap_reports.counted_visits import whole_trend
from backend.gap_reports.drawing import draw_report, keep_pdf
from backend.gap_reports.models import GapReport, ReportQuerySet
from backend.gap_reports.settling import note_checked
from backend.gap_reports.snapshots import Taken, take_snapshot
from backend.network.models import Location
from reports.pdf import RENDERER
from reports.periods import Period
from reports.snapshot import LocationSnapshot

_TRIES = 5


class Issued(NamedTuple):
    """A report, and whether it was made just now."""

    report: GapReport
    created: bool


def issue_report(*, location: Location, programme: Programme, period: Period, by: Person) -> Issued:
    """The current report of a location, programme and period; drawn only when there is none.

    The PDF is on stable storage before its row exists. Of several that ask at the same time one
    issues, the others get the same report. Raises `Invalid` when the programme is of another
    brand, `NoSpace` when the PDF cannot be kept and `Busy` when figures keep changing meanwhile.
    """
    for _ in range(_TRIES):
        standing = _standing(location, programme, period)  # before the snapshot that may follow it
        taken = take_snapshot(location=location, programme=programme, period=period)
        if standing is not None and _is_drawn(standing, taken):
            note_checked(standing, taken)
            return Issued(standing, created=False)
        pdf = draw_report(taken.text, taken.sha256)
        report = GapReport(
            location=location,
            programme=programme,
            starts=period.start,
            ends=period.end,
            reads_from=whole_trend(period).start,
            snapshot=taken.text,
            snapshot_sha256=taken.sha256,
            checked_change=taken.change,
            renderer=RENDERER,
            sha256=keep_pdf(pdf),
            size=len(pdf),
            headline=_headline(taken.content),
            created_by=by,
        )
        try:
            return Issued(_put_in_place(report, standing, by), created=True)
        except (IntegrityError, _OvertakenError):
            continue
    raise Busy("Reports of this location are being issued just now; ask again shortly.")


def _is_drawn(report: GapReport, taken: Taken) -> bool:
    return (report.snapshot_sha256, report.renderer) == (taken.sha256, RENDERER)


class _OvertakenError(Exception):
    """Another report was put in place, or the standing one was settled, while this was drawn."""


def _of_period(location: Location, programme: Programme, period: Period) -> ReportQuerySet:
    return GapReport.objects.filter(
        location=location, programme=programme, starts=period.start, ends=period.end
    ).defer("snapshot")


def _standing(location: Location, programme: Programme, period: Period) -> GapReport | None:
    current = GapReport.State.CURRENT
    return _of_period(location, programme, period).filter(state=current).first()


@transaction.atomic
def _put_in_place(report: GapReport, standing: GapReport | None, by: Person) -> GapReport:
    """Insert the report as the current one of its period, in the place of the one that stood when
    its snapshot was taken.

    Raises `_OvertakenError` when that one stands no more, and `IntegrityError` when there was none
    and now there is: of two that look at the same time, one would else push out the other's.
    """
    period = Period(report.starts, report.ends)
    reports = _of_period(report.location, report.programme, period)
    if standing is not None:
        current = reports.filter(pk=standing.pk, state=GapReport.State.CURRENT)
        if not current.update(state=GapReport.State.SUPERSEDED):
            raise _OvertakenError
    report.supersedes = standing or reports.filter(superseded_by__isnull=True).first()
    report.created_at = clock.now()
    report.save(force_insert=True)
    chain.record(
        actor=by,
        verb="report.issued",
        subject=report,
        data={
            "sha256": report.sha256,
            "snapshot_sha256": report.snapshot_sha256,
            "supersedes": report.supersedes_id,
        },
    )
    return report


def _headline(content: LocationSnapshot) -> dict[str, str | int | None]:
    score = content["analysis"]["score"]
    return {
        "percent": score["percent"],
        "low": score["low"],
        "high": score["high"],
        "target": score["target"],
        "status": content["analysis"]["status"],
        "visits": score["n"],
    }
