"""Appendix: the visits, every standard by visit, how the score is made, what was used."""

from __future__ import annotations

from dataclasses import dataclass

from reports import headlines, labels, marks, printed, theme
from reports.appeals import share_of_visits, share_words
from reports.book import Book
from reports.sections import appeals, matrix
from reports.setting import Row, chapter, heading, height, note, paragraph, rows
from reports.snapshot import LocationSnapshot, Version, Visit
from reports.surface import Surface
from reports.text import wrap
from reports.theme import LABEL, LABEL_BOLD, LEFT, RIGHT, SMALL

_SCORE = 200.0
_BAR = 208.0
_BAR_WIDTH = 96.0
_OUTCOME = 318.0
_REMARKS = 402.0

_VALUES = 78.0
_NARROWEST = 176.0
"""Width the column beside the cells must have to hold a text."""

_ENOUGH = 200.0
"""Cells that are higher than a page may begin at the foot of one."""

METHOD = (
    (
        "A visit’s score is what was earned of what could be earned. What did not apply, was not "
        "seen or was not asked leaves both sides."
    ),
    (
        "The location’s score is the plain mean of its visits. A few visits are a sample: an "
        "interval made this way holds the true score in 95 of 100 reports."
    ),
    (
        "A standard is a gap only if the upper end of its interval is under target, to watch if "
        "the score is under but the interval is not, and unrated below three visits. Those "
        "intervals are Wilson’s over the number of visits, and an approximation."
    ),
    (
        "Points lost say what each standard cost on average a visit. With bonus, floor and cap, "
        "and critical effect they add up to what is missing from 100."
    ),
    "A critical miss fails its visit, whatever the number.",
    "A change is noise unless it is larger than two such samples would differ by chance (Welch).",
)


@dataclass(frozen=True, slots=True)
class Sources:
    """What a report was made from."""

    versions: list[Version]
    engines: list[str]
    data_as_of: str | None
    snapshot_sha256: str


def draw(book: Book, snapshot: LocationSnapshot, snapshot_sha256: str) -> None:
    """Draw the first part of the appendix; the ledgers follow it."""
    visits = snapshot["visits"]
    scored = sum(visit["percent"] is not None for visit in visits)
    headline = headlines.appendix_headline(len(visits), snapshot["void"], scored)
    target = snapshot["analysis"]["score"]["target"] or snapshot["programme"]["target_score"]
    body = [_visit_row(visit, target) for visit in visits]
    chapter(book, "appendix", "Appendix", headline, 90 + sum(row.height for row in body))
    if body:
        rows(book, Row(17, _head), body)
        book.y += 5
    note(book, _left_out(snapshot))
    book.y += 12
    appeals.draw(book, visits)
    sources = Sources(
        snapshot["versions"],
        [visit["engine"] for visit in visits] or [snapshot["engine"]],
        snapshot["data_as_of"],
        snapshot_sha256,
    )
    _cells_and_method(book, snapshot)
    used(book, sources)
    programme = snapshot["programme"]
    closing_words(book, programme["declaration"], programme["staff_identification"])
    book.y += 18


def method(book: Book, x: float, width: float, many: int) -> None:
    """Say in plain words how the figures are made, in so many columns."""
    wide = (width - (many - 1) * theme.GUTTER) / many
    tall = _method_height(width, many)
    book.need(tall)
    ends = book.y + tall
    heading(book, "How the score is made", x=x)
    book.y += 2
    for number, column in enumerate(_method_columns(many)):
        down = book.y
        for words in column:
            with book.tag("P") as ink:
                across = x + number * (wide + theme.GUTTER)
                down += paragraph(ink, across, down, wide, words, SMALL) + 5
    book.y = ends


def used(book: Book, sources: Sources) -> None:
    """List what the report was made from, by version and hash."""
    lines: list[tuple[str, str]] = []
    for one in sources.versions:
        lines.append(("Questionnaire", f"{one['code']} v{one['version']}"))
        lines.append(("its SHA-256", hashed(one["sha256"])))
    lines.append(("Scoring engine", ", ".join(sorted(set(sources.engines)))))
    if sources.snapshot_sha256:
        lines.append(("Snapshot SHA-256", hashed(sources.snapshot_sha256)))
    as_of = sources.data_as_of
    lines.append(("Data as of", printed.day(as_of, year=True) if as_of else printed.DASH))
    width = RIGHT - LEFT - _VALUES
    tall = [max(height(value, SMALL, width), SMALL.leading) + 2 for _, value in lines]
    book.need(min(20 + sum(tall), book.bottom - theme.TOP))
    heading(book, "What was used")
    for (name, value), high in zip(lines, tall, strict=True):
        book.need(high)
        with book.tag("P") as ink:
            paragraph(ink, LEFT, book.y, _VALUES, name, LABEL)
            paragraph(ink, LEFT + _VALUES, book.y, width, value, SMALL)
        book.y += high
    book.y += 8


