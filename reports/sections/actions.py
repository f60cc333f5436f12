"""Actions: what is done about each gap, whether it worked, and the customers' own measures."""

from __future__ import annotations

from collections.abc import Sequence

from reports import headlines, labels, marks, printed, theme
from reports.analysis_shape import Action, Analysis, StandardFigures
from reports.book import Book
from reports.sections import actions_worked, customers
from reports.setting import Row, chapter, note, rows
from reports.snapshot import LocationSnapshot
from reports.surface import Surface
from reports.text import fit, wrap
from reports.theme import BODY, BOLD, LABEL, LABEL_BOLD, LEFT, RIGHT, SMALL

_WORTH = 138.0
_WORDS = 150.0
_CAUSE = 318.0
_OWNER = 396.0
_DUE = 450.0
_CHIP = 486.0
_LETTER = 11.0


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
    acted = {one["standard"] for one in analysis["actions"] if _stands(one, analysis)}
    listed = [one for one in analysis["actions"] if one["state"] != "verified"]
    body = [
        _missed_row(figures[found])
        if isinstance(found, str)
        else _action_row(found, figures.get(found["standard"]), snapshot["data_as_of"])
        for found in _in_order([code for code in missed if code not in acted], listed, figures)
    ]
    headline = headlines.actions_headline(missed, sorted(acted), judged)
    chapter(book, "actions", "Actions", headline, 150 + sum(row.height for row in body))
    if body:
        rows(book, Row(17, _head), body)
        book.y += 5
        note(
            book,
            "Worth: points the standard lost, on average a visit. Root cause: PRIDE (process, "
            "roles, interpersonal, direction, external)." + _late_words(listed, snapshot),
        )
    else:
        note(book, "No action is to be done and no standard is a gap.")
    book.y += 14
    actions_worked.draw(book, analysis["actions"])
    customers.draw(book, analysis)


def is_late(action: Action, data_as_of: str | None) -> bool:
    """Whether an open action was overdue on the day the report's data are of: a report knows no
    later day, or a reprint would read differently."""
    due = action["due"]
    return action["state"] == "open" and bool(due and data_as_of and due < data_as_of)


def _stands(action: Action, analysis: Analysis) -> bool:
    """Whether the action answers for a gap of the period; a verified one does while the period
    still holds visits from before it was done."""
    return action["state"] != "verified" or (action.get("closed") or "") >= analysis["from"]


def _in_order(
    missed: Sequence[str], actions: Sequence[Action], figures: dict[str, StandardFigures]
) -> list[str | Action]:
    """Missed standards and actions in one order: what costs most first, decisions at the end."""

    def key(one: str | Action) -> tuple[bool, float, str]:
        code = one if isinstance(one, str) else one["standard"]
        worth = float(figures[code]["lost"]) if code in figures else 0.0
        return not isinstance(one, str) and one["state"] == "no_action", -worth, code

    return sorted([*missed, *actions], key=key)


def _late_words(actions: Sequence[Action], snapshot: LocationSnapshot) -> str:
    day = snapshot["data_as_of"]
    if not any(is_late(one, day) for one in actions):
        return ""
    return f" Late: overdue on {printed.day(day, year=True)}."


def _head(ink: Surface, y: float) -> None:
    ink.text(LEFT, y + 11, "Standard", LABEL)
    ink.text(_WORTH, y + 11, "worth", LABEL, "right")
    for x, words in ((_WORDS, "Action"), (_CAUSE, "Root cause"), (_OWNER, "Owner")):
        ink.text(x, y + 11, words, LABEL)
    ink.text(_DUE, y + 11, "Due", LABEL)
    ink.text(_CHIP, y + 11, "State", LABEL)


def _missed_row(one: StandardFigures) -> Row:
    tall = 24.0  # as low as it can be: many of them must not push the appendix to a new page

    def draw(ink: Surface, y: float) -> None:
        ink.rect(LEFT - 8, y, RIGHT - LEFT + 16, tall, theme.SHADE)
        _cells(ink, y - 4, one["code"], one["lost"], ["Standard missed, no action recorded."])
        ink.text(_CAUSE + _LETTER + 5, y + 15, "not recorded", LABEL)
        _lines(ink, _OWNER, y + 15, wrap(one["owner_role"], SMALL, _DUE - _OWNER - 4, 2))
        ink.text(_DUE, y + 15, printed.DASH, SMALL)
        marks.chip(ink, _CHIP, y + (tall - marks.CHIP) / 2, "No action", "gap", RIGHT - _CHIP)

    return Row(tall, draw)


def _action_row(one: Action, figures: StandardFigures | None, data_as_of: str | None) -> Row:
    lines = wrap(one["reason"], BODY, _CAUSE - _WORDS - 8, 3)
    tall = max(32.0, 12 * len(lines) + 10)
    late = is_late(one, data_as_of)
    word, kind = ("Late", "gap") if late else labels.ACTION_STATES[one["state"]]

    def draw(ink: Surface, y: float) -> None:
        worth = figures["lost"] if figures else None
        _cells(ink, y + (tall - 32) / 2, one["standard"], worth, lines)
        middle = y + tall / 2 + 3
        _cause(ink, middle, one["cause"])
        _lines(ink, _OWNER, middle, wrap(one["owner"] or "nobody yet", SMALL, _DUE - _OWNER - 4, 2))
        due = printed.DASH if one["state"] == "no_action" else printed.day(one["due"], short=True)
        style, colour = (LABEL_BOLD, theme.BROWN) if late else (SMALL, None)
        ink.text(_DUE, middle, due, style, colour=colour)
        marks.chip(ink, _CHIP, y + (tall - marks.CHIP) / 2, word, kind, RIGHT - _CHIP)

    return Row(tall, draw)


def _cause(ink: Surface, y: float, cause: str | None) -> None:
    """The letter of PRIDE and the cause; what is not known has no letter."""
    beside = _CAUSE + _LETTER + 5
    if not cause:
        ink.text(beside, y, "not yet found", LABEL)
        return
    word = labels.label(labels.CAUSES, cause)
    ink.rect(_CAUSE, y - 9, _LETTER, 12, theme.RULE, 2)
    ink.text(_CAUSE + _LETTER / 2, y, word[:1], LABEL_BOLD, "centre")
    ink.text(beside, y, fit(word, SMALL, _OWNER - beside - 4), SMALL)


def _lines(ink: Surface, x: float, y: float, lines: Sequence[str]) -> None:
    """One or two lines around `y`."""
    for number, line in enumerate(lines):
        ink.text(x, y - 5 * (len(lines) - 1) + 10 * number, line, SMALL)


def _cells(ink: Surface, y: float, code: str, worth: str | None, lines: Sequence[str]) -> None:
    ink.text(LEFT, y + 19, fit(code, BOLD, _WORTH - LEFT - 28), BOLD)
    ink.text(_WORTH, y + 19, printed.lost(worth), SMALL, "right")
    for number, line in enumerate(lines):
        ink.text(_WORDS, y + 19 - 6 * (len(lines) - 1) + 12 * number, line, BODY)
