"""What customers said and did: imported figures, printed beside the score and never inside it."""

from __future__ import annotations

from collections.abc import Sequence

from reports import charts_standards, customers, printed, theme
from reports.analysis_shape import Analysis, CustomerMeasure, MeasurePoint
from reports.book import Book
from reports.setting import Row, heading, note, rows
from reports.surface import Surface
from reports.text import fit, wrap
from reports.theme import LABEL, LEFT, RIGHT, SMALL, Style

_COLUMNS = 4
_PITCH = (RIGHT - LEFT + theme.GUTTER) / _COLUMNS
_WIDTH = _PITCH - 2 * theme.GUTTER
_FIGURE = Style("semibold", 15, 20)
_HEAD = 46.0
_TREND = 40.0


def draw(book: Book, analysis: Analysis) -> None:
    """Draw the measures of the period, four in a row; nothing where none was imported."""
    measures = analysis["customer_measures"]
    if not measures:
        return
    first, last = analysis["from"], analysis["to"]
    lines = [measures[index : index + _COLUMNS] for index in range(0, len(measures), _COLUMNS)]
    book.need(_HEAD + _height(lines[0], first, last))
    heading(book, "Beside the score, never inside it", "imported customer measures")
    book.y += 6
    rows(book, None, [_row(line, first, last) for line in lines])
    book.y += 4
    note(book, _explained(measures))
    book.y += 12


def _row(line: Sequence[CustomerMeasure], first: str, last: str) -> Row:
    def draw_line(ink: Surface, y: float) -> None:
        for index, one in enumerate(line):
            _cell(ink, LEFT + index * _PITCH, y, one, first, last)

    return Row(_height(line, first, last), draw_line, ruled=False)


def _cell(ink: Surface, x: float, y: float, one: CustomerMeasure, first: str, last: str) -> None:
    ink.line(x, y, x + _WIDTH + theme.GUTTER, y, theme.BORDER, 0.6)
    ink.text(x, y + 14, fit(customers.name(one["measure"]), LABEL, _WIDTH), LABEL)
    ink.text(x, y + 33, fit(customers.value(one), _FIGURE, _WIDTH), _FIGURE)
    for number, words in enumerate(_below(one, first, last)):
        ink.text(x, y + 47 + number * SMALL.leading, words, LABEL)
    points = one.get("trend", [])
    if _is_drawn(one):
        top = y + 47 + SMALL.leading * len(_below(one, first, last))
        charts_standards.sparkline(ink, x, top, _levelled(points), None, "", _WIDTH, 18)
        ink.text(x, top + 30, _named(points[0]), LABEL)
        ink.text(x + _WIDTH, top + 30, _named(points[-1]), LABEL, "right")


def _height(line: Sequence[CustomerMeasure], first: str, last: str) -> float:
    return max(
        50 + SMALL.leading * len(_below(one, first, last)) + _TREND * _is_drawn(one) for one in line
    )


def _is_drawn(one: CustomerMeasure) -> bool:
    """Whether there is a line to draw: another of the six periods has a figure, too."""
    return sum(point["value"] is not None for point in one.get("trend", [])) > 1


def _levelled(points: Sequence[MeasurePoint]) -> list[float | None]:
    """The values between the lowest and the highest of them: units differ, only the way counts."""
    known = [float(point["value"]) for point in points if point["value"] is not None]
    low, span = min(known), max(known) - min(known)
    return [
        None if point["value"] is None else 42 + 56 * _share(float(point["value"]) - low, span)
        for point in points
    ]


def _share(part: float, span: float) -> float:
    return part / span if span else 0.5


def _named(point: MeasurePoint) -> str:
    label, year = printed.period_label(point["from"], point["to"])
    return f"{label} {year[2:]}".strip()


def _below(one: CustomerMeasure, first: str, last: str) -> list[str]:
    """What the figure rests on, and its days where they are not the whole period."""
    found: list[str] = []
    for words in (customers.days(one, first, last), customers.basis(one)):
        found += wrap(words, LABEL, _WIDTH, 2) if words else []
    return found


def _explained(measures: Sequence[CustomerMeasure]) -> str:
    kinds = {one["measure"] for one in measures}
    said = ["No score is made from these figures; they were imported by the brand."]
    if any(_is_drawn(one) for one in measures):
        said.append("Lines: six periods, each measure from its lowest to its highest.")
    if "nps" in kinds:
        said.append(
            "An NPS has no interval here: that takes the shares of promoters and detractors."
        )
    if "acsi" in kinds:
        said.append("ACSI-type index: three answers from 1 to 10, weighted, as 0 to 100.")
    return " ".join(said)
