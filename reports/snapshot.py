"""The snapshot a gap report is drawn from: every figure and word of the report, as JSON values.

A snapshot is stored with the report and never changes, so a reprint has the same bytes.
Percents, points and targets are decimal strings with four places ("80.7500"), dates are local ISO
dates, times are only ever a day-part. Nothing in a snapshot may tell who the shopper was.

LocationSnapshot
 ├─ brand, location ─ region, programme, versions
 ├─ analysis           the object of GET /locations/{code}/gaps
 ├─ evidence ─ items ─ photos
 └─ visits ─ ledger, closing, corrections, appeals
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from reports.analysis_shape import Analysis, Daypart, Percent, Status

SCHEMA = "gap-report/1"

LineState = Literal["answered", "not_applicable", "not_observed", "skipped", "hidden"]


class Named(TypedDict):
    """A thing with a code and a name: brand, region."""

    code: str
    name: str


class Location(TypedDict):
    """Where the visits were made."""

    code: str
    name: str
    address: str
    time_zone: str
    region: Named


class Programme(TypedDict):
    """The study the visits belong to; `declaration` is what staff were told, in one sentence."""

    code: str
    name: str
    target_score: str
    staff_identification: str
    declaration: str | None


class Version(TypedDict):
    """A frozen questionnaire version and the SHA-256 of its bytes."""

    code: str
    version: int
    sha256: str


Band = TypedDict("Band", {"from": str, "label": str})
"""A band of the score: its label counts from `from` upwards."""


class EvidencePhoto(TypedDict):
    """A released, redacted derivative; `photo` is the shopper's id, `file_sha256` the file drawn.

    `state` is `ready` when there is a file to draw; any other state prints a line saying so.
    """

    visit: str
    photo: str
    file_sha256: str | None
    question: str
    date: str
    daypart: Daypart
    state: str


class EvidenceItem(TypedDict):
    """One missed answer of one visit, printable; `edited` when a reviewer corrected it."""

    visit: str
    number: int
    date: str
    daypart: Daypart
    answer: str
    comment: str | None
    edited: bool
    edit_reason: str | None
    photos: list[EvidencePhoto]


class Evidence(TypedDict):
    """The misses of one question; `text` is what was asked, `lost` what the question cost."""

    standard: str
    question: str
    text: str
    critical: bool
    lost: str
    status: Status
    items: list[EvidenceItem]


class Correction(TypedDict):
    """A reviewer's correction of one answer; `text` is what was asked."""

    question: str
    text: NotRequired[str]
    reason: str
    date: str


class Appeal(TypedDict):
    """A question the client doubted: `text` is what was asked, `said` what the client says of it,
    `reason` the reviewer's, empty with `decided` null while it is open."""

    question: str
    text: str
    category: str
    said: str
    state: Literal["open", "upheld", "rejected"]
    appealed: str
    decided: str | None
    reason: str


class LedgerLine(TypedDict):
    """One scored question of one visit: earned of possible, and what it cost of 100.

    A `bonus` line adds to what is earned and is in no sum of what was possible.
    """

    question: str
    text: str
    standard: str
    state: LineState
    earned: str
    possible: str
    lost: str
    answer: str
    bonus: NotRequired[bool]


class Closing(TypedDict):
    """What leads from the sum of the ledger to the printed number, in percentage points."""

    bonus: str
    floor_and_cap: str
    critical_effect: str


class Visit(TypedDict):
    """One visit with its ledger; `number` counts the visits of the report from 1, by date.

    `appealed` while an appeal is open; `appeals` are there when there is any, decided or not.
    """

    visit: str
    number: int
    date: str
    daypart: Daypart
    percent: Percent
    raw_percent: Percent
    outcome: str
    band: str | None
    submitted: str | None
    released: str | None
    late: bool
    appealed: bool
    appeals: NotRequired[list[Appeal]]
    critical_failures: list[str]
    corrections: list[Correction]
    ledger: list[LedgerLine]
    closing: Closing
    questionnaire: Version
    engine: str


LocationSnapshot = TypedDict(
    "LocationSnapshot",
    {
        "schema": str,
        "language": str,
        "brand": Named,
        "location": Location,
        "programme": Programme,
        "from": str,
        "to": str,
        "data_as_of": str | None,
        "analysis": Analysis,
        "evidence": list[Evidence],
        "visits": list[Visit],
        "void": int | None,
        "bands": NotRequired[list[Band]],
        "versions": list[Version],
        "engine": str,
    },
)
"""Everything a location's gap report prints."""


class VisitSnapshot(TypedDict):
    """Everything the PDF of one visit prints."""

    schema: str
    language: str
    brand: Named
    location: Location
    programme: Programme
    data_as_of: str | None
    visit: Visit
    standards: dict[str, str]
    evidence: list[Evidence]
