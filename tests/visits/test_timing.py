"""Days and day-parts in the location's own time."""

from datetime import UTC, datetime, time, timedelta, timezone

import pytest

from backend.visits.timing import VisitDay, daypart, in_utc, visit_day


def moment(text):
    """A moment from its text."""
    return datetime.fromisoformat(text)


def day(started_at, zone="Europe/Lisbon"):
    """The visit day for a window on 14 August 2026, received on the 20th at noon UTC."""
    return visit_day(
        started_at=moment(started_at),
        received_at=moment("2026-08-20T12:00:00+00:00"),
        window_start=moment("2026-08-14T08:00:00+00:00"),
        window_end=moment("2026-08-14T16:00:00+00:00"),
        zone=zone,
    )


@pytest.mark.parametrize(
    ("local", "name"),
    [
        ("00:00", "night"),
        ("04:59", "night"),
        ("05:00", "morning"),
        ("10:59", "morning"),
        ("11:00", "midday"),
        ("13:59", "midday"),
        ("14:00", "afternoon"),
        ("16:59", "afternoon"),
        ("17:00", "evening"),
        ("21:59", "evening"),
        ("22:00", "night"),
        ("23:59", "night"),
    ],
)
def test_daypart_changes_at_its_hours(local, name):
    assert daypart(time.fromisoformat(local)) == name


@pytest.mark.parametrize(
    ("started_at", "zone", "expected"),
    [
        ("2026-08-14T23:30:00+00:00", "Europe/Lisbon", ("2026-08-15", "night")),
        ("2026-08-14T23:30:00+00:00", "America/New_York", ("2026-08-14", "evening")),
        ("2026-08-14T23:30:00+00:00", "Asia/Tokyo", ("2026-08-15", "morning")),
        ("2026-08-14T10:00:00+12:00", "Europe/Lisbon", ("2026-08-13", "night")),
    ],
)
def test_visit_day_is_the_locations_whatever_offset_the_phone_names(started_at, zone, expected):
    found = day(started_at, zone)

    assert (str(found.day), found.daypart) == expected
    assert found.from_receipt is False


@pytest.mark.parametrize(
    ("started_at", "from_receipt"),
    [
        ("2026-08-07T08:00:00+00:00", False),
        ("2026-08-07T07:59:59+00:00", True),
        ("2026-08-21T16:00:00+00:00", False),
        ("2026-08-21T16:00:01+00:00", True),
    ],
)
def test_clock_is_believed_within_seven_days_of_the_window(started_at, from_receipt):
    assert day(started_at).from_receipt is from_receipt


def test_unbelieved_clock_gives_day_and_daypart_of_receipt_there():
    found = day("1970-01-01T00:00:00+00:00", "Asia/Tokyo")

    assert found == VisitDay(moment("2026-08-20").date(), "evening", True)


@pytest.mark.parametrize(
    ("local", "offset", "expected"),
    [
        (datetime(1, 1, 1, 0, 0), 14, datetime.min),
        (datetime(9999, 12, 31, 23, 0), -12, datetime.max),
        (datetime(2026, 8, 14, 10, 0), 1, datetime(2026, 8, 14, 9, 0)),
    ],
)
def test_moment_at_the_end_of_the_calendar_stays_on_it(local, offset, expected):
    zone = timezone(timedelta(hours=offset))

    assert in_utc(local.replace(tzinfo=zone)) == expected.replace(tzinfo=UTC)
