"""Exports, streamed."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from backend.api.door import AGENCY, CLIENT, Door, person_of
from backend.api.schemas import CODE_PATTERN, Day
from backend.errors import invalid
from backend.gap_reports.exporting import EXPORTS, Narrowing, visits_to_export
from backend.gap_reports.tables import WORKBOOK_ROWS, as_csv, as_json_lines, as_workbook

router = Router()

CSV = "text/csv; charset=utf-8"
JSON_LINES = "application/jsonl"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# so many questions a visit at most, to know beforehand that a workbook cannot hold an export
_ROWS_A_VISIT = {"visits": 1, "scores": 60, "observations": 300}
CodeFilter = Annotated[str, StringConstraints(pattern=CODE_PATTERN)]


class ExportQuery(Schema):
    """Format and filters."""

    format: Literal["csv", "jsonl", "xlsx"] = "csv"
    programme: CodeFilter | None = None
    location: CodeFilter | None = None
    region: CodeFilter | None = None
    starts: Day | None = Field(None, alias="from")
    ends: Day | None = Field(None, alias="to")


_CONTENT = {
    "responses": {
        200: {
            "description": "The rows",
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                JSON_LINES: {"schema": {"type": "string"}},
                WORKBOOK: {"schema": {"type": "string", "format": "binary"}},
            },
        }
    }
}


@router.get("/exports/visits", auth=Door(*AGENCY, *CLIENT), openapi_extra=_CONTENT)
def export_visits(request: HttpRequest, query: Query[ExportQuery]) -> HttpResponseBase:
    """A row per visit."""
    return _export(request, "visits", query)


@router.get("/exports/scores", auth=Door(*AGENCY, *CLIENT), openapi_extra=_CONTENT)
def export_scores(request: HttpRequest, query: Query[ExportQuery]) -> HttpResponseBase:
    """A row per visit and standard."""
    return _export(request, "scores", query)


@router.get("/exports/observations", auth=Door(*AGENCY, *CLIENT), openapi_extra=_CONTENT)
def export_observations(request: HttpRequest, query: Query[ExportQuery]) -> HttpResponseBase:
    """A row per visit and question."""
    return _export(request, "observations", query)


def _export(request: HttpRequest, name: str, query: ExportQuery) -> HttpResponseBase:
    person = person_of(request)
    if query.starts and query.ends and query.starts > query.ends:
        raise invalid((("query", "to"), "before_from", "The period ends before it begins."))
    visits = visits_to_export(
        person,
        Narrowing(query.programme, query.location, query.region, query.starts, query.ends),
    )
    columns, rows = EXPORTS[name]
    response: HttpResponseBase
    if query.format == "xlsx":
        if visits.count() * _ROWS_A_VISIT[name] > WORKBOOK_ROWS:
            sentence = "This is more than a workbook holds; narrow it, or take csv or jsonl."
            raise invalid((("query", "format"), "out_of_range", sentence))
        response = FileResponse(as_workbook(name, columns, rows(visits, person)))
        response["Content-Type"] = WORKBOOK
    elif query.format == "jsonl":
        response = StreamingHttpResponse(as_json_lines(columns, rows(visits, person)))
        response["Content-Type"] = JSON_LINES
    else:
        response = StreamingHttpResponse(as_csv(columns, rows(visits, person)))
        response["Content-Type"] = CSV
    response["Content-Disposition"] = f'attachment; filename="{name}.{query.format}"'
    response["Cache-Control"] = "private, no-store"
    return response
