"""Gap reports over HTTP: issue, list, read, download; and the report of one visit."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Status

from backend.accounts.models import Person, Role
from backend.api.door import AGENCY, CLIENT, Door, found, one, person_of
from backend.api.lists import PageQuery, page
from backend.api.schemas import Code, Day, In, Moment, Out, refusals
from backend.delivery.models import ReportOpening
from backend.delivery.openings import note_opening, openings_of
from backend.errors import NotFound, invalid
from backend.fieldwork.models import Programme
from backend.gap_reports.drawing import draw_visit_report, read_pdf
from backend.gap_reports.issuing import issue_report
from backend.gap_reports.models import GapReport, ReportState
from backend.gap_reports.settling import settle
from backend.network.models import Location
from backend.visits.models import Visit
from reports.analysis_shape import Status as Standing
from reports.periods import Period
from shopper_forms.canonical import sha256_hex

router = Router(by_alias=True)

_READERS = (*AGENCY, *CLIENT)
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_PDF = {"responses": {200: {"description": "The PDF", "content": {"application/pdf": _BYTES}}}}


class ReportIn(In):
    """Of which location and programme, from which local date to which, both included."""

    location: Code
    programme: Code
    starts: Day = Field(alias="from")
    to: Day


class HeadlineOut(Out):
    """The score of the report with its interval, against the target; `visits` have a score."""

    percent: str | None
    low: str | None
    high: str | None
    target: str | None
    status: Standing
    visits: int


class ReportOut(Out):
    """An issued report: `sha256` is of the PDF, `snapshot_sha256` of what it was drawn from."""

    id: UUID
    location: str
    programme: str
    starts: date = Field(alias="from")
    to: date
    state: ReportState
    sha256: str
    snapshot_sha256: str
    renderer: str
    size: int
    supersedes: UUID | None
    headline: HeadlineOut
    created_at: Moment


class OpeningOut(Out):
    """Somebody of the client who downloaded the PDF, on which days (UTC) and how often."""

    name: str
    role: str
    first: date
    last: date
    count: int


class ReadReportOut(ReportOut):
    """A report; `openings` for client admins and the agency: who of the client opened it."""

    openings: list[OpeningOut] | None = None


class ReportListOut(Out):
    """A page of reports."""

    items: list[ReportOut]
    next: str | None


class ReportQuery(PageQuery):
    """What reports may be narrowed by."""

    location: Code | None = None
    programme: Code | None = None


@router.post(
    "/reports",
    response={200: ReportOut, 201: ReportOut, **refusals(507)},
    auth=Door(*_READERS),
)
def issue(request: HttpRequest, body: ReportIn) -> Status[dict[str, Any]]:
    """Issue the report of a location, programme and period, or answer the one that stands."""
    person = person_of(request)
    location, programme, period = _asked(person, body)
    report, created = issue_report(location=location, programme=programme, period=period, by=person)
    return Status(201 if created else 200, _shown(report))


@router.get("/reports", response=ReportListOut, auth=Door(*_READERS))
def list_reports(request: HttpRequest, query: Query[ReportQuery]) -> dict[str, Any]:
    """Issued reports, newest first."""
    rows = GapReport.objects.visible_to(person_of(request)).defer("snapshot")
    wanted = {"location": query.location, "programme": query.programme}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    answer = page(rows, query, ["-created_at", "id"], lambda report: report)
    return {**answer, "items": [_shown(report) for report in settle(answer["items"])]}


@router.get(
    "/reports/{id}",
    response=ReadReportOut,
    auth=Door(*_READERS, find=one(GapReport, "id")),
    exclude_unset=True,
)
def read_report(request: HttpRequest, id: str) -> dict[str, Any]:  # noqa: A002  # a path's word
    """One report, and whether it still holds; for a client admin and the agency also who of the
    client opened it."""
    (report,) = settle([found(request, GapReport)])
    if person_of(request).role == Role.MANAGER:
        return _shown(report)
    return {**_shown(report), "openings": [_opening(each) for each in openings_of(report)]}


@router.get(
    "/reports/{id}/pdf",
    response={200: None},
    auth=Door(*_READERS, find=one(GapReport, "id")),
    openapi_extra=_PDF,
)
def read_report_pdf(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """The PDF as it was issued; that of a superseded report, too."""
    report = found(request, GapReport)
    try:
        content = read_pdf(report)
    except FileNotFoundError:
        raise NotFound("The PDF is no longer kept.") from None
    note_opening(report=report, person=person_of(request))
    name = f"gap-report-{report.location_id}-{report.starts}-{report.ends}"
    return _as_pdf(content, name, report.sha256)


@router.get(
    "/visits/{visit_id}/pdf",
    response={200: None, **refusals(409)},
    auth=Door(
        *_READERS, find=one(Visit, "visit_id", "location__brand", "location__region", "programme")
    ),
    openapi_extra=_PDF,
)
def read_visit_pdf(request: HttpRequest, visit_id: str) -> HttpResponse:
    """The report of one visit; 409 while it is incomplete, and when it is void."""
    visit = found(request, Visit)
    content = draw_visit_report(visit)
    name = f"visit-report-{visit.location_id}-{visit.visit_date}"
    return _as_pdf(content, name, sha256_hex(content))


def _as_pdf(content: bytes, name: str, sha256: str) -> HttpResponse:
    """For one reader alone: shared and kept nowhere on the way."""
    safe = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{safe}.pdf"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "ETag": f'"{sha256}"',
        },
    )


def _asked(person: Person, body: ReportIn) -> tuple[Location, Programme, Period]:
    """What the body names, among what the person may see; `Invalid` names every fault."""
    location = (
        Location.objects.visible_to(person)
        .select_related("brand", "region")
        .filter(pk=body.location)
        .first()
    )
    programme = Programme.objects.visible_to(person).filter(pk=body.programme).first()
    faults = []
    if location is None:
        faults.append((("location",), "unknown_location", "There is no such location."))
    if programme is None:
        faults.append((("programme",), "unknown_programme", "There is no such programme."))
    if body.starts > body.to:
        faults.append((("to",), "before_from", "The period ends before it begins."))
    if faults or location is None or programme is None:
        raise invalid(*faults)
    return location, programme, Period(body.starts, body.to)


def _opening(opening: ReportOpening) -> dict[str, Any]:
    return {
        "name": opening.person.name,
        "role": opening.person.role,
        "first": opening.first_at.date(),
        "last": opening.last_at.date(),
        "count": opening.count,
    }


def _shown(report: GapReport) -> dict[str, Any]:
    return {
        "id": report.pk,
        "location": report.location_id,
        "programme": report.programme_id,
        "from": report.starts,
        "to": report.ends,
        "state": report.state,
        "sha256": report.sha256,
        "snapshot_sha256": report.snapshot_sha256,
        "renderer": report.renderer,
        "size": report.size,
        "supersedes": report.supersedes_id,
        "headline": report.headline,
        "created_at": report.created_at,
    }
