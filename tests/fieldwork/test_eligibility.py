"""The rules of the trade, each at its edge, and all at once."""

import itertools
import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.fieldwork.eligibility import (
    RULES,
    Booking,
    Calendar,
    ShopperFacts,
    Slot,
    broken_rules,
)
from shopper_forms.findings import Finding

SAM, SUE = uuid.UUID(int=1), uuid.UUID(int=2)
NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)
DAY = date(2026, 8, 14)  # a Friday
ids = itertools.count(100)


def slot(first=DAY, last=None, **fields):
    last = last or first
    start, end = datetime.combine(first, time(9)), datetime.combine(last, time(17))
    return Slot(
        **{
            "assignment": uuid.UUID(int=99),
            "location": "L1",
            "brands": frozenset({"harbour"}),
            "start": start,
            "end": end,
            "first_day": first,
            "last_day": last,
            "end_utc": end.replace(tzinfo=UTC),
            **fields,
        }
    )


def booking(first, last=None, shopper=SAM, household="", location="L1", assignment=None):
    return Booking(
        assignment or uuid.UUID(int=next(ids)), shopper, household, location, first, last or first
    )


def broken(the_slot, *bookings, shopper=None, now=NOW):
    calendar = Calendar()
    calendar.add(bookings)
    return broken_rules(
        slot=the_slot, shopper=shopper or ShopperFacts(SAM), calendar=calendar, now=now
    )


def rules(*arguments, **more):
    return [finding.code for finding in broken(*arguments, **more)]


def days(number):
    return timedelta(days=number)


def test_shopper_without_bookings_breaks_no_rule():
    assert broken(slot(rotation_days=90, clean_days=7, max_per_day=1)) == []


@pytest.mark.parametrize(
    ("distance", "broken_ones"), [(89, ["rotation"]), (90, []), (0, ["rotation"])]
)
@pytest.mark.parametrize("direction", [-1, 1])
def test_rotation_counts_days_both_ways(distance, broken_ones, direction):
    visit = booking(DAY + days(direction * distance))

    assert rules(slot(rotation_days=90), visit) == broken_ones


def test_rotation_of_no_days_rests():
    assert rules(slot(rotation_days=0), booking(DAY)) == []


def test_rotation_holds_for_the_household():
    visit = booking(DAY - days(12), shopper=SUE, household="h-1")

    assert broken(slot(rotation_days=90), visit, shopper=ShopperFacts(SAM, household="h-1")) == [
        Finding(
            (),
            "rotation",
            "The shopper, or one of the household, visits L1 12 days away; 90 days must pass.",
        )
    ]


def test_rotation_ignores_strangers_without_household():
    visit = booking(DAY, shopper=SUE, household="")

    assert rules(slot(rotation_days=90), visit) == []


def test_rotation_is_per_location():
    assert rules(slot(rotation_days=90), booking(DAY, location="L2")) == []


def test_rotation_counts_from_the_nearest_days_of_long_windows():
    visit = booking(DAY - days(40), DAY - days(10))

    assert rules(slot(DAY, DAY + days(5), rotation_days=11), visit) == ["rotation"]
    assert rules(slot(DAY, DAY + days(5), rotation_days=10), visit) == []


def test_visit_never_counts_against_itself():
    itself = booking(DAY, assignment=uuid.UUID(int=99))

    assert rules(slot(rotation_days=90, clean_days=9, max_per_day=1), itself) == []


@pytest.mark.parametrize(
    ("distance", "broken_ones"), [(0, ["clean_days"]), (2, ["clean_days"]), (3, [])]
)
def test_clean_days_lie_between_visits_of_anybody(distance, broken_ones):
    visit = booking(DAY + days(distance), shopper=SUE)

    assert rules(slot(clean_days=2), visit) == broken_ones


def test_clean_days_say_the_numbers():
    visit = booking(DAY + days(1), shopper=SUE)

    assert broken(slot(clean_days=2), visit)[0].message == (
        "Another visit to L1 is 1 day away; 2 days must lie between two visits."
    )


def test_max_per_day_counts_all_locations_of_one_day():
    visits = [booking(DAY, location=f"X{number}") for number in range(3)]

    assert broken(slot(max_per_day=3), *visits) == [
        Finding(
            (),
            "max_per_day",
            "The shopper would have 4 visits on 2026-08-14; 3 a day are allowed.",
        )
    ]
    assert rules(slot(max_per_day=4), *visits) == []


def test_max_per_day_ignores_other_days_and_shoppers():
    visits = [booking(DAY - days(1)), booking(DAY + days(1)), booking(DAY, shopper=SUE)]

    assert rules(slot(max_per_day=1), *visits) == []


