"""The lists of page one: every critical miss, what to put right first, what to keep."""

from __future__ import annotations

from collections.abc import Sequence

from reports import fonts, marks, printed, theme
from reports.analysis_shape import Analysis, CriticalMiss
from reports.book import Book
from reports.setting import baseline, paragraph, sentence, sentence_height
from reports.snapshot import LocationSnapshot
from reports.surface import Surface
from reports.text import fit, wrap
from reports.theme import AXIS, BODY, BOLD, LABEL, LEFT, RIGHT, SMALL

_WORDS = 700.0
"""Points of text a critical miss is told in when there are few: three lines."""

_IN_FULL = 3
"""Critical misses told with the shopper's words; more are told in a line each."""


def critical_misses(book: Book, snapshot: LocationSnapshot) -> None:
    """Draw every critical miss with its way to the evidence; none is left out or averaged."""
    misses = snapshot["analysis"]["critical_misses"]
    known = {one["standard"] for one in snapshot["evidence"]}
    full = len(misses) <= _IN_FULL
    for miss in misses:
        width = RIGHT - AXIS - 84
        runs = _told(miss, _WORDS if full else width)
        tall = sentence_height(width, runs) + 14 if full else 18.0
        book.need(tall + 4)
        with book.tag("P") as ink:
            ink.rect(LEFT, book.y, RIGHT - LEFT, tall, theme.SHADE)
            ink.rect(LEFT, book.y, 4, tall, theme.BROWN)
            marks.chip(ink, LEFT + 16, book.y + (tall - marks.CHIP) / 2, "Critical miss", "gap")
            sentence(ink, AXIS, book.y + (7 if full else 2.5), width, runs)
        if miss["standard"] in known:
            _to_evidence(book, evidence_key(miss["standard"]), tall)
        book.y += tall + (6 if full else 2)
    book.y += 5 if misses else 1


def evidence_key(standard: str) -> str:
    """Name the place of a standard's evidence."""
    return f"evidence-{standard}"


def first_and_keep(book: Book, analysis: Analysis) -> None:
    """Draw the first three priorities with the points they cost, and three strengths."""
    figures = {one["code"]: one for one in analysis["standards"]}
    first = [figures[code] for code in analysis["priorities"][:3] if code in figures]
    keep = [figures[code] for code in analysis["strengths"][:3] if code in figures]
    half = (RIGHT - LEFT - 24) / 2
    top = book.y
    left = [(one["code"], one["text"], one["lost"], printed.lost(one["lost"])) for one in first]
    right = [
        (one["code"], one["text"], one["gap"] or "0", printed.signed(one["gap"])) for one in keep
    ]
    rows = max(len(left), len(right), 1)
    book.need(22 + rows * _ROW)
    top = book.y
    scored = analysis["score"]["percent"] is not None
    empty = ("Nothing was lost.", "Nothing stands out above target.")
    if not scored:
        empty = ("Nothing was measured.", "Nothing was measured.")
    _list(book, LEFT, half, ("Fix first", "points lost"), left, theme.BROWN, empty[0])
    ends = book.y
    book.y = top
    _list(
        book,
        LEFT + half + 24,
        half,
        ("Keep", "points above target"),
        right,
        theme.BLUE,
        empty[1],
    )
    book.y = max(book.y, ends) + 4


_ROW = 23.0


def _list(
    book: Book,
    x: float,
    width: float,
    head: tuple[str, str],
    rows: Sequence[tuple[str, str, str, str]],
    fill: str,
    empty: str,
) -> None:
    with book.tag("H2") as ink:
        at = book.y + baseline(theme.HEAD)
        ink.text(x, at, head[0], theme.HEAD)
        ink.text(x + fonts.width(head[0], "semibold", 11) + 8, at, head[1], LABEL)
    book.y += 19
    if not rows:
        with book.tag("P") as ink:
            book.y += paragraph(ink, x, book.y, width, empty, BODY) + 4
        return
    widest = max(fonts.width(code, "semibold", 9) for code, *_ in rows)
    code_width = min(max(widest + 8, 46), 84)
    bar = 44.0
    number_width = max(fonts.width(label, "semibold", 9) for *_, label in rows) + 5
    words_width = width - code_width - bar - number_width - 6
    most = max(abs(float(value)) for _, _, value, _ in rows) or 1
    for code, text, value, label in rows:
        with book.tag("LI") as ink:
            _row(ink, x, book.y, code, code_width, text, words_width)
            across = x + code_width + words_width + 6
            long = bar * abs(float(value)) / most
            ink.rect(across, book.y + 7, long, 9, fill)
            ink.text(across + long + 5, book.y + 14.8, label, BOLD)
        book.link(x, book.y, width, _ROW, evidence_key(code))
        book.y += _ROW


def _row(
    ink: Surface, x: float, y: float, code: str, code_width: float, text: str, width: float
) -> None:
    ink.text(x, y + 14.8, fit(code, BOLD, code_width - 4), BOLD)
    lines = wrap(text, SMALL, width, 2)
    begins = y + 14.6 - 5 * (len(lines) - 1)
    for number, line in enumerate(lines):
        ink.text(x + code_width, begins + 10 * number, line, SMALL)


def _told(miss: CriticalMiss, room: float) -> list[tuple[str, theme.Style]]:
    """Tell a critical miss in `room` points of text."""
    code = fit(miss["standard"], BOLD, room / 2)
    when = f"{printed.day(miss['date'])}, {miss['daypart']}"
    said = miss["comment"] or f"{miss['question']}, no comment"
    room -= fonts.width(code, BOLD.face, BOLD.size) + 4
    return [(code, BOLD), (fit(f", {when}: {said}", BODY, room), BODY)]


def _to_evidence(book: Book, key: str, tall: float) -> None:
    middle = book.y + tall / 2 + 3
    style = theme.Style("semibold", 8, 11, theme.ACCENT)

    def draw(ink: Surface) -> None:
        page = book.page_of(key)
        if page is not None:
            ink.text(RIGHT - 12, middle, f"Evidence, page {page}", style, "right")

    book.ink.later(draw)
    book.link(RIGHT - 90, book.y, 90, tall, key)
