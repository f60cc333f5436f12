"""Showing a photo: only what was made of it, and to each role only what it may see."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from backend import files
from backend.accounts.models import CLIENT_ROLES, Person
from backend.errors import Busy, NotFound
from backend.visits.gathering import gather
from backend.visits.models import Photo, Visit
from backend.visits.photo_files import Size, derivative_key
from backend.visits.presenter import photos_for_clients

_SECONDS_TO_WAIT = 2


class Picture(NamedTuple):
    """A picture to send: always a bare JPEG, whatever the phone sent."""

    data: bytes
    mime: str = "image/jpeg"


def find_photo(*, person: Person, visit_id: UUID, sha256: str) -> Photo:
    """The photo, if this person may see it; raises `NotFound`.

    Client staff see what `presenter` lists for them: photos that the current revision of a
    released visit files under a question that was asked and is no trap.
    """
    photo = Photo.objects.visible_to(person).filter(visit_id=visit_id, sha256=sha256).first()
    if photo is None:
        raise NotFound
    if person.role in CLIENT_ROLES:
        visits = list(Visit.objects.visible_to(person).filter(pk=visit_id))
        shown = [each["id"] for gathered in gather(visits) for each in photos_for_clients(gathered)]
        if sha256 not in shown:
            raise NotFound
    return photo


def picture_of(photo: Photo, size: Size) -> Picture:
    """The picture of a photo in one of its sizes.

    Raises `Busy` while it is being made, and `NotFound` when the photo cannot be decoded. The
    original is never sent: only a re-encoded picture is known to hold nothing but a picture.
    """
    if photo.state == Photo.State.STORED:
        raise Busy("The picture is being made; ask again shortly.", retry_after=_SECONDS_TO_WAIT)
    if photo.state == Photo.State.UNDECODABLE:
        raise NotFound("The photo is kept, but it cannot be decoded, so there is no picture.")
    try:
        return Picture(files.read(derivative_key(photo.visit_id, photo.sha256, size)))
    except FileNotFoundError:
        raise NotFound("The picture is no longer kept.") from None
