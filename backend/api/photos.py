"""Photos of visits: the phone puts them, everybody who may sees what was made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status

from backend.accounts.models import Person, Role
from backend.api.door import EVERYBODY, Door, found, person_of
from backend.api.parser import read_from_phone
from backend.api.schemas import Moment, Out, refusals
from backend.errors import NotFound
from backend.visits.models import Photo, VisitKey
from backend.visits.ownership import is_others
from backend.visits.photo_files import Size
from backend.visits.photo_intake import accept_photo
from backend.visits.photos import find_photo, picture_of

router = Router()

_BYTES = {"schema": {"type": "string", "format": "binary"}}
_PHOTO_BODY = {
    "requestBody": {
        "required": True,
        "content": dict.fromkeys(
            ("application/octet-stream", "image/jpeg", "image/png", "image/webp", "image/heic"),
            _BYTES,
        ),
    }
}
_PICTURE = {"responses": {200: {"description": "The picture", "content": {"image/jpeg": _BYTES}}}}


class PhotoReceiptOut(Out):
    """That the bytes of this digest are on stable storage; the signature covers visit, photo and
    moment. `missing_photos` and `complete` tell how the visit stands (null: no body yet)."""

    visit: UUID
    photo: str
    received_at: Moment
    signature: str
    missing_photos: list[str] | None
    complete: bool


class PictureQuery(Schema):
    """Which of the two pictures."""

    size: Size = Size.FULL


def _free_or_own(person: Person, path: Mapping[str, Any]) -> VisitKey:
    """The visit id as a key of this person, which it is or may become."""
    visit_id = _uuid(path)
    if is_others(visit_id=visit_id, person=person):
        raise NotFound
    return VisitKey(id=visit_id, owner=person)


def _visible(person: Person, path: Mapping[str, Any]) -> Photo:
    sha256 = str(path["sha256"])
    if not sha256.isprintable():
        raise NotFound
    return find_photo(person=person, visit_id=_uuid(path), sha256=sha256)


@router.put(
    "/visits/{visit_id}/photos/{sha256}",
    response={200: PhotoReceiptOut, 201: PhotoReceiptOut, **refusals(429, 507)},
    auth=Door(Role.SHOPPER, find=_free_or_own),
    openapi_extra=_PHOTO_BODY,
)
def put_photo(request: HttpRequest, visit_id: str, sha256: str) -> Status[dict[str, Any]]:
    """Send a photo as it is, before or after the visit it belongs to; repeatable."""
    receipt = accept_photo(
        visit_id=found(request, VisitKey).pk,
        sha256=sha256,
        sender=person_of(request),
        data=read_from_phone(request, settings.PHOTO_MAX_BYTES),
    )
    return Status(201 if receipt.created else 200, receipt._asdict())


@router.get(
    "/visits/{visit_id}/photos/{sha256}",
    response={200: None},
    auth=Door(*EVERYBODY, find=_visible),
    openapi_extra=_PICTURE,
)
def read_photo(
    request: HttpRequest, visit_id: str, sha256: str, query: Query[PictureQuery]
) -> HttpResponse:
    """A photo upright and without metadata, at most 1600 (`full`) or 320 (`thumb`) pixels a side.

    503 with `Retry-After` while the picture is being made; 404 for a photo that cannot be decoded.
    """
    picture = picture_of(found(request, Photo), query.size)
    return HttpResponse(
        picture.data,
        content_type=picture.mime,
        headers={
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": f'inline; filename="{query.size}.jpg"',
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


def _uuid(path: Mapping[str, Any]) -> UUID:
    try:
        return UUID(str(path["visit_id"]))
    except ValueError:
        raise NotFound from None
