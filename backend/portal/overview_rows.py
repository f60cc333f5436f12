"""The overview in rows: the score at a glance, where to go first, what costs most, what moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from backend.portal.addresses import Address
from backend.portal.marks import (
    BAR_WIDTH,
    CHIPS,
    STRIP_WIDTH,
    Bar,
    Chip,
    Label,
    Line,
    Scale,
    Strip,
    bar,
    bars,
    label,
    line,
    percents,
    strip,
    strip_scale,
)
from reports import printed
from reports.analysis_shape import Change, Percent, StandardScore
from reports.scope_shape import ScopeFigures, ScopeRow

GO_ROWS, GAP_ROWS, MOVER_ROWS = 5, 6, 6
_WIDE, _TREND_WIDTH, _TREND_HEIGHT = 288, 300, 40
_HALF_LABEL, _END = 34, 30  # pixels of half the target's label, and of an end's
_READINGS = {"better": "real", "worse": "real", "within_noise": "within noise"}
_STEADY = {"within_noise": ", within noise", "too_few": ", too few to tell"}


@dataclass(frozen=True)
class Head:
    """The score of all locations, with all that says how far to trust it."""

    score: str
    chip: Chip
    gap: str
    target: str
    interval: str
    strip: Strip | None
    low_end: str
    high_end: str
    target_label: Label
    trend: Line
    trend_words: str
    oldest: str
    newest: str
    change: str
    critical: int
    critical_where: str


@dataclass(frozen=True)
class GoRow:
    """A location to go to, and why."""

    place: str
    code: str
    address: str
    score: str
    interval: str
    strip: Strip | None
    visits: int
    chip: Chip
    costs: str
    costs_points: str
    critical: int
    due: str


@dataclass(frozen=True)
class StandardRow:
    """A standard over all visits of the locations."""

    code: str
    text: str
    actual: str
    target: str
    gap: str
    bar: Bar | None
    points: str
    chip: Chip
    visits: int
    critical: bool


@dataclass(frozen=True)
class MoverRow:
    """A location whose score moved, and whether that is more than chance."""

    place: str
    address: str
    change: str
    bar: Bar | None
    reading: str
    real: bool


def head(figures: ScopeFigures) -> Head:
    """The strip on top of the overview."""
    score, target = figures["score"], figures["target"]
    scale = _head_scale(score["percent"], score["low"], score["high"], target)
    trend = figures["trend"]
    values = [point["percent"] for point in trend]
    at_target = scale.at(target)
    return Head(
        score=printed.number(score["percent"], target),
        chip=CHIPS[figures["status"]],
        gap=_gap(score["percent"], target),
        target=printed.plain(target),
        interval=_interval(score["low"], score["high"]),
        strip=strip(score["percent"], score["low"], score["high"], target, scale),
        low_end=scale.ends[0] if at_target > _HALF_LABEL + _END else "",
        high_end=scale.ends[1] if at_target < _WIDE - _HALF_LABEL - _END else "",
        target_label=label(target, scale, _WIDE, _HALF_LABEL),
        trend=line(values, target, *_close([*values, target], step=5), _TREND_WIDTH, _TREND_HEIGHT),
        trend_words=", ".join(
            f"{' '.join(printed.period_label(point['from'], point['to'])).strip()}"
            f" {printed.number(point['percent'], target)}"
            for point in trend
        ),
        oldest=" ".join(printed.period_label(trend[0]["from"], trend[0]["to"])).strip(),
        newest=" ".join(printed.period_label(trend[-1]["from"], trend[-1]["to"])).strip(),
        change=_change(figures["change"]),
        critical=figures["critical"],
        critical_where=(
            f"in {printed.things(figures['critical_locations'], 'location')}"
            if figures["critical"]
            else "in no location"
        ),
    )


def go_scale(rows: Sequence[ScopeRow], target: str) -> Scale:
    """One scale for the intervals of these rows."""
    values = [value for row in rows for value in (_ends(row)[0], row["percent"])]
    return strip_scale(*percents([*values, target]))


def go_target(scale: Scale, target: str) -> Label:
    """Where the head of that column names the target."""
    return label(target, scale, STRIP_WIDTH, _HALF_LABEL)


def go_rows(
    rows: Sequence[ScopeRow], target: str, scale: Scale, due: Mapping[str, str], address: Address
) -> list[GoRow]:
    """Locations in the order they are given; `due` are their due actions in words."""
    return [
        GoRow(
            place=row["name"],
            code=row["location"],
            address=address(row["location"]),
            score=printed.number(row["percent"], target),
            interval=_interval(*_ends(row)),
            strip=strip(row["percent"], *_ends(row), target, scale),
            visits=row["n"],
            chip=CHIPS[row["status"]],
            costs=row["worst_standard"] or "",
            costs_points=_cost(row["worst_lost"]),
            critical=row["critical"],
            due=due.get(row["location"], printed.DASH),
        )
        for row in rows
    ]


def standard_rows(figures: ScopeFigures) -> list[StandardRow]:
    """Every standard: those that cost points first, the dearest on top, then the others."""
    by_code = {standard["code"]: standard for standard in figures["standards"]}
    order = [*figures["priorities"], *(c for c in by_code if c not in figures["priorities"])]
    scale = bars(BAR_WIDTH, [standard["gap"] for standard in figures["standards"]])
    return [_standard_row(by_code[code], scale) for code in order]


def mover_rows(rows: Sequence[ScopeRow], address: Address) -> list[MoverRow]:
    """The locations with a rank that moved most, from down to up. A change that chance explains is
    shown only when too few are more than that: else the smallest samples, which swing most, hide
    the rest."""
    ranked = [row for row in rows if row["rank"] is not None]
    moved = [row for row in ranked if row["change"]["verdict"] in _READINGS]
    moved.sort(key=lambda row: (row["change"]["verdict"] == "within_noise", -_size(row)))
    shown = sorted(moved[:MOVER_ROWS], key=lambda row: (_points(row), row["location"]))
    scale = bars(BAR_WIDTH, [row["change"]["points"] for row in shown])
    return [
        MoverRow(
            place=row["name"],
            address=address(row["location"]),
            change=printed.signed(row["change"]["points"]),
            bar=bar(row["change"]["points"], _mover_kind(row["change"]), scale),
            reading=_READINGS[row["change"]["verdict"]],
            real=row["change"]["verdict"] != "within_noise",
        )
        for row in shown
    ]


def _standard_row(standard: StandardScore, scale: Scale) -> StandardRow:
    kinds = {"gap": "loss", "met": "gain"}
    too_few = standard["status"] == "too_few"
    kind = kinds.get(standard["status"], "unsure")
    return StandardRow(
        code=standard["code"],
        text=standard["text"],
        actual=printed.number(standard["percent"], standard["target"]),
        target=printed.plain(standard["target"]) if standard["target"] else printed.DASH,
        gap=printed.signed(standard["gap"]),
        bar=bar(standard["gap"], "noise" if too_few else kind, scale),
        points=printed.lost(standard["lost"]),
        chip=CHIPS[standard["status"]],
        visits=standard["n"],
        critical=bool(standard.get("critical")),
    )


def _head_scale(percent: Percent, low: Percent, high: Percent, target: str) -> Scale:
    lowest, highest = _close([percent, low, high, target], step=5)
    return strip_scale(lowest, highest, _WIDE)


def _close(values: Sequence[Percent], step: int) -> tuple[float, float]:
    """Whole steps close around the values: for one drawing that compares with itself alone."""
    found = [float(value) for value in values if value is not None]
    lowest = (min(found) - 1) // step * step
    highest = -((-max(found) - 1) // step) * step
    return max(0.0, lowest), min(100.0, highest)


def _gap(percent: Percent, target: str) -> str:
    return "" if percent is None else printed.signed(Decimal(percent) - Decimal(target))


def _ends(row: ScopeRow) -> tuple[Percent, Percent]:
    """The interval of a location; of two visits it is nearly the whole scale and tells nothing."""
    return (None, None) if row["status"] == "too_few" else (row["low"], row["high"])


def _interval(low: Percent, high: Percent) -> str:
    if low is None or high is None:
        return ""
    return f"{printed.number(low)} to {printed.number(high)}"


def _change(change: Change) -> str:
    if change["verdict"] == "not_measured":
        return "no score before"
    return f"{printed.signed(change['points'])} on last{_STEADY.get(change['verdict'], '')}"


def _cost(lost: Percent) -> str:
    if lost is None:
        return ""
    return f"{printed.signed(-Decimal(lost))}{printed.NBSP}pts"


def _mover_kind(change: Change) -> str:
    return {"better": "gain", "worse": "loss"}.get(change["verdict"], "noise")


def _points(row: ScopeRow) -> Decimal:
    return Decimal(row["change"]["points"] or 0)


def _size(row: ScopeRow) -> Decimal:
    return abs(_points(row))
