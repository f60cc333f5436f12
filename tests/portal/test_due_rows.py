"""Actions due on the overview, in words."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from backend.actions.counting import DueAction
from backend.portal.due_rows import due_by_place, due_figures, due_words


def due(location: str, days: int) -> DueAction:
    return DueAction(
        uuid.uuid4(), "GREET", location, f"Harbour {location}", date(2026, 8, 20), days
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-2, "2\u00a0days late"),
        (-1, "1\u00a0day late"),
        (0, "today"),
        (1, "tomorrow"),
        (6, "Thu 20\u00a0Aug"),
    ],
)
def test_day_due_is_said_as_people_say_it(days, words):
    assert due_words(date(2026, 8, 20), days) == words


def test_card_counts_all_and_shows_the_first_five():
    shown = due_figures([due("L1", -1), *(due("L2", 3) for _ in range(6))], undecided=4)

    assert (shown.many, shown.late, len(shown.rows), shown.undecided) == (7, 1, 5, 4)
    assert [row.late for row in shown.rows] == [True, False, False, False, False]


def test_location_has_its_count_with_what_is_late():
    assert due_by_place([due("L1", -1), due("L1", 2), due("L2", 0)]) == {
        "L1": "2, 1 late",
        "L2": "1",
    }
