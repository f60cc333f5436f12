"""Packs over HTTP: start, list, look how far one is, stop, go on, download."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from ninja import Field, Query, Router, Status

from backend.accounts.models import Person
from backend.api.door import AGENCY, CLIENT, Door, found, one, person_of
from backend.api.lists import PageQuery, page
from backend.api.schemas import Code, Day, Flagged, In, Moment, Out, refusals
from backend.delivery.openings import note_opening
from backend.errors import invalid
from backend.fieldwork.models import Programme
from backend.gap_reports.models import GapReport, Pack, PackItem, PackKind, PackState
from backend.gap_reports.pack_files import file_of, pieces_of
from backend.gap_reports.pack_scope import MOST_REPORTS, Scope, missing_codes
from backend.gap_reports.packs import retry_pack, settle_packs, start_pack, stop_pack
from backend.network.models import Region
from reports.periods import Period

router = Router(by_alias=True)

_READERS = (*AGENCY, *CLIENT)
_MOST = max(MOST_REPORTS.values())
_Codes = Annotated[list[Code], Field(min_length=1, max_length=_MOST)]
_BYTES = {"schema": {"type": "string", "format": "binary"}}


def _file_of(mime: str) -> dict[str, Any]:
    return {"responses": {200: {"description": "The pack", "content": {mime: _BYTES}}}}


class PackIn(In):
    """Of which programme, from which local date to which, both included; and of a region with all
    below it or of the named locations, one of the two. A location without a released visit in the
    period is left out unless that is said otherwise."""

    programme: Code
    starts: Day = Field(alias="from")
    to: Day
    region: Code | None = None
    locations: _Codes | None = None
    kind: Literal["zip", "pdf"] = "zip"
    leave_out_empty: Flagged = True


class PackErrorOut(Out):
    """A report with a problem: there is none (`drawn` false), or something is missing in it."""

    location: str
    drawn: bool
    message: str


class PackOut(Out):
    """A pack. `done` of `total` reports are dealt with, well or not; `problem` says why it failed
    as a whole; with `removed_at` its file is no longer kept."""

    id: UUID
    programme: str
    starts: date = Field(alias="from")
    to: date
    region: str | None
    scope: str
    kind: PackKind
    state: PackState
    done: int
    total: int
    problem: str
    size: int
    created_at: Moment
    finished_at: Moment | None
    removed_at: Moment | None


class PackWithErrorsOut(PackOut):
    """A pack and every problem in it."""

    errors: list[PackErrorOut]


class PackListOut(Out):
    """A page of packs."""

    items: list[PackOut]
    next: str | None


@router.post("/packs", response={202: PackWithErrorsOut}, auth=Door(*_READERS))
def start(request: HttpRequest, body: PackIn) -> Status[dict[str, Any]]:
    """Have a pack drawn in the background; the same while it is being drawn is the same pack."""
    person = person_of(request)
    programme, period, scope = _asked(person, body)
    pack = start_pack(
        programme=programme,
        period=period,
        scope=scope,
        kind=body.kind,
        leave_out_empty=body.leave_out_empty,
        by=person,
    )
    return Status(202, _shown_whole(pack))


@router.get("/packs", response=PackListOut, auth=Door(*_READERS))
def list_packs(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """Packs, newest first: one's own; for the agency, everybody's."""
    rows = Pack.objects.visible_to(person_of(request))
    answer = page(rows, query, ["-created_at", "id"], lambda pack: pack)
    return {**answer, "items": [_shown(pack) for pack in settle_packs(answer["items"])]}


@router.get("/packs/{id}", response=PackWithErrorsOut, auth=Door(*_READERS, find=one(Pack, "id")))
def read_pack(request: HttpRequest, id: str) -> dict[str, Any]:  # noqa: A002  # a path's word
    """How far a pack is, and what went wrong so far."""
    return _shown_whole(found(request, Pack))


@router.post(
    "/packs/{id}/stop",
    response={200: PackWithErrorsOut, **refusals(409)},
    auth=Door(*_READERS, find=one(Pack, "id")),
)
def stop(request: HttpRequest, id: str) -> dict[str, Any]:  # noqa: A002
    """End the drawing; reports that are drawn stay issued."""
    return _shown_whole(stop_pack(pack=found(request, Pack), by=person_of(request)))


@router.post(
    "/packs/{id}/retry",
    response={202: PackWithErrorsOut, **refusals(409)},
    auth=Door(*_READERS, find=one(Pack, "id")),
)
def retry(request: HttpRequest, id: str) -> Status[dict[str, Any]]:  # noqa: A002
    """Go on with a pack that ended: what has no report, or one with a problem, is drawn again."""
    pack = retry_pack(pack=found(request, Pack), by=person_of(request))
    return Status(202, _shown_whole(pack))


@router.get(
    "/packs/{id}/zip",
    response={200: None, **refusals(409)},
    auth=Door(*_READERS, find=one(Pack, "id", "programme")),
    openapi_extra=_file_of("application/zip"),
)
def read_pack_zip(request: HttpRequest, id: str) -> HttpResponseBase:  # noqa: A002
    """The ZIP of a pack that is done; `_errors.txt` in it tells what is missing."""
    return pack_download(found(request, Pack), PackKind.ZIP, person_of(request))


@router.get(
    "/packs/{id}/pdf",
    response={200: None, **refusals(409)},
    auth=Door(*_READERS, find=one(Pack, "id", "programme")),
    openapi_extra=_file_of("application/pdf"),
)
def read_pack_pdf(request: HttpRequest, id: str) -> HttpResponseBase:  # noqa: A002
    """The one PDF of a pack that is done, with contents and bookmarks."""
    return pack_download(found(request, Pack), PackKind.PDF, person_of(request))


def pack_download(pack: Pack, kind: PackKind, person: Person) -> StreamingHttpResponse:
    """The file piece by piece, for one reader alone; whoever takes it has opened its reports.

    Raises `WrongState` when there is none of this kind, `NotFound` when it is no longer kept.
    """
    file, name = file_of(pack, kind)
    reports = GapReport.objects.filter(pk__in=pack.items.values("report")).only("pk")
    with transaction.atomic():  # one commit for all of them
        for report in reports:
            note_opening(report=report, person=person)
    mime = "application/pdf" if kind == PackKind.PDF else "application/zip"
    response = StreamingHttpResponse(pieces_of(file), content_type=mime)
    response["Content-Length"] = str(file.stat().st_size)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _asked(person: Person, body: PackIn) -> tuple[Programme, Period, Scope]:
    """What the body names, among what the person may see; `Invalid` names every fault."""
    programme = Programme.objects.visible_to(person).filter(pk=body.programme).first()
    regions = Region.objects.visible_to(person)
    region = regions.filter(pk=body.region).first() if body.region is not None else None
    faults = list(_faults(person, body, programme, region))
    if faults or programme is None:
        raise invalid(*faults)
    scope = Scope(region=region, codes=tuple(body.locations or ()))
    return programme, Period(body.starts, body.to), scope


def _faults(
    person: Person, body: PackIn, programme: Programme | None, region: Region | None
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    if programme is None:
        yield ("programme",), "unknown_programme", "There is no such programme."
    if body.starts > body.to:
        yield ("to",), "before_from", "The period ends before it begins."
    if (body.region is None) == (body.locations is None):
        yield ("region",), "one_of", "Name a region or locations, one of the two."
    elif body.region is not None and (
        region is None or (programme is not None and region.brand_id != programme.brand_id)
    ):
        yield ("region",), "unknown_region", "There is no such region."
    if body.locations is not None and programme is not None:
        missing = set(missing_codes(body.locations, person, programme))
        for number, code in enumerate(body.locations):
            if code in missing:
                yield ("locations", number), "unknown_location", "There is no such location."


def _shown_whole(pack: Pack) -> dict[str, Any]:
    (settled,) = settle_packs([pack])
    problems = pack.items.exclude(problem="").values_list("location_id", "state", "problem")
    errors = [
        {"location": code, "drawn": state == PackItem.State.DONE, "message": problem}
        for code, state, problem in problems
    ]
    return {**_shown(settled), "errors": errors}


def _shown(pack: Pack) -> dict[str, Any]:
    return {
        "id": pack.pk,
        "programme": pack.programme_id,
        "from": pack.starts,
        "to": pack.ends,
        "region": pack.region_id,
        "scope": pack.scope,
        "kind": pack.kind,
        "state": pack.state,
        "done": pack.done,
        "total": pack.total,
        "problem": pack.problem,
        "size": pack.size,
        "created_at": pack.created_at,
        "finished_at": pack.finished_at,
        "removed_at": pack.removed_at,
    }
