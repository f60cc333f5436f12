"""Which photos a visit still waits for, and so whether it is complete."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypedDict
from uuid import UUID

from backend.visits.models import Photo, Visit, VisitRevision


class ListedPhoto(TypedDict):
    """A photo that a revision names: `question` is None while it is unfiled."""

    id: str
    question: str | None
    taken_at: str | None


class Standing(NamedTuple):
    """The part of a receipt that may change: None and False while there is no body."""

    missing_photos: list[str] | None
    complete: bool


def standing(visit_id: UUID) -> Standing:
    """What a visit id waits for just now."""
    visit = Visit.objects.filter(pk=visit_id).first()
    if visit is None:
        return Standing(None, False)
    missing = missing_photos(visit)
    return Standing(missing, not missing)


def missing_photos(visit: Visit) -> list[str]:
    """Ids that the newest revision lists, that are neither stored nor waived; as listed."""
    revision = VisitRevision.objects.only("photos").get(visit=visit, revision=visit.revision)
    return missing_of(photos_of(revision), stored_ids(visit.pk), visit.waived_photos)


def missing_of(
    listed: Iterable[ListedPhoto], stored: Iterable[str], waived: Iterable[str]
) -> list[str]:
    """The listed ids that are in neither of the two others, each once."""
    there = {*stored, *waived}
    return list(dict.fromkeys(photo["id"] for photo in listed if photo["id"] not in there))


def stored_ids(visit_id: UUID) -> list[str]:
    """Ids of the photos that are kept for a visit id."""
    return list(Photo.objects.filter(visit_id=visit_id).values_list("sha256", flat=True))


def photos_of(revision: VisitRevision) -> list[ListedPhoto]:
    """The photos a revision lists."""
    listed: list[ListedPhoto] = json.loads(revision.photos)
    return listed


def named_by_answers(answers: Mapping[str, object]) -> list[tuple[str, str]]:
    """`(photo id, question)` of every photo that an answer names, hidden answers included."""
    found = []
    for question, answer in answers.items():
        photos = answer.get("photos") if isinstance(answer, dict) else None
        if isinstance(photos, list):
            found += [(photo, question) for photo in photos if isinstance(photo, str)]
    return found
