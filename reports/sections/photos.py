"""Photos of the evidence: at print size, whole, with number, day and day-part below."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reports import printed, theme
from reports.book import Book
from reports.sections.pieces import Piece
from reports.setting import sentence, sentence_height
from reports.snapshot import EvidencePhoto
from reports.text import fit

PHOTO_WIDTH = 136.0
_HEIGHT = 102.0

Photos = Callable[[str, str], Path | bytes | None]
"""Gives the JPEG of (visit, photo id), as a file or its bytes, or None when there is none."""

_NUMBER = theme.Style("semibold", 8, 11)


def photo_piece(
    one: EvidencePhoto, asked: str, photos: Photos, next_number: Callable[[], int]
) -> Piece:
    """Give a photo with its caption as a piece of a column; `asked` where it must be said."""
    when = f"{printed.day(one['date'])}, {one['daypart']}"
    number = next_number()
    subject = f" {fit(asked, theme.LABEL, 2 * PHOTO_WIDTH)}" if asked else ""
    caption = [(f"{number}", _NUMBER), (f"{subject} {when}", theme.LABEL)]
    tall = sentence_height(PHOTO_WIDTH, caption)

    def draw(book: Book, x: float, y: float) -> None:
        placed = _placed(book, one, photos)
        said = f"Photo {number}: {one['question']}, {when}"
        if placed is None:
            with book.tag("P") as ink:
                ink.rect(x, y, PHOTO_WIDTH, _HEIGHT, theme.SHADE, 2)
                words = "Photo not available"
                middle = x + PHOTO_WIDTH / 2
                ink.text(middle, y + _HEIGHT / 2 + 3, words, theme.LABEL, "centre")
        else:
            name, wide, high = placed
            scale = min(PHOTO_WIDTH / wide, _HEIGHT / high)
            across = x + (PHOTO_WIDTH - wide * scale) / 2
            down = y + (_HEIGHT - high * scale) / 2
            with book.tag("Figure", said) as ink:
                ink.rect(x, y, PHOTO_WIDTH, _HEIGHT, theme.SHADE, 2)
                ink.image(name, across, down, wide * scale, high * scale)
        with book.tag("P") as ink:
            sentence(ink, x, y + _HEIGHT + 4, PHOTO_WIDTH, caption)

    return Piece(_HEIGHT + 4 + tall, draw)


def _placed(book: Book, one: EvidencePhoto, photos: Photos) -> tuple[str, int, int] | None:
    jpeg = photos(one["visit"], one["photo"])
    if jpeg is None:
        return None
    return book.image(jpeg, one["file_sha256"] or one["photo"])
