"""The misses that left neither words nor photos: a line each."""

from __future__ import annotations

from collections.abc import Sequence

from reports import printed, theme
from reports.book import Book
from reports.sections.evidence_words import STRONG, found_words
from reports.sections.front_lists import evidence_key
from reports.setting import Row, rows
from reports.snapshot import Evidence
from reports.surface import Surface
from reports.text import fit, wrap
from reports.theme import LABEL, LEFT, RIGHT, SMALL

_ASKED = 84.0
_FOUND = _ASKED + 198.0
_WHEN = _FOUND + 108.0
_MANY = 6
"""Dates named; more are counted."""


def draw(book: Book, plain: Sequence[tuple[str, Sequence[Evidence]]]) -> None:
    """List the questions missed with answers and dates, standard by standard."""
    rows(
        book,
        Row(18, _head),
        [
            _row(code if number == 0 else "", code, entry)
            for code, found in plain
            for number, entry in enumerate(found)
        ],
    )
    book.y += 8


def _head(ink: Surface, y: float) -> None:
    ink.text(LEFT, y + 11, "Also missed, without words or photos", theme.LABEL_BOLD)


def _row(shown: str, code: str, entry: Evidence) -> Row:
    dates = [f"{printed.day(i['date'], short=True)} {i['daypart']}" for i in entry["items"]]
    more = len(dates) - _MANY
    when = ", ".join(dates[:_MANY]) + (f" and {more} more" if more > 0 else "")
    asked = wrap(entry["text"], SMALL, _FOUND - _ASKED - 8, 3)
    answers = wrap(found_words(entry), STRONG, _WHEN - _FOUND - 8, 3)
    dated = wrap(when, LABEL, RIGHT - LEFT - _WHEN, 3)
    tall = max(len(asked), len(answers), len(dated)) * 10.5 + 6

    def draw(ink: Surface, y: float) -> None:
        ink.text(LEFT, y + 11, fit(shown, STRONG, _ASKED - 6), STRONG)
        for x, lines, style in (
            (_ASKED, asked, SMALL),
            (_FOUND, answers, STRONG),
            (_WHEN, dated, LABEL),
        ):
            for number, line in enumerate(lines):
                ink.text(LEFT + x, y + 11 + 10.5 * number, line, style)

    return Row(tall, draw, place=evidence_key(code))
