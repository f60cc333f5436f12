"""Competitors on the same standards: ours and theirs, with n and the difference."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.gap_reports.competing import Competition, read_competition
from backend.portal.competitor_rows import COLUMNS, competitor_cells, competitor_lines
from backend.portal.csv_answer import csv_answer
from backend.portal.door import READERS, filters_of, page
from backend.portal.filters import Filters
from backend.portal.shell import shell


@page(*READERS)
def competitors(request: HttpRequest) -> HttpResponse:
    """The standards of the chosen locations beside the competitors' in the same regions."""
    filters = filters_of(request)
    found = _competition(filters)
    context = {
        **shell(request, "competitors", filters),
        "found": found,
        "lines": competitor_lines(found.standards),
    }
    return render(request, "portal/competitors.html", context)


@page(*READERS)
def competitors_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV, in the order of the page."""
    found = _competition(filters_of(request))
    return csv_answer("competitors", COLUMNS, competitor_cells(found.standards))


def _competition(filters: Filters) -> Competition:
    assert filters.programme is not None  # noqa: S101  # narrows the type
    regions = [filters.region] if filters.region else filters.roots
    return read_competition(
        programme=filters.programme,
        period=filters.period,
        locations=filters.locations,
        region_paths=[region.path for region in regions],
    )
