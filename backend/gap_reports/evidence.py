"""The misses of a report's visits, question by question, with the shoppers' words and photos.

A miss is a scored answer that earned less than it could have, or did not apply where that counts
as nothing earned; never a bonus.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from backend.gap_reports.printed_answers import STATES
from backend.gap_reports.visit_records import Record
from reports import snapshot
from reports.analysis_shape import Status
from reports.exact import four_places


@dataclass(slots=True)
class _Misses:
    """What one question missed, and whether it ever failed as a critical one."""

    text: str
    critical: bool = False
    lost: Fraction = Fraction(0)
    items: list[snapshot.EvidenceItem] = field(default_factory=list)


def gather_evidence(
    records: Sequence[Record], statuses: Mapping[str, Status]
) -> list[snapshot.Evidence]:
    """The misses of these visits: critical ones first, then what cost most.

    `statuses` by standard. `lost` is what a question cost on average a visit with a percent, so
    that the questions of a standard add up to what the standard cost.
    """
    found: dict[tuple[str, str], _Misses] = {}
    for record in reversed(records):  # the latest version's wording of a question stands
        for line in reversed(list(_missed(record))):
            key = (line["standard"], line["question"])
            misses = found.setdefault(key, _Misses(line["text"]))
            misses.critical |= line["question"] in record.printed["critical_failures"]
            misses.lost += Fraction(line["lost"])
            misses.items.insert(0, _item(record, line))
    scored = sum(record.printed["percent"] is not None for record in records) or 1
    order = sorted(found, key=lambda key: (not found[key].critical, -found[key].lost, key))
    return [_entry(*key, found[key], scored, statuses) for key in order]


def _entry(
    standard: str,
    question: str,
    misses: _Misses,
    scored: int,
    statuses: Mapping[str, Status],
) -> snapshot.Evidence:
    return {
        "standard": standard,
        "question": question,
        "text": misses.text,
        "critical": misses.critical,
        "lost": four_places(misses.lost / scored),
        "status": statuses.get(standard, "too_few"),
        "items": misses.items,
    }


def _missed(record: Record) -> Iterator[snapshot.LedgerLine]:
    for line in record.printed["ledger"]:
        if "bonus" not in line and Fraction(line["earned"]) < Fraction(line["possible"]):
            yield line


def _item(record: Record, line: snapshot.LedgerLine) -> snapshot.EvidenceItem:
    visit, question = record.printed, line["question"]
    return {
        "visit": visit["visit"],
        "number": visit["number"],
        "date": visit["date"],
        "daypart": visit["daypart"],
        "answer": line["answer"] or STATES[line["state"]],
        "comment": record.comments.get(question),
        "edited": question in record.edited,
        "edit_reason": record.edited.get(question),
        "photos": [
            {
                "visit": visit["visit"],
                "photo": photo.photo,
                "file_sha256": photo.file_sha256,
                "question": question,
                "date": visit["date"],
                "daypart": visit["daypart"],
                "state": "ready",
            }
            for photo in record.photos
            if photo.question == question
        ],
    }
