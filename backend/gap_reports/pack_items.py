"""One report of a pack: issued, looked at, and what its reader has to be told of it."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from typing import Any

from backend.errors import Refusal
from backend.gap_reports.drawing import missing_photos, read_pdf
from backend.gap_reports.issuing import issue_report
from backend.gap_reports.models import Pack
from backend.network.models import Location
from reports import printed
from reports.periods import Period

logger = logging.getLogger(__name__)

_PAGE = b"/Type /Page\n"
_NO_REPORT = "could not be drawn"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a report; `report` is None when there is none, and then `problem` says why."""

    report: str | None
    pages: int = 0
    size: int = 0
    problem: str = ""

    def as_json(self) -> str:
        """For the pipe between two processes."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str | bytes) -> Outcome:
        """Raises `ValueError` or `TypeError` for what `as_json` did not write."""
        content: dict[str, Any] = json.loads(text)
        return cls(**content)


def draw_item(pack: Pack, location: str) -> Outcome:
    """The current report of a location for a pack; drawn only when there is none.

    Whatever goes wrong is an outcome too: the other reports go on. Its sentence is for the
    pack's reader, the fault itself for the log.
    """
    try:
        place = Location.objects.select_related("brand", "region").get(pk=location)
        report, _ = issue_report(
            location=place,
            programme=pack.programme,
            period=Period(pack.starts, pack.ends),
            by=pack.created_by,
        )
        pdf = read_pdf(report)
        missing = missing_photos(report)
    except Refusal as refusal:
        return Outcome(None, problem=refusal.detail)
    except Exception as fault:
        logger.exception("a report of pack %s could not be drawn", pack.pk)
        return Outcome(None, problem=f"{_NO_REPORT} ({type(fault).__name__})")
    return Outcome(
        report=str(report.pk),
        pages=pdf.count(_PAGE),
        size=len(pdf),
        problem=_without(missing) if missing else "",
    )


def _without(missing: int) -> str:
    photos = printed.things(missing, "photo").replace(printed.NBSP, " ")
    return f"{photos} cannot be read; drawn without {'it' if missing == 1 else 'them'}"
