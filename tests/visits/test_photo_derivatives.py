"""The background job of a photo: pictures, metadata apart, flags for what cannot be decoded."""

import hashlib
import uuid

import pytest

from backend import files
from backend.audit.models import Event
from backend.jobs.models import Job
from backend.jobs.worker import Worker
from backend.visits.derivatives import make_derivatives
from backend.visits.models import Flag, Photo, PhotoMetadata
from backend.visits.photo_intake import accept_photo
from backend.visits.photo_process import CannotDecode
from backend.visits.photo_work import derive
from tests.cast import Api, assignment
from tests.visits.phone import put, visit_body
from tests.visits.pictures import HEIC, jpeg, png_claiming, telling_jpeg

pytestmark = pytest.mark.django_db

VISIT = uuid.UUID("8f14e45f-ceea-4e7a-9f3b-1c2d3e4f5a6b")
BROKEN = png_claiming(96, 64)


def send(sender, data: bytes) -> Photo:
    """A photo that was taken in."""
    sha256 = hashlib.sha256(data).hexdigest()
    accept_photo(visit_id=VISIT, sha256=sha256, sender=sender, data=data)
    return Photo.objects.get(sha256=sha256)


def body_listing(made, *photos: bytes, revision: int = 0):
    """A visit that lists these photos."""
    ids = [hashlib.sha256(photo).hexdigest() for photo in photos]
    body = visit_body(made, revision=revision)
    body["photos"] = [{"id": i, "question": "charged_right", "taken_at": None} for i in ids]
    body["answers"]["charged_right"]["photos"] = ids
    return body


def test_photo_becomes_ready_with_both_pictures_and_its_metadata(cast):
    data = telling_jpeg(2000, 1400, 6)
    photo = send(cast.sam, data)

    Worker().drain()

    photo.refresh_from_db()
    expected = derive(data, "image/jpeg")
    original = f"photos/{VISIT}/{photo.sha256}"
    assert photo.state == "ready"
    assert files.read(original) == data
    assert files.read(f"{original}.full.jpg") == expected.full
    assert files.read(f"{original}.thumb.jpg") == expected.thumb
    assert photo.full_sha256 == hashlib.sha256(expected.full).hexdigest()
    assert photo.thumb_sha256 == hashlib.sha256(expected.thumb).hexdigest()
    assert PhotoMetadata.objects.values(
        "photo", "taken_at", "latitude", "longitude", "device", "orientation"
    ).get() == {
        "photo": photo.pk,
        "taken_at": "2026:08:14 11:20:05 +01:00",
        "latitude": 38.71,
        "longitude": -9.14,
        "device": "Canary Phones Model 7",
        "orientation": 6,
    }


def test_job_done_twice_changes_nothing(cast):
    photo = send(cast.sam, jpeg())

    answers = [make_derivatives.call(photo=photo.pk) for _ in range(2)]

    assert answers == ["ready", "ready"]
    assert PhotoMetadata.objects.count() == 1


def test_undecodable_photo_is_kept_and_recorded(cast):
    photo = send(cast.sam, BROKEN)

    Worker().drain()

    photo.refresh_from_db()
    assert photo.state == "undecodable"
    assert files.read(f"photos/{VISIT}/{photo.sha256}") == BROKEN
    assert Job.objects.values_list("state", flat=True).get() == "done"
    assert Event.objects.filter(verb="photo.undecodable").count() == 1


def test_visit_that_came_before_is_flagged(cast):
    made = assignment(cast)
    put(Api(cast.sam), VISIT, body_listing(made, BROKEN))
    send(cast.sam, BROKEN)

    Worker().drain()

    assert Flag.objects.values_list("kind", "detail").get() == ("undecodable_photo", "")


def test_visit_that_comes_after_is_flagged(cast):
    made = assignment(cast)
    second = png_claiming(64, 96)
    send(cast.sam, BROKEN)
    send(cast.sam, second)
    Worker().drain()

    put(Api(cast.sam), VISIT, body_listing(made, BROKEN, second))

    assert Flag.objects.values_list("kind", "detail").get() == (
        "undecodable_photo",
        "2 of its photos.",
    )


def test_photo_that_no_revision_lists_flags_nothing(cast):
    made = assignment(cast)
    put(Api(cast.sam), VISIT, body_listing(made, jpeg()))
    send(cast.sam, BROKEN)

    Worker().drain()

    assert Flag.objects.count() == 0


def test_flag_goes_when_the_next_revision_brings_a_sound_photo(cast):
    made = assignment(cast)
    send(cast.sam, BROKEN)
    Worker().drain()
    put(Api(cast.sam), VISIT, body_listing(made, BROKEN, jpeg()))
    flagged = Flag.objects.count()

    answer = put(Api(cast.sam), VISIT, body_listing(made, jpeg(), revision=1))

    assert answer.status_code == 201
    assert (flagged, Flag.objects.count()) == (1, 0)


def test_heic_without_the_extra_is_undecodable_and_kept(cast, monkeypatch):
    photo = send(cast.sam, HEIC)
    # what a child without pi_heif answers
    monkeypatch.setattr("backend.visits.derivatives.shared_decoder", lambda: _WithoutHeic())

    Worker().drain()

    photo.refresh_from_db()
    assert photo.state == "undecodable"
    assert files.read(f"photos/{VISIT}/{photo.sha256}") == HEIC


def test_lost_file_fails_the_job_and_not_the_photo(cast):
    photo = send(cast.sam, jpeg())
    files.delete(f"photos/{VISIT}/{photo.sha256}")

    Worker().drain()

    photo.refresh_from_db()
    assert photo.state == "stored"
    assert "FileNotFoundError" in Job.objects.get().error


class _WithoutHeic:
    def derive(self, data, mime):
        raise CannotDecode("KeyError")
