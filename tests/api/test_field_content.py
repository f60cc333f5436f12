"""What a visit's body may say, and every fault of it at once."""

import json
import uuid

import pytest

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
