"""Reading visits: every role's keys, what never reaches a client, filters, pages, queries."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.review.correcting import correct
from backend.visits.models import Flag, Photo, Visit
from tests.cast import EXAMPLE, NOW, Api, assignment, published
from tests.visits.phone import RECEIPT_PHOTO, put, sent_visit, store_photo, visit_body

CLIENT_KEYS = {
    "id",
    "location",
    "programme",
    "questionnaire",
    "state",
    "outcome",
    "visit_date",
    "daypart",
    "answers",
    "photos",
    "scorecard",
    "appeals",
}
SHOPPER_KEYS = CLIENT_KEYS - {"scorecard", "appeals"} | {
    "assignment",
    "wave",
    "revision",
    "late",
    "notes",
    "outcome_note",
    "missing_photos",
    "started_at",
    "received_at",
}
AGENCY_KEYS = SHOPPER_KEYS | {
    "scorecard",
    "appeals",
    "scorecards",
    "flags",
    "shopper",
    "void_reason",
    "payable",
    "released_at",
}


@pytest.mark.parametrize(
    ("who", "keys"),
    [
        ("sam", SHOPPER_KEYS),
        ("sol", AGENCY_KEYS),
        ("rae", AGENCY_KEYS),
        ("ada", AGENCY_KEYS),
        ("mona", CLIENT_KEYS),
        ("cleo", CLIENT_KEYS),
    ],
)
def test_visit_shows_each_role_exactly_its_keys(cast, who, keys):
    visit = sent_visit(cast, state="released")
    api = Api(getattr(cast, who))

    one = api.get(f"/visits/{visit.pk}").json()
    (listed,) = api.get("/visits").json()["items"]

    assert set(one) == keys
    assert listed == one


def test_client_never_meets_the_shopper_the_device_or_a_moment(cast):
    cast.sam.name = "CANARY-NAME"
    cast.sam.save()
    document = json.loads(json.dumps(EXAMPLE))
    document["code"] = "timed"
    document["sections"][0]["questions"].append(
        {"code": "entered", "type": "time", "text": {"en": "When did you enter?"}}
    )
    job = assignment(cast, questionnaire_version=published(document, cast.harbour))
    body = visit_body(job, device={"model": "CANARY-DEVICE"}, time_zone="Europe/Canary")
    body["answers"]["entered"] = {"value": "14:37"}
    body["answers"]["trap_colour"] = {"value": "red", "comment": "CANARY-TRAP"}
    body["answers"]["complained"] = {"value": "no"}
    body["answers"]["recovery"] = {"value": [], "comment": "CANARY-HIDDEN"}
    body["events"][0]["kind"] = "CANARY-EVENT"
    body["outcome_note"] = "CANARY-OUTCOME"
    body["photos"].append({"id": RECEIPT_PHOTO, "question": None, "taken_at": body["started_at"]})
    visit_id = job.pk
    store_photo(visit_id, cast.sam)
    assert put(Api(cast.sam), visit_id, body).status_code == 201
    Visit.objects.update(state="released", released_at=NOW, notes={"greeted": "CANARY-NOTE"})
    Flag.objects.create(visit_id=visit_id, kind="check", detail="CANARY-FLAG", at=NOW)

    answers = [Api(cast.mona).get(path) for path in (f"/visits/{visit_id}", "/visits")]

    for answer in answers:
        text = answer.content.decode()
        assert "CANARY" not in text
        assert "Canary" not in text
        assert str(cast.sam.pk) not in text
        assert "14:37" not in text
        assert "T09:0" not in text
    assert answers[0].json()["answers"]["entered"] == {"value": "afternoon"}
    assert "trap_colour" not in answers[0].json()["answers"]


def test_note_on_the_outcome_is_for_its_writer_and_the_agency(cast):
    job = assignment(cast)
    sam = Api(cast.sam)
    store_photo(job.pk, cast.sam)
    put(sam, job.pk, visit_body(job, outcome="closed", outcome_note="Shutters down."))
    silent = sent_visit(cast)
    Visit.objects.update(state="released", released_at=NOW)

    shown = {
        name: {
            each["id"]: each.get("outcome_note", "absent")
            for each in Api(getattr(cast, name)).get("/visits").json()["items"]
        }
        for name in ("sam", "sol", "rae", "ada", "mona", "cleo")
    }

    inside = {str(job.pk): "Shutters down.", str(silent.pk): None}
    outside = {str(job.pk): "absent", str(silent.pk): "absent"}
    assert shown == {
        **dict.fromkeys(("sam", "sol", "rae", "ada"), inside),
        **dict.fromkeys(("mona", "cleo"), outside),
    }


def test_note_shown_is_the_newest_revisions(cast):
    visit = sent_visit(cast, state="returned")
    sam = Api(cast.sam)
    body = visit_body(visit.assignment, revision=1, outcome_note="Second thoughts.")

    put(sam, visit.pk, body)

    assert sam.get(f"/visits/{visit.pk}").json()["outcome_note"] == "Second thoughts."


def test_returned_visit_brings_a_new_phone_all_it_needs_for_the_next_revision(cast):
    visit = sent_visit(cast, state="returned")
    Visit.objects.filter(pk=visit.pk).update(notes={"charged_right": "The photo is blurred."})

    (shown,) = Api(cast.sam).get("/visits", state="returned").json()["items"]

    sent = visit_body(visit.assignment)
    assert shown == Api(cast.sam).get(f"/visits/{visit.pk}").json()
    assert (shown["assignment"], shown["revision"]) == (str(visit.assignment_id), 0)
    assert shown["questionnaire"] == sent["questionnaire"]
    assert shown["outcome"] == "completed"
    assert shown["answers"] == sent["answers"]
    assert shown["photos"] == [
        {"id": RECEIPT_PHOTO, "question": "charged_right", "state": "stored"}
    ]
    assert shown["notes"] == {"charged_right": "The photo is blurred."}
    assert shown["started_at"] == "2026-08-14T09:02:00Z"


def test_client_sees_only_photos_that_are_ready_and_filed(cast):
    visit = sent_visit(cast, state="released")
    mona = Api(cast.mona)
    stored = mona.get(f"/visits/{visit.pk}").json()

    Photo.objects.update(state="ready")

    ready = mona.get(f"/visits/{visit.pk}").json()
    assert stored["photos"] == []
    assert stored["answers"]["charged_right"] == {"value": "yes", "photos": []}
    assert ready["photos"] == [{"id": RECEIPT_PHOTO, "question": "charged_right", "state": "ready"}]
    assert ready["answers"]["charged_right"] == {"value": "yes", "photos": [RECEIPT_PHOTO]}


def test_correction_is_seen_by_everybody_but_the_shopper(cast):
    visit = sent_visit(cast, state="released")
    correct(visit=visit, by=cast.rae, question="friendly", answer={"value": 1}, reason="Tape.")

    shown = {
        name: Api(getattr(cast, name)).get(f"/visits/{visit.pk}").json()
        for name in ("sam", "rae", "mona")
    }

    friendly = {name: each["answers"]["friendly"] for name, each in shown.items()}
    assert friendly == {"sam": {"value": 5}, "rae": {"value": 1}, "mona": {"value": 1}}
    reasons = [card["reason"] for card in shown["rae"]["scorecards"]]
    assert reasons == ["", "Tape."]
    assert shown["rae"]["scorecard"]["percent"] == shown["rae"]["scorecards"][1]["percent"]
    assert shown["mona"]["scorecard"] == shown["rae"]["scorecard"]


@pytest.mark.parametrize("state", ["incomplete", "received", "in_review", "returned", "void"])
@pytest.mark.parametrize("who", ["mona", "cleo"])
def test_client_sees_nothing_of_a_visit_that_is_not_released(cast, state, who):
    visit = sent_visit(cast, state=state)
    api = Api(getattr(cast, who))

    assert api.get("/visits").json() == {"items": [], "next": None}
    assert api.get(f"/visits/{visit.pk}").status_code == 404


def test_competitor_visit_in_the_managers_region_is_the_agencys_alone(cast):
    cast.r1.region = cast.lisbon
    cast.r1.save()
    visit = sent_visit(cast, where=cast.r1, state="released")

    statuses = {
        name: Api(getattr(cast, name)).get(f"/visits/{visit.pk}").status_code
        for name in ("rae", "mona", "cleo")
    }

    assert statuses == {"rae": 200, "mona": 404, "cleo": 404}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"l1", "p1", "old"}),
        ({"state": "released"}, {"p1"}),
        ({"location": "L1"}, {"l1", "old"}),
        ({"programme": "promise"}, {"l1", "p1", "old"}),
        ({"programme": "none"}, set()),
        ({"wave": "promise-q3"}, {"l1", "p1", "old"}),
        ({"from": "2026-08-14"}, {"l1", "p1"}),
        ({"to": "2026-08-13"}, {"old"}),
        ({"from": "2026-08-13", "to": "2026-08-13"}, {"old"}),
    ],
)
def test_list_is_narrowed_by_its_filters(cast, query, found):
    visits = {
        "l1": sent_visit(cast),
        "p1": sent_visit(cast, where=cast.p1, state="released"),
        "old": sent_visit(cast),
    }
    Visit.objects.filter(pk=visits["old"].pk).update(visit_date="2026-08-13")

    answer = Api(cast.rae).get("/visits", **query)

    names = {str(visit.pk): name for name, visit in visits.items()}
    assert {names[each["id"]] for each in answer.json()["items"]} == found


@pytest.mark.parametrize(
    ("query", "loc"),
    [
        ({"state": "lost"}, ["query", "state"]),
        ({"from": "2026-13-01"}, ["query", "from"]),
        ({"limit": 0}, ["query", "limit"]),
        ({"cursor": "x"}, ["query", "cursor"]),
        ({"colour": "red"}, ["query", "colour"]),
    ],
)
def test_list_refuses_what_it_cannot_filter_by(cast, query, loc):
    answer = Api(cast.rae).get("/visits", **query)

    assert answer.status_code == 422
    assert [error["loc"] for error in answer.json()["errors"]] == [loc]


def test_pages_cover_all_visits_once(cast):
    made = {str(sent_visit(cast).pk) for _ in range(5)}
    rae, seen, cursor = Api(cast.rae), [], None
    for _ in range(3):
        query = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = rae.get("/visits", **query).json()
        seen += [each["id"] for each in page["items"]]
        cursor = page["next"]

    assert cursor is None
    assert (len(seen), set(seen)) == (5, made)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["rae", "mona", "sam"])
def test_list_asks_as_many_queries_for_thirty_visits_as_for_one(cast, who):
    api = Api(getattr(cast, who))
    counts = []
    for number in (1, 2, 27):
        for _ in range(number):
            visit = sent_visit(cast, state="in_review")
            correct(visit=visit, by=cast.rae, question="friendly", answer={"value": 4}, reason="-")
            Visit.objects.update(state="released")
        with CaptureQueriesContext(connection) as queries:
            answer = api.get("/visits")
        counts.append((len(answer.json()["items"]), len(queries)))

    assert [shown for shown, _ in counts] == [1, 3, 30]
    assert len({asked for _, asked in counts}) == 1
