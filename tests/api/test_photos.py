"""Photos over HTTP: the PUT in its order of checks, the GET by role."""

import hashlib
import io
import uuid
from typing import Any

import pytest
from PIL import Image

from backend.jobs.worker import Worker
from backend.visits.models import Photo, Visit
from tests.api.problem_shape import assert_problem
from tests.cast import Api, assignment
from tests.visits.phone import put, visit_body
from tests.visits.pictures import SECRET, encoded, halves, jpeg, png_claiming, telling_jpeg

pytestmark = pytest.mark.django_db

VISIT = "8f14e45f-ceea-4e7a-9f3b-1c2d3e4f5a6b"
PHOTO = telling_jpeg(400, 300, 6)
TRAP = jpeg(120, 80)
UNFILED = jpeg(130, 80)
UNLISTED = jpeg(140, 80)


def sha(data: bytes) -> str:
    """The id of a photo."""
    return hashlib.sha256(data).hexdigest()


def put_photo(api, data: bytes, visit: str = VISIT, digest: str = "", mime: str = "image/jpeg"):
    """PUT a photo."""
    return api.raw("PUT", f"/visits/{visit}/photos/{digest or sha(data)}", data, mime)


def get_photo(api, data: bytes = PHOTO, size: str | None = None, visit: str = VISIT):
    """GET a photo."""
    query = {} if size is None else {"size": size}
    return api.get(f"/visits/{visit}/photos/{sha(data)}", **query)


@pytest.fixture
def visit(cast) -> Visit:
    """A received visit of sam with a filed photo, one on a trap, one unfiled, all decoded."""
    phone = Api(cast.sam)
    for data in (PHOTO, TRAP, UNFILED, UNLISTED):
        assert put_photo(phone, data).status_code == 201
    body = visit_body(assignment(cast))
    body["photos"] = [
        {"id": sha(PHOTO), "question": "charged_right", "taken_at": None},
        {"id": sha(TRAP), "question": "trap_colour", "taken_at": None},
        {"id": sha(UNFILED), "question": None, "taken_at": None},
    ]
    body["answers"]["charged_right"]["photos"] = [sha(PHOTO)]
    answer = put(phone, VISIT, body)
    assert answer.json()["complete"] is True, answer.content
    Worker().drain()
    return Visit.objects.get()


def release(visit: Visit) -> None:
    """As a reviewer's release leaves it."""
    visit.state = "released"
    visit.save()


def test_first_put_is_201_then_200_with_the_same_receipt(cast):
    phone = Api(cast.sam)

    first = put_photo(phone, PHOTO)
    second = put_photo(phone, PHOTO)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert {**first.json(), "signature": ""} == {
        "visit": VISIT,
        "photo": sha(PHOTO),
        "received_at": "2026-08-14T10:00:00Z",
        "signature": "",
        "missing_photos": None,
        "complete": False,
    }


@pytest.mark.parametrize(
    "mime", ["text/html", "application/json", "image/png", "multipart/form-data"]
)
def test_kind_is_told_by_the_bytes_not_by_the_content_type(cast, mime):
    assert put_photo(Api(cast.sam), PHOTO, mime=mime).status_code == 201


