"""The contents of many reports in one file: its first pages, and the number on each that follows.

Drawn apart from the reports, because a report knows nothing of the file it will be bound into.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports import fonts, printed, theme
from reports.book import Book, Imprint
from reports.pdf import DRAWING, LANGUAGE
from reports.setting import baseline, paragraph
from reports.text import clean, fit, wrap
from reports.theme import BODY, BOLD, LABEL, LEFT, RIGHT, SMALL

_ROW = 18.0
_REGION = RIGHT - 170
_PAGES = RIGHT - 34
_CODE = 96.0
_FAULT = LEFT + _CODE + 12
_STAMP_FROM_TOP = 30.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One report: where it is about, and how many pages it has."""

    code: str
    name: str
    region: str
    pages: int


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an entry stands in the contents: page (from 0) and box (left, bottom, right, top)."""

    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents as a file of their own, and where each entry stands in them."""

    pdf: bytes
    pages: int
    spots: list[Spot]


def render_contents(
    *,
    brand: str,
    programme: str,
    scope: str,
    first: str,
    last: str,
    entries: Sequence[Entry],
    left_out: Sequence[tuple[str, str]] = (),
    paper: str = "a4",
) -> Contents:
    """Draw the contents of a file that holds these reports after them, in this order.

    `first` and `last` are the ISO days of the period; `left_out` the codes of reports that are
    not there or lack something, each with what there is to say of it.
    """
    when = printed.months_or_days(first, last)
    scope, programme = clean(scope), clean(programme)
    imprint = Imprint(
        title=f"Gap reports: {scope}, {when}",
        author=clean(brand),
        subject=f"{programme}: {printed.things(len(entries), 'gap report')}",
        language=LANGUAGE,
        footer=f"{scope}  ·  {programme}  ·  {when}",
    )
    under = f"{programme}, {when}: {printed.things(len(entries), 'report')}"
    pages = 0
    with DRAWING:
        while True:  # the contents come before what they count, so they need their own length
            book, spots = _draw(imprint, scope, under, entries, left_out, pages, paper)
            drawn = book.page_of(_END) or 1
            if drawn == pages:
                return Contents(book.bind(), pages, spots)
            pages = drawn


def page_stamp(number: int, of: int, *, width: float, height: float) -> tuple[str, str]:
    """The number of a page in the whole file, for the top right corner, where reports keep free:
    what the operators are before and after the name of the font of regular face that holds ASCII.
    """
    words = f"Page {number} of {of}"
    right = RIGHT + (width - theme.WIDTH) / 2
    left = right - fonts.width(words, LABEL.face, LABEL.size)
    at = f"{left:.2f} {height - _STAMP_FROM_TOP:.2f}"
    return (
        "/Artifact BMC 0.349 0.384 0.427 rg BT ",
        f" {LABEL.size:g} Tf {at} Td ({words}) Tj ET EMC",
    )


_END = "end"


def _draw(
    imprint: Imprint,
    scope: str,
    under: str,
    entries: Sequence[Entry],
    left_out: Sequence[tuple[str, str]],
    before: int,
    paper: str,
) -> tuple[Book, list[Spot]]:
    for face in fonts.FACES:
        fonts.font(face)
    book = Book(imprint, paper)
    book.place("contents", "Contents")
    with book.tag("P") as ink:
        ink.text(LEFT, book.y, "Gap reports", theme.KICKER)
    book.y += 6
    with book.tag("H1") as ink:
        book.y += paragraph(ink, LEFT, book.y, RIGHT - LEFT, scope, theme.TITLE, 2)
    with book.tag("P") as ink:
        book.y += paragraph(ink, LEFT, book.y, RIGHT - LEFT, under, BODY, 2)
    book.y += theme.GUTTER
    _head(book)
    spots, page, height = [], before + 1, book.height
    shift = (theme.PAPERS[paper][0] - theme.WIDTH) / 2
    leaf = 0
    for entry in entries:
        if book.need(_ROW):
            leaf += 1
            _head(book)
        _row(book, entry, page)
        box = (LEFT + shift, height - book.y - _ROW, RIGHT + shift, height - book.y)
        spots.append(Spot(leaf, box))
        book.y += _ROW
        page += entry.pages
    _faults(book, left_out)
    book.place(_END)
    return book, spots


def _head(book: Book) -> None:
    with book.tag("P") as ink:
        at = book.y + 11
        ink.text(LEFT, at, "Location", LABEL)
        ink.text(_REGION, at, "Region", LABEL)
        ink.text(RIGHT, at, "Page", LABEL, "right")
    ink.line(LEFT, book.y + 16, RIGHT, book.y + 16, theme.BORDER, 0.6)
    book.y += 18


def _row(book: Book, entry: Entry, page: int) -> None:
    with book.tag("LI") as ink:
        at = book.y + baseline(BODY) + 1
        name, code = clean(entry.name), clean(entry.code)
        room = _REGION - LEFT - 12
        shown = fit(name, BOLD, room)
        ink.text(LEFT, at, shown, BOLD)
        beside = fonts.width(shown, BOLD.face, BOLD.size) + 6
        if room - beside > 24:
            ink.text(LEFT + beside, at, fit(code, LABEL, room - beside), LABEL)
        ink.text(_REGION, at, fit(clean(entry.region), SMALL, _PAGES - _REGION - 8), SMALL)
        ink.text(RIGHT, at, f"{page}", BODY, "right")
    ink.line(LEFT, book.y + _ROW, RIGHT, book.y + _ROW, theme.RULE, 0.6)


def _faults(book: Book, left_out: Sequence[tuple[str, str]]) -> None:
    """What is not here, or not whole, said as plainly as what is."""
    if not left_out:
        return
    book.y += 24
    book.need(60)
    with book.tag("H2") as ink:
        ink.text(LEFT, book.y + baseline(theme.HEAD), "With a problem", theme.HEAD)
    book.y += 20
    for code, problem in left_out:
        lines = wrap(clean(problem), BODY, RIGHT - _FAULT)
        book.need(len(lines) * BODY.leading + 4)
        with book.tag("LI") as ink:
            ink.text(LEFT, book.y + baseline(BODY), fit(clean(code), BOLD, _CODE), BOLD)
            for number, line in enumerate(lines):
                ink.text(_FAULT, book.y + baseline(BODY) + number * BODY.leading, line, BODY)
        book.y += len(lines) * BODY.leading + 4
