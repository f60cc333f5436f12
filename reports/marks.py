"""The small marks of a report: status chips with their shapes, heat cells, whiskers."""

from __future__ import annotations

from reports import fonts, theme
from reports.surface import Surface
from reports.theme import Shape

CHIP = 13.0
"""Height of a chip."""


def chip_width(word: str) -> float:
    """Give the width a chip needs for its word."""
    return fonts.width(word, "semibold", 8) + 23


def chip(
    surface: Surface, x: float, y: float, word: str, kind: str, width: float | None = None
) -> None:
    """Draw a chip with its top left corner at (x, y): fill, shape and word say the same."""
    look = theme.CHIPS[kind]
    width = width or chip_width(word)
    if look.hatched:
        surface.rect(x, y, width, CHIP, look.fill, 4)
        surface.hatch(x, y, width, CHIP, 4)
        plate = min(chip_width(word) - 8, width - 6)
        surface.rect(x + 4, y + 1.5, plate, CHIP - 3, theme.WHITE, 2)
        surface.frame(x, y, width, CHIP, theme.BORDER, 0.6, 4)
    else:
        surface.rect(x, y, width, CHIP, look.fill, 4)
    shape(surface, x + 9, y + CHIP / 2, look.shape, look.text)
    surface.text(x + 16.5, y + 9.4, word, theme.LABEL_BOLD, colour=look.text)


def shape(surface: Surface, x: float, y: float, kind: Shape, colour: str) -> None:
    """Draw a status shape around (x, y); the typeface has no such signs."""
    if kind == "up":
        surface.polygon([(x, y - 3), (x + 3.2, y + 2.6), (x - 3.2, y + 2.6)], colour)
    elif kind == "tick":
        surface.path([(x - 3, y + 0.2), (x - 0.9, y + 2.3), (x + 3.2, y - 2.4)], colour, 1.5)
    elif kind == "half":
        surface.dot(x, y, 2.8, None, colour, 1)
        surface.polygon(
            [(x, y - 2.8), (x - 2, y - 2), (x - 2.8, y), (x - 2, y + 2), (x, y + 2.8)], colour
        )
    elif kind == "ring":
        surface.dot(x, y, 2.5, None, colour, 1.2)
    elif kind == "dash":
        surface.line(x - 2.8, y, x + 2.8, y, colour, 1.4)


def cell(
    surface: Surface,
    x: float,
    y: float,
    width: float,
    height: float,
    words: str,
    fill: str | None,
    colour: str,
) -> None:
    """Draw a heat cell with its number printed in it; without a fill it is hatched: no verdict."""
    if fill is None:
        surface.hatch(x, y, width, height)
        wide = fonts.width(words, "regular", 8) + 4
        surface.rect(x + (width - wide) / 2, y + 2, wide, height - 4, theme.WHITE)
        colour = theme.MUTED
    else:
        surface.rect(x, y, width, height, fill)
    surface.text(x + width / 2, y + height / 2 + 2.9, words, theme.LABEL, "centre", colour)


def whisker(
    surface: Surface, low: float, high: float, y: float, colour: str, half: float = 4
) -> None:
    """Draw a 95 % interval: a thin line with caps."""
    surface.line(low, y, high, y, colour, 0.8)
    surface.line(low, y - half, low, y + half, colour, 0.8)
    surface.line(high, y - half, high, y + half, colour, 0.8)
