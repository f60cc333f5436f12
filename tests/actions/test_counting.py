"""What is due, where, and which gaps nobody decided anything about."""

from __future__ import annotations

from datetime import date

import pytest

from backend.actions.counting import (
    DueCount,
    count_due,
    due_actions,
    due_by_location,
    misses_without_action,
)
from backend.network.models import Location
from tests.actions.actions import action
from tests.cast import programme

pytestmark = pytest.mark.django_db

TODAY = date(2026, 8, 14)


@pytest.fixture
def some(cast):
    """Three due or late, one later, one done; at three locations."""
    action(cast, cast.l1, "WELCOME", date(2026, 8, 12))
    action(cast, cast.l1, "SPEED", date(2026, 8, 21))
    action(cast, cast.l1, "CLEAN", date(2026, 8, 22))
    action(cast, cast.l2, "WELCOME", date(2026, 8, 1), state="done", closed_on=TODAY)
    action(cast, cast.p1, "WELCOME", date(2026, 8, 13))
    return cast


def test_due_actions_are_late_ones_and_those_of_a_week_earliest_first(some):
    found = due_actions(some.cleo, some.programme, None, TODAY)

    assert [(one.location, one.standard, one.days, one.is_late) for one in found] == [
        ("L1", "WELCOME", -2, True),
        ("P1", "WELCOME", -1, True),
        ("L1", "SPEED", 7, False),
    ]


def test_due_actions_stay_within_reach_programme_and_locations(some):
    other = programme("other", some.harbour, some.version, [some.l1])
    in_porto = Location.objects.filter(pk="P1")

    assert [one.location for one in due_actions(some.mona, None, None, TODAY)] == ["L1", "L1"]
    assert [one.location for one in due_actions(some.cleo, None, in_porto, TODAY)] == ["P1"]
    assert due_actions(some.cleo, other, None, TODAY) == []
    assert due_actions(some.oto, None, None, TODAY) == []
    assert due_actions(some.sam, None, None, TODAY) == []


def test_due_actions_are_counted_by_location(some):
    assert due_by_location(some.cleo, some.programme, None, TODAY) == {
        "L1": DueCount(due=2, late=1),
        "P1": DueCount(due=1, late=1),
    }
    assert (count_due(some.cleo, TODAY), count_due(some.mona, TODAY)) == (3, 2)


def test_gap_with_action_or_decision_is_not_without(cast):
    action(cast, cast.l1, "A")
    action(cast, cast.l1, "B", state="no_action", closed_on=date(2025, 1, 1))
    action(cast, cast.l1, "C", state="done", closed_on=TODAY)
    action(cast, cast.l1, "D", state="verified", closed_on=date(2026, 7, 1))
    action(cast, cast.l1, "E", state="verified", closed_on=date(2026, 6, 30))
    gaps = [("L1", code) for code in "FEDCBA"] + [("L2", "A")]

    found = misses_without_action(cast.programme, gaps, since=date(2026, 7, 1))

    assert found == [("L1", "F"), ("L1", "E"), ("L2", "A")]


@pytest.mark.parametrize("rows", [1, 30])
def test_counting_asks_as_often_for_one_as_for_thirty(cast, rows, django_assert_num_queries):
    for number in range(rows):
        action(cast, standard=f"S{number}")
    gaps = [("L1", f"S{number}") for number in range(rows)]

    with django_assert_num_queries(4):
        assert len(due_actions(cast.cleo, cast.programme, None, TODAY)) == rows
        assert due_by_location(cast.cleo, None, None, TODAY)["L1"].due == rows
        assert count_due(cast.cleo, TODAY) == rows
        assert misses_without_action(cast.programme, gaps) == []
