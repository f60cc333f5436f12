"""What a chart may draw on: a small protocol, so that one chart serves more than one medium."""

from __future__ import annotations

from typing import Literal, Protocol

from reports.theme import Style

Align = Literal["left", "right", "centre"]
Point = tuple[float, float]


class Surface(Protocol):
    """A drawing surface measured in points from the top left, y downwards.

    Colours are "#rrggbb". Text arrives cleaned (`reports.text.clean`) and is drawn on its baseline.
    """

    def text(
        self,
        x: float,
        y: float,
        words: str,
        style: Style,
        align: Align = "left",
        colour: str | None = None,
    ) -> None:
        """Draw one line of text; `align` says what `x` is: its left, its right or its middle."""

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, radius: float = 0
    ) -> None:
        """Fill a rectangle whose top left corner is (x, y)."""

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

    def path(self, points: list[Point], colour: str, weight: float) -> None:
        """Draw a line through the points, with round joins."""

    def polygon(self, points: list[Point], fill: str) -> None:
        """Fill the polygon of the points."""

    def dot(
        self,
        x: float,
        y: float,
        radius: float,
        fill: str | None,
        colour: str | None = None,
        weight: float = 0,
    ) -> None:
        """Draw a circle around (x, y), filled, stroked or both."""

    def hatch(self, x: float, y: float, width: float, height: float, radius: float = 0) -> None:
        """Fill a rectangle with thin slanted lines: what cannot be judged."""
