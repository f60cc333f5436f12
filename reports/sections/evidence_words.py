"""The words of the evidence: what was asked, what was found, what the shopper and reviewer said."""

from __future__ import annotations

from collections.abc import Sequence

from reports import printed, theme
from reports.book import Book
from reports.sections.pieces import Piece
from reports.setting import Run, sentence, sentence_height
from reports.snapshot import Evidence, EvidenceItem
from reports.text import clean, wrap
from reports.theme import NOTE, QUOTE, SMALL

WIDTH = 198.0
"""Width of the column of words."""

STRONG = theme.Style("semibold", 8, 11.5)

_MUTED = theme.Style("regular", 8, 11.5, theme.MUTED)
_EDITED = theme.Style("semibold", 8, 11.5, theme.ACCENT)
_LONG_QUOTE = 24
"""Lines of a quote kept together; a longer one may go on over the page."""

_LONG_ANSWER = 160
_LONG_QUESTION = 600
"""Characters of a text that must stay on one page."""

_MANY = 6
"""Different answers named; more are counted."""


def asked_and_found(entry: Evidence) -> Piece:
    """Give what was asked and what was found as a piece of the left column."""
    asked: list[Run] = [("Asked", _MUTED), (f" {clean(entry['text'], _LONG_QUESTION)}", SMALL)]
    found: list[Run] = [("Found", _MUTED), (f" {found_words(entry)}", STRONG)]
    tall = sentence_height(WIDTH, asked) + sentence_height(WIDTH, found)

    def draw(book: Book, x: float, y: float) -> None:
        with book.tag("P") as ink:
            down = sentence(ink, x, y, WIDTH, asked)
            sentence(ink, x, y + down, WIDTH, found)

    return Piece(tall + 5, draw)


def quotes(entry: Evidence, width: float = WIDTH) -> list[Piece]:
    """Give the shoppers' words with dates and reviewers' notes; a very long quote in parts."""
    pieces = []
    for one in entry["items"]:
        if one["comment"] or one["edited"]:
            lines = wrap(f"“{one['comment']}”", QUOTE, width - 9) if one["comment"] else []
            parts = [lines[at : at + _LONG_QUOTE] for at in range(0, len(lines), _LONG_QUOTE)]
            for number, part in enumerate(parts or [[]]):
                last = number >= len(parts) - 1
                pieces.append(_quote_part(one, part, number == 0, last, width))
    return pieces


def found_words(entry: Evidence) -> str:
    """Say what was found: one answer, or each answer with how often."""
    counts: dict[str, int] = {}
    for one in entry["items"]:
        answer = clean(one["answer"], _LONG_ANSWER)
        counts[answer] = counts.get(answer, 0) + 1
    if len(counts) == 1:
        answer, many = next(iter(counts.items()))
        return answer if many == 1 else f"{answer} ({printed.things(many, 'visit')})"
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    said = [a if n == 1 else f"{a} ({n}×)" for a, n in ordered[:_MANY]]
    more = len(ordered) - _MANY
    return ", ".join(said) + (f" and {more} more" if more > 0 else "")


def _quote_part(
    one: EvidenceItem, lines: Sequence[str], first: bool, last: bool, width: float
) -> Piece:
    said = clean(one["edit_reason"], _LONG_QUESTION) or "answer or words changed."
    edit: list[Run] = []
    if one["edited"] and last:
        edit = [("Reviewer", _EDITED), (f" {said}", NOTE)]
    begins = 12 if first else 0
    words = len(lines) * QUOTE.leading + begins
    below = sentence_height(width, edit) + 4 if edit else 0.0

    def draw(book: Book, x: float, y: float) -> None:
        with book.tag("P") as ink:
            ink.line(x + 0.7, y + 1, x + 0.7, y + words, theme.BORDER, 1)
            if first:
                when = f"{printed.day(one['date'])}, {one['daypart']}"
                ink.text(x + 9, y + 9, when, theme.LABEL)
            for number, line in enumerate(lines):
                ink.text(x + 9, y + begins + 10 + number * QUOTE.leading, line, QUOTE)
            if edit:
                sentence(ink, x, y + words + 4, width, edit)

    return Piece(words + below + 7, draw)
