"""PUT of a visit: repeatable, ledger first, every finding at once."""

import json
import uuid
from io import BytesIO

import pytest
from django.conf import settings

from backend.audit.models import Event
from backend.visits.models import IntakeBody, Scorecard, Visit, VisitRevision
from tests.cast import Api, assignment
from tests.visits.phone import put, raw, store_photo, visit_body, with_answers


@pytest.fixture
def sam(cast):
    """sam's phone."""
    return Api(cast.sam)


@pytest.fixture
def job(cast):
    """sam's accepted assignment at L1."""
    return assignment(cast)


def test_complete_visit_is_stored_scored_and_acknowledged(cast, sam, job):
    visit_id = uuid.uuid4()
    store_photo(visit_id, cast.sam)
    body = visit_body(job)

    answer = put(sam, visit_id, body)

    assert answer.status_code == 201
    receipt = answer.json()
    assert set(receipt) == {
        "visit",
        "revision",
        "sha256",
        "received_at",
        "signature",
        "missing_photos",
        "complete",
    }
    assert receipt["visit"] == str(visit_id)
    assert receipt["revision"] == 0
    assert receipt["received_at"] == "2026-08-14T10:00:00Z"
    assert receipt["missing_photos"] == []
    assert receipt["complete"] is True
    visit = Visit.objects.get(pk=visit_id)
    assert (visit.state, visit.percent_e4, visit.daypart) == ("received", 1000000, "morning")
    job.refresh_from_db()
    assert job.state == "received"
    kept = IntakeBody.objects.get()
    assert bytes(kept.body) == raw(body)
    assert (kept.revision, kept.times) == (0, 1)
    assert list(Event.objects.values_list("verb", flat=True)) == [
        "assignment.received",
        "visit.revision_received",
    ]


def test_visit_without_its_photo_waits_and_names_it(sam, job):
    visit_id = uuid.uuid4()
    body = visit_body(job)

    answer = put(sam, visit_id, body)

    assert answer.status_code == 201
    assert answer.json()["missing_photos"] == [body["photos"][0]["id"]]
    assert answer.json()["complete"] is False
    visit = Visit.objects.get(pk=visit_id)
    assert (visit.state, visit.percent_e4, visit.scorecard) == ("incomplete", None, None)
    job.refresh_from_db()
    assert job.state == "in_progress"


def test_same_bytes_get_the_same_receipt_for_ever(cast, sam, job):
    visit_id = uuid.uuid4()
    store_photo(visit_id, cast.sam)
    body = visit_body(job)
    first = put(sam, visit_id, body)

    again = put(sam, visit_id, body)
    Visit.objects.update(state="void")
    after_void = put(sam, visit_id, body)

    assert [again.status_code, after_void.status_code] == [200, 200]
    assert again.json() == first.json()
    assert after_void.json() == first.json()
    assert IntakeBody.objects.get().times == 3
    assert Scorecard.objects.count() == 1


def test_old_revision_sent_again_after_a_later_one_gets_its_own_receipt(cast, sam, job):
    visit_id = uuid.uuid4()
    store_photo(visit_id, cast.sam)
    first = put(sam, visit_id, visit_body(job))
    Visit.objects.update(state="returned")
    second = put(sam, visit_id, visit_body(job, revision=1))

    again = put(sam, visit_id, visit_body(job))

    assert second.status_code == 201
    assert again.status_code == 200
    assert again.json() == first.json()
    assert sam.get(f"/visits/{visit_id}/receipt").json() == second.json()


def test_other_bytes_under_an_accepted_revision_are_a_conflict_and_kept(cast, sam, job):
    visit_id = uuid.uuid4()
    put(sam, visit_id, visit_body(job))

    other = put(sam, visit_id, visit_body(job, device="another"))

    assert other.status_code == 409
    assert other.json()["code"] == "different_content"
    assert IntakeBody.objects.count() == 2
    assert VisitRevision.objects.count() == 1


def test_refused_body_does_not_occupy_its_revision(sam, job):
    visit_id = uuid.uuid4()
    wrong = with_answers(job, greeted={"value": "maybe"})

    refused = put(sam, visit_id, wrong)
    corrected = put(sam, visit_id, visit_body(job))

    assert refused.status_code == 422
    assert corrected.status_code == 201
    assert IntakeBody.objects.count() == 2


