"""PUT of a visit: repeatable, ledger first, every finding at once."""

import json
import uuid

import pytest
from django.conf import settings

from backend.audit.models import Event
from backend.standards.models import QuestionnaireVersion
from backend.visits.models import IntakeBody, Scorecard, Visit, VisitRevision
from tests.cast import EXAMPLE, Api, assignment, published
from tests.visits.phone import put, raw, store_photo, visit_body, with_answers


@pytest.fixture
def sam(cast):
    """sam's phone."""
    return Api(cast.sam)


@pytest.fixture
def job(cast):
    """sam's accepted assignment at L1."""
    return assignment(cast)


def codes(answer):
    """`(loc, code)` of every finding of a refusal."""
    return [(tuple(error["loc"]), error["code"]) for error in answer.json()["errors"]]


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


def test_all_findings_of_envelope_and_answers_come_at_once(sam, job):
    body = with_answers(job, greeted={"value": "maybe"}, serve_wait=None)
    body["outcome"] = "finished"
    body["sealed_at"] = "2026-08-14T10:40:00"
    body["mood"] = "good"
    body["events"][0]["latitude"] = 91
    body["photos"].append({"id": "x", "question": "nowhere"})

    answer = put(sam, uuid.uuid4(), body)

    assert answer.status_code == 422
    assert codes(answer) == [
        (("mood",), "unknown_key"),
        (("outcome",), "out_of_range"),
        (("photos", 1, "id"), "wrong_type"),
        (("sealed_at",), "wrong_type"),
        (("events", 0, "latitude"), "out_of_range"),
        (("photos", 1, "question"), "unknown_question"),
        (("answers", "greeted", "value"), "wrong_type"),
        (("answers", "serve_wait"), "required"),
    ]
    assert Visit.objects.count() == 0
    assert IntakeBody.objects.count() == 1


def test_photo_that_the_body_does_not_list_is_unknown(sam, job):
    body = visit_body(job, photos=[])

    answer = put(sam, uuid.uuid4(), body)

    assert answer.status_code == 422
    assert codes(answer) == [(("answers", "charged_right", "photos", 0), "unknown_photo")]


def test_photo_of_a_hidden_answer_is_waited_for(cast, sam, job):
    visit_id = uuid.uuid4()
    hidden = "ab" * 32
    store_photo(visit_id, cast.sam)
    body = with_answers(
        job, complained={"value": "no"}, recovery={"value": ["apology"], "photos": [hidden]}
    )

    answer = put(sam, visit_id, body)

    assert answer.status_code == 201
    assert answer.json()["missing_photos"] == [hidden]


def test_same_photo_under_two_questions_is_missing_once(sam, job):
    body = visit_body(job)
    body["photos"].append({**body["photos"][0], "question": None})

    answer = put(sam, uuid.uuid4(), body)

    assert answer.status_code == 201
    assert answer.json()["missing_photos"] == [body["photos"][0]["id"]]


def test_same_photo_twice_under_one_question_is_refused(sam, job):
    body = visit_body(job)
    body["photos"].append(body["photos"][0])

    answer = put(sam, uuid.uuid4(), body)

    assert codes(answer) == [(("photos", 1, "id"), "duplicate_photo")]


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


@pytest.mark.parametrize("state", ["received", "in_review", "released", "void"])
def test_next_revision_is_taken_only_from_a_returned_or_incomplete_visit(cast, sam, job, state):
    visit_id = uuid.uuid4()
    store_photo(visit_id, cast.sam)
    put(sam, visit_id, visit_body(job))
    Visit.objects.update(state=state)

    answer = put(sam, visit_id, visit_body(job, revision=1))

    assert answer.status_code == 409
    assert answer.json()["code"] == "not_returned"
    assert IntakeBody.objects.count() == 2


def test_returned_visit_takes_its_next_revision_and_is_scored_anew(cast, sam, job):
    visit_id = uuid.uuid4()
    store_photo(visit_id, cast.sam)
    put(sam, visit_id, visit_body(job))
    Visit.objects.update(state="returned")
    body = with_answers(
        job, greeted={"value": "no", "comment": "Nobody looked up or said a word to me."}
    )

    answer = put(sam, visit_id, {**body, "revision": 1})

    assert answer.status_code == 201
    visit = Visit.objects.get()
    assert (visit.state, visit.revision) == ("received", 1)
    assert visit.percent_e4 == 918919
    assert Scorecard.objects.count() == 2


def test_incomplete_visit_takes_a_revision_that_lists_other_photos(sam, job):
    visit_id = uuid.uuid4()
    put(sam, visit_id, visit_body(job))
    body = with_answers(
        job, charged_right={"state": "not_applicable", "reason": "Nothing was charged."}
    )

    answer = put(sam, visit_id, {**body, "revision": 1, "photos": []})

    assert answer.status_code == 201
    assert answer.json()["complete"] is True
    assert Visit.objects.get().state == "received"


