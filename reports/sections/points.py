"""Where the points went: the strip of what is missing, each standard's distance, the slices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from reports import chart_values, charts_standards, fonts, headlines, labels, marks, printed, theme
from reports.analysis_shape import Analysis, Slice, StandardFigures
from reports.book import Book
from reports.charts import Scale
from reports.setting import Row, chapter, heading, note, paragraph, rows
from reports.snapshot import LocationSnapshot
from reports.surface import Surface
from reports.text import fit, wrap
from reports.theme import BOLD, LABEL, LABEL_BOLD, LEFT, RIGHT, SMALL

_ROW = 21.0
_SLICE = 18.0
_CHART_LEFT = 230.0
_CHART_RIGHT = 420.0
_GAP = 458.0
_LOST = 487.0
_CHIP = 495.0
_SLICE_EDGES = (-20.0, -10.0, 0.0, 5.0, 10.0, 20.0)


def draw(book: Book, snapshot: LocationSnapshot) -> None:
    """Draw the second part of the report."""
    analysis = snapshot["analysis"]
    chapter(book, "points", "Where the points went", headlines.points_headline(analysis))
    _strip(book, analysis)
    if analysis["standards"]:
        _distances(book, analysis)
    _slices(book, analysis)


def _strip(book: Book, analysis: Analysis) -> None:
    worth = {one["code"]: one["lost"] for one in analysis["standards"]}
    lost = [(code, float(worth[code])) for code in analysis["priorities"] if code in worth]
    if not lost:
        return
    total = sum((Decimal(worth[code]) for code, _ in lost), Decimal(0))
    missing = Decimal(100) - Decimal(analysis["score"]["percent"] or 0)
    whole = abs(total - missing) < Decimal("0.05")
    said = (
        f"The {printed.size(total)} points {'missing from 100' if whole else 'lost'}, by standard"
    )
    with book.tag("P") as ink:
        ink.text(LEFT, book.y + 8, said, LABEL)
    book.y += 14
    named, rest = charts_standards.strip_parts(lost, RIGHT - LEFT)
    parts = [(code, points, printed.lost(worth[code])) for code, points in named]
    if rest:
        points = sum(points for _, points in rest)
        others = "all" if not named else f"{len(rest)} other{'s'[: len(rest) != 1]}"
        parts.append((others, points, printed.size(Decimal(points))))
    with book.tag("Figure", "; ".join(f"{code} {label}" for code, _, label in parts)) as ink:
        charts_standards.lost_strip(ink, LEFT, book.y, RIGHT - LEFT, parts)
    book.y += 44
    if not whole:
        note(
            book,
            f"{printed.number(missing)} points are missing from 100; bonus, floor and cap, and "
            "the effect of a critical miss make the difference, as the ledgers show.",
        )
        book.y += 4
    book.y += 8


def _distances(book: Book, analysis: Analysis) -> None:
    many = analysis["score"]["n"]
    wide = f", wide because n is {many}" if 2 < many < 10 else ""
    heading(
        book,
        "Distance from target",
        f"widest shortfall first; thin lines are 95\u00a0% intervals{wide}",
    )
    standards = sorted(
        analysis["standards"],
        key=lambda one: (one["gap"] is None, float(one["gap"] or 0), one["code"]),
    )
    scale = chart_values.distance_scale(standards, _CHART_LEFT, _CHART_RIGHT)
    codes = max(fonts.width(one["code"], "semibold", 9) for one in standards)
    code_width = min(max(codes + 8, 46.0), 92.0)

    def head(ink: Surface, y: float) -> None:
        ink.text(LEFT, y + 12, "Standard", LABEL)
        charts_standards.distance_axis(ink, scale, y + 12)
        ink.text(_GAP, y + 12, "gap", LABEL, "right")
        ink.text(_LOST, y + 12, "lost", LABEL, "right")
        ink.text(_CHIP, y + 12, "status", LABEL)

    rows(
        book,
        Row(18, head),
        [Row(_ROW, _distance_row(one, scale, code_width)) for one in standards],
    )
    book.y += 5
    note(
        book,
        "A standard is a gap only when its whole interval lies left of the target; with the score "
        "alone on the left it is one to watch.",
    )
    book.y += 10


def _distance_row(
    one: StandardFigures, scale: Scale, code_width: float
) -> Callable[[Surface, float], None]:
    def draw(ink: Surface, y: float) -> None:
        ink.text(LEFT, y + 13.7, fit(one["code"], BOLD, code_width - 4), BOLD)
        two_lines(
            ink, LEFT + code_width, y, _ROW, one["text"], _CHART_LEFT - 20 - LEFT - code_width
        )
        shown = chart_values.distance(one)
        if shown is None:
            ink.line(scale.at(0), y, scale.at(0), y + _ROW, theme.TEXT, 0.9)
            ink.text(scale.at(0) - 8, y + 13.4, "not measured", LABEL, "right")
        else:
            charts_standards.distance(ink, scale, y, _ROW, shown)
        ink.text(_GAP, y + 13.7, printed.signed(one["gap"]), BOLD, "right")
        ink.text(_LOST, y + 13.7, printed.lost(one["lost"]), SMALL, "right")
        word = labels.status_word(one["status"], one["n"])
        marks.chip(ink, _CHIP, y + (_ROW - marks.CHIP) / 2, word, one["status"], RIGHT - _CHIP)

    return draw


def two_lines(
    ink: Surface, x: float, y: float, height: float, words: str, width: float, lines: int = 2
) -> None:
    """Set words in the middle of a row, small and in at most so many lines."""
    broken = wrap(words, SMALL, width, lines)
    begins = y + height / 2 + 2.9 - 5 * (len(broken) - 1)
    for number, line in enumerate(broken):
        ink.text(x, begins + 10 * number, line, SMALL)


def _slices(book: Book, analysis: Analysis) -> None:
    blocks = [
        ("Stages", "of the visit", labels.STAGES, analysis["stages"]),
        ("Dimensions", "SERVQUAL", labels.DIMENSIONS, analysis["dimensions"]),
        ("BE SURE", "behaviours", labels.BEHAVIOURS, analysis["behaviours"]),
    ]
    trust = ("Trust", "beliefs", labels.TRUST, analysis["trust"])
    pitch = 4 * (theme.COLUMN + theme.GUTTER)
    wide = pitch - theme.GUTTER
    tallest = max(_block_height(found) for *_, found in blocks)
    if analysis["trust"]:
        stages, below = _block_height(analysis["stages"]), _block_height(analysis["trust"])
        tallest = max(tallest, stages + below + 12)
    if not any(found for *_, found in (*blocks, trust)):
        return
    book.need(tallest + 8 + 2 * theme.NOTE.leading)
    top = ends = book.y
    for number, block in enumerate(blocks):
        book.y = top
        if block[3]:
            _block(book, LEFT + number * pitch, wide, *block)
        if number == 0 and trust[3]:
            book.y += 12
            _block(book, LEFT, wide, *trust)
        ends = max(ends, book.y)
    book.y = ends + 8
    note(
        book,
        "Gap against the targets of the standards in each row, weighted by their points. A "
        "standard can carry several behaviours or beliefs, or none, so those need not add up.",
    )


def _block_height(found: Mapping[str, Slice]) -> float:
    return 35 + _SLICE * len(found) if found else 0


def _block(
    book: Book,
    x: float,
    width: float,
    name: str,
    subtitle: str,
    names: dict[str, str],
    found: Mapping[str, Slice],
) -> None:
    heading(book, name, subtitle, x)
    at, right = x + width - 84, x + width
    with book.tag("P") as ink:
        ink.text(at + 15, book.y + 10, "gap", LABEL, "centre")
        ink.text(at + 36, book.y + 10, "points lost", LABEL)
        ink.line(x, book.y + 16, right, book.y + 16, theme.BORDER, 0.6)
    book.y += 16
    order = [key for key in names if key in found] + sorted(
        key for key in found if key not in names
    )
    most = max((float(one["lost"]) for one in found.values()), default=0) or 1
    for key in order:
        one = found[key]
        with book.tag("LI") as ink:
            paragraph(ink, x, book.y + 3.5, at - x - 6, labels.label(names, key), SMALL, 1)
            _heat(ink, at, book.y + 1, one)
            lost = float(one["lost"])
            long = 20 * lost / most
            ink.rect(at + 36, book.y + 6, max(long, 0.8 if lost else 0), 6, theme.BROWN)
            ink.text(at + 40 + long, book.y + 12, printed.lost(one["lost"]), LABEL_BOLD)
            ink.line(x, book.y + _SLICE, right, book.y + _SLICE, theme.RULE, 0.5)
        book.y += _SLICE


def _heat(ink: Surface, x: float, y: float, one: Slice) -> None:
    if one["gap"] is None or one["n"] < 3:
        words = printed.DASH if one["gap"] is None else labels.status_word("too_few", one["n"])
        marks.cell(ink, x, y, 31, _SLICE - 2, words, None, theme.MUTED)
        return
    fill, colour = theme.heat(float(one["gap"]), _SLICE_EDGES)
    marks.cell(ink, x, y, 31, _SLICE - 2, printed.signed(one["gap"]), fill, colour)
