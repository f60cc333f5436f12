"""The look of every report: page, grid, type, spacing and colours, in one place.

Lengths are PostScript points from the top left corner. Colours mean something or are absent: brown
is below target or points lost, blue is above or recovered, grey is context. The tokens are shared
with the pages on the web.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Face = Literal["regular", "semibold", "italic"]

WIDTH = 595.276
"""Width of the layout: A4. On other paper the same layout is centred."""

PAPERS = {"a4": (595.276, 841.89), "letter": (612.0, 792.0)}

LEFT = 48.0
RIGHT = WIDTH - 48.0
TOP = 50.0
FOOT = 52.0
"""Room kept free at the bottom of the page, below the text."""

GUTTER = 12.0
COLUMN = (RIGHT - LEFT - 11 * GUTTER) / 12
AXIS = LEFT + 4 * (COLUMN + GUTTER)
"""Where every graphic of page one begins: the fifth of twelve columns."""

TEXT = "#16191d"
MUTED = "#59626d"
BORDER = "#7b8591"
ACCENT = "#1f5fbf"
RULE = "#e9ecef"
HATCH = "#c3c9d0"
SHADE = "#f7f8fa"
WHITE = "#ffffff"
BROWN = "#8c3a00"
AMBER = "#d98440"
SAND = "#f3d9bf"
SKY = "#bcd9ec"
BLUE = "#4f97c7"
DEEP = "#004f7f"
NAVY = "#003f66"
PALE = "#cfe5f3"
STRAW = "#ffd98a"
UMBER = "#4a3200"

HEAT = (BROWN, AMBER, SAND, RULE, SKY, BLUE, DEEP)
"""From far below to far above; the number is always printed in the cell."""

Shape = Literal["tick", "half", "up", "dash", "ring", ""]


@dataclass(frozen=True, slots=True)
class Style:
    """A way to set text: face, size, distance of lines, colour."""

    face: Face
    size: float
    leading: float
    colour: str = TEXT


@dataclass(frozen=True, slots=True)
class Chip:
    """A filled label that never speaks by colour alone: it has a word and a shape."""

    fill: str
    text: str
    shape: Shape
    hatched: bool = False


LABEL = Style("regular", 8, 11, MUTED)
LABEL_BOLD = Style("semibold", 8, 11)
NOTE = Style("regular", 8, 12, MUTED)
SMALL = Style("regular", 8, 11)
BODY = Style("regular", 9, 13)
BOLD = Style("semibold", 9, 13)
QUOTE = Style("italic", 9, 13)
KICKER = Style("semibold", 9, 13, MUTED)
HEAD = Style("semibold", 11, 15)
HEADLINE = Style("semibold", 15, 20)
TITLE = Style("semibold", 24, 30)
SCORE = Style("semibold", 64, 64)

CHIPS = {
    "met": Chip(PALE, NAVY, "tick"),
    "watch": Chip(STRAW, UMBER, "half"),
    "gap": Chip(BROWN, WHITE, "up"),
    "too_few": Chip(WHITE, MUTED, "dash", hatched=True),
    "not_measured": Chip(WHITE, MUTED, "dash", hatched=True),
    "planned": Chip(RULE, TEXT, "ring"),
    "decided": Chip(RULE, TEXT, "dash"),
}

BARS = {"gap": BROWN, "watch": AMBER, "met": BLUE}


def heat(value: float, edges: tuple[float, ...]) -> tuple[str, str]:
    """Give the fill and the text colour of a heat cell; `edges` part the ramp, ascending.

    With five edges the ramp ends before its darkest blue, as a percent of at most 100 needs.
    """
    fill = HEAT[sum(value >= edge for edge in edges)]
    return fill, WHITE if fill in {BROWN, DEEP} else TEXT