@pytest.mark.parametrize(
    ("data", "digest", "status", "code"),
    [
        (b"x" * (15 * 1024 * 1024 + 1), "f" * 64, 413, "too_large"),
        (b"no image", "f" * 64, 422, "digest_mismatch"),
        (b"no image", "nonsense", 422, "digest_mismatch"),
        (b"", "", 415, "not_an_image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "", 415, "not_an_image"),
        (encoded(halves(), "GIF"), "", 415, "not_an_image"),
        (png_claiming(12_001, 1), "", 413, "too_large"),
    ],
    ids=["bytes", "digest", "no digest", "empty", "svg", "gif", "bomb"],
)
def test_refusals_come_in_order_and_keep_nothing(cast, data, digest, status, code):
    answer = put_photo(Api(cast.sam), data, digest=digest)

    assert_problem(answer, status, code)
    assert Photo.objects.count() == 0


def test_limit_is_told_before_the_body_is_read(cast):
    phone = Api(cast.sam)

    answer = phone.client.generic(
        "PUT",
        f"/api/v1/visits/{VISIT}/photos/{sha(PHOTO)}",
        b"short",
        headers=phone.headers,
        CONTENT_LENGTH=str(10**9),
    )

    assert_problem(answer, 413, "too_large")


def test_body_cut_on_its_way_is_refused(cast):
    phone = Api(cast.sam)
    path = f"/api/v1/visits/{VISIT}/photos/{sha(PHOTO)}"
    cut: Any = {"CONTENT_LENGTH": str(len(PHOTO)), "wsgi.input": io.BytesIO(PHOTO[:500])}

    answer = phone.client.generic("PUT", path, b"", headers=phone.headers, **cut)

    assert_problem(answer, 400, "bad_request")
    assert Photo.objects.count() == 0


def test_visit_id_of_somebody_else_answers_as_nothing_does(cast):
    put_photo(Api(cast.sam), PHOTO)

    foreign = put_photo(Api(cast.sue), TRAP)
    impossible = put_photo(Api(cast.sue), TRAP, visit="no-uuid")

    assert_problem(foreign, 404, "not_found")
    assert foreign.content == impossible.content


def test_fifty_first_waiting_photo_is_told_to_wait(cast):
    phone = Api(cast.sam)
    for number in range(50):
        put_photo(phone, jpeg(8 + number, 8))

    answer = put_photo(phone, PHOTO)

    assert_problem(answer, 429, "too_many")
    assert answer["Retry-After"] == "60"


@pytest.mark.parametrize(
    ("size", "pixels"), [(None, (300, 400)), ("full", (300, 400)), ("thumb", (240, 320))]
)
def test_picture_is_an_upright_bare_jpeg_that_nobody_caches(cast, visit, size, pixels):
    answer = get_photo(Api(cast.rae), size=size)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"] == f'inline; filename="{size or "full"}.jpg"'
    assert Image.open(io.BytesIO(answer.content)).size == pixels
    assert SECRET.encode() not in answer.content
    assert b"Exif" not in answer.content


def test_unknown_size_is_named(cast, visit):
    problem = assert_problem(get_photo(Api(cast.rae), size="raw"), 422, "invalid")

    assert problem["errors"][0]["code"] == "unknown_option"


@pytest.mark.parametrize("who", ["sam", "sol", "rae", "ada"])
def test_sender_and_agency_see_every_photo(cast, visit, who):
    api = Api(getattr(cast, who))

    statuses = [get_photo(api, data).status_code for data in (PHOTO, TRAP, UNFILED, UNLISTED)]

    assert statuses == [200, 200, 200, 200]


@pytest.mark.parametrize("who", ["sue", "mona", "max", "cleo", "oto", "otis"])
def test_nobody_else_sees_a_photo_before_the_release(cast, visit, who):
    answer = get_photo(Api(getattr(cast, who)))
    missing = get_photo(Api(getattr(cast, who)), b"none such")

    assert_problem(answer, 404, "not_found")
    assert answer.content == missing.content


@pytest.mark.parametrize("who", ["mona", "cleo"])
def test_client_sees_the_filed_photos_of_a_released_visit_and_no_others(cast, visit, who):
    release(visit)
    api = Api(getattr(cast, who))

    seen = {
        name: get_photo(api, data).status_code
        for name, data in {
            "filed": PHOTO,
            "on a trap": TRAP,
            "unfiled": UNFILED,
            "unlisted": UNLISTED,
        }.items()
    }

    assert seen == {"filed": 200, "on a trap": 404, "unfiled": 404, "unlisted": 404}


@pytest.mark.parametrize("who", ["sue", "max", "oto", "otis"])
def test_release_opens_no_photo_to_others(cast, visit, who):
    release(visit)

    assert_problem(get_photo(Api(getattr(cast, who))), 404, "not_found")


def test_photo_sent_before_any_body_is_seen_by_its_sender(cast):
    phone = Api(cast.sam)
    put_photo(phone, PHOTO)
    Worker().drain()

    assert get_photo(phone).status_code == 200
    assert_problem(get_photo(Api(cast.sue)), 404, "not_found")


def test_picture_that_is_being_made_is_asked_for_again_later(cast):
    phone = Api(cast.sam)
    put_photo(phone, PHOTO)

    answer = get_photo(phone)

    assert_problem(answer, 503, "busy")
    assert answer["Retry-After"] == "2"


def test_photo_that_cannot_be_decoded_has_no_picture(cast):
    phone = Api(cast.sam)
    broken = png_claiming(96, 64)
    put_photo(phone, broken)
    Worker().drain()

    problem = assert_problem(get_photo(phone, broken), 404, "not_found")

    assert problem["detail"] == (
        "The photo is kept, but it cannot be decoded, so there is no picture."
    )


@pytest.mark.parametrize("visit_id", ["no-uuid", "%00", str(uuid.UUID(int=0))])
@pytest.mark.parametrize("digest", ["x", "%00", "a" * 300, sha(PHOTO).upper()])
def test_keys_that_cannot_exist_are_not_found(cast, visit_id, digest):
    assert_problem(Api(cast.rae).get(f"/visits/{visit_id}/photos/{digest}"), 404, "not_found")