@pytest.mark.parametrize("revision", [1, 2, 1000])
def test_revision_gap_is_refused(sam, job, revision):
    answer = put(sam, uuid.uuid4(), visit_body(job, revision=revision))

    assert answer.status_code == 409
    assert answer.json()["code"] == "not_returned"
    assert Visit.objects.count() == 0


def test_next_revision_cannot_move_to_another_assignment(cast, sam, job):
    visit_id = uuid.uuid4()
    put(sam, visit_id, visit_body(job))

    answer = put(sam, visit_id, visit_body(assignment(cast), revision=1))

    assert answer.status_code == 422
    assert codes(answer) == [(("assignment",), "other_assignment")]


def test_older_and_retired_version_of_the_questionnaire_is_accepted(cast, sam, job):
    newer = published({**EXAMPLE, "version": 2}, cast.harbour)
    job.questionnaire_version = newer
    job.save()
    old = cast.version
    QuestionnaireVersion.objects.filter(pk=old.pk).update(retired_at=old.published_at)
    body = visit_body(job)
    body["questionnaire"] = {"code": "coffee-dine-in", "version": 1, "sha256": old.sha256}

    answer = put(sam, uuid.uuid4(), body)

    assert answer.status_code == 201
    assert Visit.objects.get().questionnaire_version == old


def test_unknown_or_misnamed_questionnaire_is_a_finding(sam, job):
    unknown = visit_body(job)
    unknown["questionnaire"]["sha256"] = "0" * 64
    misnamed = visit_body(job)
    misnamed["questionnaire"].update(code="tea", version=7)

    first, second = put(sam, uuid.uuid4(), unknown), put(sam, uuid.uuid4(), misnamed)

    assert codes(first) == [(("questionnaire", "sha256"), "unknown_questionnaire")]
    assert codes(second) == [
        (("questionnaire", "code"), "unknown_questionnaire"),
        (("questionnaire", "version"), "unknown_questionnaire"),
    ]


@pytest.mark.parametrize("outcome", ["closed", "refused", "recognised", "unsafe"])
def test_visit_that_was_not_carried_out_needs_no_answers_and_gets_no_score(sam, job, outcome):
    answer = put(sam, uuid.uuid4(), visit_body(job, outcome=outcome, answers={}, photos=[]))

    assert answer.status_code == 201
    visit = Visit.objects.get()
    assert (visit.state, visit.outcome, visit.scorecard) == ("received", outcome, None)
    assert Scorecard.objects.count() == 0


@pytest.mark.parametrize(
    "started_at",
    [
        "1970-01-01T00:00:00Z",
        "2042-08-14T10:00:00+01:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "2026-08-07T08:59:59+01:00",
    ],
)
def test_absurd_clock_is_accepted_dated_by_receipt_and_flagged(sam, job, started_at):
    answer = put(sam, uuid.uuid4(), visit_body(job, started_at=started_at))

    assert answer.status_code == 201
    visit = Visit.objects.get()
    assert (str(visit.visit_date), visit.date_from_receipt) == ("2026-08-14", True)
    assert list(visit.flags.values_list("kind", flat=True)) == ["clock"]


def test_clock_within_seven_days_of_the_window_is_believed(sam, job):
    put(sam, uuid.uuid4(), visit_body(job, started_at="2026-08-07T09:00:00+01:00"))

    visit = Visit.objects.get()
    assert (str(visit.visit_date), visit.daypart) == ("2026-08-07", "morning")
    assert visit.flags.count() == 0


def test_decimal_answers_are_kept_exactly(cast, sam):
    document = json.loads(json.dumps(EXAMPLE))
    document["code"] = "measures"
    document["sections"][1]["questions"].append(
        {
            "code": "weight_kg",
            "type": "number",
            "text": {"en": "How heavy?"},
            "required": False,
            "minimum": 0,
            "maximum": 1000000000000,
            "step": 0.000001,
        }
    )
    job = assignment(cast, questionnaire_version=published(document, cast.harbour))
    body = raw(with_answers(job, weight_kg={"value": "HERE"}))
    exact = body.replace(b'"HERE"', b"123456789012.123456")

    answer = put(sam, uuid.uuid4(), exact)

    assert answer.status_code == 201, answer.content
    assert '"weight_kg":{"value":123456789012.123456}' in VisitRevision.objects.get().answers
    shown = sam.get(f"/visits/{answer.json()['visit']}").json()["answers"]["weight_kg"]
    assert shown == {"value": "123456789012.123456"}


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


def test_receipt_of_a_visit_that_only_has_photos_is_not_found(cast, sam):
    visit_id = uuid.uuid4()
    store_photo(visit_id, cast.sam)

    assert sam.get(f"/visits/{visit_id}/receipt").status_code == 404
