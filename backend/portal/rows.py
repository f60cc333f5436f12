"""What a row of the desk says, in the words and shapes that all pages share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.fieldwork.models import Assignment
from backend.gap_reports.models import GapReport
from reports import printed

_CHIPS = {
    "met": ("met", "✓", "Met"),
    "watch": ("watch", "◐", "Watch"),
    "gap": ("gap", "▲", "Gap"),
    "too_few": ("none", "–", "Too few visits"),
    "not_measured": ("none", "–", "No visits"),
}


@dataclass(frozen=True)
class ReportRow:
    """A gap report in a list; the chip has a word and a shape, never colour alone."""

    location: str
    code: str
    region: str
    period: str
    score: str
    interval: str
    target: str
    visits: int
    chip: str
    shape: str
    word: str
    superseded: bool
    pdf: str


@dataclass(frozen=True)
class AssignmentRow:
    """An assignment in its shopper's list; times are local to the place."""

    location: str
    address: str
    window: str
    state: str
    fee: str


def report_row(report: GapReport) -> ReportRow:
    """A report as the desk lists it; its location, region and programme are already loaded."""
    headline = report.headline
    chip, shape, word = _CHIPS[headline["status"]]
    has_interval = headline["low"] is not None and headline["high"] is not None
    low, high = printed.number(headline["low"]), printed.number(headline["high"])
    return ReportRow(
        location=report.location.name,
        code=report.location.code,
        region=report.location.region.name,
        period=printed.period(report.starts.isoformat(), report.ends.isoformat(), short=True),
        score=printed.number(headline["percent"], headline["target"]),
        interval=f"{low}–{high}" if has_interval else "",
        target=printed.number(headline["target"]),
        visits=headline["visits"],
        chip=chip,
        shape=shape,
        word=word,
        superseded=report.state == GapReport.State.SUPERSEDED,
        pdf=f"/api/v1/reports/{report.pk}/pdf",
    )


def assignment_row(assignment: Assignment) -> AssignmentRow:
    """An assignment as its shopper sees it; the location is already loaded."""
    start = datetime.fromisoformat(assignment.window_start)
    end = datetime.fromisoformat(assignment.window_end)
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%d %b %H:%M}"
    amount = f"{assignment.fee_amount // 100}.{assignment.fee_amount % 100:02d}"
    return AssignmentRow(
        location=assignment.location.name,
        address=assignment.location.address,
        window=f"{start:%d %b %Y, %H:%M} – {until}",
        state=assignment.get_state_display(),
        fee=f"{amount} {assignment.fee_currency}",
    )
