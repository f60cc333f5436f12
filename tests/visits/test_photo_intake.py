"""Taking in photos: once, durably, for their owner only, and completing the visit."""

import errno
import hashlib
import os
import threading
import uuid

import pytest
from django.db import connections

from backend import clock, files
from backend.audit.models import Event
from backend.errors import (
    DigestMismatch,
    NoSpace,
    NotAnImage,
    NotFound,
    TooLarge,
    TooMany,
)
from backend.jobs.models import Job
from backend.visits.models import Photo, Visit, VisitKey
from backend.visits.photo_intake import accept_photo
from backend.visits.receipts import verify_receipt
from tests.cast import NOW, Api, assignment
from tests.visits.phone import put, visit_body
from tests.visits.pictures import jpeg, jpeg_claiming

VISIT = uuid.UUID("8f14e45f-ceea-4e7a-9f3b-1c2d3e4f5a6b")
PHOTO = jpeg()
DIGEST = hashlib.sha256(PHOTO).hexdigest()


def send(sender, data=PHOTO, visit_id=VISIT, digest=None):
    """A photo as the phone sends it."""
    sha256 = digest or hashlib.sha256(data).hexdigest()
    return accept_photo(visit_id=visit_id, sha256=sha256, sender=sender, data=data)


def body_listing(made, *photos: bytes):
    """A visit that lists these photos under one question."""
    ids = [hashlib.sha256(photo).hexdigest() for photo in photos]
    body = visit_body(made)
    body["photos"] = [{"id": i, "question": "charged_right", "taken_at": None} for i in ids]
    body["answers"]["charged_right"]["photos"] = ids
    return body


def stored_files(settings) -> list[str]:
    """All files of the media folder."""
    root = settings.MEDIA_ROOT
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())


def test_photo_before_its_body_is_kept_with_a_receipt(cast):
    receipt = send(cast.sam)

    photo = Photo.objects.get()
    assert receipt._replace(signature="") == (VISIT, DIGEST, NOW, "", None, False, True)
    assert verify_receipt(
        receipt.signature, visit=VISIT, item=f"photo:{DIGEST}", digest=DIGEST, received_at=NOW
    )
    assert files.read(f"photos/{VISIT}/{DIGEST}") == PHOTO
    assert (photo.mime, photo.size, photo.width, photo.height, photo.state) == (
        "image/jpeg",
        len(PHOTO),
        96,
        64,
        "stored",
    )
    assert VisitKey.objects.get().owner == cast.sam
    assert Job.objects.get().key == f"photo:{photo.pk}"
    assert list(Event.objects.values_list("verb", flat=True)) == ["photo.received"]


def test_same_photo_again_is_the_same_receipt_and_nothing_more(cast):
    first = send(cast.sam)
    with clock.frozen_at(NOW.replace(hour=20)):
        second = send(cast.sam)

    assert second == first._replace(created=False)
    assert Photo.objects.count() == Job.objects.count() == Event.objects.count() == 1


def test_photo_whose_file_was_lost_is_stored_again(cast):
    send(cast.sam)
    files.delete(f"photos/{VISIT}/{DIGEST}")

    again = send(cast.sam)

    assert again.created is False
    assert files.read(f"photos/{VISIT}/{DIGEST}") == PHOTO


def test_same_photo_of_two_visits_is_two_photos(cast):
    other = uuid.UUID(int=VISIT.int + 1)

    receipts = [send(cast.sam), send(cast.sam, visit_id=other)]

    assert [receipt.created for receipt in receipts] == [True, True]


def test_visit_id_of_somebody_else_is_not_found(cast, settings):
    send(cast.sam)
    before = stored_files(settings)

    with pytest.raises(NotFound):
        send(cast.sue, jpeg(64, 64))

    assert stored_files(settings) == before
    assert Photo.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "digest", "refusal"),
    [
        (b"x" * (15 * 1024 * 1024 + 1), "0" * 64, TooLarge),
        (b"no image", "0" * 64, DigestMismatch),
        (PHOTO, DIGEST.upper(), DigestMismatch),
        (b"no image", None, NotAnImage),
        (jpeg_claiming(60_000, 60_000), None, TooLarge),
    ],
    ids=["bytes first", "then digest", "digest in capitals", "then magic", "then header"],
)
def test_refused_photo_leaves_nothing_behind(cast, settings, data, digest, refusal):
    with pytest.raises(refusal):
        send(cast.sam, data, digest=digest)

    assert stored_files(settings) == []
    assert VisitKey.objects.count() == Photo.objects.count() == Job.objects.count() == 0


