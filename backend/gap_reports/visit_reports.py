"""The report of one visit, drawn when it is asked for: it is small and its visit may yet change."""

from __future__ import annotations

from backend.gap_reports.issuing import photo_file
from backend.gap_reports.snapshots import take_visit_snapshot
from backend.visits.models import Visit
from reports.pdf import render_visit_report


def draw_visit_report(visit: Visit) -> bytes:
    """The PDF of a complete visit; one that was not scored says so.

    It tells nothing that client staff may not know, whoever asks. Raises `WrongState` for an
    incomplete or void visit.
    """
    content, sha256 = take_visit_snapshot(visit)
    return render_visit_report(content, photo_file, snapshot_sha256=sha256)
