"""The report of one visit: its answer on page one, and what it was made from."""

from __future__ import annotations

from decimal import Decimal

from reports import headlines, labels, marks, printed, theme, words
from reports.book import Book
from reports.sections import appeals, appendix, front, matrix
from reports.setting import Row, heading, note, rows
from reports.snapshot import Visit, VisitSnapshot
from reports.surface import Surface
from reports.text import fit, wrap
from reports.theme import BOLD, LABEL, LEFT, RIGHT, SMALL

_TEXT = 118.0
_BAR = 360.0
_BAR_WIDTH = 110.0


def draw(book: Book, snapshot: VisitSnapshot) -> None:
    """Draw page one: the score of the visit, what it lost and where."""
    visit, place = snapshot["visit"], snapshot["location"]
    target = snapshot["programme"]["target_score"]
    when = f"{printed.day(visit['date'], year=True)}, {visit['daypart']}"
    line = " \u00a0·\u00a0 ".join([place["code"], snapshot["programme"]["name"], when])
    front.title(book, "Visit report", place["name"], line, snapshot["data_as_of"])
    top = book.y
    critical = bool(visit["critical_failures"])
    left = front.big_score(
        book, visit["percent"], target, labels.outcome_chip(visit["outcome"], critical)
    )
    book.y = top + 2
    for finding in _findings(visit, target):
        book.y += front.write_finding(book, finding) + 6
    book.y = max(book.y, top + left + 8)
    front.rule(book)
    standards = _by_standard(snapshot)
    if standards:
        heading(book, "By standard", "percent of what could be earned, most lost first")
        rows(book, Row(16, _head), standards)
        book.y += 16
    remarks = appendix.remarks(visit)
    if remarks:
        note(book, f"{remarks}.")
        book.y += 18
    appeals.draw(book, [visit])
    book.place("ledger", "Ledger")


def draw_sources(book: Book, snapshot: VisitSnapshot, snapshot_sha256: str) -> None:
    """Say what the report was made from, at its end."""
    visit = snapshot["visit"]
    book.y += 16
    sources = appendix.Sources(
        [visit["questionnaire"]], [visit["engine"]], snapshot["data_as_of"], snapshot_sha256
    )
    appendix.used(book, sources)
    programme = snapshot["programme"]
    appendix.closing_words(book, programme["declaration"], programme["staff_identification"])


def _findings(visit: Visit, target: str) -> list[words.Finding]:
    failed = visit["critical_failures"]
    band = f"Band {visit['band']}. " if visit["band"] else ""
    level = words.Finding(headlines.visit_headline(visit, target), f"{band}{words.ONE_VISIT}.")
    cost = headlines.visit_lost(visit)
    if not failed:
        return [level, cost]
    many = headlines.capital(printed.count(len(failed)))
    misses = f"{many} critical {'miss' if len(failed) == 1 else 'misses'}"
    asked = {line["question"]: f"{line['standard']}: {line['text']}" for line in visit["ledger"]}
    told = " ".join(asked.get(code, code) for code in failed)
    fails = "It fails" if len(failed) == 1 else "They fail"
    return [level, words.Finding(misses, f"{told} {fails} the visit."), cost]


def _by_standard(snapshot: VisitSnapshot) -> list[Row]:
    visit = snapshot["visit"]
    percents = matrix.standard_percents(visit)
    lost: dict[str, Decimal] = dict.fromkeys(percents, Decimal(0))
    for line in visit["ledger"]:
        if line["standard"] in lost:
            lost[line["standard"]] += Decimal(line["lost"])
    order = sorted(lost, key=lambda code: (-lost[code], code))
    return [
        _row(code, snapshot["standards"].get(code, ""), percents[code], lost[code])
        for code in order
    ]


def _head(ink: Surface, y: float) -> None:
    ink.text(LEFT, y + 10.5, "Standard", LABEL)
    ink.text(_BAR + _BAR_WIDTH + 36, y + 10.5, "percent", LABEL, "right")
    ink.text(RIGHT, y + 10.5, "lost", LABEL, "right")


def _row(code: str, text: str, percent: Decimal | None, lost: Decimal) -> Row:
    lines = wrap(text, SMALL, _BAR - _TEXT - 26, 2)
    tall = 18.0 if len(lines) < 2 else 25.0

    def draw(ink: Surface, y: float) -> None:
        base = y + tall / 2 + 3
        ink.text(LEFT, base, fit(code, BOLD, _TEXT - LEFT - 6), BOLD)
        for number, line in enumerate(lines):
            ink.text(_TEXT, base - 5 * (len(lines) - 1) + 10 * number, line, SMALL)
        if percent is None:
            marks.cell(ink, _BAR, base - 8, _BAR_WIDTH, 11, "n/a", None, theme.MUTED)
        else:
            ink.rect(_BAR, base - 7, _BAR_WIDTH, 8, theme.RULE)
            fill = theme.BROWN if lost else theme.BLUE
            ink.rect(_BAR, base - 7, _BAR_WIDTH * min(float(percent), 100) / 100, 8, fill)
        shown = printed.number(percent)
        ink.text(_BAR + _BAR_WIDTH + 36, base, shown, SMALL, "right")
        ink.text(RIGHT, base, printed.lost(lost), BOLD if lost else LABEL, "right")

    return Row(tall, draw)
