"""The actions in a location's analysis: which belong to a period, in which order, as they stand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from backend import clock
from backend.actions.reading import actions_of
from backend.gap_reports.snapshots import take_snapshot
from reports.periods import Period
from tests.actions.actions import action
from tests.cast import Api, programme
from tests.gap_reports.released import released
from tests.gap_reports.visits import visit

pytestmark = pytest.mark.django_db

Q3 = Period(date(2026, 7, 1), date(2026, 9, 30))
PERIOD = {"programme": "promise", "from": "2026-07-01", "to": "2026-09-30"}


def test_period_has_what_was_missed_until_its_end_and_not_settled_long_before(cast):
    action(cast, standard="LATER", noticed_on=date(2026, 10, 1))
    action(cast, standard="OLD", state="verified", closed_on=date(2026, 3, 31))
    action(cast, standard="SPRING", state="verified", closed_on=date(2026, 4, 1))
    action(cast, standard="DECIDED", state="no_action", closed_on=date(2026, 8, 1))
    action(cast, standard="SECOND", due=date(2026, 8, 30))
    action(cast, standard="FIRST", due=date(2026, 8, 29), noticed_on=date(2025, 1, 1))
    action(cast, cast.l2, "ELSEWHERE")
    action(
        cast,
        standard="OTHER",
        programme=programme("other", cast.harbour, cast.version, [cast.l1]),
    )

    found = actions_of(cast.l1, cast.programme, Q3)

    assert [one["standard"] for one in found] == ["FIRST", "SECOND", "SPRING", "DECIDED"]


def test_gaps_tell_the_actions_with_their_owner_and_whether_they_worked(cast):
    for day, earned in ((1, 1), (11, 4), (12, 4), (13, 4)):
        visit(cast, cast.l1, date(2026, 8, day), 50, {"GREET": (earned, 4, 10)})
    one = action(
        cast, standard="GREET", state="done", closed_on=date(2026, 8, 10), cause="roles", owner=None
    )

    (told,) = Api(cast.mona).get("/locations/L1/gaps", **PERIOD).json()["actions"]

    assert told == {
        "id": str(one.pk),
        "standard": "GREET",
        "cause": "roles",
        "secondary": None,
        "owner": "",
        "due": "2026-08-20",
        "state": "done",
        "reason": "Somebody stands at the door in peak hours.",
        "closed": "2026-08-10",
        "worked": {
            "status": "met",
            "percent": "100.0000",
            "low": "43.8494",
            "high": "100.0000",
            "n": 3,
            "before": "25.0000",
            "before_n": 1,
            "target": "90.0000",
        },
    }


def test_snapshot_reads_otherwise_when_an_action_does_and_the_same_on_another_day(cast):
    released(cast)
    one = action(cast, due=date(2026, 8, 15))

    def taken():
        return take_snapshot(location=cast.l1, programme=cast.programme, period=Q3).sha256

    first = taken()
    with clock.frozen_at(datetime(2026, 9, 1, tzinfo=UTC)):  # overdue by then
        assert taken() == first
    one.reason = "Another plan."
    one.save()
    assert taken() != first
