"""What the phone sends: visits, receipts, and bodies it does not know what to do with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from backend.accounts.models import Person, Role
from backend.api.door import Door, found, one, person_of
from backend.api.lists import PageQuery, page
from backend.api.parser import read_from_phone
from backend.api.schemas import Moment, Out, refusals, utc_text
from backend.api.visit_body import VISIT_BODY
from backend.errors import NotFound
from backend.visits.intake import accept_visit
from backend.visits.models import IntakeBody, Visit
from backend.visits.parking import park_body, signature_of
from backend.visits.receipts import Receipt, newest_receipt

router = Router()

_ANY_BYTES = {
    "requestBody": {
        "required": False,  # nothing at all is kept, too
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def _parked_body(person: Person, path: Mapping[str, Any]) -> IntakeBody:
    """Find a parked body; ids are plain numbers of at most eighteen digits."""
    text = str(path["body_id"])
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise NotFound
    rows = IntakeBody.objects.visible_to(person).filter(kind=IntakeBody.Kind.PARKED)
    body = rows.filter(pk=int(text)).first()
    if body is None:
        raise NotFound
    return body


class ReceiptOut(Out):
    """That the bytes of this digest are on stable storage; the signature covers visit, revision,
    digest and moment, `missing_photos` and `complete` tell how things stand."""

    visit: UUID | None
    revision: int | None
    sha256: str
    received_at: Moment
    signature: str
    missing_photos: list[str] | None
    complete: bool


class ParkedOut(Out):
    """A body kept for support."""

    id: str
    sender: UUID
    sha256: str
    size: int
    times: int
    received_at: Moment


class ParkedListOut(Out):
    """A page of parked bodies."""

    items: list[ParkedOut]
    next: str | None


@router.post(
    "/visits/parked",
    response={200: ReceiptOut, 201: ReceiptOut},
    auth=Door(Role.SHOPPER),
    openapi_extra=_ANY_BYTES,
)
def park(request: HttpRequest) -> Status[dict[str, Any]]:
    """Keep any bytes for support."""
    # refused photos come here, too, and answers that are larger than a visit may be
    raw = read_from_phone(request, settings.PHOTO_MAX_BYTES)
    body = park_body(sender=person_of(request), raw=raw)
    return Status(201 if body.times == 1 else 200, _parked_receipt(body))


@router.put(
    "/visits/{visit_id}",
    response={200: ReceiptOut, 201: ReceiptOut, **refusals(409)},
    auth=Door(Role.SHOPPER),
    openapi_extra=VISIT_BODY,
)
def put_visit(request: HttpRequest, visit_id: str) -> Status[dict[str, Any]]:
    """Send a visit, or a further revision of a returned one; repeatable."""
    raw = read_from_phone(request, settings.BODY_MAX_BYTES)
    receipt = accept_visit(visit_id=_uuid(visit_id), sender=person_of(request), raw=raw)
    return Status(201 if receipt.created else 200, _shown(receipt))


@router.get(
    "/visits/{visit_id}/receipt",
    response=ReceiptOut,
    auth=Door(Role.SHOPPER, find=one(Visit, "visit_id")),
)
def read_receipt(request: HttpRequest, visit_id: str) -> dict[str, Any]:
    """The receipt of the newest revision."""
    return _shown(newest_receipt(found(request, Visit)))


@router.get("/parked", response=ParkedListOut, auth=Door(Role.SYSTEM_ADMIN))
def list_parked(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """Bodies kept for support, newest first."""
    rows = IntakeBody.objects.visible_to(person_of(request)).filter(kind=IntakeBody.Kind.PARKED)
    return page(rows, query, ["-id"], _parked)


@router.get(
    "/parked/{body_id}",
    response={200: None},
    auth=Door(Role.SYSTEM_ADMIN, find=_parked_body),
)
def read_parked(request: HttpRequest, body_id: str) -> HttpResponse:
    """The bytes of one."""
    body = found(request, IntakeBody)
    return HttpResponse(bytes(body.body), content_type="application/octet-stream")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _shown(receipt: Receipt) -> dict[str, Any]:
    return {**receipt._asdict(), "received_at": utc_text(receipt.received_at)}


def _parked_receipt(body: IntakeBody) -> dict[str, Any]:
    return {
        "visit": None,
        "revision": None,
        "sha256": body.sha256,
        "received_at": utc_text(body.received_at),
        "signature": signature_of(body),
        "missing_photos": None,
        "complete": False,
    }


def _parked(body: IntakeBody) -> dict[str, Any]:
    return {
        "id": str(body.pk),
        "sender": body.sender_id,
        "sha256": body.sha256,
        "size": len(body.body),
        "times": body.times,
        "received_at": utc_text(body.received_at),
    }
