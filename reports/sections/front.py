"""Page one, the answer: score against target, what changed, what to put right first."""

from __future__ import annotations

from reports import chart_values, charts, headlines, marks, printed, theme, words
from reports.analysis_shape import Analysis
from reports.book import Book
from reports.charts import Mark
from reports.printed import number
from reports.sections import front_facts, front_lists
from reports.setting import heading, paragraph, sentence
from reports.snapshot import LocationSnapshot
from reports.theme import AXIS, BODY, BOLD, LABEL, LEFT, RIGHT

_TREND_LOWEST = 96.0


def draw(book: Book, snapshot: LocationSnapshot) -> None:
    """Draw page one. It runs over to a second page only when critical misses fill the first."""
    analysis = snapshot["analysis"]
    _title(book, snapshot)
    _answer(book, analysis)
    rule(book)
    _against(book, snapshot)
    rule(book)
    front_facts.draw(book, snapshot)
    front_lists.critical_misses(book, snapshot)
    front_lists.first_and_keep(book, analysis)
    if analysis["score"]["percent"] is not None:
        rule(book)
        _way(book, analysis)
    if analysis["trend"]:
        book.need(_TREND_LOWEST + 12)
        rule(book)
        _trend(book, analysis)


def title(book: Book, kicker: str, name: str, line: str, as_of: str | None) -> None:
    """Set the head of a report: what it is, of what, and how old its data are."""
    book.place("front", name)
    said = f"Data as of {printed.day(as_of, year=True)}" if as_of else "Nothing released yet"
    with book.tag("P") as ink:
        ink.text(LEFT, book.y, kicker, theme.KICKER)
        ink.text(RIGHT, book.y, said, LABEL, "right")
    book.y += 5
    with book.tag("H1") as ink:
        book.y += paragraph(ink, LEFT - 0.6, book.y, RIGHT - LEFT, name, theme.TITLE, 4)
    book.y += 2
    with book.tag("P") as ink:
        book.y += paragraph(ink, LEFT, book.y, RIGHT - LEFT, line, _GREY, 3)
    book.y += 9
    book.ink.line(LEFT, book.y, RIGHT, book.y, theme.TEXT, 0.8)
    book.y += 8


def big_score(book: Book, percent: str | None, target: str, chip: tuple[str, str]) -> float:
    """Set the score large with its target and chip in the first four columns; give its height."""
    top = book.y
    shown = number(percent, target) if percent is not None else "No score"
    style = theme.SCORE if len(shown) < 5 or shown == "100.0" else _SMALLER
    with book.tag("P") as ink:
        ink.text(LEFT - 2.5, top + 58, shown, theme.TITLE if percent is None else style)
        of = "of 100, target" if percent is not None else "Target"
        ink.text(LEFT, top + 80, f"{of} {number(target)}", _ELEVEN)
        word, kind = chip
        marks.chip(ink, LEFT, top + 95, word, kind)
    return 108.0


def write_finding(book: Book, finding: words.Finding) -> float:
    """Set a headline and its sentence from the axis of page one; give the height."""
    width = RIGHT - AXIS
    with book.tag("H2") as ink:
        tall = paragraph(ink, AXIS, book.y, width, finding.headline, theme.HEADLINE)
    with book.tag("P") as ink:
        return tall + paragraph(ink, AXIS, book.y + tall, width, finding.note, _GREY)


def rule(book: Book) -> None:
    """Part two blocks of page one by a thin line."""
    book.y += 2
    book.ink.line(LEFT, book.y, RIGHT, book.y, theme.RULE, 0.6)
    book.y += 9


_GREY = theme.Style("regular", 9, 13, theme.MUTED)
_ELEVEN = theme.Style("regular", 11, 15, theme.MUTED)
_SMALLER = theme.Style("semibold", 48, 48)


