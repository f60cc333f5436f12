"""Snapshot in, PDF out: the gap report of a location and the report of one visit.

The renderer is pure: the same snapshot and photos give the same bytes, in any process.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, cast

from reports import fonts, printed
from reports.book import Book, Imprint
from reports.sections import actions, appendix, evidence, front, ledgers, points, standards, visit
from reports.sections.photos import Photos
from reports.snapshot import LocationSnapshot, VisitSnapshot
from reports.text import clean

RENDERER = "2"
"""Version of the drawing: another one may give other bytes for the same snapshot."""

LANGUAGE = "en"
"""The language of the report's own words; questions and comments stand in their own."""

PhotoFiles = Photos | Mapping[tuple[str, str], Path | bytes]
"""The JPEG of (visit, photo id), a file or its bytes, at print size: 320 px for 136 points is
170 dpi. A decoded picture would be embedded raw, so none is taken."""

DRAWING = Lock()
"""Held by whoever draws: a font's reader has one position, two threads would mix their glyphs."""


def render_location_report(
    snapshot: Mapping[str, Any],
    photos: PhotoFiles,
    *,
    snapshot_sha256: str = "",
    paper: str = "a4",
) -> bytes:
    """Draw the gap report of one location, programme and period.

    `snapshot` is a `LocationSnapshot`; `paper` is "a4" or "letter". A photo that is missing or no
    JPEG is said to be so. Raises KeyError when the snapshot lacks a required key.
    """
    cleaned = cast(LocationSnapshot, _clean(snapshot))
    place, programme = cleaned["location"], cleaned["programme"]
    when = printed.period(cleaned["from"], cleaned["to"])
    short = printed.period(cleaned["from"], cleaned["to"], short=True)
    imprint = Imprint(
        title=f"Gap report: {place['name']}, {when}",
        author=cleaned["brand"]["name"],
        subject=f"{programme['name']}: service standards against target at {place['code']}",
        language=LANGUAGE,
        footer=_footer(place["name"], place["code"], programme["name"], short),
    )
    with DRAWING:
        book = _open(imprint, paper)
        front.draw(book, cleaned)
        points.draw(book, cleaned)
        standards.draw(book, cleaned)
        evidence.draw(book, cleaned["evidence"], cleaned["analysis"], _finder(photos))
        actions.draw(book, cleaned)
        appendix.draw(book, cleaned, snapshot_sha256)
        ledgers.draw(book, cleaned["visits"])
        return book.bind()


def render_visit_report(
    snapshot: Mapping[str, Any],
    photos: PhotoFiles,
    *,
    snapshot_sha256: str = "",
    paper: str = "a4",
) -> bytes:
    """Draw the report of one visit: its answer, its ledger, its evidence.

    `snapshot` is a `VisitSnapshot`; else as `render_location_report`.
    """
    cleaned = cast(VisitSnapshot, _clean(snapshot))
    place, programme, made = cleaned["location"], cleaned["programme"], cleaned["visit"]
    when = printed.day(made["date"], year=True)
    imprint = Imprint(
        title=f"Visit report: {place['name']}, {when}",
        author=cleaned["brand"]["name"],
        subject=f"{programme['name']}: one visit at {place['code']}; not a rating of the location",
        language=LANGUAGE,
        footer=_footer(place["name"], place["code"], programme["name"], when),
    )
    with DRAWING:
        book = _open(imprint, paper)
        visit.draw(book, cleaned)
        ledgers.draw(book, [made])
        evidence.draw(book, cleaned["evidence"], None, _finder(photos))
        visit.draw_sources(book, cleaned, snapshot_sha256)
        return book.bind()


def _open(imprint: Imprint, paper: str) -> Book:
    for face in fonts.FACES:
        fonts.font(face)
    return Book(imprint, paper)


def _footer(*parts: str) -> str:
    name, code, *rest = parts
    return " \u00a0·\u00a0 ".join([f"{name} ({code})", *rest])


def _finder(photos: PhotoFiles) -> Photos:
    if isinstance(photos, Mapping):
        files = photos
        return lambda visit_, photo: files.get((visit_, photo))
    return photos


def _clean(value: Any) -> Any:
    """Pass every text of a snapshot through the one door, keys too."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict | Mapping):
        return {clean(key): _clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value
