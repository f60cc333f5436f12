"""Visits as they come to be released: through intake and review, with answers of one's choice."""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from backend import clock, files
from backend.network.models import Location
from backend.review.judging import release, take
from backend.visits.completeness import named_by_answers
from backend.visits.intake import accept_visit
from backend.visits.models import Photo, Visit
from backend.visits.photo_files import Size, derivative_key
from tests.cast import NOW, Cast, assignment
from tests.reports.snapshots import jpeg
from tests.visits.phone import raw, store_photo, visit_body


def received(
    cast: Cast,
    where: Location | None = None,
    day: date = date(2026, 8, 14),
    body: dict[str, Any] | None = None,
    **answers: Any,
) -> Visit:
    """A complete visit of sam's at 10:02 in Lisbon with every photo that an answer names;
    `answers` change those of a good one, `body` keys of its body."""
    start = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    job = assignment(
        cast,
        where,
        window_start=f"{day}T09:00",
        window_end=f"{day}T17:00",
        window_start_utc=start,
        window_end_utc=start + timedelta(hours=8),
        submit_by_utc=start + timedelta(hours=32),
    )
    sent = visit_body(job, started_at=f"{day}T10:02:00+01:00", sealed_at=f"{day}T10:40:00+01:00")
    for question, answer in answers.items():
        sent["answers"][question] = {**sent["answers"].get(question, {}), **answer}
    sent["photos"] = [
        {"id": photo, "question": question, "taken_at": None}
        for photo, question in named_by_answers(sent["answers"])
    ]
    sent.update(body or {})
    visit_id = uuid.uuid4()
    for photo in {photo["id"] for photo in sent["photos"]}:
        ready_photo(visit_id, cast.sam, photo)
    with clock.frozen_at(start + timedelta(hours=2)):
        accept_visit(visit_id=visit_id, sender=cast.sam, raw=raw(sent))
    return Visit.objects.get(pk=visit_id)


def released(cast: Cast, *args: Any, at: datetime = NOW, **changes: Any) -> Visit:
    """As `received`, taken and released by rae."""
    visit = received(cast, *args, **changes)
    with clock.frozen_at(at):
        take(visit=visit, by=cast.rae)
        return release(visit=visit, by=cast.rae)


def ready_photo(visit_id: uuid.UUID, owner: Any, sha256: str) -> Photo:
    """A photo whose small picture is made."""
    picture = jpeg(1)
    files.store(derivative_key(visit_id, sha256, Size.THUMB), picture)
    photo = store_photo(visit_id, owner, sha256)
    photo.state = Photo.State.READY
    photo.thumb_sha256 = hashlib.sha256(picture).hexdigest()
    photo.full_sha256 = photo.thumb_sha256
    photo.save()
    return photo
