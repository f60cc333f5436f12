"""Customer measures beside the scores: a table, whether they rise together, a CSV file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.accounts.models import Role
from backend.customer_measures.reading import measures_by_location
from backend.gap_reports.scope_figures import read_scope
from backend.portal.addresses import place_addresses
from backend.portal.asking import one_of, page_number, slice_of
from backend.portal.csv_answer import csv_answer
from backend.portal.door import READERS, filters_of, page, person_of
from backend.portal.filters import Filters
from backend.portal.measure_rows import (
    COLUMNS,
    HEADS,
    KINDS,
    Measures,
    Place,
    measure_cells,
    measure_lines,
    places_of,
)
from backend.portal.measure_scatter import draw_scatter, measures_to_draw
from backend.portal.shell import shell
from reports.customers import SHORT_NAMES


@page(*READERS)
def measures(request: HttpRequest) -> HttpResponse:
    """The scores with what customers said and did beside them; `drawn` is the measure to draw."""
    faults: dict[str, str] = {}
    number = page_number(request.GET, faults)
    asked = one_of(request.GET, "drawn", ("", *KINDS), faults)
    filters = filters_of(request, kept={"drawn": asked} if asked else None, faults=faults)
    places, found, target = _figures(filters)
    shown = slice_of(places, number)
    choices = measures_to_draw(places, found)
    drawn = asked if asked in choices else next(iter(choices), "")
    context = {
        **shell(request, "measures", filters),
        "heads": HEADS,
        "lines": measure_lines(shown.rows, found, target, filters.period, place_addresses(filters)),
        "slice": shown,
        "measured": len(found),
        "scatter": draw_scatter(places, found, drawn) if drawn else None,
        "choices": [(kind, SHORT_NAMES[kind], kind == drawn) for kind in choices],
        "may_import": person_of(request).role == Role.CLIENT_ADMIN,
    }
    return render(request, "portal/measures.html", context)


@page(*READERS)
def measures_csv(request: HttpRequest) -> HttpResponse:
    """The same figures as CSV, a row for each measure."""
    places, found, _ = _figures(filters_of(request))
    return csv_answer("customer-measures", COLUMNS, measure_cells(places, found))


def _figures(filters: Filters) -> tuple[list[Place], Measures, str]:
    """The locations by score, their measures of the period, the target of the scores."""
    assert filters.programme is not None  # noqa: S101  # narrows the type
    figures = read_scope(
        programme=filters.programme, period=filters.period, locations=filters.locations
    )
    found = measures_by_location(filters.locations, filters.period)
    unscored = set(found) - {row["location"] for row in figures["league"]}
    others = (
        filters.locations.filter(pk__in=unscored)
        .order_by("name", "pk")
        .values_list("pk", "name", "region_id", "region__name")
    )
    return places_of(figures, list(others)), found, figures["target"]