@pytest.mark.parametrize("garbage", [b"", b"{", b"\xff\xfe", b"[1,2", b"[" * 5000, b"\x00"])
def test_unreadable_body_is_refused_and_kept(sam, garbage):
    visit_id = uuid.uuid4()

    answer = put(sam, visit_id, garbage)

    assert answer.status_code == 400
    kept = IntakeBody.objects.get()
    assert (bytes(kept.body), kept.revision, kept.visit) == (garbage, -1, visit_id)


@pytest.mark.parametrize(
    "value", [[], None, 5, "x", {"revision": True}, {"revision": 10**30}, {"revision": -1}]
)
def test_body_of_another_shape_is_refused_and_kept_without_a_revision(sam, value):
    answer = put(sam, uuid.uuid4(), json.dumps(value).encode())

    assert answer.status_code == 422
    assert IntakeBody.objects.get().revision == -1


def test_body_over_the_limit_is_refused_and_not_kept(sam):
    answer = put(sam, uuid.uuid4(), b" " * (settings.BODY_MAX_BYTES + 1))

    assert answer.status_code == 413
    assert IntakeBody.objects.count() == 0


def test_body_of_exactly_the_limit_is_kept(sam, job):
    body = raw(visit_body(job))
    padded = body + b" " * (settings.BODY_MAX_BYTES - len(body))

    answer = put(sam, uuid.uuid4(), padded)

    assert answer.status_code == 201


def test_body_for_somebody_elses_visit_is_not_found_but_kept(cast, sam, job):
    visit_id = uuid.uuid4()
    put(sam, visit_id, visit_body(job))

    answer = put(Api(cast.sue), visit_id, visit_body(job))

    assert answer.status_code == 404
    assert IntakeBody.objects.filter(sender=cast.sue, visit=visit_id).count() == 1
    assert Visit.objects.get().owner == cast.sam
    assert Api(cast.sue).get(f"/visits/{visit_id}/receipt").status_code == 404


def test_assignment_the_sender_never_had_is_not_found(cast, job):
    answer = put(Api(cast.sue), uuid.uuid4(), visit_body(job))

    assert answer.status_code == 404
    assert Visit.objects.count() == 0


def test_only_shoppers_put_visits(cast, job):
    answer = put(Api(cast.rae), uuid.uuid4(), visit_body(job))

    assert answer.status_code == 403
    assert IntakeBody.objects.count() == 0


def test_address_that_is_no_uuid_is_not_found(sam, job):
    assert put(sam, "visit-1", visit_body(job)).status_code == 404


def test_parked_body_is_kept_with_a_receipt_and_shown_to_the_system_admin(cast, sam):
    first = sam.raw("POST", "/visits/parked", b"\x00broken", "application/octet-stream")
    again = sam.raw("POST", "/visits/parked", b"\x00broken", "text/plain")

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    ada = Api(cast.ada)
    (parked,) = ada.get("/parked").json()["items"]
    assert (parked["times"], parked["size"], parked["sender"]) == (2, 7, str(cast.sam.pk))
    assert ada.get(f"/parked/{parked['id']}").content == b"\x00broken"
    assert Api(cast.rae).get("/parked").status_code == 403
    assert ada.get("/parked/x").status_code == 404


def test_refused_photo_and_too_large_answers_can_be_parked(sam):
    sizes = [settings.BODY_MAX_BYTES + 1, settings.PHOTO_MAX_BYTES, settings.PHOTO_MAX_BYTES + 1]

    answers = [sam.raw("POST", "/visits/parked", b"x" * size, "image/jpeg") for size in sizes]

    assert [answer.status_code for answer in answers] == [201, 201, 413]


def test_phone_hears_that_its_answers_are_too_large(sam):
    line = BytesIO(b"x" * (settings.BODY_MAX_BYTES + 100_000))
    path = f"/api/v1/visits/{uuid.uuid4()}"

    answer = sam.client.generic(
        "PUT", path, b"-" * line.getbuffer().nbytes, headers=sam.headers, **{"wsgi.input": line}
    )

    assert answer.status_code == 413
    assert line.read() == b""  # else the connection is closed while the phone still sends


def test_receipt_of_a_visit_that_only_has_photos_is_not_found(cast, sam):
    visit_id = uuid.uuid4()
    store_photo(visit_id, cast.sam)

    assert sam.get(f"/visits/{visit_id}/receipt").status_code == 404
