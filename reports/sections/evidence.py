"""Evidence: each miss with what was asked and found, the shopper's words, and photos."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal

from reports import fonts, headlines, labels, marks, printed, theme
from reports.analysis_shape import Analysis
from reports.book import Book
from reports.sections import evidence_list
from reports.sections.evidence_words import WIDTH, asked_and_found, quotes
from reports.sections.front_lists import evidence_key
from reports.sections.photos import PHOTO_WIDTH, Photos, photo_piece
from reports.sections.pieces import Piece, fill, side_by_side
from reports.setting import chapter, note
from reports.snapshot import Evidence
from reports.theme import LEFT, RIGHT

_ONE_VISIT = 320.0
"""Room below a visit's ledger in which its evidence may begin."""

_PICTURES = RIGHT - 2 * PHOTO_WIDTH - 12


def draw(
    book: Book, evidence: Sequence[Evidence], analysis: Analysis | None, photos: Photos
) -> None:
    """Draw the evidence: critical misses first, then what cost most.

    Without an analysis it is the evidence of one visit.
    """
    critical = sum(len(one["items"]) for one in evidence if one["critical"])
    failed = {one["standard"] for one in evidence if one["critical"]}
    if analysis is not None:
        critical = len(analysis["critical_misses"])
        failed = {miss["standard"] for miss in analysis["critical_misses"]}
    whose = "shoppers’" if analysis else "shopper’s"
    headline = headlines.evidence_headline(critical, failed, evidence, whose)
    whole = math.inf if analysis else _ONE_VISIT
    chapter(book, "evidence", "Evidence", headline, whole if evidence else 110)
    groups = _grouped(evidence, analysis)
    told = [(code, found) for code, found in groups if _has_words(found)]
    plain = [(code, found) for code, found in groups if not _has_words(found)]
    numbering = iter(range(1, 10_000))
    for code, found in told:
        _standard(book, code, found, analysis, photos, numbering.__next__)
    if plain:
        evidence_list.draw(book, plain)
    if evidence:
        note(
            book,
            "Photos are upright, redacted and free of metadata. Words are the shoppers’ own; what "
            "a reviewer changed is marked in blue.",
        )
    else:
        visits = "the visits in this report" if analysis else "this visit"
        note(book, f"No answer of {visits} was a miss.")


def _grouped(
    evidence: Sequence[Evidence], analysis: Analysis | None
) -> list[tuple[str, list[Evidence]]]:
    lost = {one["code"]: Decimal(one["lost"]) for one in analysis["standards"]} if analysis else {}
    by_code: dict[str, list[Evidence]] = {}
    for one in evidence:
        by_code.setdefault(one["standard"], []).append(one)
    missed = {miss["standard"] for miss in analysis["critical_misses"]} if analysis else set()

    def rank(code: str) -> tuple[bool, Decimal, str]:
        first = code in missed or (analysis is None and any(e["critical"] for e in by_code[code]))
        own = sum((Decimal(e["lost"]) for e in by_code[code]), Decimal(0))
        return (not first, -lost.get(code, own), code)

    return [(code, by_code[code]) for code in sorted(by_code, key=rank)]


def _has_words(found: Sequence[Evidence]) -> bool:
    return any(
        i["comment"] or i["photos"] or i["edited"] for entry in found for i in entry["items"]
    )


def _standard(
    book: Book,
    code: str,
    found: Sequence[Evidence],
    analysis: Analysis | None,
    photos: Photos,
    next_number: Callable[[], int],
) -> None:
    left = [asked_and_found(entry) for entry in found]
    shown = [(entry, p) for entry in found for i in entry["items"] for p in i["photos"]]
    if shown:
        left = [piece for entry in found for piece in (asked_and_found(entry), *quotes(entry))]
    pictures = [
        photo_piece(one, entry["text"] if len(found) > 1 else "", photos, next_number)
        for entry, one in shown
    ] or [piece for entry in found for piece in quotes(entry, PHOTO_WIDTH)]
    first = max(sum(p.height for p in left[:2]) + 21, pictures[0].height if pictures else 0)
    book.need(min(first + 20, book.bottom - theme.TOP))
    book.place(evidence_key(code), code, 1)
    more = ""
    while left or pictures:
        top = book.y + 10
        chip_aside = _head(book, code, found, analysis, more)
        after_head = book.y
        many = 2 if left else 3
        left, ends = fill(book, left, LEFT)
        book.y = after_head if chip_aside or many == 3 else top
        pictures, pictured = _fill_rows(book, pictures, many)
        book.y = max(ends, pictured)
        if left or pictures:
            book.turn()
            more = ", continued"
    book.y += 12


def _fill_rows(book: Book, pictures: list[Piece], many: int) -> tuple[list[Piece], float]:
    """Draw pictures in rows of two beside words, of three where none are left."""
    pitch = PHOTO_WIDTH + 12
    rows = [side_by_side(pictures[at : at + many], pitch) for at in range(0, len(pictures), many)]
    rest, ends = fill(book, rows, _PICTURES if many == 2 else LEFT)
    return pictures[(len(rows) - len(rest)) * many :], ends


def _head(
    book: Book, code: str, found: Sequence[Evidence], analysis: Analysis | None, more: str
) -> bool:
    """Draw the head of a standard; tell whether its chip had to go to the right margin."""
    book.ink.line(LEFT, book.y, RIGHT, book.y, theme.BORDER, 0.6)
    book.y += 6
    critical = any(entry["critical"] for entry in found)
    status = found[0]["status"]
    word, kind = ("Critical", "gap") if critical else (labels.STATUS.get(status, "Few"), status)
    if analysis is None and not critical:
        word, kind = "Miss", "watch"
    figures = [one for one in analysis["standards"] if one["code"] == code] if analysis else []
    cost = figures[0]["lost"] if figures else f"{sum(Decimal(e['lost']) for e in found)}"
    if status == "too_few" and not critical and figures:
        word = labels.status_word(status, figures[0]["n"])
    with book.tag("H2") as ink:
        shown = code + more
        ink.text(LEFT, book.y + 12, shown, theme.HEAD)
        wide = fonts.width(shown, "semibold", 11)
        said = f"{printed.lost(cost)} points lost" if Decimal(cost) else "no points lost"
        ink.text(LEFT + wide + 8, book.y + 12, said, theme.LABEL)
        chip = marks.chip_width(word)
        at = LEFT + WIDTH - chip
        aside = at < LEFT + wide + 12 + fonts.width(said, "regular", 8)
        marks.chip(ink, RIGHT - chip if aside else at, book.y + 2, word, kind)
    book.y += 21
    return aside
