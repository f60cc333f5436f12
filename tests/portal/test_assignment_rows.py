"""Rows of assignments: times in the place's own words, fees in the currency's own decimals."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from backend.portal.assignment_rows import assignment_row, past, to_do
from tests.cast import assignment, location

pytestmark = pytest.mark.django_db


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("amount", "currency", "printed"),
    [
        (1500, "EUR", "€ 15.00"),
        (5, "GBP", "£ 0.05"),
        (0, "EUR", "€ 0.00"),
        (1500, "JPY", "¥ 1,500"),
        (1500, "KWD", "KWD 1.500"),
        (123456, "SEK", "SEK 1,234.56"),
    ],
)
def test_fee_has_the_decimals_of_its_currency(cast, amount, currency, printed):
    row = assignment_row(assignment(cast, fee_amount=amount, fee_currency=currency))

    assert plain(row.fee) == printed


@pytest.mark.parametrize(
    ("zone", "words", "send_by"),
    [
        ("Europe/Lisbon", "Lisbon time", "Sat 15 Aug 2026, 17:00"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time", "Sat 15 Aug 2026, 13:00"),
        ("Asia/Tokyo", "Tokyo time", "Sun 16 Aug 2026, 01:00"),
        ("UTC", "UTC", "Sat 15 Aug 2026, 16:00"),
    ],
)
def test_times_are_the_places_own_and_say_so(cast, zone, words, send_by):
    row = assignment_row(assignment(cast, location("Z1", cast.lisbon, zone=zone)))

    assert plain(row.window) == "Fri 14 Aug 2026, 09:00 – 17:00"
    assert (row.zone, plain(row.send_by)) == (words, send_by)


def test_send_by_follows_the_change_of_the_clocks(cast):
    row = assignment_row(assignment(cast, submit_by_utc=datetime(2026, 10, 25, 1, 30, tzinfo=UTC)))

    assert plain(row.send_by) == "Sun 25 Oct 2026, 01:30"


def test_window_past_midnight_names_both_days(cast):
    row = assignment_row(
        assignment(cast, window_start="2026-12-31T22:00", window_end="2027-01-01T01:00:00")
    )

    assert plain(row.window) == "Thu 31 Dec 2026, 22:00 – Fri 1 Jan 2027, 01:00"


@pytest.mark.parametrize(
    ("state", "word", "still_to_do"),
    [
        ("offered", "Offered", True),
        ("accepted", "Accepted", True),
        ("in_progress", "In progress", True),
        ("received", "Received", False),
        ("cancelled", "Cancelled", False),
        ("expired", "Expired", False),
    ],
)
def test_state_is_a_word_and_decides_the_list(cast, state, word, still_to_do):
    made = assignment(cast, state=state)

    assert assignment_row(made).state == word
    assert list(to_do(cast.sam)) == ([made] if still_to_do else [])
    assert list(past(cast.sam)) == ([] if still_to_do else [made])
