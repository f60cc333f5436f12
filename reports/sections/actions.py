"""Actions: what is done about each gap, whether it worked, and the customers' own measures."""

from __future__ import annotations

from reports import headlines, labels, marks, printed, theme
from reports.analysis_shape import Action, StandardFigures
from reports.book import Book
from reports.sections import customers
from reports.setting import Row, chapter, heading, note, rows
from reports.snapshot import LocationSnapshot
from reports.surface import Surface
from reports.text import fit, wrap
from reports.theme import BODY, BOLD, LABEL, LEFT, RIGHT, SMALL

_WORTH = 138.0
_WORDS = 150.0
_CAUSE = 326.0
_OWNER = 388.0
_DUE = 444.0
_CHIP = 482.0
_NONE = ["None recorded."]


def draw(book: Book, snapshot: LocationSnapshot) -> None:
    """Draw the fifth part of the report. A missed standard without an action is listed."""
    analysis = snapshot["analysis"]
    figures = {one["code"]: one for one in analysis["standards"]}
    missed = [
        code
        for code in sorted(figures, key=lambda code: (-float(figures[code]["lost"]), code))
        if figures[code]["status"] == "gap"
    ]
    unjudged = {"too_few", "not_measured"}
    judged = sum(one["status"] not in unjudged for one in analysis["standards"])
    actions = analysis["actions"]
    acted = {one["standard"] for one in actions}
    body = [_missed_row(figures[code]) for code in missed if code not in acted]
    body += [_action_row(one, figures.get(one["standard"])) for one in actions]
    headline = headlines.actions_headline(missed, sorted(acted), judged)
    chapter(book, "actions", "Actions", headline, 150 + sum(row.height for row in body))
    if body:
        rows(book, Row(17, _head), body)
        book.y += 5
        note(
            book,
            "Worth: points the standard lost, on average a visit. Root cause: PRIDE (process, "
            "roles, interpersonal, direction, external).",
        )
    else:
        note(book, "No action is recorded and no standard is a gap.")
    book.y += 14
    done = [one for one in actions if one["state"] in {"done", "verified"}]
    heading(book, "Did the last actions work?")
    for words in _worked(done, figures) or _NONE:
        note(book, words)
    book.y += 12
    customers.draw(book, analysis)


def _worked(done: list[Action], figures: dict[str, StandardFigures]) -> list[str]:
    said = {"met": "now met", "gap": "still a gap", "watch": "to watch"}
    return [
        f"{one['standard']}: {said.get(figures[one['standard']]['status'], 'too early to tell')}"
        for one in done
        if one["standard"] in figures
    ]


def _head(ink: Surface, y: float) -> None:
    ink.text(LEFT, y + 11, "Standard", LABEL)
    ink.text(_WORTH, y + 11, "worth", LABEL, "right")
    for x, words in ((_WORDS, "Action"), (_CAUSE, "Root cause"), (_OWNER, "Owner")):
        ink.text(x, y + 11, words, LABEL)
    ink.text(_DUE, y + 11, "Due", LABEL)
    ink.text(_CHIP, y + 11, "State", LABEL)


def _missed_row(one: StandardFigures) -> Row:
    owner = wrap(one["owner_role"], SMALL, _DUE - _OWNER - 4, 2)

    def draw(ink: Surface, y: float) -> None:
        ink.rect(LEFT - 8, y, RIGHT - LEFT + 16, 24, theme.SHADE)
        _cells(ink, y - 4, one["code"], one["lost"], ["Standard missed, no action recorded."])
        ink.text(_CAUSE, y + 15, "not recorded", LABEL)
        for number, line in enumerate(owner):
            ink.text(_OWNER, y + 15 - 5 * (len(owner) - 1) + 10 * number, line, SMALL)
        ink.text(_DUE, y + 15, printed.DASH, SMALL)
        marks.chip(ink, _CHIP, y + 5.5, "No action", "gap", RIGHT - _CHIP)

    return Row(24, draw)


def _action_row(one: Action, figures: StandardFigures | None) -> Row:
    lines = wrap(one["reason"], BODY, _CAUSE - _WORDS - 8, 3)
    tall = max(32.0, 12 * len(lines) + 10)
    word, kind = labels.ACTION_STATES[one["state"]]

    def draw(ink: Surface, y: float) -> None:
        _cells(
            ink, y + (tall - 32) / 2, one["standard"], figures["lost"] if figures else None, lines
        )
        middle = y + tall / 2 + 3
        cause = labels.label(labels.CAUSES, one["cause"]) if one["cause"] else printed.DASH
        ink.text(_CAUSE, middle, fit(cause, SMALL, _OWNER - _CAUSE - 4), SMALL)
        ink.text(_OWNER, middle, fit(one["owner"], SMALL, _DUE - _OWNER - 4), SMALL)
        ink.text(_DUE, middle, printed.day(one["due"], short=True), SMALL)
        marks.chip(ink, _CHIP, y + (tall - marks.CHIP) / 2, word, kind, RIGHT - _CHIP)

    return Row(tall, draw)


def _cells(ink: Surface, y: float, code: str, worth: str | None, lines: list[str]) -> None:
    ink.text(LEFT, y + 19, fit(code, BOLD, _WORTH - LEFT - 28), BOLD)
    ink.text(_WORTH, y + 19, printed.lost(worth), SMALL, "right")
    for number, line in enumerate(lines):
        ink.text(_WORDS, y + 19 - 6 * (len(lines) - 1) + 12 * number, line, BODY)