def test_max_per_day_lets_long_windows_spread():
    week = [booking(DAY, DAY + days(6), location=f"X{number}") for number in range(6)]

    assert rules(slot(DAY, DAY + days(6), max_per_day=1), *week) == []
    assert broken(slot(DAY, DAY + days(5), max_per_day=1), *week, booking(DAY))[0].message == (
        "The shopper would have 8 visits from 2026-08-14 to 2026-08-20; 1 a day are allowed."
    )


def fits(windows, most):
    """Whether visits can be spread over their windows, by trying."""
    full: dict[int, int] = {}

    def place(rest):
        if not rest:
            return True
        first, last = rest[0]
        for day in range(first, last + 1):
            if full.get(day, 0) < most:
                full[day] = full.get(day, 0) + 1
                if place(rest[1:]):
                    return True
                full[day] -= 1
        return False

    return place(windows)


WINDOWS = st.tuples(st.integers(0, 4), st.integers(0, 2)).map(lambda pair: (pair[0], sum(pair)))


@given(own=st.lists(WINDOWS, max_size=6), new=WINDOWS, most=st.integers(1, 2))
def test_max_per_day_breaks_exactly_when_no_spreading_helps(own, new, most):
    if not fits(own, most):
        return
    bookings = [booking(DAY + days(a), DAY + days(b), location="X") for a, b in own]

    found = rules(slot(DAY + days(new[0]), DAY + days(new[1]), max_per_day=most), *bookings)

    assert found == ([] if fits([*own, new], most) else ["max_per_day"])


def test_conflict_with_the_brand_or_the_competitor():
    shopper = ShopperFacts(SAM, conflicts=frozenset({"rival", "elsewhere"}))

    assert rules(slot(), shopper=shopper) == []
    assert broken(slot(brands=frozenset({"harbour", "rival"})), shopper=shopper) == [
        Finding((), "conflict", "A conflict of interest is declared with rival.")
    ]


def test_qualification_names_what_is_missing():
    asked = frozenset({"over-18", "barista", "driver"})
    shopper = ShopperFacts(SAM, qualifications=frozenset({"driver"}))

    assert broken(slot(qualifications=asked), shopper=shopper) == [
        Finding((), "qualification", "The programme asks for barista, over-18.")
    ]


@pytest.mark.parametrize(("minutes", "broken_ones"), [(-1, []), (0, ["window_over"])])
def test_window_is_over_when_it_ends(minutes, broken_ones):
    now = slot().end_utc + timedelta(minutes=minutes)

    assert rules(slot(), now=now) == broken_ones


@pytest.mark.parametrize(
    ("spans", "broken_ones"),
    [
        (None, []),
        ({}, ["availability"]),
        ({4: [(time(16), time(20))]}, []),
        ({4: [(time(17), time(20))]}, ["availability"]),
        ({4: [(time(6), time(9))]}, ["availability"]),
        ({3: [(time(9), time(17))]}, ["availability"]),
    ],
)
def test_availability_must_meet_the_window(spans, broken_ones):
    assert rules(slot(), shopper=ShopperFacts(SAM, availability=spans)) == broken_ones


def test_availability_on_the_last_day_of_a_long_window_is_enough():
    shopper = ShopperFacts(SAM, availability={0: [(time(8), time(10))]})  # Mondays

    assert rules(slot(DAY, DAY + days(3)), shopper=shopper) == []
    assert rules(slot(DAY, DAY + days(30)), shopper=shopper) == []
    assert rules(slot(DAY, DAY + days(2)), shopper=shopper) == ["availability"]


def test_every_broken_rule_is_named_at_once_in_order():
    shopper = ShopperFacts(SAM, active=False, conflicts=frozenset({"harbour"}), availability={})
    the_slot = slot(qualifications=frozenset({"x"}), rotation_days=90, clean_days=1, max_per_day=1)

    found = rules(the_slot, booking(DAY), shopper=shopper, now=NOW + days(60))

    assert tuple(found) == RULES


@given(
    distances=st.lists(st.integers(-30, 30), max_size=5),
    rotation=st.integers(0, 30),
    clean=st.integers(0, 30),
)
def test_more_bookings_never_make_anybody_eligible(distances, rotation, clean):
    visits = [booking(DAY + days(distance)) for distance in distances]
    the_slot = slot(rotation_days=rotation, clean_days=clean, max_per_day=1)

    for count in range(len(visits)):
        assert set(rules(the_slot, *visits[:count])) <= set(rules(the_slot, *visits))
