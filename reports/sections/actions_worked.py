"""Did the last actions work: each standard since its action was done, beside before and target."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reports import labels, marks, printed, theme
from reports.analysis_shape import Action, Worked
from reports.book import Book
from reports.setting import Row, heading, note, rows
from reports.surface import Surface
from reports.text import fit
from reports.theme import BODY, BOLD, LABEL, LEFT, RIGHT, SMALL

_WORDS = 110.0
_AXIS, _END = 300.0, 444.0
_CHIP = 456.0
_TALL = 34.0
_TOGETHER = 6
_CHIPS = {
    "met": ("Now met", "met"),
    "watch": ("To watch", "watch"),
    "gap": ("Still a gap", "gap"),
}
_NOTE = (
    "A standard is acted on when it was low, and what was low by chance rises again by itself: "
    "with few visits this is a sign, not proof."
)


def draw(book: Book, actions: Sequence[Action]) -> None:
    """Draw the actions that were done or verified, or say that there is none."""
    done = [(one, one["worked"]) for one in actions if "worked" in one]
    if not done:
        book.need(40)
        heading(book, "Did the last actions work?")
        note(book, "None recorded.")
        book.y += 12
        return
    low = _floor([worked for _, worked in done])
    # a short block stays together, its note with it
    book.need(theme.HEAD.leading + 24 + _TALL * min(len(done), _TOGETHER) + 32)
    heading(
        book,
        "Did the last actions work?",
        "hollow: before; full: since, with its 95 % interval; tick: target",
    )
    book.y += 6
    scale = Row(14, lambda ink, y: _scale(ink, y, low))
    rows(book, scale, [_row(one, worked, low) for one, worked in done])
    book.y += 4
    note(book, _NOTE)
    book.y += 12


def _row(one: Action, worked: Worked, low: float) -> Row:
    cause = labels.label(labels.CAUSES, one["cause"]) if one["cause"] else "Cause not found"
    closed = one.get("closed")
    done = f"{cause}, done {printed.day(closed, short=True, year=True)}" if closed else cause

    def draw_row(ink: Surface, y: float) -> None:
        middle = y + _TALL / 2
        ink.text(LEFT, y + 15, fit(one["standard"], BOLD, _WORDS - LEFT - 8), BOLD)
        ink.text(_WORDS, y + 15, fit(one["reason"], BODY, _AXIS - _WORDS - 16), BODY)
        ink.text(_WORDS, y + 27, fit(done, LABEL, _AXIS - _WORDS - 16), LABEL)
        _strip(ink, middle, worked, low)
        word, kind = _CHIPS.get(
            worked["status"], (f"Too early, n{printed.NBSP}{worked['n']}", "too_few")
        )
        marks.chip(ink, _CHIP, middle - marks.CHIP / 2, word, kind, RIGHT - _CHIP)

    return Row(_TALL, draw_row)


def _strip(ink: Surface, y: float, worked: Worked, low: float) -> None:
    """Before and since on one scale; what cannot be judged yet is grey."""

    def at(value: str) -> float:
        return _AXIS + (float(value) - low) / (100 - low) * (_END - _AXIS)

    ink.line(_AXIS, y, _END, y, theme.RULE, 0.5)
    target = at(worked["target"])
    ink.line(target, y - 7, target, y + 7, theme.TEXT, 1.2)
    judged = worked["status"] != "too_early"
    if judged and worked["low"] is not None and worked["high"] is not None:
        marks.whisker(ink, at(worked["low"]), at(worked["high"]), y, theme.BORDER, 3)
    if worked["before"] is not None:
        ink.dot(at(worked["before"]), y, 3, theme.WHITE, theme.BORDER, 1)
    if worked["percent"] is not None:
        colour = theme.BARS.get(worked["status"], theme.HATCH)
        ink.dot(at(worked["percent"]), y, 3.4, colour)


def _scale(ink: Surface, y: float, low: float) -> None:
    """The ends of the scale and its middle, above the rows."""
    for value in (low, (low + 100) / 2, 100):
        x = _AXIS + (value - low) / (100 - low) * (_END - _AXIS)
        ink.text(x, y + 9, f"{value:g}", SMALL, "centre", theme.MUTED)


def _floor(shown: Sequence[Worked]) -> float:
    """The twenties below everything that is drawn, at most 60."""
    drawn = [
        float(value)
        for one in shown
        for value in (
            one["percent"],
            one["before"],
            one["target"],
            one["low"] if one["status"] != "too_early" else None,
        )
        if value is not None
    ]
    return max(0.0, float(math.floor(min([60.0, *drawn]) / 20) * 20))
