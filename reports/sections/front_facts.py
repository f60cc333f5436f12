"""The three facts of page one: visits passed, the band, the shoppers' recommendation."""

from __future__ import annotations

from reports import headlines, printed, theme, words
from reports.book import Book
from reports.setting import height, paragraph
from reports.snapshot import LocationSnapshot
from reports.theme import LABEL, LEFT


def draw(book: Book, snapshot: LocationSnapshot) -> None:
    """Draw the facts side by side, each on its own even when one of them is unknown."""
    analysis = snapshot["analysis"]
    passed, recommend = analysis["passed"], analysis["recommend"]
    failed = {miss["visit"] for miss in analysis["critical_misses"]}
    scored = passed["scored"]
    nps = recommend["nps"]
    facts = [
        (
            "Outcome",
            f"{passed['passed']} of {printed.things(scored, 'visit')} passed"
            if scored
            else "No visit scored",
            f"{headlines.capital(printed.count(len(failed)))} failed on a critical standard."
            if failed
            else "None failed on a critical standard."
            if scored
            else "",
        ),
        ("Band", analysis["band"] or printed.DASH, _band_note(snapshot)),
        (
            "Shopper view, not customer NPS",
            printed.whole_signed(nps) if nps is not None else printed.DASH,
            words.recommend_note(recommend["n"], recommend["promoters"], recommend["detractors"])
            if recommend["n"]
            else "No shopper was asked.",
        ),
    ]
    pitch = 4 * (theme.COLUMN + theme.GUTTER)
    wide = pitch - theme.GUTTER
    tall = max(height(value, theme.HEAD, wide, 2) for _, value, _ in facts)
    for number_, (name, value, note) in enumerate(facts):
        x = LEFT + number_ * pitch
        with book.tag("P") as ink:
            paragraph(ink, x, book.y, wide, name, LABEL)
            paragraph(ink, x, book.y + 12, wide, value, theme.HEAD, 2)
            paragraph(ink, x, book.y + 13 + tall, wide, note, LABEL, 2)
    notes = max(height(note, LABEL, wide, 2) for _, _, note in facts)
    book.y += 13 + tall + notes + 9


def _band_note(snapshot: LocationSnapshot) -> str:
    bands = snapshot.get("bands", [])
    now = [one["label"] for one in bands]
    label = snapshot["analysis"]["band"]
    if label is None or label not in now:
        return ""
    at = now.index(label)
    begins = printed.plain(bands[at]["from"])
    if at + 1 == len(bands):
        return f"The highest; it begins at {begins}."
    follows = bands[at + 1]
    return f"{begins} to {printed.plain(follows['from'])}, then {follows['label']}."
