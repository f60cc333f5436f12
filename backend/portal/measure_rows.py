"""Customer measures beside the scores, in rows: the page, its CSV, a location's own card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.customer_measures.models import CustomerMeasure
from backend.gap_reports.exporting import Row
from backend.portal.addresses import Address
from backend.portal.csv_answer import figure
from backend.portal.marks import CHIPS, Chip
from reports import customers, printed
from reports.analysis_shape import Analysis, Percent
from reports.analysis_shape import CustomerMeasure as Figures
from reports.periods import Period
from reports.scope_shape import ScopeFigures

COLUMNS = (
    "location", "name", "region", "region_name", "n", "percent", "low", "high", "status",
    "measure", "from", "to", "value", "measure_n", "weights", "currency",
)  # fmt: skip
KINDS: tuple[str, ...] = tuple(CustomerMeasure.Measure.values)
HEADS = tuple(customers.SHORT_NAMES[kind] for kind in KINDS)

Measures = Mapping[str, Sequence[Figures]]


@dataclass(frozen=True)
class Place:
    """A location with its score, as far as it has one."""

    code: str
    name: str
    region: str
    region_name: str
    n: int
    percent: Percent
    low: Percent
    high: Percent
    status: str


@dataclass(frozen=True)
class Said:
    """A measure as it is printed; `note` says what it rests on and of which days it is."""

    name: str
    value: str
    note: str


@dataclass(frozen=True)
class MeasureLine:
    """A location in the table: its score, then the figures of each kind in the order of `HEADS`."""

    place: str
    address: str
    visits: int
    score: str
    chip: Chip
    cells: list[list[Said]]


def places_of(figures: ScopeFigures, others: Sequence[tuple[str, str, str, str]]) -> list[Place]:
    """The locations by score, the highest first; then `others`, which have measures only: code,
    name, region's code and name."""
    scored = [
        Place(
            row["location"],
            row["name"],
            row["region"],
            row["region_name"],
            row["n"],
            row["percent"],
            row["low"],
            row["high"],
            row["status"],
        )
        for row in figures["league"]
    ]
    return scored + [Place(*other, 0, None, None, None, "not_measured") for other in others]


def measure_lines(
    places: Sequence[Place], measures: Measures, target: str, period: Period, address: Address
) -> list[MeasureLine]:
    """These locations as the table shows them."""
    return [
        MeasureLine(
            place=place.name,
            address=address(place.code),
            visits=place.n,
            score=printed.number(place.percent, target),
            chip=CHIPS[place.status],
            cells=_by_kind(measures.get(place.code, ()), period),
        )
        for place in places
    ]


def measure_cells(places: Sequence[Place], measures: Measures) -> list[Row]:
    """A row for each measure in `COLUMNS`; a location without any has one row, too. Revenue is in
    minor units, as it was imported."""
    rows: list[Row] = []
    for place in places:
        found = measures.get(place.code)
        rows += [_cells(place, one) for one in found] if found else [_cells(place, None)]
    return rows


def location_measures(analysis: Analysis) -> list[Said]:
    """The measures of a location's analysis, for `portal/_location_measures.html`."""
    return [
        Said(
            customers.name(one["measure"]),
            customers.value(one),
            _joined(customers.basis(one), customers.days(one, analysis["from"], analysis["to"])),
        )
        for one in analysis["customer_measures"]
    ]


def _by_kind(found: Sequence[Figures], period: Period) -> list[list[Said]]:
    return [[_said(one, period) for one in found if one["measure"] == kind] for kind in KINDS]


def _said(one: Figures, period: Period) -> Said:
    days = customers.days(one, period.start.isoformat(), period.end.isoformat())
    return Said(
        customers.name(one["measure"]),
        customers.value(one),
        _joined(days, customers.basis(one)),
    )


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _cells(place: Place, one: Figures | None) -> Row:
    score: Row = [
        place.code,
        place.name,
        place.region,
        place.region_name,
        place.n,
        figure(place.percent),
        figure(place.low),
        figure(place.high),
        place.status,
    ]
    if one is None:
        return [*score, *[None] * 7]
    return [
        *score,
        one["measure"],
        one["from"],
        one["to"],
        figure(one["value"]),
        one["n"],
        " ".join(one.get("weights", [])),
        one["currency"],
    ]
