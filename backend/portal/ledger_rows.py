"""Why a visit has its score, as the desk unfolds it: from 100 through what was lost to the sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.gap_reports.visit_records import Record
from reports import headlines, labels, printed
from reports.analysis_shape import Percent
from reports.snapshot import LedgerLine, Visit

_ZERO = Decimal(0)
_CHIPS = {"met": ("met", "✓"), "gap": ("gap", "▲"), "not_measured": ("none", "–")}


@dataclass(frozen=True)
class LedgerRow:
    """A line of the sum: E of P where it has them, and what it adds or takes."""

    words: str
    points: str
    worth: str
    quiet: bool = False


@dataclass(frozen=True)
class Ledger:
    """From 100 to the score; `weighted` when sections are weighed, so that E of P is not it."""

    rows: list[LedgerRow]
    points: str
    score: str
    weighted: bool


@dataclass(frozen=True)
class VisitRow:
    """A visit in a list; without a score `ledger` is None and `unscored` says why."""

    id: str
    when: str
    score: str
    chip: str
    shape: str
    outcome: str
    ledger: Ledger | None
    unscored: str
    corrected: bool
    appealed: bool


def visit_row(record: Record, *, year: bool = False) -> VisitRow:
    """A visit as a list of visits shows it; `year` where its date alone would not tell."""
    visit = record.printed
    word, kind = outcome_chip(visit)
    chip, shape = _CHIPS[kind]
    return VisitRow(
        id=visit["visit"],
        when=when(visit["date"], visit["daypart"], year=year),
        score=printed.number(visit["percent"]),
        chip=chip,
        shape=shape,
        outcome=word,
        ledger=ledger(record) if visit["percent"] is not None else None,
        unscored=headlines.not_scored(visit) if visit["percent"] is None else "",
        corrected=bool(visit["corrections"]),
        appealed=visit["appealed"],
    )


def outcome_chip(visit: Visit) -> tuple[str, str]:
    """The word and the kind of a visit's outcome."""
    return labels.outcome_chip(visit["outcome"], bool(visit["critical_failures"]))


def ledger(record: Record) -> Ledger:
    """The visit's ledger by standard, what cost most first; what cost nothing is one line.

    The column E of P carries the exact sum: rounded points need not add up to the score.
    """
    visit = record.printed
    counted = [line for line in visit["ledger"] if not line.get("bonus", False)]
    lost = _by_standard(counted)
    costly = sorted((code for code in lost if lost[code] > 0), key=lambda code: (-lost[code], code))
    rows = [LedgerRow("Full score", "", "100.0")]
    rows += [_standard(code, counted) for code in costly]
    others = [line for line in counted if line["standard"] not in costly]
    if others:
        many = len({line["standard"] for line in others})
        name = f"{many} other{'s'[: many != 1]}" if costly else f"All {many}"
        rows.append(LedgerRow(name, _points(others), "0.0", quiet=True))
    rows += _closing(visit)
    return Ledger(
        rows=rows,
        points=_points(visit["ledger"]),
        score=printed.number(visit["percent"]),
        weighted=record.document.scoring.mode == "section_weighted",
    )


def when(iso: str, daypart: str, *, year: bool = False) -> str:
    """The day and the part of the day, which is all that is told: "Wed 19 Aug, midday"."""
    return f"{date.fromisoformat(iso):%a} {printed.day(iso, short=True, year=year)}, {daypart}"


def points_of(earned: Decimal | str, possible: Decimal | str) -> str:
    """Earned of possible points, with no more decimals than they have."""
    return f"{printed.plain(earned)} of {printed.plain(possible)}"


def taken(lost: Percent) -> str:
    """Points as the ledger takes them away; 0.0 where nothing was lost."""
    return printed.signed(-Decimal(lost or 0))


def _by_standard(lines: Sequence[LedgerLine]) -> dict[str, Decimal]:
    lost: dict[str, Decimal] = {}
    for line in lines:
        lost[line["standard"]] = lost.get(line["standard"], _ZERO) + Decimal(line["lost"])
    return lost


def _standard(code: str, counted: Sequence[LedgerLine]) -> LedgerRow:
    lines = [line for line in counted if line["standard"] == code]
    lost = sum((Decimal(line["lost"]) for line in lines), _ZERO)
    return LedgerRow(code, _points(lines), taken(f"{lost}"))


def _closing(visit: Visit) -> list[LedgerRow]:
    """What leads from there to the printed number, where there is anything; the bonus with what
    it earned, so that E of P stays the exact sum."""
    closing = visit["closing"]
    extra = [line for line in visit["ledger"] if line.get("bonus", False)]
    bonus = sum((Decimal(line["earned"]) for line in extra), _ZERO)
    lines = [
        ("Bonus", f"+{printed.plain(bonus)}" if bonus else "", closing["bonus"]),
        ("Floor and cap", "", closing["floor_and_cap"]),
        ("Critical effect", "", closing["critical_effect"]),
    ]
    return [
        LedgerRow(words, points, printed.signed(worth))
        for words, points, worth in lines
        if Decimal(worth)
    ]


def _points(lines: Sequence[LedgerLine]) -> str:
    """E of P of these lines; a bonus earns and is in no sum of what was possible."""
    earned = sum((Decimal(line["earned"]) for line in lines), _ZERO)
    possible = sum((Decimal(x["possible"]) for x in lines if not x.get("bonus", False)), _ZERO)
    return points_of(earned, possible)
