"""A visit as its report prints it: figures, dates, ledger, misses with words and photos."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from backend import clock
from backend.gap_reports.snapshots import take_snapshot
from backend.gap_reports.visit_records import NO_CLOSING, adds_up
from backend.review.correcting import correct
from backend.scoring import as_dict, closing_as_dict, closing_lines, score
from backend.visits.models import Photo
from reports.periods import Period
from tests.gap_reports.released import released
from tests.scoring.vectors import random_cases, worked_cases

pytestmark = pytest.mark.django_db

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
RECEIPT = "5" * 64
FLOOR = "6" * 64
CLEAN = {"value": ["tables"], "photos": [FLOOR]}


def taken(cast, period: Period = QUARTER):
    return take_snapshot(location=cast.l1, programme=cast.programme, period=period)


def content(cast, period: Period = QUARTER):
    return taken(cast, period).content


def test_visit_stands_with_its_ledger_and_dates(cast):
    visit = released(
        cast,
        at=datetime(2026, 8, 20, 9, tzinfo=UTC),
        serve_wait={"value": 600},
        extra_mile={"value": "yes"},
        friendly={"state": "not_observed", "reason": "Too busy to see."},
    )

    (found,) = content(cast)["visits"]

    ledger = found.pop("ledger")
    assert found == {
        "visit": str(visit.pk),
        "number": 1,
        "date": "2026-08-14",
        "daypart": "morning",
        "percent": "100.0000",
        "raw_percent": "100.0000",
        "outcome": "pass",
        "band": "On standard",
        "submitted": "2026-08-14",
        "released": "2026-08-20",
        "late": False,
        "appealed": False,
        "critical_failures": [],
        "corrections": [],
        # 38.5 of 40 points and 2 of a bonus would be more than a hundred
        "closing": {"bonus": "5.0000", "floor_and_cap": "-1.2500", "critical_effect": "0.0000"},
        "questionnaire": {
            "code": "coffee-dine-in",
            "version": 1,
            "sha256": cast.version.sha256,
        },
        "engine": "1",
    }
    assert [line for line in ledger if line["question"] in ("serve_wait", "extra_mile")] == [
        {
            "question": "serve_wait",
            "text": "Seconds from order to service",
            "standard": "SPEED",
            "state": "answered",
            "earned": "1.5000",
            "possible": "3.0000",
            "lost": "3.7500",
            "answer": "10:00\u00a0min",
        },
        {
            "question": "extra_mile",
            "text": "Did anyone do more than you expected?",
            "standard": "GREET",
            "state": "answered",
            "earned": "2.0000",
            "possible": "2.0000",
            "lost": "0.0000",
            "answer": "Yes",
            "bonus": True,
        },
    ]
    assert {line["question"]: line["answer"] for line in ledger}["friendly"] == ""


def test_visits_are_numbered_by_date(cast):
    later = released(cast, day=date(2026, 8, 12))
    earlier = released(cast, day=date(2026, 7, 20))

    found = content(cast)

    assert [(one["number"], one["visit"]) for one in found["visits"]] == [
        (1, str(earlier.pk)),
        (2, str(later.pk)),
    ]
    assert [one["visit"] for one in found["analysis"]["visits"]] == [
        str(earlier.pk),
        str(later.pk),
    ]


@pytest.mark.parametrize(
    ("sealed", "expected"),
    [
        ("2026-08-14T23:30:00Z", "2026-08-14"),  # half past midnight there, but it came before
        ("1970-01-01T00:00:00Z", "2026-08-14"),
        ("9999-12-31T23:59:00Z", "2026-08-14"),
        ("0001-01-01T00:00:00+14:00", "2026-08-14"),
    ],
)
def test_submitted_is_never_an_impossible_day(cast, sealed, expected):
    released(cast, body={"sealed_at": sealed})

    (found,) = content(cast)["visits"]

    assert found["submitted"] == expected


def test_visit_without_score_says_why_and_has_no_ledger(cast):
    released(cast, body={"outcome": "closed"})

    found = content(cast)

    (visit,) = found["visits"]
    assert (visit["percent"], visit["outcome"], visit["ledger"]) == (None, "closed", [])
    assert visit["closing"] == {
        "bonus": "0.0000",
        "floor_and_cap": "0.0000",
        "critical_effect": "0.0000",
    }
    assert found["evidence"] == []


def test_evidence_brings_words_answers_and_photos_critical_first(cast):
    visit = released(
        cast,
        charged_right={"value": "no", "comment": "1.60 for 1.40.", "photos": [RECEIPT]},
        clean=CLEAN,
        serve_wait={"value": 900},
    )

    found = content(cast)["evidence"]

    assert [(one["standard"], one["critical"], one["lost"]) for one in found] == [
        ("PRICE", True, "12.1951"),
        ("SPEED", False, "7.3171"),
        ("CLEAN", False, "4.8780"),
    ]
    assert found[0] == {
        "standard": "PRICE",
        "question": "charged_right",
        "text": "Did the receipt match the displayed price?",
        "critical": True,
        "lost": "12.1951",
        "status": "too_few",
        "items": [
            {
                "visit": str(visit.pk),
                "number": 1,
                "date": "2026-08-14",
                "daypart": "morning",
                "answer": "No",
                "comment": "1.60 for 1.40.",
                "edited": False,
                "edit_reason": None,
                "photos": [
                    {
                        "visit": str(visit.pk),
                        "photo": RECEIPT,
                        "file_sha256": Photo.objects.get(sha256=RECEIPT).thumb_sha256,
                        "question": "charged_right",
                        "date": "2026-08-14",
                        "daypart": "morning",
                        "state": "ready",
                    }
                ],
            }
        ],
    }


def test_evidence_gathers_a_question_over_the_visits(cast):
    released(cast, day=date(2026, 7, 10), clean=CLEAN)
    released(cast, day=date(2026, 8, 10))
    released(cast, day=date(2026, 8, 12), clean={"value": ["none"], "photos": [FLOOR]})

    (found,) = content(cast)["evidence"]

    assert [(item["number"], item["answer"]) for item in found["items"]] == [
        (1, "Tables"),
        (3, "None of these"),
    ]
    # two and three of 41 points lost on two of three visits
    assert (found["lost"], found["status"]) == ("4.0650", "gap")


def test_photos_that_are_not_ready_are_left_out(cast):
    released(cast, clean=CLEAN)
    Photo.objects.filter(sha256=FLOOR).update(state=Photo.State.STORED)

    (found,) = content(cast)["evidence"]

    assert found["items"][0]["photos"] == []


def test_correction_is_marked_with_its_reason(cast):
    visit = released(cast, clean=CLEAN)
    with clock.frozen_at(datetime(2026, 8, 18, 23, 15, tzinfo=UTC)):
        correct(
            visit=visit,
            by=cast.rae,
            question="clean",
            answer={"value": ["tables", "floor"], "photos": [FLOOR], "comment": "Not the restroom"},
            reason="The photo shows a clean floor.",
        )

    found = content(cast)

    (item,) = found["evidence"][0]["items"]
    assert (item["answer"], item["comment"]) == ("Tables, Floor", "Not the restroom")
    assert (item["edited"], item["edit_reason"]) == (True, "The photo shows a clean floor.")
    assert found["visits"][0]["corrections"] == [
        {
            "question": "clean",
            "text": "What was clean?",
            "reason": "The photo shows a clean floor.",
            "date": "2026-08-19",
        }
    ]


def test_correction_of_a_trap_is_not_told(cast):
    visit = released(cast)
    correct(
        visit=visit,
        by=cast.rae,
        question="trap_colour",
        answer={"value": "green"},
        reason="canary of the trap",
    )

    found = taken(cast)

    assert found.content["visits"][0]["corrections"] == []
    assert "trap" not in found.text


def test_no_scorecard_that_adds_up_has_closing_lines():
    cards = [
        (each.name, score(each.document, each.answers), each.document)
        for each in (*worked_cases(), *random_cases())
    ]

    found = {
        name: closing_as_dict(closing_lines(card))
        for name, card, document in cards
        if adds_up(as_dict(card), document)
    }

    assert {name: lines for name, lines in found.items() if lines != NO_CLOSING} == {}
    assert len(found) == 48
