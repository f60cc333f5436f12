"""Pieces of a column: drawn whole, from the top down, until the page is full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reports import theme
from reports.book import Book

_HEAD = 60.0
"""Room a continued head takes: below it even a piece higher than the page is drawn."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something of a height that is drawn in a column, never across a page."""

    height: float
    draw: Callable[[Book, float, float], None]


def fill(book: Book, pieces: Sequence[Piece], x: float) -> tuple[list[Piece], float]:
    """Draw what fits on this page; give the rest and where it ended."""
    placed = 0
    for piece in pieces:
        if book.room < piece.height and (placed or book.y > theme.TOP + _HEAD):
            break
        piece.draw(book, x, book.y)
        book.y += piece.height
        placed += 1
    return list(pieces[placed:]), book.y


def side_by_side(pieces: Sequence[Piece], pitch: float) -> Piece:
    """Join pieces into one row of columns."""

    def draw(book: Book, x: float, y: float) -> None:
        for number, piece in enumerate(pieces):
            piece.draw(book, x + number * pitch, y)

    return Piece(max(piece.height for piece in pieces) + 6, draw)
