"""Issuing a gap report: take the snapshot, draw it, keep the PDF, and only then say it exists."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from backend import clock, files
from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import Busy
from backend.fieldwork.models import Programme
from backend.gap_reports.counted_visits import whole_trend
from backend.gap_reports.models import GapReport
from backend.gap_reports.snapshots import take_snapshot
from backend.network.models import Location
from backend.visits.photo_files import Size, derivative_key
from reports.pdf import RENDERER, render_location_report
from reports.periods import Period
from reports.snapshot import LocationSnapshot
from shopper_forms.canonical import sha256_hex

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
        taken = take_snapshot(location=location, programme=programme, period=period)
        known = GapReport.objects.filter(
            snapshot_sha256=taken.sha256, renderer=RENDERER, state=GapReport.State.CURRENT
        ).first()
        if known is not None:
            return Issued(known, created=False)
        pdf = render_location_report(taken.content, photo_file, snapshot_sha256=taken.sha256)
        sha256 = sha256_hex(pdf)
        files.store(pdf_key(sha256), pdf)
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
            sha256=sha256,
            size=len(pdf),
            headline=_headline(taken.content),
            created_by=by,
        )
        try:
            return Issued(_put_in_place(report, by), created=True)
        except IntegrityError:
            continue  # somebody else issued one meanwhile: look again
    raise Busy("Reports of this location are being issued just now; ask again shortly.")


def read_pdf(report: GapReport) -> bytes:
    """The PDF as it was issued; raises `FileNotFoundError` when it is no longer kept."""
    return files.read(pdf_key(report.sha256))


def pdf_key(sha256: str) -> str:
    """Where the PDF with this digest lies."""
    return f"reports/{sha256[:2]}/{sha256}.pdf"


def photo_file(visit: str, photo: str) -> Path | None:
    """The small picture of a photo: 320 pixels over 136 points are 170 dots per inch."""
    file = files.path(derivative_key(UUID(visit), photo, Size.THUMB))
    return file if file.is_file() else None


@transaction.atomic
def _put_in_place(report: GapReport, by: Person) -> GapReport:
    """Insert the report as the current one of its period, in the place of the last one."""
    of_period = GapReport.objects.filter(
        location=report.location,
        programme=report.programme,
        starts=report.starts,
        ends=report.ends,
    )
    last = of_period.filter(superseded_by__isnull=True).defer("snapshot").first()
    of_period.filter(state=GapReport.State.CURRENT).update(state=GapReport.State.SUPERSEDED)
    report.supersedes = last
    report.created_at = clock.now()
    report.save(force_insert=True)
    chain.record(
        actor=by,
        verb="report.issued",
        subject=report,
        data={
            "sha256": report.sha256,
            "snapshot_sha256": report.snapshot_sha256,
            "supersedes": last and last.pk,
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
