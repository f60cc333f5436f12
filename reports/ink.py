"""The PDF surface: drawing calls become the operators of a page's content stream.

The operators are written here and not by the library's canvas because a report is mostly thousands
of short strings, and the canvas spends several times as long on each. Fonts, images, links and the
file itself stay the library's work.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from reportlab.pdfbase.pdfdoc import PDFDocument

from reports import fonts, theme
from reports.surface import Align, Point
from reports.theme import Face, Style

_ARC = 0.5523
"""How far the handles of a Bezier quarter circle reach, in radii."""

_HATCH_STEP = 3.2


class Ink:
    """Draws on one page of a document that is `height` points high and begins at `left`."""

    def __init__(self, document: PDFDocument, height: float, left: float = 0) -> None:
        self.operators: list[str | Callable[[], str]] = []
        self._add = self.operators.append
        self._document = document
        self._height = height
        self._left = left
        self._names: dict[Face, str] = {}
        self._fill = self._stroke = ""
        self._weight = -1.0

    def text(
        self,
        x: float,
        y: float,
        words: str,
        style: Style,
        align: Align = "left",
        colour: str | None = None,
    ) -> None:
        """Draw one line of text on its baseline."""
        if not words:
            return
        if align != "left":
            wide = fonts.width(words, style.face, style.size)
            x -= wide if align == "right" else wide / 2
        self._use_fill(colour or style.colour)
        at = f"{x + self._left:.2f} {self._height - y:.2f} Td"
        plain = words.replace(fonts.NO_BREAK, " ")
        if plain.isascii():  # the library keeps ASCII where it is, in the first subset
            name = self._names.get(style.face) or self._name(style.face)
            shown = f"{name} {style.size:g} Tf {at} ({plain.translate(_MARKS)}) Tj"
        else:
            shown = f"{at} {_show(self._document, style, words)}"
        self._add(f"BT {shown} ET")

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, radius: float = 0
    ) -> None:
        """Fill a rectangle."""
        self._use_fill(fill)
        self._add(self._box(x, y, width, height, radius) + " f")

    def frame(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: str,
        weight: float,
        radius: float = 0,
    ) -> None:
        """Stroke a rectangle."""
        self._use_stroke(colour, weight)
        self._add(self._box(x, y, width, height, radius) + " S")

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        colour: str,
        weight: float,
        dashed: bool = False,
    ) -> None:
        """Draw a straight line."""
        self._use_stroke(colour, weight)
        drawn = f"{self._at(x1, y1)} m {self._at(x2, y2)} l S"
        self._add(f"[2 2] 0 d {drawn} [] 0 d" if dashed else drawn)

    def path(self, points: list[Point], colour: str, weight: float) -> None:
        """Draw a line through the points."""
        self._use_stroke(colour, weight)
        self._add(f"1 j 1 J {self._outline(points)} S 0 j 0 J")

    def polygon(self, points: list[Point], fill: str) -> None:
        """Fill the polygon of the points."""
        self._use_fill(fill)
        self._add(f"{self._outline(points)} f")

    def dot(
        self,
        x: float,
        y: float,
        radius: float,
        fill: str | None,
        colour: str | None = None,
        weight: float = 0,
    ) -> None:
        """Draw a circle."""
        if fill:
            self._use_fill(fill)
        if colour:
            self._use_stroke(colour, weight)
        ending = ("B" if colour else "f") if fill else "S"
        box = self._box(x - radius, y - radius, 2 * radius, 2 * radius, radius)
        self._add(f"{box} {ending}")

    def hatch(self, x: float, y: float, width: float, height: float, radius: float = 0) -> None:
        """Fill a rectangle with thin slanted lines."""
        self._add(f"q {self._box(x, y, width, height, radius)} W n")
        self._fill = self._stroke = ""
        self._use_stroke(theme.HATCH, 0.5)
        for number in range(1, int((width + height) / _HATCH_STEP) + 1):
            across = x + number * _HATCH_STEP
            self._add(f"{self._at(across, y)} m {self._at(across - height, y + height)} l S")
        self._add("Q")
        self._forget()

    def image(self, name: str, x: float, y: float, width: float, height: float) -> None:
        """Draw a registered image with its corners rounded by 2 points."""
        matrix = f"{width:.2f} 0 0 {height:.2f} {self._at(x, y + height)} cm"
        self._add(f"q {self._box(x, y, width, height, 2)} W n {matrix} /{name} Do Q")

    def later(self, draw: Callable[[Ink], None]) -> None:
        """Draw something that is known only when all pages are laid out (page numbers)."""

        def operators() -> str:
            inner = Ink(self._document, self._height, self._left)
            draw(inner)
            return "q " + " ".join(part for part in inner.operators if isinstance(part, str)) + " Q"

        self._add(operators)

    def begin(self, role: str, number: int) -> None:
        """Open a piece of marked content that the structure tree names."""
        self._add(f"/{role} <</MCID {number}>> BDC")

    def begin_artifact(self) -> None:
        """Open page furniture that is no part of the content."""
        self._add("/Artifact BMC")

    def end(self) -> None:
        """Close the marked content."""
        self._add("EMC")

    def finish(self) -> list[str]:
        """Give all operators, with what had to wait drawn now."""
        return [part if isinstance(part, str) else part() for part in self.operators]

    def _name(self, face: Face) -> str:
        """Give the font resource that holds ASCII, and make the document embed it."""
        found: str = fonts.font(face).getSubsetInternalName(0, self._document)
        self._names[face] = found
        return found

    def _use_fill(self, colour: str) -> None:
        if colour != self._fill:
            self._fill = colour
            self._add(f"{_rgb(colour)} rg")

    def _use_stroke(self, colour: str, weight: float) -> None:
        if colour != self._stroke:
            self._stroke = colour
            self._add(f"{_rgb(colour)} RG")
        if weight != self._weight:
            self._weight = weight
            self._add(f"{weight:g} w")

    def _forget(self) -> None:
        self._fill = self._stroke = ""
        self._weight = -1.0

    def _at(self, x: float, y: float) -> str:
        return f"{x + self._left:.2f} {self._height - y:.2f}"

    def _outline(self, points: list[Point]) -> str:
        first, *rest = [self._at(x, y) for x, y in points]
        return " ".join([f"{first} m", *(f"{point} l" for point in rest)])

    def _box(self, x: float, y: float, width: float, height: float, radius: float) -> str:
        if not radius:
            return f"{self._at(x, y + height)} {width:.2f} {height:.2f} re"
        left, right = x + self._left, x + self._left + width
        top, bottom = self._height - y, self._height - y - height
        r, k = radius, radius * (1 - _ARC)
        return (
            f"{left + r:.2f} {bottom:.2f} m {right - r:.2f} {bottom:.2f} l "
            f"{right - k:.2f} {bottom:.2f} {right:.2f} {bottom + k:.2f} "
            f"{right:.2f} {bottom + r:.2f} c {right:.2f} {top - r:.2f} l "
            f"{right:.2f} {top - k:.2f} {right - k:.2f} {top:.2f} {right - r:.2f} {top:.2f} c "
            f"{left + r:.2f} {top:.2f} l {left + k:.2f} {top:.2f} "
            f"{left:.2f} {top - k:.2f} {left:.2f} {top - r:.2f} c {left:.2f} {bottom + r:.2f} l "
            f"{left:.2f} {bottom + k:.2f} {left + k:.2f} {bottom:.2f} "
            f"{left + r:.2f} {bottom:.2f} c h"
        )


def _show(document: PDFDocument, style: Style, words: str) -> str:
    """Show text that needs more than ASCII, run by run in the document's subsets of the font."""
    font = fonts.font(style.face)
    return " ".join(
        f"{font.getSubsetInternalName(subset, document)} {style.size:g} Tf ({_escape(codes)}) Tj"
        for subset, codes in font.splitString(words, document)
    )


def _escape(codes: bytes) -> str:
    return codes.decode("latin-1").translate(_ESCAPES)


_MARKS = {ord(mark): f"\\{mark}" for mark in "()\\"}
_ESCAPES = {code: f"\\{code:03o}" for code in (*range(32), *range(127, 256))} | _MARKS


@cache
def _rgb(colour: str) -> str:
    return " ".join(f"{int(colour[at : at + 2], 16) / 255:.3g}" for at in (1, 3, 5))
