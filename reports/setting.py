"""Setting type on a page: paragraphs, sentences in two weights, chips, rows that break well."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reports import fonts, theme
from reports.book import Book
from reports.surface import Align, Surface
from reports.text import wrap
from reports.theme import Style

Run = tuple[str, Style]
"""Words and the way to set them."""

ASCENT = 0.76
"""From the top of a line of text to its baseline, in sizes, leading apart."""


def baseline(style: Style) -> float:
    """Give the distance from the top of a line to its baseline."""
    return (style.leading - style.size) / 2 + style.size * ASCENT + style.size * 0.12


def paragraph(
    surface: Surface,
    x: float,
    y: float,
    width: float,
    words: str,
    style: Style,
    lines: int | None = None,
    align: Align = "left",
) -> float:
    """Set words in lines from `y` down; give the height they took."""
    broken = wrap(words, style, width, lines)
    for number, line in enumerate(broken):
        surface.text(x, y + baseline(style) + number * style.leading, line, style, align)
    return len(broken) * style.leading


def height(words: str, style: Style, width: float, lines: int | None = None) -> float:
    """Give the height a paragraph will take."""
    return len(wrap(words, style, width, lines)) * style.leading


def sentence(surface: Surface, x: float, y: float, width: float, runs: Sequence[Run]) -> float:
    """Set a sentence whose words differ in style; give its height. All share the first leading."""
    pieces, tall = _placed(width, runs)
    for across, down, words, style in pieces:
        surface.text(x + across, y + down + baseline(runs[0][1]), words, style)
    return tall


def sentence_height(width: float, runs: Sequence[Run]) -> float:
    """Give the height a sentence will take."""
    return _placed(width, runs)[1]


def heading(book: Book, words: str, note: str = "", x: float = theme.LEFT) -> None:
    """Set a section head with its grey subtitle beside it and move below it."""
    with book.tag("H2") as ink:
        at = book.y + baseline(theme.HEAD)
        ink.text(x, at, words, theme.HEAD)
        if note:
            beside = x + fonts.width(words, "semibold", theme.HEAD.size) + 8
            ink.text(beside, at, note, theme.LABEL)
    book.y += theme.HEAD.leading


def chapter(book: Book, key: str, kicker: str, headline: str, room: float = math.inf) -> None:
    """Begin a part of the report: its name, its finding, its line in the outline.

    It begins a new page unless `room` is left on this one.
    """
    if book.room < room + 50 and book.y > theme.TOP:
        book.turn()
    elif book.y > theme.TOP:
        book.y += 18
        book.ink.line(theme.LEFT, book.y, theme.RIGHT, book.y, theme.TEXT, 0.8)
        book.y += 24
    book.place(key, kicker)
    width = theme.RIGHT - theme.LEFT
    with book.tag("P") as ink:
        ink.text(theme.LEFT, book.y, kicker, theme.KICKER)
    book.y += 6
    with book.tag("H1") as ink:
        book.y += paragraph(ink, theme.LEFT, book.y, width, headline, theme.HEADLINE)
    book.y += theme.GUTTER


def note(book: Book, words: str, width: float = theme.RIGHT - theme.LEFT) -> None:
    """Set a grey note below what it explains."""
    book.need(height(words, theme.NOTE, width))
    with book.tag("P") as ink:
        book.y += paragraph(ink, theme.LEFT, book.y, width, words, theme.NOTE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its height, how it is drawn from `y` down, whether it needs the next."""

    height: float
    draw: Callable[[Surface, float], None]
    keep_with_next: bool = False
    ruled: bool = True
    place: str | None = None


def rows(
    book: Book,
    head: Row | None,
    body: Sequence[Row],
    left: float = theme.LEFT,
    right: float = theme.RIGHT,
) -> None:
    """Draw rows with their head repeated on each page.

    Neither the first nor the last row of a table stands alone on a page.
    """
    top = head.height if head else 0.0
    _head(book, head, top + sum(row.height for row in body[:2]), left, right)
    for number, row in enumerate(body):
        together = row.height
        following = number + 1
        while following < len(body) and (
            body[following - 1].keep_with_next or following == len(body) - 1
        ):
            together += body[following].height
            following += 1
        if number and book.room < together:
            book.turn()
            _head(book, head, 0, left, right)
        if row.place:
            book.place(row.place)
        with book.tag("LI") as ink:
            row.draw(ink, book.y)
            if row.ruled:
                ink.line(left, book.y + row.height, right, book.y + row.height, theme.RULE, 0.5)
        book.y += row.height


def _placed(
    width: float, runs: Sequence[Run]
) -> tuple[list[tuple[float, float, str, Style]], float]:
    """Break the runs of a sentence into placed pieces, words of one style and line together."""
    leading = runs[0][1].leading if runs else 0.0
    pieces: list[tuple[float, float, str, Style]] = []
    across = down = 0.0
    for words, style in runs:
        joined = False  # whether the next word goes on in the last piece
        for number, word in enumerate(words.split(" ")):
            gap = fonts.width(" ", style.face, style.size) if number and across else 0.0
            for piece in wrap(word, style, width):
                wide = fonts.width(piece, style.face, style.size)
                if across and across + gap + wide > width:
                    across, down, gap, joined = 0.0, down + leading, 0.0, False
                if joined:
                    begun = pieces[-1]
                    pieces[-1] = (begun[0], begun[1], f"{begun[2]} {piece}", style)
                else:
                    pieces.append((across + gap, down, piece, style))
                across += gap + wide
                gap, joined = 0.0, True
    return pieces, down + leading


def _head(book: Book, head: Row | None, needed: float, left: float, right: float) -> None:
    book.need(needed)
    if head is None:
        return
    with book.tag("P") as ink:
        head.draw(ink, book.y)
        ink.line(left, book.y + head.height, right, book.y + head.height, theme.BORDER, 0.6)
    book.y += head.height
