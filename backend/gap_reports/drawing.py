"""From a snapshot to the bytes of a PDF, and where these are kept: under their own digest."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from uuid import UUID

from backend import files
from backend.gap_reports.models import GapReport
from backend.gap_reports.snapshots import take_visit_snapshot
from backend.visits.models import Visit
from backend.visits.photo_files import Size, derivative_key
from reports.pdf import RENDERER, render_location_report, render_visit_report
from reports.snapshot import LocationSnapshot
from shopper_forms.canonical import sha256_hex

logger = logging.getLogger(__name__)


def draw_report(snapshot: str, snapshot_sha256: str) -> bytes:
    """The PDF of a stored snapshot. It is drawn from the text, as every reprint will be, and not
    from what the text was made of."""
    return render_location_report(
        json.loads(snapshot), _photo_file, snapshot_sha256=snapshot_sha256
    )


def draw_visit_report(visit: Visit) -> bytes:
    """The PDF of one complete visit; one that was not scored says so. It is not kept: it is
    small, and its visit may yet change.

    It tells nothing that client staff may not know, whoever asks. Raises `WrongState` for an
    incomplete or void visit.
    """
    content, sha256 = take_visit_snapshot(visit)
    return render_visit_report(content, _photo_file, snapshot_sha256=sha256)


def keep_pdf(pdf: bytes) -> str:
    """Store the PDF durably and give its digest; raises `NoSpace`."""
    sha256 = sha256_hex(pdf)
    files.store(_key(sha256), pdf)
    return sha256


def read_pdf(report: GapReport) -> bytes:
    """The PDF as it was issued: the very bytes of its digest, or none.

    A file that is lost or damaged is drawn again, which gives the same bytes as long as renderer
    and photos are the same. Raises `FileNotFoundError` when it does not.
    """
    try:
        pdf = files.read(_key(report.sha256))
    except FileNotFoundError:
        pdf = b""
    if sha256_hex(pdf) == report.sha256:
        return pdf
    logger.error("the stored PDF of report %s is lost or damaged", report.pk)
    if report.renderer == RENDERER:
        pdf = draw_report(report.snapshot, report.snapshot_sha256)
        if sha256_hex(pdf) == report.sha256:
            return pdf
    raise FileNotFoundError(report.sha256)


def missing_photos(report: GapReport) -> int:
    """How many photos that the report should show have no picture to draw now."""
    content: LocationSnapshot = json.loads(report.snapshot)
    shown = {
        (photo["visit"], photo["photo"])
        for entry in content.get("evidence", [])
        for item in entry["items"]
        for photo in item["photos"]
    }
    return sum(_photo_file(visit, photo) is None for visit, photo in shown)


def _key(sha256: str) -> str:
    return f"reports/{sha256[:2]}/{sha256}.pdf"


def _photo_file(visit: str, photo: str) -> Path | None:
    """The small picture of a photo: 320 pixels over 136 points are 170 dots per inch."""
    file = files.path(derivative_key(UUID(visit), photo, Size.THUMB))
    return file if file.is_file() else None
