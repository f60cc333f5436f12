"""Windows in local time, on the days the clocks change too."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.fieldwork.windows import Window, read_window
from shopper_forms.findings import Refused

ZONES = [
    "Europe/Lisbon",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Casablanca",
]
LOCAL_TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2100, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


def window(start, end, zone="Europe/Lisbon", grace_hours=24):
    return read_window(start=start, end=end, zone=zone, grace_hours=grace_hours)


def faults(start, end, zone="Europe/Lisbon"):
    with pytest.raises(Refused) as refused:
        window(start, end, zone)
    return [(finding.loc, finding.code) for finding in refused.value.findings]


def test_window_in_summer_is_placed_in_utc_with_its_grace():
    assert window("2026-08-14T09:00", "2026-08-14T17:00") == Window(
        start="2026-08-14T09:00",
        end="2026-08-14T17:00",
        start_utc=datetime(2026, 8, 14, 8, tzinfo=UTC),
        end_utc=datetime(2026, 8, 14, 16, tzinfo=UTC),
        submit_by_utc=datetime(2026, 8, 15, 16, tzinfo=UTC),
    )


def test_window_over_a_change_of_clocks_keeps_local_time():
    made = window("2026-10-24T09:00", "2026-10-26T09:00", "Europe/Berlin", 0)

    assert made.end_utc - made.start_utc == timedelta(hours=49)
    assert made.submit_by_utc == datetime(2026, 10, 26, 8, tzinfo=UTC)


def test_time_that_the_clocks_skip_is_refused():
    assert faults("2026-03-29T01:30", "2026-03-29T12:00") == [(("window_start",), "skipped_time")]


def test_time_that_the_clocks_repeat_is_the_first():
    made = window("2026-10-25T01:30", "2026-10-25T12:00")

    assert made.start_utc == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_half_hour_change_of_clocks_skips_half_an_hour():
    zone = "Australia/Lord_Howe"

    assert faults("2026-10-04T02:15", "2026-10-04T12:00", zone) == [
        (("window_start",), "skipped_time")
    ]
    assert window("2026-10-04T02:30", "2026-10-04T12:00", zone).start_utc == datetime(
        2026, 10, 3, 15, 30, tzinfo=UTC
    )


def test_both_faults_are_named_at_once():
    assert faults("2026-03-29T01:30", "2026-02-30T10:00") == [
        (("window_start",), "skipped_time"),
        (("window_end",), "bad_format"),
    ]


@pytest.mark.parametrize("end", ["2026-08-14T09:00", "2026-08-14T08:59", "2026-08-13T10:00"])
def test_window_that_does_not_end_after_it_starts_is_refused(end):
    assert faults("2026-08-14T09:00", end) == [(("window_end",), "ends_before_start")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bad_format"),
        ("2026-08-14", "bad_format"),
        ("2026-08-14 09:00", "bad_format"),
        ("2026-08-14T09:00Z", "bad_format"),
        ("2026-08-14T09:00+01:00", "bad_format"),
        ("2026-08-14T24:00", "bad_format"),
        ("2026-13-14T09:00", "bad_format"),
        ("2026-08-14T09:00:61", "bad_format"),
        ("２０２６-08-14T09:00", "bad_format"),
        ("2026-08-14T09:00\n", "bad_format"),
        ("0001-01-01T00:00", "out_of_range"),
        ("1999-12-31T23:59", "out_of_range"),
        ("2101-01-01T00:00", "out_of_range"),
        ("9999-12-31T23:59", "out_of_range"),
    ],
)
def test_odd_text_is_refused(text, code):
    assert faults(text, "2026-08-14T17:00") == [(("window_start",), code)]


@pytest.mark.parametrize(
    ("end", "last"),
    [
        ("2026-08-14T17:00", date(2026, 8, 14)),
        ("2026-08-15T00:00", date(2026, 8, 14)),
        ("2026-08-15T00:01", date(2026, 8, 15)),
    ],
)
def test_last_day_is_one_on_which_the_visit_can_be_made(end, last):
    made = window("2026-08-14T09:00", end)

    assert (made.first_day, made.last_day) == (date(2026, 8, 14), last)


@given(local=LOCAL_TIMES, hours=st.integers(1, 24 * 40), zone=st.sampled_from(ZONES))
def test_window_reads_back_as_agreed_and_keeps_its_order(local, hours, zone):
    start, end = local, local + timedelta(hours=hours)
    try:
        made = window(start.isoformat(), end.isoformat(), zone)
    except Refused as refused:
        codes = {finding.code for finding in refused.findings}
    else:
        codes = set()

    if codes:
        assert codes <= {"skipped_time", "out_of_range"}
        return
    there = ZoneInfo(zone)
    assert made.start_utc.astimezone(there).replace(tzinfo=None) == start
    assert made.end_utc.astimezone(there).replace(tzinfo=None) == end
    assert made.start_utc < made.end_utc


@given(local=LOCAL_TIMES, zone=st.sampled_from(ZONES))
def test_repeated_time_is_always_the_earlier_moment(local, zone):
    there = ZoneInfo(zone)
    try:
        made = window(local.isoformat(), "2100-12-31T23:59", zone)
    except Refused:
        return

    hour_before = (made.start_utc - timedelta(hours=1)).astimezone(there).replace(tzinfo=None)
    half_before = (made.start_utc - timedelta(minutes=30)).astimezone(there).replace(tzinfo=None)
    assert local not in (hour_before, half_before)


@given(text=st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    assert faults(text, "2026-08-14T17:00")[0][0] == ("window_start",)
