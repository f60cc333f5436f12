"""The heat map: every standard at every location, as gap, score or points lost."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.portal.addresses import place_addresses, region_addresses
from backend.portal.asking import one_of, page_number, slice_of
from backend.portal.csv_answer import csv_answer
from backend.portal.door import READERS, filters_of, page
from backend.portal.filters import Choice, Filters
from backend.portal.heat_cells import (
    COLUMNS,
    SHOWS,
    heat_cells,
    heat_columns,
    heat_regions,
    heat_stages,
    in_columns,
    in_rows,
)
from backend.portal.overview import figures_of
from backend.portal.shell import shell
from reports import printed

_WORDS = {
    "gap": ("Gap", "Gap to target in percentage points"),
    "score": ("Score", "Score in percent, coloured by its gap to target"),
    "lost": ("Points lost", "Points lost per visit"),
}


@page(*READERS)
def heat_map(request: HttpRequest) -> HttpResponse:
    """A page of locations, all standards; what the cells show stands in the address."""
    faults: dict[str, str] = {}
    number = page_number(request.GET, faults)
    show = one_of(request.GET, "show", SHOWS, faults)
    kept = {} if show == SHOWS[0] else {"show": show}
    filters = filters_of(request, kept=kept, faults=faults)
    figures = figures_of(filters)
    standards = in_columns(figures)
    shown = slice_of(in_rows(figures, _regions(filters)), number)
    context = {
        **shell(request, "heat-map", filters),
        "figures": figures,
        "visits": f"{figures['visits']:,}",
        "show": show,
        "shows": [_choice(filters, each, show) for each in SHOWS],
        "said": _WORDS[show][1],
        "stages": heat_stages(standards),
        "columns": heat_columns(standards, show),
        "whole_score": printed.number(figures["score"]["percent"], figures["target"]),
        "target": printed.plain(figures["target"]),
        "regions": heat_regions(
            figures,
            shown.rows,
            standards,
            show,
            place_addresses(filters),
            region_addresses(filters),
        ),
        "slice": shown,
    }
    return render(request, "portal/heat_map.html", context)


@page(*READERS)
def heat_map_csv(request: HttpRequest) -> HttpResponse:
    """All cells as CSV, one a row, with all that they can show."""
    filters = filters_of(request)
    return csv_answer("heat-map", COLUMNS, heat_cells(figures_of(filters), _regions(filters)))


def _regions(filters: Filters) -> list[str]:
    return [region.pk for region in filters.regions]


def _choice(filters: Filters, each: str, show: str) -> Choice:
    query = filters.query if each == SHOWS[0] else f"{filters.query}&{urlencode({'show': each})}"
    return Choice(_WORDS[each][0], query, each == show)
