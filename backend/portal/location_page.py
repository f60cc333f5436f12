"""The page of one location: why its score is what it is, down to each visit's ledger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode

from backend.accounts.models import Person
from backend.errors import NotFound
from backend.gap_reports.analysing import analyse_location_gaps
from backend.gap_reports.counted_visits import visits_of_programme
from backend.gap_reports.evidence import gather_evidence
from backend.gap_reports.exporting import Row
from backend.gap_reports.issuing import issue_report
from backend.gap_reports.models import GapReport
from backend.gap_reports.visit_records import read_records
from backend.network.models import Location
from backend.portal.csv_answer import csv_answer, figure
from backend.portal.door import CLIENT, READERS, filters_of, page, person_of
from backend.portal.filters import Filters
from backend.portal.ledger_rows import visit_row
from backend.portal.location_actions import location_actions
from backend.portal.location_beside import beside
from backend.portal.location_rows import (
    answer,
    evidence_rows,
    period_rows,
    slice_groups,
    standard_rows,
    unit_rows,
)
from backend.portal.shell import shell
from backend.text import storable
from backend.visits.models import COUNTED, Visit
from reports import chart_values, headlines, location_drawings, printed, words
from reports.analysis_shape import Analysis
from reports.snapshot import Evidence

_EVIDENCE, _VISITS, _REPORTS = 5, 12, 4
"""How many a page shows unless all are asked for."""

_ONE_PACK = {"counted": "1", "kind": "zip", "leave_out_empty": "on"}
"""The form of a pack as it stands with one location ticked."""

_STANDARD_COLUMNS = (
    *("standard", "text", "stage", "dimension", "owner_role", "critical", "target"),
    *("percent", "low", "high", "gap", "status", "n", "lost"),
)
_VISIT_COLUMNS = ("visit", "date", "daypart", "percent", "outcome", "band")


@page(*READERS)
def location(request: HttpRequest, code: str) -> HttpResponse:
    """The location in one programme and period; `standard` filters the evidence, `evidence=all`
    and `visits=all` show what is else left out. An unknown standard is a 422 that says so."""
    person = person_of(request)
    place = _place(person, code)
    filters = filters_of(request, usual=usual_of(place))
    programme, period = filters.programme, filters.period
    assert programme is not None  # noqa: S101  # `filters_of` answers those pages itself
    analysis = analyse_location_gaps(location=place, programme=programme, period=period)
    visits = visits_of_programme(programme, period).filter(location=place)
    records = read_records(visits, place.time_zone)
    statuses = {one["code"]: one["status"] for one in analysis["standards"]}
    asked = request.GET.get("standard", "")
    chosen = asked if asked in statuses else ""
    year = period.start.year != period.end.year
    evidence = gather_evidence(records, statuses)
    misses = evidence_rows(evidence, chosen, year=year)
    newest_first = records[::-1]
    all_visits = request.GET.get("visits") == "all"
    shown = newest_first if all_visits else newest_first[:_VISITS]
    context = {
        **shell(request, "locations", filters),
        "place": place,
        "crumbs": crumbs(filters, place.region.path),
        "analysis": analysis,
        **beside(analysis, filters, place.region_id),
        "may_act": person.role in CLIENT,
        "location_actions": location_actions(person, place, programme),
        "answer": answer(analysis, place.region.name, place.brand.name),
        "counted": headlines.counted_visits(len(records), analysis["void"]),
        "standards": standard_rows(analysis, chosen),
        "standards_found": headlines.points_headline(analysis),
        "chosen": chosen,
        "unknown_standard": asked if asked and not chosen else "",
        "misses": misses if request.GET.get("evidence") == "all" else misses[:_EVIDENCE],
        "misses_found": len(misses),
        "evidence_said": _evidence_said(analysis, evidence),
        "visits": [visit_row(record, year=year) for record in shown],
        "visits_found": len(records),
        "slices": slice_groups(analysis) if analysis["score"]["n"] else [],
        "units": unit_rows(analysis),
        "periods": period_rows(analysis["trend"]),
        "trend_title": words.trend_title(analysis["trend"]),
        "trend_note": words.trend_note(analysis["trend"]),
        "way_rows": _way_rows(analysis),
        "drawn": _drawings(analysis),
        "reports": _reports(person, place),
        "visits_note": chart_values.visits_note(analysis),
        "choice": _choices(request, filters, chosen),
        "pack_query": f"{filters.query}&{urlencode({**_ONE_PACK, 'locations': place.code})}",
    }
    status = 422 if context["unknown_standard"] else 200
    return render(request, "portal/location.html", context, status=status)


@page(*READERS, methods=("POST",))
def location_report(request: HttpRequest, code: str) -> HttpResponse:
    """Issue the gap report of what the page shows, or find the one that stands; then its PDF."""
    person = person_of(request)
    place = _place(person, code)
    sent = {name: request.POST.get(name, "") for name in ("programme", "from", "to")}
    filters = filters_of(request, usual={**usual_of(place), **{k: v for k, v in sent.items() if v}})
    assert filters.programme is not None  # noqa: S101
    issued = issue_report(
        location=place, programme=filters.programme, period=filters.period, by=person
    )
    return HttpResponseRedirect(f"/api/v1/reports/{issued.report.pk}/pdf")


@page(*READERS)
def location_standards_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The standards of the page as a file, with the four places of the JSON."""
    analysis = _analysis(request, code)
    rows: Iterable[Row] = (
        [
            *(one["code"], one["text"], one["stage"], one["dimension"], one["owner_role"]),
            one.get("critical", False),
            *(figure(value) for value in (one["target"], one["percent"], one["low"], one["high"])),
            *(figure(one["gap"]), one["status"], one["n"], figure(one["lost"])),
        ]
        for one in analysis["standards"]
    )
    return csv_answer(_file_name(analysis, "standards"), _STANDARD_COLUMNS, rows)


