"""The ledgers: one for each visit, every question line, ending at the printed score."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reports import headlines, labels, printed, theme
from reports.book import Book
from reports.setting import Row, baseline, note, rows
from reports.snapshot import LedgerLine, Visit
from reports.surface import Surface
from reports.text import fit, wrap
from reports.theme import BOLD, LABEL, LABEL_BOLD, LEFT, RIGHT, SMALL

_STANDARD = 270.0
_ANSWER = 330.0
_EARNED = 470.0
_OF = 502.0
_LINE = 10.0


def draw(book: Book, visits: Sequence[Visit]) -> None:
    """Draw one ledger after the other; a short one begins where the last ended."""
    for visit in visits:
        scored = visit["percent"] is not None
        body = [_line(one) for one in visit["ledger"]]
        body += _closing(visit) if scored else []
        book.need(min(40 + sum(row.height for row in body), _ENOUGH))
        _title(book, visit)
        if body:
            rows(book, Row(16, _head(visit["number"])), body)
            book.y += 0 if scored else 4
        if not scored:
            note(book, headlines.not_scored(visit))
        for one in visit["corrections"]:
            note(book, headlines.correction_words(visit, one))
        book.y += 18


_ENOUGH = 190.0
"""A ledger longer than this may begin at the foot of a page."""


def key(visit: Visit) -> str:
    """Name the place of a visit's ledger."""
    return f"ledger-{visit['number']}"


def _title(book: Book, visit: Visit) -> None:
    when = f"{printed.day(visit['date'])}, {visit['daypart']}"
    book.place(key(visit), f"Ledger of visit {visit['number']}, {when}", 1)
    version = visit["questionnaire"]
    word, _ = labels.outcome_chip(visit["outcome"], bool(visit["critical_failures"]))
    said = [when, word]
    if visit["band"]:
        said.append(visit["band"])
    said.append(f"{version['code']} v{version['version']}")
    with book.tag("H2") as ink:
        at = book.y + baseline(theme.HEAD)
        name = f"Ledger of visit {visit['number']}"
        ink.text(LEFT, at, name, theme.HEAD)
        ink.text(LEFT + 112, at, fit(" \u00a0·\u00a0 ".join(said), LABEL, 320), LABEL)
        ink.text(RIGHT, at, printed.number(visit["percent"]), theme.HEAD, "right")
    book.y += theme.HEAD.leading + 2


def _head(number: int) -> Callable[[Surface, float], None]:
    """Name the visit too: the head is repeated on a page where its title does not stand."""

    def draw(ink: Surface, y: float) -> None:
        ink.text(LEFT, y + 10.5, f"Question of visit {number}", LABEL)
        ink.text(_STANDARD, y + 10.5, "Standard", LABEL)
        ink.text(_ANSWER, y + 10.5, "Answer", LABEL)
        ink.text(_EARNED, y + 10.5, "earned", LABEL, "right")
        ink.text(_OF, y + 10.5, "of", LABEL, "right")
        ink.text(RIGHT, y + 10.5, "points lost", LABEL, "right")

    return draw


def _line(one: LedgerLine) -> Row:
    asked = wrap(one["text"], SMALL, _STANDARD - LEFT - 10, 3)
    state = labels.label(labels.STATES, one["state"]) if one["state"] != "answered" else ""
    words = one["answer"] or state
    if one.get("bonus", False):
        words = f"{words} (bonus)".strip()
    answer = wrap(words, SMALL if one["state"] == "answered" else LABEL, _EARNED - 30 - _ANSWER, 5)
    tall = _LINE * max(len(asked), len(answer), 1) + 4
    counted = float(one["possible"]) != 0

    def draw(ink: Surface, y: float) -> None:
        for number, words in enumerate(asked):
            ink.text(LEFT, y + 9.6 + _LINE * number, words, SMALL)
        standard = fit(one["standard"], LABEL_BOLD, _ANSWER - _STANDARD - 6)
        ink.text(_STANDARD, y + 9.6, standard, LABEL_BOLD)
        style = SMALL if one["state"] == "answered" else LABEL
        for number, words in enumerate(answer):
            ink.text(_ANSWER, y + 9.6 + _LINE * number, words, style)
        if counted:
            ink.text(_EARNED, y + 9.6, _points(one["earned"]), SMALL, "right")
            ink.text(_OF, y + 9.6, _points(one["possible"]), LABEL, "right")
        missing = float(one["lost"]) != 0
        ink.text(
            RIGHT, y + 9.6, printed.lost(one["lost"]), LABEL_BOLD if missing else LABEL, "right"
        )

    return Row(tall, draw)


def _points(value: str) -> str:
    """Print earned and possible points as they are: whole where they are whole."""
    return printed.plain(value)


def _closing(visit: Visit) -> list[Row]:
    lines = headlines.closing_words(visit)

    def row(number: int, words: str, value: str) -> Row:
        last = number == len(lines) - 1

        def draw(ink: Surface, y: float) -> None:
            style = BOLD if last else LABEL
            if number == 0:
                ink.line(_STANDARD, y, RIGHT, y, theme.BORDER, 0.6)
            ink.text(_STANDARD, y + 9.8, words, style)
            ink.text(RIGHT, y + 9.8, value, BOLD if last else SMALL, "right")

        return Row(15.0 if last else 12.5, draw, keep_with_next=not last, ruled=False)

    return [row(number, *line) for number, line in enumerate(lines)]
