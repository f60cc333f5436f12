"""Standards beside the competitors' in rows: for the page, its CSV and a location's card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backend.gap_reports.exporting import Row
from backend.portal.csv_answer import figure
from backend.portal.marks import BAR_WIDTH, Bar, bar, bars
from reports import printed
from reports.competition import Compared, is_unsure

COLUMNS = ("standard", "text", "percent", "n", "their_percent", "their_n", "difference")


@dataclass(frozen=True)
class CompetitorLine:
    """A standard; the bar is the difference, hatched where visits are too few."""

    code: str
    text: str
    ours: str
    visits: int
    theirs: str
    their_visits: int
    difference: str
    unsure: bool
    bar: Bar | None


def competitor_lines(compared: Sequence[Compared]) -> list[CompetitorLine]:
    """The standards as a table shows them, on one scale."""
    scale = bars(BAR_WIDTH, [one["difference"] for one in compared])
    return [
        CompetitorLine(
            code=one["code"],
            text=one["text"],
            ours=printed.number(one["percent"]),
            visits=one["n"],
            theirs=printed.number(one["their_percent"]),
            their_visits=one["their_n"],
            difference=printed.signed(one["difference"]),
            unsure=is_unsure(one),
            bar=bar(one["difference"], "few" if is_unsure(one) else "plain", scale),
        )
        for one in compared
    ]


def competitor_cells(compared: Iterable[Compared]) -> list[Row]:
    """The same in `COLUMNS`, with the four places of the JSON."""
    return [
        [
            one["code"],
            one["text"],
            figure(one["percent"]),
            one["n"],
            figure(one["their_percent"]),
            one["their_n"],
            figure(one["difference"]),
        ]
        for one in compared
    ]