def test_last_missing_photo_completes_the_visit(cast):
    made = assignment(cast)
    first, second = jpeg(10, 10), jpeg(20, 20)
    answered = put(Api(cast.sam), VISIT, body_listing(made, first, second)).json()

    after_first = send(cast.sam, first)
    after_second = send(cast.sam, second)

    assert answered["complete"] is False
    assert after_first.missing_photos == [hashlib.sha256(second).hexdigest()]
    assert after_first.complete is False
    assert (after_second.missing_photos, after_second.complete) == ([], True)
    assert Visit.objects.get().state == "received"
    assert Visit.objects.get().scorecard is not None


def test_photos_first_then_body_completes_at_once(cast):
    made = assignment(cast)
    send(cast.sam)

    answered = put(Api(cast.sam), VISIT, body_listing(made, PHOTO)).json()

    assert (answered["missing_photos"], answered["complete"]) == ([], True)


def test_fifty_photos_may_wait_for_a_body_and_a_listed_one_is_always_taken(cast):
    made = assignment(cast)
    waiting = [jpeg(8 + number, 8) for number in range(50)]
    for number, data in enumerate(waiting):
        send(cast.sam, data, visit_id=uuid.UUID(int=VISIT.int + number % 2))

    with pytest.raises(TooMany) as refused:
        send(cast.sam, PHOTO, visit_id=uuid.UUID(int=7))
    with pytest.raises(TooMany):
        send(cast.sam, PHOTO)
    repeated = send(cast.sam, waiting[0])
    of_another = send(cast.sue, PHOTO, visit_id=uuid.UUID(int=8))
    put(Api(cast.sam), VISIT, body_listing(made, PHOTO))
    listed = send(cast.sam, PHOTO)

    assert refused.value.retry_after == 60
    assert repeated.created is False
    assert of_another.created is True
    assert (listed.created, listed.complete) == (True, True)
    assert not files.exists(f"photos/{uuid.UUID(int=7)}/{DIGEST}")


def test_full_disk_is_said_and_leaves_nothing(cast, settings, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(NoSpace):
        send(cast.sam)

    assert stored_files(settings) == []
    assert Photo.objects.count() == VisitKey.objects.count() == 0


def test_file_is_stored_before_anything_says_so(cast, monkeypatch):
    order = []
    store, create = files.store, Photo.objects.create

    def noted_store(key, data):
        order.append("file")
        store(key, data)

    def noted_create(**fields):
        order.append("row")
        return create(**fields)

    monkeypatch.setattr(files, "store", noted_store)
    monkeypatch.setattr(Photo.objects, "create", noted_create)

    send(cast.sam)

    assert order == ["file", "row"]


@pytest.mark.django_db(transaction=True)
def test_same_photo_many_times_at_once_is_created_once(cast):
    everybody = threading.Barrier(12)
    receipts = []

    def phone() -> None:
        try:
            everybody.wait()
            with clock.frozen_at(NOW):
                receipts.append(send(cast.sam))
        finally:
            connections.close_all()

    _together([phone] * 12)

    assert sorted(receipt.created for receipt in receipts) == [False] * 11 + [True]
    assert len({receipt._replace(created=True) for receipt in map(_hashable, receipts)}) == 1
    assert Photo.objects.count() == Job.objects.count() == Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_last_photo_and_body_at_the_same_moment_complete_the_visit(cast):
    made = assignment(cast)
    for number in range(5):
        visit_id = uuid.UUID(int=VISIT.int + number)
        both = threading.Barrier(2)
        phone = Api(cast.sam)

        def photo(visit_id=visit_id, both=both) -> None:
            both.wait()
            with clock.frozen_at(NOW):
                send(cast.sam, visit_id=visit_id)

        def body(visit_id=visit_id, both=both, phone=phone) -> None:
            both.wait()
            with clock.frozen_at(NOW):
                put(phone, visit_id, body_listing(made, PHOTO))

        _together([photo, body])

    assert set(Visit.objects.values_list("state", flat=True)) == {"received"}
    assert Visit.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_first_writer_owns_the_visit_id_when_two_come_at_once(cast):
    both = threading.Barrier(2)
    outcomes = []

    def phone(sender):
        def run() -> None:
            both.wait()
            try:
                outcomes.append(send(sender).created)
            except NotFound:
                outcomes.append("not found")

        return run

    _together([phone(cast.sam), phone(cast.sue)])

    assert sorted(outcomes, key=str) == [True, "not found"]
    assert Photo.objects.count() == 1


def _hashable(receipt):
    return receipt._replace(missing_photos=None)


def _together(works) -> None:
    def closing(work) -> None:
        try:
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=closing, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
