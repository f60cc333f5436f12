"""Exports: who gets which rows, in which columns, and safe to open."""

import csv
import io
import json
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.gap_reports.exporting import Narrowing, observation_rows, visits_to_export
from backend.review.judging import release, take
from backend.visits.models import Visit
from tests.cast import Api
from tests.visits.phone import raw, sent_visit, with_answers

VISIT_COLUMNS = (
    "visit,brand,region,location,programme,wave,visit_date,daypart,questionnaire,version,state,"
    "percent,raw_percent,outcome,band,submitted_at,received_at,released_at,void_reason"
)
SCORE_COLUMNS = (
    "visit,location,programme,visit_date,state,percent,standard,stage,earned,possible,lost"
)
OBSERVATION_COLUMNS = (
    "visit,location,visit_date,question,type,standard,state,value,comment,earned,possible,lost,"
    "critical_failed"
)


def body_of(answer):
    return b"".join(answer.streaming_content)


def table_of(answer):
    return list(csv.DictReader(io.StringIO(body_of(answer).decode())))


def released(cast, where=None, **fields):
    """A visit that went in through intake and out through review."""
    visit = sent_visit(cast, where=where, **fields)
    take(visit=visit, by=cast.rae)
    return release(visit=Visit.objects.get(pk=visit.pk), by=cast.rae)


def test_manager_exports_released_visits_of_own_regions_without_moments(cast):
    mine = released(cast)
    released(cast, where=cast.p1)
    sent_visit(cast, where=cast.l2)

    answer = Api(cast.mona).get("/exports/visits")

    text = body_of(answer).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="visits.csv"'
    assert text.splitlines()[0].startswith(VISIT_COLUMNS)
    assert [row["visit"] for row in rows] == [str(mine.pk)]
    assert rows[0]["percent"] == "100.0000"
    assert rows[0]["outcome"] == "pass"
    assert rows[0]["visit_date"] == "2026-08-14"
    assert rows[0]["daypart"] == "morning"
    assert {rows[0][key] for key in ("submitted_at", "received_at", "released_at")} == {""}
    assert str(cast.sam.pk) not in text


def test_reviewer_exports_every_visit_with_its_moments(cast):
    released(cast)
    sent_visit(cast, where=cast.l2)

    rows = table_of(Api(cast.rae).get("/exports/visits"))

    assert {row["state"] for row in rows} == {"released", "received"}
    assert {row["received_at"] for row in rows} == {"2026-08-14T10:00:00Z"}


def test_scores_have_a_row_per_standard_that_adds_up(cast):
    released(cast)

    rows = table_of(Api(cast.cleo).get("/exports/scores"))

    assert list(rows[0]) == SCORE_COLUMNS.split(",")
    assert [row["standard"] for row in rows] == [
        "ANSWER", "CLEAN", "GREET", "KNOW", "PRICE", "RECOVER", "SPEED",
    ]  # fmt: skip
    assert rows[0]["stage"] == "pre_transaction"
    assert rows[0]["earned"] == "2.0000"


def test_observations_leave_traps_out_for_clients(cast):
    released(cast)

    client = table_of(Api(cast.mona).get("/exports/observations"))
    agency = table_of(Api(cast.rae).get("/exports/observations"))

    assert list(client[0]) == OBSERVATION_COLUMNS.split(",")
    assert "trap_colour" not in {row["question"] for row in client}
    assert "trap_colour" in {row["question"] for row in agency}
    by_question = {row["question"]: row for row in client}
    assert by_question["clean"]["value"] == "tables; floor; restroom"
    assert by_question["greet_wait"]["earned"] == "4.0000"
    assert by_question["extra_mile"]["state"] == "skipped"
    assert by_question["allergens"]["critical_failed"] == "false"
    assert by_question["paid"]["critical_failed"] == ""


def test_words_that_a_spreadsheet_would_run_are_made_harmless(cast):
    visit = sent_visit(cast)
    job = visit.assignment
    Visit.objects.filter(pk=visit.pk).update(state="returned")
    body = with_answers(job, story={"value": "=HYPERLINK(0)"})
    sent = Api(cast.sam).raw(
        "PUT", f"/visits/{visit.pk}", raw({**body, "revision": 1}), "application/json"
    )

    rows = table_of(Api(cast.rae).get("/exports/observations"))
    lines = body_of(Api(cast.rae).get("/exports/observations", format="jsonl")).decode()

    assert sent.status_code == 201
    story = next(row for row in rows if row["question"] == "story")
    assert story["value"] == "'=HYPERLINK(0)"
    typed = [json.loads(line) for line in lines.splitlines()]
    assert next(row for row in typed if row["question"] == "story")["value"] == "=HYPERLINK(0)"


def test_json_lines_keep_decimals_as_text_and_lists_as_lists(cast):
    released(cast)

    answer = Api(cast.cleo).get("/exports/observations", format="jsonl")

    rows = {row["question"]: row for row in map(json.loads, body_of(answer).decode().splitlines())}
    assert answer["Content-Type"] == "application/jsonl"
    assert rows["clean"]["value"] == ["tables", "floor", "restroom"]
    assert rows["clean"]["earned"] == "3.0000"
    assert rows["paid"]["value"] == 740
    assert rows["paid"]["earned"] is None


def test_workbook_opens_and_runs_nothing(cast):
    released(cast)

    answer = Api(cast.cleo).get("/exports/visits", format="xlsx")

    book = zipfile.ZipFile(io.BytesIO(body_of(answer)))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert sheet.count("<row ") == 2


@pytest.mark.parametrize(
    "query",
    [{"programme": "none"}, {"location": "P1"}, {"region": "porto"}, {"from": "2026-08-15"}],
    ids=str,
)
def test_filters_narrow(cast, query):
    released(cast)

    rows = table_of(Api(cast.rae).get("/exports/visits", **query))

    assert rows == []


def test_region_includes_all_below_it(cast):
    released(cast)

    rows = table_of(Api(cast.cleo).get("/exports/visits", region="pt"))

    assert [row["location"] for row in rows] == ["L1"]


@pytest.mark.parametrize(
    "query", [{"format": "pdf"}, {"from": "x"}, {"from": "2026-02-01", "to": "2026-01-01"}], ids=str
)
def test_bad_filters_are_refused(cast, query):
    answer = Api(cast.rae).get("/exports/visits", **query)

    assert answer.status_code == 422


def test_queries_do_not_grow_with_visits(cast):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            list(observation_rows(visits_to_export(cast.rae, Narrowing()), cast.rae))
        return len(caught)

    released(cast)
    one = queries()
    released(cast, where=cast.l2)
    released(cast, where=cast.p1)

    assert queries() == one
