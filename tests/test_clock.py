"""The one clock."""

from datetime import UTC, date, datetime

from backend import clock


def test_frozen_clock_stands_still_and_goes_on_afterwards():
    moment = datetime(2020, 2, 29, 12, tzinfo=UTC)

    with clock.frozen_at(moment):
        assert clock.now() == moment
        assert clock.today("Asia/Tokyo") == date(2020, 2, 29)
        assert clock.today("Pacific/Kiritimati") == date(2020, 3, 1)

    assert clock.now() != moment


def test_clock_file_is_read_at_each_call(settings, tmp_path):
    clock._frozen.set(None)
    file = tmp_path / "clock"
    settings.CLOCK_FILE = str(file)
    file.write_text("2026-05-01T08:00:00+02:00")

    first = clock.now()
    file.write_text("2026-06-01T08:00:00+02:00")

    assert first == datetime(2026, 5, 1, 6, tzinfo=UTC)
    assert clock.now() == datetime(2026, 6, 1, 6, tzinfo=UTC)


def test_missing_or_empty_clock_file_means_real_time(settings, tmp_path):
    clock._frozen.set(None)
    file = tmp_path / "clock"
    settings.CLOCK_FILE = str(file)

    missing = clock.now()
    file.write_text("")

    assert abs((datetime.now(UTC) - missing).total_seconds()) < 60
    assert abs((datetime.now(UTC) - clock.now()).total_seconds()) < 60