@page(*READERS)
def location_visits_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The visits of the page as a file."""
    analysis = _analysis(request, code)
    rows: Iterable[Row] = (
        [
            *(one["visit"], one["date"], one["daypart"]),
            *(figure(one["percent"]), one["outcome"], one["band"]),
        ]
        for one in analysis["visits"]
    )
    return csv_answer(_file_name(analysis, "visits"), _VISIT_COLUMNS, rows)


def crumbs(filters: Filters, path: str) -> list[tuple[str, str]]:
    """The regions from the uppermost that the person may see down to `path`, each with the query
    of a page narrowed to it."""
    return [
        (region.name, filters.with_region(region.pk))
        for region in filters.regions
        if path.startswith(region.path)
    ]


def usual_of(place: Location) -> dict[str, str]:
    """The programme a location's page shows unless its address names one: of its newest counted
    visit, else one that lists it."""
    counted = Visit.objects.filter(location=place, state__in=COUNTED)
    newest = counted.order_by("-visit_date").values_list("programme", flat=True).first()
    listed = newest or place.programmes.order_by("pk").values_list("pk", flat=True).first()
    return {"programme": listed} if listed else {}


def _place(person: Person, code: str) -> Location:
    """The location if the person may see it; raises `NotFound`."""
    visible = Location.objects.visible_to(person).select_related("region", "brand")
    place = visible.filter(pk=code).first() if storable(code) else None
    if place is None:
        raise NotFound
    return place


def _analysis(request: HttpRequest, code: str) -> Analysis:
    place = _place(person_of(request), code)
    filters = filters_of(request, usual=usual_of(place))
    assert filters.programme is not None  # noqa: S101
    return analyse_location_gaps(location=place, programme=filters.programme, period=filters.period)


def _file_name(analysis: Analysis, what: str) -> str:
    return f"{what}-{analysis['location']}-{analysis['from']}-{analysis['to']}"


def _evidence_said(analysis: Analysis, evidence: list[Evidence]) -> str:
    critical = analysis["critical_misses"]
    return headlines.evidence_headline(
        len(critical), {one["standard"] for one in critical}, evidence
    )


def _way_rows(analysis: Analysis) -> list[tuple[str, str, str]]:
    """The table behind the way to target: what is recovered, what it adds, where that leads."""
    shown = chart_values.way(analysis)
    if shown is None:
        return []
    rows, reached = [("Now", "", shown.now.label)], shown.now.value
    for part in shown.parts:
        name, _, adds = part.label.partition(printed.NBSP)
        reached += part.value
        rows.append(
            (name, adds, printed.number(f"{min(reached, 100):.4f}", f"{shown.target.value}"))
        )
    return rows


def _drawings(analysis: Analysis) -> dict[str, str | None]:
    score = analysis["score"]
    scale = location_drawings.distance_scale(analysis["standards"])
    return {
        "spark": location_drawings.sparkline(
            analysis["trend"], score["target"], analysis["status"]
        ),
        "axis": location_drawings.distance_axis(scale),
        "against": location_drawings.against(analysis) if score["percent"] else None,
        "way": location_drawings.way(analysis) if score["percent"] else None,
        "trend": location_drawings.trend(analysis),
    }


def _reports(person: Person, place: Location) -> list[dict[str, Any]]:
    """The reports of the location issued last. Whether one still holds is not said here (that is
    settled where reports are listed), only which ones are known not to."""
    found = (
        GapReport.objects.visible_to(person)
        .filter(location=place)
        .select_related("programme")
        .defer("snapshot")[:_REPORTS]
    )
    return [
        {
            "period": printed.months_or_days(
                one.starts.isoformat(), one.ends.isoformat(), short=True
            ),
            "programme": one.programme.name,
            "score": printed.number(one.headline["percent"], one.headline["target"]),
            "visits": one.headline["visits"],
            "issued": printed.day(one.created_at.date().isoformat(), year=True),
            "superseded": one.state == GapReport.State.SUPERSEDED,
            "address": f"/api/v1/reports/{one.pk}/pdf",
        }
        for one in found
    ]


def _choices(request: HttpRequest, filters: Filters, chosen: str) -> dict[str, str]:
    """The queries of this page with another choice; the filters stay."""
    kept = {"standard": chosen} if chosen else {}
    wide = {name: "all" for name in ("evidence", "visits") if request.GET.get(name) == "all"}
    return {
        "base": filters.query,
        "all_evidence": f"{filters.query}&{urlencode({**kept, **wide, 'evidence': 'all'})}",
        "all_visits": f"{filters.query}&{urlencode({**kept, **wide, 'visits': 'all'})}",
    }
