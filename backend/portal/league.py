"""The league of locations: a funnel that says what luck would do, and the table beside it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

from backend.portal.addresses import place_addresses
from backend.portal.asking import ROWS_A_PAGE, page_number, slice_of
from backend.portal.csv_answer import csv_answer
from backend.portal.door import READERS, filters_of, page
from backend.portal.funnel import Drawing, draw_funnel
from backend.portal.league_rows import COLUMNS, in_order, league_cells, league_lines
from backend.portal.overview import figures_of
from backend.portal.shell import shell


@page(*READERS)
def league(request: HttpRequest) -> HttpResponse:
    """All locations in the funnel, a page of them in the table; `chosen` is marked in both, and
    without a page asked for the table shows the one it is on."""
    faults: dict[str, str] = {}
    number = page_number(request.GET, faults)
    filters = filters_of(request, faults=faults)
    figures = figures_of(filters)
    rows = in_order(figures)
    names = {row["location"]: row["name"] for row in rows}
    chosen = request.GET.get("chosen", "")
    if number is None and chosen in names:
        number = list(names).index(chosen) // ROWS_A_PAGE + 1
    shown = slice_of(rows, number)
    drawing = draw_funnel(figures["funnel"], figures["target"], names.__getitem__, chosen)
    context = {
        **shell(request, "league", filters),
        "figures": figures,
        "lines": league_lines(figures, shown.rows, place_addresses(filters)),
        "slice": shown,
        "funnel": drawing,
        "marks": _marks(drawing, filters.query) if drawing else "",
        "chosen": chosen,
        "ring": next((p for p in drawing.points if p.code == chosen), None) if drawing else None,
    }
    return render(request, "portal/league.html", context)


@page(*READERS)
def league_csv(request: HttpRequest) -> HttpResponse:
    """The whole league as CSV."""
    return csv_answer("league", COLUMNS, league_cells(figures_of(filters_of(request))))


def _marks(drawing: Drawing, query: str) -> SafeString:
    """The marks of the funnel, each a link that chooses its location; what chance does not explain
    lies on top. The template takes ten times as long for a thousand of them."""
    link = '<a href="?{}&amp;chosen={}#place-{}" tabindex="-1" data-place="{}">'
    ring = f'{link}<circle class="inside" cx="{{}}" cy="{{}}" r="{{}}"/><title>{{}}</title></a>'
    shape = f'{link}<path class="{{}}" d="{{}}"/><title>{{}}</title></a>'
    safe = conditional_escape(query)
    inside, outside = [], []
    for point in drawing.points:
        place = (safe, point.code, point.code, point.code)
        if point.d:
            outside.append((*place, point.kind, point.d, point.said))
        else:
            inside.append((*place, point.x, point.y, drawing.radius, point.said))
    return format_html_join("\n", ring, inside) + format_html_join("\n", shape, outside)
