"""Appeals: each question a client doubted, what was said about it and how it was decided."""

from __future__ import annotations

from collections.abc import Sequence

from reports import labels, marks, printed
from reports.appeals import share_of_visits, share_words
from reports.book import Book
from reports.setting import Row, heading, rows
from reports.snapshot import Appeal, Visit
from reports.surface import Surface
from reports.text import wrap
from reports.theme import BOLD, LABEL, LABEL_BOLD, LEFT, RIGHT, SMALL

_WORDS = 150.0
_CHIP = 478.0
_LINE = 10.0


def draw(book: Book, visits: Sequence[Visit]) -> None:
    """Draw the appeals of these visits, in their order; nothing where there is none."""
    body = [
        row for visit in visits for one in visit.get("appeals", []) for row in _rows(visit, one)
    ]
    if not body:
        return
    book.need(40 + sum(row.height for row in body[:2]))
    heading(book, "Appeals", share_words(share_of_visits(visits)))
    rows(book, Row(16, _head), body)
    book.y += 14


def _head(ink: Surface, y: float) -> None:
    ink.text(LEFT, y + 10.5, "Visit", LABEL)
    ink.text(_WORDS, y + 10.5, "Question, what the client says, what was decided", LABEL)
    ink.text(_CHIP, y + 10.5, "State", LABEL)


def _rows(visit: Visit, one: Appeal) -> list[Row]:
    """The appeal and its decision: two rows, because both together may not fit on a page."""
    return [_doubt(visit, one), _decision(one)]


def _doubt(visit: Visit, one: Appeal) -> Row:
    asked = wrap(one["text"], BOLD, _CHIP - _WORDS - 12, 3)
    category = labels.label(labels.APPEALS, one["category"])
    day = printed.day(one["appealed"], short=True)
    said = wrap(f"{category}, {day}: {one['said']}", SMALL, _CHIP - _WORDS - 12)
    word, kind = labels.APPEAL_STATES[one["state"]]

    def draw(ink: Surface, y: float) -> None:
        when = f"{printed.day(visit['date'], short=True)}, {visit['daypart']}"
        ink.text(LEFT, y + 12, f"{visit['number']}", LABEL_BOLD)
        ink.text(LEFT + 20, y + 12, when, SMALL)
        for number, line in enumerate(asked):
            ink.text(_WORDS, y + 12 + 11 * number, line, BOLD)
        top = y + 12 + 11 * len(asked)
        for number, line in enumerate(said):
            ink.text(_WORDS, top + _LINE * number, line, SMALL)
        marks.chip(ink, _CHIP, y + 3, word, kind, RIGHT - _CHIP)

    tall = 16 + 11 * len(asked) + _LINE * (len(said) - 1)
    return Row(tall, draw, keep_with_next=True, ruled=False)


def _decision(one: Appeal) -> Row:
    word, _ = labels.APPEAL_STATES[one["state"]]
    decided = f"{word}, {printed.day(one['decided'], short=True)}: {one['reason']}"
    words = decided if one["decided"] else "Not decided yet."
    lines = wrap(words, SMALL if one["decided"] else LABEL, _CHIP - _WORDS - 12)

    def draw(ink: Surface, y: float) -> None:
        for number, line in enumerate(lines):
            style = SMALL if one["decided"] else LABEL
            ink.text(_WORDS, y + 8 + _LINE * number, line, style)

    return Row(9 + _LINE * len(lines), draw)
