"""The league in rows: rank, interval and change only where the visits are enough to say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.gap_reports.exporting import Row
from backend.portal.addresses import Address
from backend.portal.csv_answer import figure
from backend.portal.marks import CHIPS, Chip, Line, line, percents
from reports import printed
from reports.analysis_shape import Change
from reports.gaps_region_shape import FunnelPoint
from reports.periods import TREND_LENGTH
from reports.scope_shape import ScopeFigures, ScopeRow

COLUMNS = (
    "rank", "location", "name", "region", "region_name", "n", "percent", "low", "high", "status",
    "funnel", "change", "verdict", "noise",
    *(f"period_{number}" for number in range(1, TREND_LENGTH + 1)),
    "worst_standard", "worst_lost", "critical",
)  # fmt: skip
_VERDICTS = {
    "below": ("▲", "below what chance explains"),
    "above": ("◆", "above what chance explains"),
    "inside": ("○", "inside the funnel"),
    "": ("", "no score"),
}


@dataclass(frozen=True)
class LeagueLine:
    """A location in the table; `verdict` is its place in the funnel, in shape and words."""

    rank: str
    place: str
    code: str
    address: str
    visits: int
    score: str
    interval: str
    chip: Chip
    verdict: str
    shape: str
    said: str
    change: str
    remark: str
    line: Line
    worst: str
    critical: int


def in_order(figures: ScopeFigures) -> list[ScopeRow]:
    """The league as the page and its CSV list it: whoever has visits too few for a rank comes
    after all that have one."""
    return sorted(figures["league"], key=lambda row: row["rank"] is None)


def league_lines(
    figures: ScopeFigures, rows: Sequence[ScopeRow], address: Address
) -> list[LeagueLine]:
    """These rows of the league; their lines are on one scale for the whole league."""
    values = [value for row in figures["league"] for value in row["trend"]]
    low, high = percents([*values, figures["target"]])
    places = {point["location"]: point for point in figures["funnel"]["limits"]}
    return [
        _line(row, figures["target"], low, high, places.get(row["location"]), address)
        for row in rows
    ]


def league_cells(figures: ScopeFigures) -> list[Row]:
    """The whole league in `COLUMNS`; `period_1` to `period_6` are the scores of the six periods,
    the oldest first."""
    places = {point["location"]: point["place"] for point in figures["funnel"]["limits"]}
    return [_cells(row, places.get(row["location"])) for row in in_order(figures)]


def _line(
    row: ScopeRow, target: str, low: float, high: float, point: FunnelPoint | None, address: Address
) -> LeagueLine:
    place = (point["place"] or "inside") if point else ""
    shape, said = _VERDICTS[place]
    few = row["status"] == "too_few"
    change, remark = ("", "too few") if few else _change(row["change"])
    has_interval = row["low"] is not None and not few
    return LeagueLine(
        rank="" if row["rank"] is None else f"{row['rank']}",
        place=row["name"],
        code=row["location"],
        address=address(row["location"]),
        visits=row["n"],
        score=printed.number(row["percent"], target),
        interval=f"{printed.number(row['low'])}–{printed.number(row['high'])}"
        if has_interval
        else "",
        chip=CHIPS[row["status"]],
        verdict=place,
        shape=shape,
        said=said,
        change=change,
        remark=remark,
        line=line(row["trend"], target, low, high),
        worst=row["worst_standard"] or "",
        critical=row["critical"],
    )


def _change(change: Change) -> tuple[str, str]:
    """The change and a remark on it; too few visits leave only the remark."""
    verdict = change["verdict"]
    if verdict == "not_measured":
        return "", ""
    if verdict == "too_few":
        return "", "too few"
    return printed.signed(change["points"]), "noise" if verdict == "within_noise" else ""


def _cells(row: ScopeRow, place: str | None) -> Row:
    change = row["change"]
    return [
        row["rank"],
        row["location"],
        row["name"],
        row["region"],
        row["region_name"],
        row["n"],
        figure(row["percent"]),
        figure(row["low"]),
        figure(row["high"]),
        row["status"],
        place,
        figure(change["points"]),
        change["verdict"],
        figure(change.get("noise")),
        *(figure(value) for value in row["trend"]),
        row["worst_standard"],
        figure(row["worst_lost"]),
        row["critical"],
    ]
