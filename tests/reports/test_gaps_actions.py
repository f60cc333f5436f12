"""Did it work: the standard since the action was done, against target and against before."""

from datetime import date
from typing import Any

from reports.gaps_actions import judge_actions
from tests.reports.gap_cast import GREET, cell, visit

DONE: Any = {
    "id": "1",
    "standard": "GREET",
    "cause": "roles",
    "owner": "Mona",
    "due": "2026-08-01",
    "state": "done",
    "reason": "A host in peak hours.",
    "closed": "2026-08-10",
}


def seen(day, earned):
    """A scored visit of August that earned so many of 4 points on GREET."""
    return visit(f"v{day}", 80, {"GREET": cell(earned, 4)}, date=date(2026, 8, day))


def worked(visits, **changes):
    given: Any = {**DONE, **changes}
    (action,) = judge_actions([given], visits, [GREET])
    return action.get("worked")


def test_standard_since_the_action_is_pooled_and_judged_against_target():
    visits = [seen(1, 1), seen(10, 2), seen(11, 4), seen(20, 3), seen(21, 4)]

    assert worked(visits) == {
        "status": "met",
        "percent": "91.6667",
        "low": "37.0247",
        "high": "99.5165",
        "n": 3,
        "before": "37.5000",
        "before_n": 2,
        "target": "80.0000",
    }


def test_fewer_than_three_visits_since_are_too_early():
    told = worked([seen(1, 1), seen(11, 4), seen(12, 4)])

    assert (told["status"], told["n"], told["percent"]) == ("too_early", 2, "100.0000")


def test_no_visit_since_is_too_early_and_has_no_figure():
    told = worked([seen(1, 1)])

    assert (told["status"], told["n"], told["percent"]) == ("too_early", 0, None)


def test_interval_below_target_is_still_a_gap_and_else_to_watch():
    still = worked([seen(day, 0) for day in (11, 12, 13)])
    unsure = worked([seen(day, 3) for day in (11, 12, 13)])

    assert (still["status"], unsure["status"]) == ("gap", "watch")


def test_open_decided_and_unknown_ones_are_not_judged():
    assert worked([seen(11, 4)], state="open", closed=None) is None
    assert worked([seen(11, 4)], state="no_action") is None
    assert worked([seen(11, 4)], standard="GONE") is None