def _title(book: Book, snapshot: LocationSnapshot) -> None:
    analysis, place = snapshot["analysis"], snapshot["location"]
    visits = analysis["score"]["n"] + analysis["not_scored"]
    title(
        book,
        "Gap report",
        place["name"],
        " \u00a0·\u00a0 ".join(
            [
                place["code"],
                snapshot["programme"]["name"],
                printed.period(snapshot["from"], snapshot["to"]),
                headlines.counted_visits(visits, snapshot["void"]),
            ]
        ),
        snapshot["data_as_of"],
    )


def _answer(book: Book, analysis: Analysis) -> None:
    score, top = analysis["score"], book.y
    target = score["target"] or "0"
    left = big_score(book, score["percent"], target, words.verdict(analysis))
    book.y = top + 2
    first, last = analysis["from"], analysis["to"]
    for finding in (
        words.level(score, analysis["not_scored"]),
        words.changed(analysis["change"], first, last),
        words.first_fix(analysis),
    ):
        book.y += write_finding(book, finding) + 6
    book.y = max(book.y, top + left + 8)


def _against(book: Book, snapshot: LocationSnapshot) -> None:
    analysis = snapshot["analysis"]
    benchmarks, top = analysis["benchmarks"], book.y
    heading(book, "Against target and peers")
    rows = [("This location", chart_values.visits_note(analysis), True)]
    rows += [
        (
            f"Region {snapshot['location']['region']['name']}",
            chart_values.peers_note(benchmarks["region"]),
            False,
        ),
        (
            f"Network {snapshot['brand']['name']}",
            chart_values.peers_note(benchmarks["network"]),
            False,
        ),
    ]
    for row, (name, note, bold) in enumerate(rows):
        y = top + 24 + 28 * row
        with book.tag("P") as ink:
            style = BOLD if bold else BODY
            paragraph(ink, LEFT, y, AXIS - LEFT - 12, name, style, 1)
            paragraph(ink, LEFT, y + 13, AXIS - LEFT - 12, note, LABEL, 1)
    shown = chart_values.against(analysis)
    with book.tag("Figure", chart_values.against_words(shown)) as ink:
        charts.ruler(ink, chart_values.answer_scale(analysis, AXIS, RIGHT), top, shown)
    book.y = top + 118


def _way(book: Book, analysis: Analysis) -> None:
    way, top = analysis["shortest_way"], book.y
    heading(book, "Shortest way to target")
    with book.tag("P") as ink:
        book.y += sentence(ink, LEFT, book.y, AXIS - LEFT - 14, _bold_codes(analysis, way or []))
    shown = chart_values.way(analysis)
    if shown is not None:
        scale = chart_values.answer_scale(analysis, AXIS, RIGHT)
        with book.tag("Figure", words.way_sentence(analysis)) as ink:
            charts.way(ink, scale, top, *shown)
    book.y = max(book.y + 4, top + 52)


def _bold_codes(analysis: Analysis, codes: list[str]) -> list[tuple[str, theme.Style]]:
    runs: list[tuple[str, theme.Style]] = []
    for word in words.way_sentence(analysis).split(" "):
        bare = word.rstrip(",.:")
        style = BOLD if bare in codes else BODY
        if runs and runs[-1][1] is style:
            runs[-1] = (f"{runs[-1][0]} {word}", style)
        else:
            runs.append((f" {word}" if runs else word, style))
    return runs


def _trend(book: Book, analysis: Analysis) -> None:
    top, score = book.y, analysis["score"]
    target = score["target"] or "0"
    heading(book, words.trend_title(analysis["trend"]))
    with book.tag("P") as ink:
        words_ = words.trend_note(analysis["trend"])
        book.y += paragraph(ink, LEFT, book.y, AXIS - LEFT - 20, words_, BODY)
    steps = chart_values.trend_steps(analysis)
    tall = min(book.bottom - top, 150.0)
    aim = Mark(float(target), number(target))
    with book.tag("Figure", words.trend_words(analysis["trend"])) as ink:
        charts.trend(ink, AXIS, top, RIGHT - AXIS, tall, steps, aim)
    book.y = max(book.y, top + tall)
