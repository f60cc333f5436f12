"""The league of locations: a funnel that says what luck would do, and the table beside it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import conditional_escape, format_html, format_html_join
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
    """The marks of the funnel, each a link that chooses its location: a thousand of them take the
    template ten times as long."""
    link = (
        '<a href="?{query}&amp;chosen={code}#{code}" tabindex="-1" data-place="{code}"'
        ' data-x="{x}" data-y="{y}">{mark}<title>{said}</title></a>'
    )
    safe = conditional_escape(query)
    ring = '<circle class="inside" cx="{x}" cy="{y}" r="{r}"/>'
    return format_html_join(
        "\n",
        link,
        (
            {
                "query": safe,
                "code": point.code,
                "x": point.x,
                "y": point.y,
                "mark": format_html('<path class="{}" d="{}"/>', point.kind, point.d)
                if point.d
                else format_html(ring, x=point.x, y=point.y, r=drawing.radius),
                "said": point.said,
            }
            for point in drawing.points
        ),
    )
