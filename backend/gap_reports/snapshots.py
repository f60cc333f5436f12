"""Everything a report prints, read from the database at one moment and written down as JSON.

Same data, same bytes: the snapshot is what a report is drawn from, compared by and reprinted from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max

from backend.errors import Busy, WrongState, invalid
from backend.fieldwork.models import Programme
from backend.gap_reports.analysing import gather_location
from backend.gap_reports.counted_visits import visits_of_programme
from backend.gap_reports.evidence import gather_evidence
from backend.gap_reports.visit_records import Record, read_records
from backend.network.models import Location
from backend.scoring import ENGINE_VERSION
from backend.visits.models import FiguresChange, Visit, VisitState
from reports import snapshot
from reports.exact import four_places
from reports.gaps import analyse_location
from reports.pdf import LANGUAGE
from reports.periods import Period
from shopper_forms.canonical import canonical_json, sha256_hex

_LOOKS = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot with its canonical bytes and their digest.

    It holds all changes of the programme's figures up to and including `change`, and none after.
    """

    content: snapshot.LocationSnapshot
    text: str
    sha256: str
    change: int


def take_snapshot(*, location: Location, programme: Programme, period: Period) -> Taken:
    """The snapshot of a location's report, in a number of queries that visits do not change.

    It is read between two looks at the log of changes: were a visit released while it is being
    read, figures of before and after would stand side by side. Raises `Busy` when the log will not
    rest, and `Invalid` when the programme is of another brand.
    """
    if programme.brand_id != location.brand_id:
        raise invalid((("programme",), "other_brand", "This programme is another brand's."))
    change = latest_change(programme)
    for _ in range(_LOOKS):
        content = _read(location, programme, period)
        before, change = change, latest_change(programme)
        if change == before:
            raw = canonical_json(content)
            return Taken(content, raw.decode(), sha256_hex(raw), change)
    raise Busy("Visits are being released just now; ask again shortly.")


def take_visit_snapshot(visit: Visit) -> tuple[snapshot.VisitSnapshot, str]:
    """What the report of one visit prints, and the digest of its canonical bytes.

    Raises `WrongState` for a visit that is incomplete, whose figures are not settled, and for a
    void one, whose figures count for nothing.
    """
    if visit.state in (VisitState.INCOMPLETE, VisitState.VOID):
        raise WrongState(f"The visit is {visit.state}, so there is no report of it.")
    place, programme = visit.location, visit.programme
    (record,) = read_records(Visit.objects.filter(pk=visit.pk), place.time_zone)
    document = record.document
    content: snapshot.VisitSnapshot = {
        "schema": "visit-report/1",
        "language": LANGUAGE,
        "brand": {"code": place.brand_id, "name": place.brand.name},
        "location": _location(place),
        "programme": _programme(programme),
        "data_as_of": record.printed["released"],
        "visit": record.printed,
        "standards": {
            code: standard.text[document.default_language]
            for code, standard in document.standards.items()
        },
        "evidence": gather_evidence([record], {}),
    }
    return content, sha256_hex(canonical_json(content))


def latest_change(programme: Programme) -> int:
    """The number of the newest change of the programme's figures; 0 before the first."""
    newest: int | None = FiguresChange.objects.filter(programme=programme).aggregate(
        newest=Max("id")
    )["newest"]
    return newest or 0


def _read(location: Location, programme: Programme, period: Period) -> snapshot.LocationSnapshot:
    facts = gather_location(location=location, programme=programme, period=period)
    analysis = analyse_location(facts)
    visits = visits_of_programme(programme, period).filter(location=location)
    records = read_records(visits, location.time_zone)
    statuses = {standard["code"]: standard["status"] for standard in analysis["standards"]}
    return {
        "schema": snapshot.SCHEMA,
        "language": LANGUAGE,
        "brand": {"code": location.brand_id, "name": location.brand.name},
        "location": _location(location),
        "programme": _programme(programme),
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "data_as_of": max((_released(record) for record in records), default="") or None,
        "analysis": analysis,
        "evidence": gather_evidence(records, statuses),
        "visits": [record.printed for record in records],
        "void": analysis["void"],
        "bands": [{"from": four_places(start), "label": label} for start, label in facts.bands],
        "versions": _versions(records),
        "engine": ENGINE_VERSION,
    }


def _released(record: Record) -> str:
    return record.printed["released"] or ""


def _versions(records: Sequence[Record]) -> list[snapshot.Version]:
    """The questionnaire versions of the visits, each once."""
    used = {record.printed["questionnaire"]["sha256"]: record for record in records}
    named = [record.printed["questionnaire"] for record in used.values()]
    return sorted(named, key=lambda one: (one["code"], one["version"]))


def _location(location: Location) -> snapshot.Location:
    return {
        "code": location.code,
        "name": location.name,
        "address": location.address,
        "time_zone": location.time_zone,
        "region": {"code": location.region_id, "name": location.region.name},
    }


def _programme(programme: Programme) -> snapshot.Programme:
    return {
        "code": programme.code,
        "name": programme.name,
        "target_score": f"{programme.target_score:.4f}",
        "staff_identification": programme.staff_identification,
        "declaration": programme.declaration or None,
    }
