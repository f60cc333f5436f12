"""The three faces a report is set in, registered once per process, and how wide text is in them."""

from __future__ import annotations

import zlib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import TTFont

from reports.theme import Face

_FILES: dict[Face, str] = {
    "regular": "NotoSans-Regular.ttf",
    "semibold": "NotoSans-SemiBold.ttf",
    "italic": "NotoSans-Italic.ttf",
}

NO_BREAK = "\u00a0"
"""The no-break space, which the library draws as a space."""

_MARKS = "−–·’‘“”…±×€"

_SHORT = 80
"""Only texts up to here are remembered, so that the process does not fill with comments."""

FACES: tuple[Face, ...] = tuple(_FILES)


@cache
def font(face: Face) -> TTFont:
    """Give the font of a face. Parsing a file takes milliseconds, so each is read once."""
    path = Path(__file__).parent / _FILES[face]
    loaded = _KeptFont(name(face), str(path), asciiReadable=1)
    pdfmetrics.registerFont(loaded)
    return loaded


def open_in(document: PDFDocument) -> None:
    """Make a new document know the marks every report uses, in one order.

    Reports that need no other letters then embed the very same subset, which is made once.
    """
    for face in FACES:
        font(face).splitString(_MARKS, document)


def name(face: Face) -> str:
    """Name the face as the PDF library knows it."""
    return f"plainclothes-{face}"


def has_glyph(code_point: int) -> bool:
    """Tell whether all three faces have a glyph for a code point."""
    return all(code_point in _widths(face) for face in _FILES)


def width(text: str, face: Face, size: float) -> float:
    """Measure text in points as it will be drawn, without kerning (none is drawn)."""
    return (_measure_often if len(text) <= _SHORT else _measure)(text, face, size)


class _KeptFont(TTFont):  # type: ignore[misc]  # the library is untyped
    """A font that remembers its subsets: cutting and packing one takes milliseconds."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        cut = lru_cache(maxsize=32)(self.face.makeSubset)
        self.face.makeSubset = lambda subset: cut(tuple(subset))

    def addObjects(self, document: PDFDocument) -> None:  # noqa: N802  # the library's name
        """Add the subsets, their files packed once."""
        super().addObjects(document)
        prefix = f"fontFile:{self.face.filename}("
        for key, made in document.idToObject.items():
            if key.startswith(prefix):
                made.filters = [_PackedOnce()]


class _PackedOnce:
    """The library's compression filter, remembering what it packed."""

    pdfname = "FlateDecode"

    def encode(self, data: bytes) -> bytes:
        """Pack a font file; the same one comes again in the next report."""
        return _pack(data)


@lru_cache(maxsize=96)
def _pack(data: bytes) -> bytes:
    return zlib.compress(data)


@lru_cache(maxsize=20_000)
def _measure_often(text: str, face: Face, size: float) -> float:
    return _measure(text, face, size)


def _measure(text: str, face: Face, size: float) -> float:
    widths = _widths(face)
    return sum([widths.get(ord(character), 600) for character in text]) * size / 1000


@cache
def _widths(face: Face) -> dict[int, float]:
    loaded = font(face).face
    widths: dict[int, float] = dict(loaded.charWidths)
    widths[0xA0] = widths[0x20]
    return {code: widths.get(code, 600) for code in (*loaded.charToGlyph, 0xA0)}
