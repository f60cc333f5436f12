"""The locations by name, code and region: where "Find" of the header leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from backend.gap_reports.exporting import Row
from backend.gap_reports.scope_figures import read_scope
from backend.network.models import Location
from backend.portal.addresses import place_addresses, region_addresses
from backend.portal.asking import few_words, page_number, slice_of
from backend.portal.csv_answer import csv_answer, figure
from backend.portal.door import READERS, filters_of, page
from backend.portal.filters import Filters
from backend.portal.marks import CHIPS, Chip
from backend.portal.shell import shell
from reports import printed
from reports.scope_shape import ScopeRow

COLUMNS = (
    "location", "name", "address", "region", "region_name", "active", "n", "percent", "status",
    "critical",
)  # fmt: skip


@dataclass(frozen=True)
class PlaceRow:
    """A location in the list; without a visit or out of the programme it has no figures."""

    place: str
    code: str
    address: str
    street: str
    region: str
    region_address: str
    closed: bool
    visits: str
    score: str
    chip: Chip | None
    critical: int


@page(*READERS)
def locations(request: HttpRequest) -> HttpResponse:
    """The locations that `q` finds; a search that finds one leads to its page."""
    faults: dict[str, str] = {}
    number = page_number(request.GET, faults)
    wanted = few_words(request.GET, "q", faults)
    filters = filters_of(request, kept={"q": wanted} if wanted else {}, faults=faults)
    found = list(matching(filters, wanted).values_list("pk", flat=True))
    if wanted and len(found) == 1:
        return redirect(place_addresses(filters)(found[0]))
    shown = slice_of(found, number)
    places = list(matching(filters, "").filter(pk__in=shown.rows))
    context = {
        **shell(request, "locations", filters),
        "wanted": wanted,
        "slice": shown,
        "rows": _rows(places, filters),
    }
    return render(request, "portal/locations.html", context)


@page(*READERS)
def locations_csv(request: HttpRequest) -> HttpResponse:
    """The same locations as CSV, all of them."""
    faults: dict[str, str] = {}
    wanted = few_words(request.GET, "q", faults)
    filters = filters_of(request, faults=faults)
    found = list(matching(filters, wanted))
    figures = _figures(found, filters)
    rows = [_cells(place, figures.get(place.pk)) for place in found]
    return csv_answer("locations", COLUMNS, rows)


def matching(filters: Filters, wanted: str) -> QuerySet[Location]:
    """Every word has to be in the name, the code, the address or the region's name."""
    places = filters.locations.select_related("region").order_by("name", "pk")
    for word in wanted.split():
        places = places.filter(
            Q(name__icontains=word)
            | Q(pk__icontains=word)
            | Q(address__icontains=word)
            | Q(region__name__icontains=word)
        )
    return places


def _rows(places: Sequence[Location], filters: Filters) -> list[PlaceRow]:
    figures = _figures(places, filters)
    address, of_region = place_addresses(filters), region_addresses(filters)
    return [
        _row(place, figures.get(place.pk), address(place.pk), of_region(place.region_id))
        for place in places
    ]


def _figures(places: Sequence[Location], filters: Filters) -> dict[str, ScopeRow]:
    """The league's rows of these locations; `filters_of` made sure of a programme."""
    assert filters.programme is not None  # noqa: S101  # narrows the type
    scope = filters.locations.filter(pk__in=[place.pk for place in places])
    figures = read_scope(programme=filters.programme, period=filters.period, locations=scope)
    return {row["location"]: row for row in figures["league"]}


def _row(place: Location, row: ScopeRow | None, address: str, region_address: str) -> PlaceRow:
    scored = row is not None and row["percent"] is not None
    return PlaceRow(
        place=place.name,
        code=place.pk,
        address=address,
        street=place.address,
        region=place.region.name,
        region_address=region_address,
        closed=not place.active,
        visits=f"{row['n']}" if row is not None else "",
        score=printed.number(row["percent"]) if row is not None and scored else printed.DASH,
        chip=CHIPS[row["status"]] if row is not None else None,
        critical=row["critical"] if row is not None else 0,
    )


def _cells(place: Location, row: ScopeRow | None) -> Row:
    about: Row = [
        place.pk,
        place.name,
        place.address,
        place.region_id,
        place.region.name,
        place.active,
    ]
    if row is None:
        return [*about, None, None, None, None]
    return [*about, row["n"], figure(row["percent"]), row["status"], row["critical"]]
