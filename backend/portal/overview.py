"""The overview: where to go first, on one screen; and the standards of its locations."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from backend import clock
from backend.actions.counting import due_actions, misses_without_action
from backend.gap_reports.exporting import Row
from backend.gap_reports.scope_figures import read_scope, where_to_go
from backend.portal.addresses import place_addresses
from backend.portal.csv_answer import csv_answer, figure
from backend.portal.door import READERS, filters_of, page
from backend.portal.due_rows import due_by_place, due_figures
from backend.portal.filters import Filters
from backend.portal.missed_gaps import MOST_PLACES, gaps_of
from backend.portal.overview_rows import (
    GAP_ROWS,
    GO_ROWS,
    go_rows,
    go_scale,
    go_target,
    head,
    mover_rows,
    standard_rows,
)
from backend.portal.shell import shell
from reports.analysis_shape import StandardScore
from reports.scope_shape import ScopeFigures

STANDARD_COLUMNS = (
    "standard", "text", "stage", "dimension", "owner_role", "critical", "n", "percent", "low",
    "high", "target", "gap", "status", "lost",
)  # fmt: skip


def overview(request: HttpRequest) -> HttpResponse:
    """The first page of everybody who reads gaps; `views.desk` is its door."""
    filters = filters_of(request)
    figures = figures_of(filters)
    context = {**shell(request, "overview", filters), **_answers(figures, filters)}
    return render(request, "portal/overview.html", context)


@page(*READERS)
def standards(request: HttpRequest) -> HttpResponse:
    """All standards of the locations, those that cost most points first."""
    filters = filters_of(request)
    figures = figures_of(filters)
    context = {
        **shell(request, "overview", filters),
        "figures": figures,
        "visits": f"{figures['visits']:,}",
        "standards": standard_rows(figures),
    }
    return render(request, "portal/standards.html", context)


@page(*READERS)
def standards_csv(request: HttpRequest) -> HttpResponse:
    """The same standards as CSV, in the order of the page."""
    figures = figures_of(filters_of(request))
    by_code = {standard["code"]: standard for standard in figures["standards"]}
    rows = [_cells(by_code[row.code]) for row in standard_rows(figures)]
    return csv_answer("standards", STANDARD_COLUMNS, rows)


def figures_of(filters: Filters) -> ScopeFigures:
    """The figures that the filters ask for; `filters_of` made sure of a programme."""
    assert filters.programme is not None  # noqa: S101  # narrows the type
    return read_scope(
        programme=filters.programme, period=filters.period, locations=filters.locations
    )


def _answers(figures: ScopeFigures, filters: Filters) -> dict[str, Any]:
    address = place_addresses(filters)
    go = where_to_go(figures)[:GO_ROWS]
    scale = go_scale(go, figures["target"])
    due = due_actions(
        filters.person, filters.programme, filters.locations, today=clock.today("UTC")
    )
    assert filters.programme is not None  # noqa: S101  # narrows the type
    undecided = misses_without_action(
        filters.programme, gaps_of(figures), since=filters.period.start
    )
    return {
        "due": due_figures(due, len(undecided)),
        "actions_address": f"{reverse('actions')}?{filters.query}",
        "looked_at": MOST_PLACES if len(figures["league"]) > MOST_PLACES else 0,
        "figures": figures,
        "visits": f"{figures['visits']:,}",
        "head": head(figures),
        "go": go_rows(go, figures["target"], scale, due_by_place(due), address),
        "go_low": scale.ends[0],
        "go_target": go_target(scale, figures["target"]),
        "standards": standard_rows(figures)[:GAP_ROWS],
        "movers": mover_rows(figures["league"], address),
    }


def _cells(standard: StandardScore) -> Row:
    return [
        standard["code"],
        standard["text"],
        standard["stage"],
        standard["dimension"],
        standard["owner_role"],
        bool(standard.get("critical")),
        standard["n"],
        figure(standard["percent"]),
        figure(standard["low"]),
        figure(standard["high"]),
        figure(standard["target"]),
        figure(standard["gap"]),
        standard["status"],
        Decimal(standard["lost"]),
    ]
