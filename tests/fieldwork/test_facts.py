"""Reading the facts that rules need."""

from datetime import UTC, date, datetime, time

import pytest

from backend.fieldwork.eligibility import Booking, ShopperFacts
from backend.fieldwork.facts import calendar_for, read_availability, shopper_facts, slot_of
from backend.fieldwork.models import Programme
from tests.cast import assignment


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({}, None),
        (None, None),
        ({"weekends": True}, None),
        ({"mon": "always"}, None),
        ({"mon": [["18:00", "08:00"]]}, None),
        (["mon"], None),
        ({"mon": [["08:00", "18:00"]]}, {0: [(time(8), time(18))]}),
        ({"sun": [["20:00", "24:00"]], "sat": []}, {6: [(time(20), time.max)], 5: []}),
    ],
)
def test_availability_is_read_from_the_form_of_opening_hours(given, read):
    assert read_availability(given) == read


def test_facts_of_a_shopper_come_from_the_profile(cast, django_assert_num_queries):
    profile = cast.sam.shopper
    profile.qualifications, profile.conflicts = ["over-18"], ["rival"]
    profile.availability = {"mon": [["08:00", "18:00"]]}
    profile.save()
    cast.sue.shopper.delete()

    with django_assert_num_queries(1):
        facts = shopper_facts([cast.sam.pk, cast.sue.pk, cast.rae.pk])

    assert facts == {
        cast.sam.pk: ShopperFacts(
            id=cast.sam.pk,
            active=True,
            household="h-sam",
            qualifications=frozenset({"over-18"}),
            conflicts=frozenset({"rival"}),
            availability={0: [(time(8), time(18))]},
        ),
        cast.sue.pk: ShopperFacts(id=cast.sue.pk),
    }


def test_slot_at_a_competitor_is_of_both_brands(cast):
    assert slot_of(assignment(cast, cast.r1)).brands == frozenset({"harbour", "rival"})
    assert slot_of(assignment(cast)).brands == frozenset({"harbour"})


def booked(cast, where, start, holder=None, **fields):
    """A received visit of one hour, on a day given in UTC."""
    begins = datetime.fromisoformat(start).replace(tzinfo=UTC)
    return assignment(
        cast,
        where,
        state="received",
        holder=holder,
        window_start=start,
        window_end=start[:11] + "23:00",
        window_start_utc=begins,
        window_end_utc=begins.replace(hour=23),
        **fields,
    )


def test_calendar_holds_what_can_count_and_nothing_else(cast, django_assert_num_queries):
    Programme.objects.update(rotation_days=30)
    cast.programme.refresh_from_db()
    cast.wave.refresh_from_db()
    before = booked(cast, cast.l1, "2026-07-15T09:00", holder=cast.sue)
    after = booked(cast, cast.l2, "2026-09-13T09:00")
    booked(cast, cast.l1, "2026-05-01T09:00")
    booked(cast, cast.l1, "2026-12-01T09:00")
    booked(cast, cast.l2, "2026-08-14T09:00", holder=cast.sue)
    for state in ("draft", "open", "cancelled", "expired"):
        assignment(cast, cast.l1, state=state)
    slot = slot_of(assignment(cast, cast.l1, state="draft"))

    with django_assert_num_queries(1):
        calendar = calendar_for([slot], [cast.sam.pk])

    assert calendar.by_shopper == {
        cast.sue.pk: [
            Booking(before.pk, cast.sue.pk, "h-sue", "L1", date(2026, 7, 15), date(2026, 7, 15))
        ],
        cast.sam.pk: [
            Booking(after.pk, cast.sam.pk, "h-sam", "L2", date(2026, 9, 13), date(2026, 9, 13))
        ],
    }


def test_calendar_of_nothing_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert calendar_for([], []).by_shopper == {}
