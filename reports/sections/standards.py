"""Every standard with its figures, the measured values in their own units, the competitors."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from reports import (
    charts_standards,
    fonts,
    headlines,
    labels,
    marks,
    printed,
    theme,
    unit_values,
)
from reports.analysis_shape import Analysis, Measured, StandardFigures
from reports.book import Book
from reports.charts import Scale, span
from reports.setting import Row, chapter, heading, note, rows
from reports.snapshot import LocationSnapshot
from reports.surface import Surface
from reports.text import fit, wrap
from reports.theme import LABEL, LABEL_BOLD, LEFT, RIGHT, SMALL

_OWNER = 284.0
_TARGET = 347.0
_ACTUAL = 378.0
_GAP = 409.0
_N = 424.0
_LOST = 446.0
_TREND = 455.0
_CHIP = 499.0
_UNIT_ROW = 42.0
_PEER_ROW, _PEER_ROW_OF_MANY = 22.0, 15.0
_MANY = 8
_NAMED_APART = 34.0
"""Points the dots of the first competitor row must be apart to carry their names."""


def draw(book: Book, snapshot: LocationSnapshot) -> None:
    """Draw the third part of the report."""
    analysis = snapshot["analysis"]
    headline = headlines.standards_headline(analysis["standards"])
    chapter(book, "standards", "Every standard", headline)
    if analysis["standards"]:
        _table(book, analysis)
    _beside(book, analysis)


def _table(book: Book, analysis: Analysis) -> None:
    standards = analysis["standards"]
    widest = max(fonts.width(one["code"], "semibold", 8) for one in standards)
    code_width = min(max(widest + 8, 50.0), 96.0)
    order = {stage: number for number, stage in enumerate(labels.STAGES)}
    staged = sorted(standards, key=lambda one: (order.get(one["stage"], 9), one["stage"]))
    body: list[Row] = []
    for stage, group in groupby(staged, key=lambda one: one["stage"]):
        body.append(Row(16, _stage(labels.label(labels.STAGES, stage)), True, False))
        body += [_row(one, code_width) for one in group]
    rows(book, Row(17, _head), body)
    book.y += 5
    note(
        book,
        "Critical: failing it fails the visit. Trend: six periods from 40 to 100, the grey line is "
        "the target, open where nothing was measured. Lost: points of 100, on average a visit.",
    )


def _head(ink: Surface, y: float) -> None:
    ink.text(LEFT, y + 11, "Standard", LABEL)
    ink.text(_OWNER, y + 11, "Owner", LABEL)
    for x, words in ((_TARGET, "target"), (_ACTUAL, "actual"), (_GAP, "gap"), (_N, "n")):
        ink.text(x, y + 11, words, LABEL, "right")
    ink.text(_LOST, y + 11, "lost", LABEL, "right")
    ink.text(_TREND, y + 11, "trend", LABEL)
    ink.text(_CHIP, y + 11, "status", LABEL)


def _stage(name: str) -> Callable[[Surface, float], None]:
    def draw(ink: Surface, y: float) -> None:
        ink.rect(LEFT, y, RIGHT - LEFT, 16, theme.SHADE)
        ink.text(LEFT, y + 11, name, LABEL_BOLD)

    return draw


def _row(one: StandardFigures, code_width: float) -> Row:
    lines = wrap(one["text"], SMALL, _OWNER - 10 - LEFT - code_width, 5)
    owner = wrap(one["owner_role"], LABEL, _TARGET - 24 - _OWNER, 2)
    code = wrap(one["code"], LABEL_BOLD, code_width - 5, 4)
    critical = one.get("critical", False)
    height = max(22.0, 10 * max(len(lines), len(owner), len(code) + critical) + 6)

    def draw(ink: Surface, y: float) -> None:
        base = y + height / 2 + 2.9
        begins = base - 5 * (len(code) - (0 if critical else 1))
        for number, line in enumerate(code):
            ink.text(LEFT, begins + 10 * number, line, LABEL_BOLD)
        if critical:
            ink.text(LEFT, begins + 10 * len(code), "critical", LABEL, colour=theme.BROWN)
        for number, line in enumerate(lines):
            ink.text(LEFT + code_width, base - 5 * (len(lines) - 1) + 10 * number, line, SMALL)
        for number, line in enumerate(owner):
            ink.text(_OWNER, base - 5 * (len(owner) - 1) + 10 * number, line, LABEL)
        target = printed.plain(one["target"]) if one["target"] is not None else printed.DASH
        ink.text(_TARGET, base, target, LABEL, "right")
        ink.text(_ACTUAL, base, printed.number(one["percent"], one["target"]), LABEL_BOLD, "right")
        ink.text(_GAP, base, printed.signed(one["gap"]), SMALL, "right")
        ink.text(_N, base, f"{one['n']}", LABEL, "right")
        ink.text(_LOST, base, printed.lost(one["lost"]), SMALL, "right")
        values = [None if t["percent"] is None else float(t["percent"]) for t in one["trend"]]
        aim = float(one["target"]) if one["target"] is not None else None
        charts_standards.sparkline(ink, _TREND, base - 11, values, aim, one["status"], 36)
        word = labels.status_word(one["status"], one["n"])
        marks.chip(ink, _CHIP, y + (height - marks.CHIP) / 2, word, one["status"], RIGHT - _CHIP)

    return Row(height, draw)


def _beside(book: Book, analysis: Analysis) -> None:
    measured = [one for one in analysis["measured"] if one["n"]]
    peers = sorted(
        (
            (float(one["difference"]), code)
            for code, one in analysis["competitors"].items()
            if one["difference"] is not None
        ),
    )
    book.y += 14
    wide = 236.0
    if not measured and not peers:
        heading(book, "Measured values and competitors")
        note(book, "None recorded.")
        return
    tall = max(len(measured) * _UNIT_ROW, _peers_height(len(peers))) + 20
    if tall <= book.bottom - theme.TOP:
        book.need(tall)
    top = book.y
    if measured:
        _units(book, measured, wide)
    ends = book.y
    if peers and book.y >= top:
        book.y = top
        left = LEFT + wide + 26 if measured else LEFT
        _competitors(book, analysis, [code for _, code in peers], left)
        book.y = max(book.y, ends)
    elif peers:  # the measured values ran over to a new page
        _competitors(book, analysis, [code for _, code in peers], LEFT)


def _units(book: Book, measured: list[Measured], width: float) -> None:
    heading(book, "In their own units", "dots: visits; p90: 9 in 10 as good")
    book.y += 6
    strip = (
        width - 14 - max(fonts.width(unit_values.figures(one), "regular", 8) for one in measured)
    )
    for one in measured:
        if book.need(_UNIT_ROW):
            heading(book, "In their own units", "continued")
            book.y += 6
        with book.tag("Figure", unit_values.in_words(one)) as ink:
            _unit(ink, book.y, width, strip, one)
        book.y += _UNIT_ROW


def _unit(ink: Surface, y: float, width: float, strip: float, one: Measured) -> None:
    code = one.get("standard", one["question"])
    code_width = min(fonts.width(code, "semibold", 8) + 8, 70)
    right = LEFT + width
    within = unit_values.within(one)
    ink.text(LEFT, y + 8, fit(code, LABEL_BOLD, code_width), LABEL_BOLD)
    room = width - code_width - fonts.width(within, "semibold", 8) - 8
    ink.text(LEFT + code_width, y + 8, fit(one.get("text", one["question"]), SMALL, room), SMALL)
    ink.text(right, y + 8, within, LABEL_BOLD, "right")
    ink.text(right, y + 22, unit_values.figures(one), LABEL, "right")
    shown = unit_values.strip(one)
    if shown is not None:
        charts_standards.units(ink, LEFT, y + 13, strip, *shown)


def _peer_row(many: int) -> float:
    return _PEER_ROW_OF_MANY if many > _MANY else _PEER_ROW


def _peers_height(many: int) -> float:
    return many * _peer_row(many) + 26 if many else 0.0


def _competitors(book: Book, analysis: Analysis, codes: list[str], left: float) -> None:
    ours = {one["code"]: one for one in analysis["standards"]}
    theirs = analysis["competitors"]
    known = [code for code in codes if code in ours and ours[code]["percent"] is not None]
    visits = max((theirs[code]["n"] for code in known), default=0)
    if not known:
        return
    values = [float(ours[code]["percent"] or 0) for code in known]
    values += [float(theirs[code]["percent"] or 0) for code in known]
    low, high = span(values, 40, 100, 20)
    widest = max(fonts.width(code, "semibold", 8) for code in known)
    scale = Scale(low, high, left + min(widest, 70) + 16, RIGHT - 40)
    first = known[0]
    apart = scale.at(float(ours[first]["percent"] or 0)) - scale.at(
        float(theirs[first]["percent"] or 0)
    )
    named = abs(apart) > _NAMED_APART
    key = f"{'score in %' if named else 'filled: here'}, {printed.things(visits, 'visit')}"
    heading(book, "Against competitors", key, left)
    book.y += 12
    top = book.y
    row = _peer_row(len(known))
    for number, code in enumerate(known):
        if book.need(row * 2):
            top = book.y
        mine, other = float(ours[code]["percent"] or 0), float(theirs[code]["percent"] or 0)
        said = f"{code}: here {mine:.1f}, competitors {other:.1f}"
        with book.tag("Figure", said) as ink:
            for tick in range(int(low), int(high) + 1, 20):
                ink.line(scale.at(tick), book.y, scale.at(tick), book.y + row, theme.RULE, 0.5)
            middle = book.y + row / 2
            charts_standards.dumbbell(ink, scale, middle, mine, other)
            ink.text(left, middle + 3, fit(code, LABEL_BOLD, 74), LABEL_BOLD)
            words = printed.signed(theirs[code]["difference"])
            ink.text(RIGHT, middle + 3, words, LABEL_BOLD, "right")
            if number == 0 and named:
                ink.text(scale.at(mine), top - 2, "here", LABEL, "centre")
                ink.text(scale.at(other), top - 2, "them", LABEL, "centre")
        book.y += row
    for tick in range(int(low), int(high) + 1, 20):
        book.ink.text(scale.at(tick), book.y + 10, f"{tick}", LABEL, "centre")
    book.y += 14
