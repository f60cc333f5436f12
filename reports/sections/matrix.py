"""Every standard by visit: the percent of each in a heat cell, so that a pattern can be seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from reports import marks, printed, theme
from reports.analysis_shape import StandardFigures
from reports.book import Book
from reports.setting import Row, heading, height, note, rows
from reports.snapshot import LocationSnapshot, Visit
from reports.surface import Surface
from reports.text import fit
from reports.theme import LABEL, LABEL_BOLD, LEFT, RIGHT

_EDGES = (-50.0, -30.0, 0.0, 5.0, 15.0)
_ROW = 15.5
_NAMES = 108.0
_CELL = 30.0
_AT_ONCE = int((RIGHT - LEFT - _NAMES) // _CELL)
_HEAD = 16.0
_FOOT = 17.0
_HEADING = 228.0
"""Width of the heading, which one or two visits do not fill."""

_NOTE = "Brown below the standard’s target, grey at it, blue above; hatched where nothing counted."


def size(snapshot: LocationSnapshot) -> tuple[float, float]:
    """Give the width and the height the cells take with their heading and note; 0 for none."""
    standards, visits = snapshot["analysis"]["standards"], snapshot["visits"]
    if not standards or not any(visit["ledger"] for visit in visits):
        return 0.0, 0.0
    wide = max(_NAMES + min(len(visits), _AT_ONCE) * _CELL, _HEADING)
    groups = math.ceil(len(visits) / _AT_ONCE)
    tall = groups * (_HEAD + len(standards) * _ROW + _FOOT + 6)
    return wide, theme.HEAD.leading + tall + height(_NOTE, theme.NOTE, wide) + 12


def draw(book: Book, snapshot: LocationSnapshot) -> None:
    """Draw the cells, at most thirteen visits side by side."""
    wide, _ = size(snapshot)
    if not wide:
        return
    visits = snapshot["visits"]
    heading(book, "Every standard, visit by visit", "score in %")
    for at in range(0, len(visits), _AT_ONCE):
        _group(book, snapshot["analysis"]["standards"], visits[at : at + _AT_ONCE])
        book.y += 6
    note(book, _NOTE, wide)
    book.y += 12


def _group(book: Book, standards: Sequence[StandardFigures], visits: Sequence[Visit]) -> None:
    shares = [standard_percents(visit) for visit in visits]

    def head(ink: Surface, y: float) -> None:
        ink.text(LEFT, y + 11, "Standard", LABEL)
        for number, visit in enumerate(visits):
            middle = LEFT + _NAMES + number * _CELL + _CELL / 2
            ink.text(middle, y + 11, f"{visit['number']}", LABEL_BOLD, "centre")

    def row(one: StandardFigures) -> Row:
        def cells(ink: Surface, y: float) -> None:
            ink.text(LEFT, y + 10.6, fit(one["code"], LABEL_BOLD, _NAMES - 6), LABEL_BOLD)
            for number, found in enumerate(shares):
                x = LEFT + _NAMES + number * _CELL
                _cell(ink, x, y, found.get(one["code"]), one["target"])

        return Row(_ROW, cells, ruled=False)

    def foot(ink: Surface, y: float) -> None:
        ink.line(LEFT, y + 1, LEFT + _NAMES + len(visits) * _CELL, y + 1, theme.BORDER, 0.6)
        ink.text(LEFT, y + 12.4, "Score of the visit", LABEL_BOLD)
        for number, visit in enumerate(visits):
            middle = LEFT + _NAMES + number * _CELL + _CELL / 2
            words = printed.number(visit["percent"])
            ink.text(middle, y + 12.4, words, LABEL_BOLD, "centre")

    body = [row(one) for one in standards]
    rows(
        book,
        Row(_HEAD, head),
        [*body, Row(_FOOT, foot, ruled=False)],
        right=LEFT + _NAMES + len(visits) * _CELL,
    )


def standard_percents(visit: Visit) -> dict[str, Decimal | None]:
    """Pool a visit's ledger by standard, without bonus lines; None where nothing counted."""
    earned: dict[str, Decimal] = {}
    possible: dict[str, Decimal] = {}
    for line in visit["ledger"]:
        if not line.get("bonus", False):
            code = line["standard"]
            earned[code] = earned.get(code, Decimal(0)) + Decimal(line["earned"])
            possible[code] = possible.get(code, Decimal(0)) + Decimal(line["possible"])
    return {
        code: max(Decimal(0), 100 * earned[code] / possible[code]) if possible[code] else None
        for code in possible
    }


def _cell(ink: Surface, x: float, y: float, percent: Decimal | None, target: str | None) -> None:
    wide, tall = _CELL - 1, _ROW - 1
    if percent is None:
        marks.cell(ink, x, y + 0.5, wide, tall, "n/a", None, theme.MUTED)
        return
    distance = float(percent) - float(target or 0)
    fill, colour = theme.heat(distance, _EDGES)
    words = f"{printed.rounded(percent, 0)}"
    marks.cell(ink, x, y + 0.5, wide, tall, words, fill, colour)
