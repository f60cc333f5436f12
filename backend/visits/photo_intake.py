"""Taking in a photo: check what can be checked without decoding, keep it durably, answer.

accept_photo
 ├─ size, digest, magic, header ── in this order; a refused photo leaves nothing behind
 ├─ files.store ───────────────── on stable storage before anything says so
 └─ _keep ────────────────────── one transaction: owner, row, background work, the visit's state
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction

from backend import clock, files
from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import DigestMismatch, NotFound, TooLarge, TooMany
from backend.jobs.queue import enqueue_once
from backend.visits.completeness import photos_of, standing
from backend.visits.derivatives import make_derivatives
from backend.visits.image_headers import Header, check_header
from backend.visits.intake import photo_arrived
from backend.visits.models import Photo, Visit, VisitRevision
from backend.visits.ownership import is_others, own_visit_id
from backend.visits.photo_files import original_key
from backend.visits.receipts import sign_receipt

MOST_WAITING = 50
_SECONDS_TO_WAIT = 60


class PhotoReceipt(NamedTuple):
    """What the sender of a photo may rely on; `missing_photos` is None while there is no body."""

    visit: UUID
    photo: str
    received_at: datetime
    signature: str
    missing_photos: list[str] | None
    complete: bool
    created: bool


def accept_photo(
    *, visit_id: UUID, sha256: str, sender: Person, data: bytes, by_hand: bool = False
) -> PhotoReceipt:
    """Keep a photo of a visit, whether its body came before or comes later; repeatable.
    `by_hand`: an administrator brings it, so that no flood has to be feared.

    Raises `TooLarge`, `DigestMismatch`, `NotAnImage` (in this order), `NotFound` when the visit
    id is somebody else's, `TooMany` when fifty photos of the sender wait for a body already,
    `NoSpace` when the disk is full.
    """
    if len(data) > settings.PHOTO_MAX_BYTES:
        raise TooLarge(f"A photo has at most {settings.PHOTO_MAX_BYTES} bytes.")
    if hashlib.sha256(data).hexdigest() != sha256:
        raise DigestMismatch
    header = check_header(data)
    if is_others(visit_id=visit_id, person=sender):
        raise NotFound
    key = original_key(visit_id, sha256)
    known = Photo.objects.filter(visit_id=visit_id, sha256=sha256).first()
    if known is not None and files.exists(key):
        return _receipt(known, created=False)
    if known is None and not by_hand:
        _require_room(sender, visit_id, sha256)
    # A crash from here to the commit leaves a file that no row names; never a row without file.
    files.store(key, data)
    return _keep(visit_id, sha256, sender, len(data), header, by_hand)


@transaction.atomic
def _keep(
    visit_id: UUID, sha256: str, sender: Person, size: int, header: Header, by_hand: bool
) -> PhotoReceipt:
    own_visit_id(visit_id=visit_id, person=sender)
    # One sender's photos take turns here, so that the limit below holds for many at once, too.
    Person.objects.select_for_update(no_key=True).get(pk=sender.pk)
    photo = Photo.objects.filter(visit_id=visit_id, sha256=sha256).first()
    if photo is not None:
        return _receipt(photo, created=False)
    if not by_hand:
        _require_room(sender, visit_id, sha256)
    photo = Photo.objects.create(
        visit_id=visit_id,
        owner=sender,
        sha256=sha256,
        mime=header.mime,
        size=size,
        width=header.width,
        height=header.height,
        received_at=clock.now(),
    )
    enqueue_once(make_derivatives, key=f"photo:{photo.pk}", photo=photo.pk)
    photo_arrived(visit_id)
    # Last: the chain has one head, and whoever locks it before a visit may meet in a deadlock
    # somebody who holds the visit and waits for the chain.
    chain.record(
        actor=sender,
        verb="photo.received",
        subject=photo,
        data={"visit": visit_id, "sha256": sha256},
    )
    return _receipt(photo, created=True)


def _require_room(sender: Person, visit_id: UUID, sha256: str) -> None:
    """A phone that sends photos and never a body must not fill the disk.

    A photo waits while no accepted revision lists it; one that is listed is always taken.
    """
    listed = {
        photo["id"]
        for revision in VisitRevision.objects.filter(visit=visit_id).only("photos")
        for photo in photos_of(revision)
    }
    if sha256 in listed:
        return
    own = Photo.objects.filter(owner=sender)
    waiting = own.filter(visit_id=visit_id).exclude(sha256__in=listed).count()
    waiting += (
        own.exclude(visit_id=visit_id)
        .exclude(visit_id__in=Visit.objects.filter(owner=sender).values("pk"))
        .count()
    )
    if waiting >= MOST_WAITING:
        raise TooMany(
            f"{MOST_WAITING} photos wait for their visits; send the visits first.",
            retry_after=_SECONDS_TO_WAIT,
        )


def _receipt(photo: Photo, *, created: bool) -> PhotoReceipt:
    missing, complete = standing(photo.visit_id)
    return PhotoReceipt(
        visit=photo.visit_id,
        photo=photo.sha256,
        received_at=photo.received_at,
        signature=sign_receipt(
            visit=photo.visit_id,
            item=f"photo:{photo.sha256}",
            digest=photo.sha256,
            received_at=photo.received_at,
        ),
        missing_photos=missing,
        complete=complete,
        created=created,
    )
