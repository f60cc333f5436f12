"""The SVG surface: the charts of the PDF as markup that a page under a strict policy may hold.

Nothing is styled inline: every shape carries presentation attributes, which hold anywhere, and a
class for its colour, which the page's style sheet may paint anew (dark pages do). Whatever needs
an id begins it with the drawing's own key, so that many drawings can share a page.
"""

from __future__ import annotations

from html import escape

from reports import fonts, theme
from reports.surface import Align, Point
from reports.theme import Face, Style

PIXELS = 1.5
"""Pixels of a point: the labels of eight points are then as large as small text on a page."""

COLOURS = {
    theme.TEXT: "text",
    theme.MUTED: "muted",
    theme.BORDER: "border",
    theme.RULE: "rule",
    theme.HATCH: "hatch",
    theme.SHADE: "shade",
    theme.WHITE: "paper",
    theme.BROWN: "brown",
    theme.AMBER: "amber",
    theme.SAND: "sand",
    theme.SKY: "sky",
    theme.BLUE: "blue",
    theme.DEEP: "deep",
    theme.NAVY: "navy",
    theme.PALE: "pale",
    theme.STRAW: "straw",
    theme.UMBER: "umber",
}
"""The last word of a colour's class: `fill-brown`, `line-brown`."""

_FACES: dict[Face, str] = {
    "regular": "",
    "semibold": ' font-weight="600"',
    "italic": ' font-style="italic"',
}
_ANCHORS: dict[Align, str] = {
    "left": "",
    "right": ' text-anchor="end"',
    "centre": ' text-anchor="middle"',
}


class Markup(str):
    """An element as text; whoever escapes what goes into a page leaves it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """The element, by the name under which template engines ask for it."""
        return self


class Svg:
    """A drawing of `width` x `height` points whose ids begin with `key`; `title` is read aloud.

    The chart may be drawn anywhere: (`left`, `top`) is the corner of what is shown.
    """

    def __init__(
        self, key: str, title: str, width: float, height: float, left: float = 0, top: float = 0
    ) -> None:
        self._key = escape(key)
        self._title = title
        self._box = (left, top, width, height)
        self._hatched = False
        self._parts: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        words: str,
        style: Style,
        align: Align = "left",
        colour: str | None = None,
    ) -> None:
        """Draw one line of text on its baseline.

        It is made as wide as the charts have measured it: the reader's own typeface runs wider or
        narrower than the report's, and labels placed side by side would touch.
        """
        if not words:
            return
        wide = fonts.width(words, style.face, style.size)
        self._parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(style.size)}" textLength="{_n(wide)}"'
            f' lengthAdjust="spacingAndGlyphs"{_FACES[style.face]}{_ANCHORS[align]}'
            f"{_fill(colour or style.colour)}>{escape(words)}</text>"
        )

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, radius: float = 0
    ) -> None:
        """Fill a rectangle."""
        self._parts.append(f"<rect{_box(x, y, width, height, radius)}{_fill(fill)}/>")

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
        box = _box(x, y, width, height, radius)
        self._parts.append(f'<rect{box} fill="none"{_stroke(colour, weight)}/>')

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
        dashes = ' stroke-dasharray="2 2"' if dashed else ""
        self._parts.append(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
            f"{_stroke(colour, weight)}{dashes}/>"
        )

    def path(self, points: list[Point], colour: str, weight: float) -> None:
        """Draw a line through the points."""
        self._parts.append(
            f'<polyline points="{_points(points)}" fill="none"{_stroke(colour, weight)}'
            ' stroke-linejoin="round" stroke-linecap="round"/>'
        )

    def polygon(self, points: list[Point], fill: str) -> None:
        """Fill the polygon of the points."""
        self._parts.append(f'<polygon points="{_points(points)}"{_fill(fill)}/>')

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
        inside = ' fill="none"' if fill is None else ""
        classes = " ".join(
            part for part in (_class("fill", fill), _class("line", colour)) if part is not None
        )
        outside = f' stroke="{colour}" stroke-width="{_n(weight)}"' if colour else ""
        filled = f' fill="{fill}"' if fill else ""
        self._parts.append(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" class="{classes}"'
            f"{inside}{filled}{outside}/>"
        )

    def hatch(self, x: float, y: float, width: float, height: float, radius: float = 0) -> None:
        """Fill a rectangle with thin slanted lines."""
        self._hatched = True
        box = _box(x, y, width, height, radius)
        self._parts.append(f'<rect{box} fill="url(#{self._key}-hatch)"/>')

    def markup(self) -> Markup:
        """The drawing as an element to put into a page."""
        left, top, width, height = self._box
        pattern = ""
        if self._hatched:
            pattern = (
                f'<defs><pattern id="{self._key}-hatch" width="3.2" height="3.2"'
                ' patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
                f'<line x1="0" y1="0" x2="0" y2="3.2"{_stroke(theme.HATCH, 1)}/></pattern></defs>'
            )
        return Markup(
            f'<svg class="drawing" role="img" aria-labelledby="{self._key}-title"'
            f' viewBox="{_n(left)} {_n(top)} {_n(width)} {_n(height)}"'
            f' width="{_n(width * PIXELS)}" height="{_n(height * PIXELS)}">'
            f'<title id="{self._key}-title">{escape(self._title)}</title>'
            f"{pattern}{''.join(self._parts)}</svg>"
        )


def _n(value: float) -> str:
    """A length with two decimals at most, none where it needs none."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def _points(points: list[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _box(x: float, y: float, width: float, height: float, radius: float) -> str:
    rounded = f' rx="{_n(radius)}"' if radius else ""
    return f' x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"{rounded}'


def _class(kind: str, colour: str | None) -> str | None:
    return f"{kind}-{COLOURS[colour]}" if colour in COLOURS else None


def _fill(colour: str) -> str:
    return f' class="{_class("fill", colour) or "fill-own"}" fill="{colour}"'


def _stroke(colour: str, weight: float) -> str:
    name = _class("line", colour) or "line-own"
    return f' class="{name}" stroke="{colour}" stroke-width="{_n(weight)}"'
