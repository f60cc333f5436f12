"""Appeals in reports: what a snapshot holds of them, and that each step makes a new report."""

from __future__ import annotations

from datetime import date

import pytest

from backend.gap_reports.issuing import issue_report
from backend.gap_reports.settling import settle
from backend.gap_reports.snapshots import take_snapshot, take_visit_snapshot
from backend.review.appealing import appeal, decide
from backend.visits.models import Visit
from reports.periods import Period
from tests.gap_reports.released import released

pytestmark = pytest.mark.django_db

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
UNFRIENDLY = {"value": "no", "comment": "Nobody looked up or said a word to me."}


def issued(cast):
    return issue_report(location=cast.l1, programme=cast.programme, period=QUARTER, by=cast.cleo)


def doubted(cast, visit):
    return appeal(
        visit=visit,
        by=cast.mona,
        question="greeted",
        category="missing_evidence",
        text="We did greet.",
    )


def test_visit_stands_with_its_appeals_and_nobody_behind_them(cast):
    visit = released(cast, greeted=UNFRIENDLY)
    without = take_visit_snapshot(visit)[0]["visit"]
    made = doubted(cast, visit)
    decide(appeal=made, by=cast.rae, upheld=False, reason="The film shows nobody.")

    taken = take_snapshot(location=cast.l1, programme=cast.programme, period=QUARTER)

    assert "appeals" not in without
    assert taken.content["visits"][0]["appeals"] == [
        {
            "question": "greeted",
            "text": "Were you greeted?",
            "category": "missing_evidence",
            "said": "We did greet.",
            "state": "rejected",
            "appealed": "2026-08-14",
            "decided": "2026-08-14",
            "reason": "The film shows nobody.",
        }
    ]
    assert taken.content["visits"][0]["appealed"] is False
    for person in (cast.rae, cast.mona, cast.sam):
        assert str(person.pk) not in taken.text
        assert person.email not in taken.text


def test_appeal_and_decision_each_supersede_the_report_that_stood(cast):
    visit = released(cast, greeted=UNFRIENDLY)
    first = issued(cast).report
    made = doubted(cast, visit)
    second = issued(cast)
    first.refresh_from_db()

    decide(appeal=made, by=cast.rae, upheld=True, reason="Seen.", answer={"value": "yes"})
    (settled,) = settle([second.report])
    third = issued(cast).report

    assert (second.created, first.state, settled.state) == (True, "superseded", "superseded")
    assert (third.supersedes, third.headline["percent"]) == (second.report, "100.0000")
    assert Visit.objects.get().state == "released"