def closing_words(book: Book, declaration: str | None, staff: str) -> None:
    """Print what staff were told and what the results are for."""
    said = declaration or "Results serve improvement: nobody is ranked."
    note(book, f"{said} {labels.STAFF.get(staff, '')} No shopper is named.")


def hashed(sha256: str) -> str:
    """Print a hash in groups of eight, whole: it is there to be compared."""
    return " ".join(sha256[at : at + 8] for at in range(0, len(sha256), 8))


def remarks(visit: Visit) -> str:
    """Say when a visit was submitted and released, and what is unusual about it."""
    said = []
    if visit["submitted"]:
        said.append(f"Sent {printed.day(visit['submitted'], short=True)}")
    if visit["released"]:
        said.append(f"released {printed.day(visit['released'], short=True)}")
    if visit["late"]:
        said.append("late")
    if visit["appealed"] or "appeals" in visit:
        said.append("appealed")
    many = len(visit["corrections"])
    if many:
        said.append(f"{many}\u00a0correction{'s'[: many != 1]}")
    joined = ", ".join(said)
    return joined[:1].upper() + joined[1:]


def _cells_and_method(book: Book, snapshot: LocationSnapshot) -> None:
    """Draw the cells with the method beside them, or below where it would be too narrow."""
    wide, tall = matrix.size(snapshot)
    beside = RIGHT - LEFT - wide - 28
    page = book.bottom - theme.TOP
    if wide and beside >= _NARROWEST and tall <= page:
        book.need(max(tall, _method_height(beside, 1)))
        top = book.y
        matrix.draw(book, snapshot)
        ends, book.y = book.y, top
        method(book, RIGHT - beside, beside, 1)
        book.y = max(ends, book.y)
    else:
        book.need(tall if tall <= page else _ENOUGH)
        matrix.draw(book, snapshot)
        method(book, LEFT, RIGHT - LEFT, 3)


def _method_columns(many: int) -> list[tuple[str, ...]]:
    return [METHOD[0:2], METHOD[2:3], METHOD[3:6]] if many == 3 else [METHOD]


def _method_height(width: float, many: int) -> float:
    wide = (width - (many - 1) * theme.GUTTER) / many
    return (
        theme.HEAD.leading
        + 12
        + max(
            sum(height(words, SMALL, wide) + 5 for words in column)
            for column in _method_columns(many)
        )
    )


def _left_out(snapshot: LocationSnapshot) -> str:
    void, not_scored = snapshot["void"], snapshot["analysis"]["not_scored"]
    said = []
    if void is None:
        said.append("Void visits are counted when the period is over.")
    elif void:
        said.append(f"{printed.things(void, 'void visit')} left out of every figure.")
    else:
        said.append("No visit was void.")
    if not_scored:
        visits = printed.things(not_scored, "visit")
        said.append(f"{visits} without a score enter{'s'[: not_scored == 1]} no figure.")
    share = share_of_visits(snapshot["visits"])
    old = sum(visit["appealed"] for visit in snapshot["visits"])  # without a list of appeals
    if sum(share):
        said.append(f"Appeals: {share_words(share)}.")
    else:
        said.append(f"Appeals: {old} open." if old else "Appeals: none recorded.")
    return " ".join(said)


def _head(ink: Surface, y: float) -> None:
    ink.text(LEFT, y + 11, "Visit", LABEL)
    ink.text(_SCORE - 24, y + 11, "Score, tick at target", LABEL)
    ink.text(_OUTCOME, y + 11, "Outcome", LABEL)
    ink.text(_REMARKS, y + 11, "Submitted, released, remarks", LABEL)


def _visit_row(visit: Visit, target: str) -> Row:
    lines = wrap(remarks(visit), LABEL, RIGHT - _REMARKS, 3)
    tall = max(21.0, 10.5 * len(lines) + 6)

    def draw(ink: Surface, y: float) -> None:
        base = y + tall / 2 + 3
        when = f"{printed.day(visit['date'], short=True)}, {visit['daypart']}"
        ink.text(LEFT, base, f"{visit['number']}", LABEL_BOLD)
        ink.text(LEFT + 20, base, when, SMALL)
        ink.text(_SCORE, base, printed.number(visit["percent"], target), LABEL_BOLD, "right")
        if visit["percent"] is not None:
            share = _BAR_WIDTH / 100
            ink.rect(_BAR, base - 5.6, _BAR_WIDTH, 6, theme.RULE)
            ink.rect(_BAR, base - 5.6, float(visit["percent"]) * share, 6, theme.BORDER)
            at = _BAR + float(target) * share
            ink.line(at, base - 8.6, at, base + 3, theme.TEXT, 1)
        word, kind = labels.outcome_chip(visit["outcome"], bool(visit["critical_failures"]))
        marks.chip(ink, _OUTCOME, base - 9.4, word, kind, 76)
        for number, line in enumerate(lines):
            ink.text(_REMARKS, base - 5.25 * (len(lines) - 1) + 10.5 * number, line, LABEL)

    return Row(tall, draw)
