"""What is made of a stored photo in the background: two pictures to show, metadata kept apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import transaction
from django_tasks import task

from backend import files
from backend.audit import chain
from backend.visits.completeness import photos_of
from backend.visits.flags import lower_flag, raise_flag
from backend.visits.models import Photo, PhotoMetadata, Visit, VisitKey, VisitRevision
from backend.visits.photo_files import Size, derivative_key, original_key
from backend.visits.photo_process import CannotDecode, shared_decoder
from backend.visits.photo_work import Derived

FLAG = "undecodable_photo"


@task()
def make_derivatives(photo: int) -> str:
    """Decode a photo in the limited process and keep what comes of it; repeatable.

    Answers the state the photo is in afterwards. What cannot be decoded is kept as it came, and
    its visit is flagged: a shopper's evidence is not thrown away because we cannot read it.
    """
    row = Photo.objects.get(pk=photo)
    if row.state != Photo.State.STORED:
        return row.state
    data = files.read(original_key(row.visit_id, row.sha256))
    try:
        derived = shared_decoder().derive(data, row.mime)
    except CannotDecode as reason:
        return _keep_as_undecodable(row, str(reason))
    # files first, as at intake: a row never promises a picture that is not there
    for size, picture in ((Size.FULL, derived.full), (Size.THUMB, derived.thumb)):
        files.store(derivative_key(row.visit_id, row.sha256, size), picture)
    return _keep(row, derived)


def flag_undecodable(visit: Visit, listed: Iterable[str]) -> None:
    """Flag a visit whose current revision lists a photo that cannot be decoded, or take the flag
    back. For the transaction in which the later of the two, photo or revision, comes to be known,
    after `own_visit_id` or its lock."""
    broken = Photo.objects.filter(
        visit_id=visit.pk, state=Photo.State.UNDECODABLE, sha256__in=set(listed)
    ).count()
    if broken:
        raise_flag(visit, FLAG, f"{broken} of its photos." if broken > 1 else "")
    elif visit.revision > 0:
        lower_flag(visit, FLAG)


@transaction.atomic
def _keep(photo: Photo, derived: Derived) -> str:
    PhotoMetadata.objects.update_or_create(photo=photo, defaults=dict(derived.metadata))
    photo.state = Photo.State.READY
    photo.full_sha256 = hashlib.sha256(derived.full).hexdigest()
    photo.thumb_sha256 = hashlib.sha256(derived.thumb).hexdigest()
    photo.save(update_fields=["state", "full_sha256", "thumb_sha256"])
    return photo.state


@transaction.atomic
def _keep_as_undecodable(photo: Photo, reason: str) -> str:
    # so that a body that arrives at this moment sees the photo's state, or we see the body
    VisitKey.objects.select_for_update().get(pk=photo.visit_id)
    photo.state = Photo.State.UNDECODABLE
    photo.save(update_fields=["state"])
    visit = Visit.objects.filter(pk=photo.visit_id).first()
    if visit is not None:
        revision = VisitRevision.objects.only("photos").get(visit=visit, revision=visit.revision)
        flag_undecodable(visit, [listed["id"] for listed in photos_of(revision)])
    chain.record(
        actor=chain.SYSTEM, verb="photo.undecodable", subject=photo, data={"reason": reason}
    )
    return photo.state
