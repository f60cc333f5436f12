"""What the phone senses: a clock years ahead, a position given or denied, the camera."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tests.browser.phone.hand import Report, checked_in

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]

HERE = {"latitude": 38.7101, "longitude": -9.1402, "accuracy": 12}


def test_clock_in_2031_is_accepted_and_flagged(phone, shopper, service):
    sam = shopper()
    held = phone(sam)
    held.page.clock.install(time=datetime(2031, 5, 4, 10, tzinfo=UTC))
    held.page.reload()

    (visit,) = held.seal(sam, sam.short)
    held.until_all("verified", 1)

    key = service.books.key(visit)
    ((submitted,),) = service.books.rows("SELECT submitted_at FROM visits_visit WHERE id=?", key)
    flags = service.books.rows("SELECT kind FROM visits_flag WHERE visit_id=? ORDER BY kind", key)
    assert str(submitted).startswith("2031-05-04 10:0")
    assert ("clock",) in flags
    assert service.books.photos(sam.id) == 1


def test_position_allowed_is_told_with_its_accuracy(phone, line, shopper, service):
    sam = shopper()
    held = phone(sam, geolocation=HERE, permissions=["geolocation"])
    page = checked_in(held, sam.every, begin=False)

    page.get_by_role("button", name="Take my position").click()
    page.get_by_text("Position found, to within 12 m.").wait_for()
    page.get_by_role("button", name="Start").click()
    page.get_by_text("Write up").wait_for()
    held.until(lambda: line.asked("POST", f"/assignments/{sam.every}/start$"))

    (start,) = line.asked("POST", f"/assignments/{sam.every}/start$")
    assert start.status == 200
    check_in = held.tools("async () => (await tools.store.drafts())[0].check_in")
    assert {name: check_in[name] for name in ("latitude", "longitude", "accuracy_m")} == {
        "latitude": 38.7101,
        "longitude": -9.1402,
        "accuracy_m": 12,
    }


def test_position_denied_goes_on_without(phone, line, shopper, service):
    sam = shopper()
    held = phone(sam)
    page = checked_in(held, sam.every, begin=False)

    page.get_by_role("button", name="Take my position").click()
    page.get_by_text("No position was found.").wait_for()
    page.get_by_role("button", name="Go on without").click()
    page.get_by_text("Write up").wait_for()
    report = Report(held, sam.every).open()
    report.fill_every()
    report.submit()
    held.until_all("verified", 1)

    ((visit, _),) = service.books.visits(sam.id)
    ((trail,),) = service.books.rows(
        "SELECT trail FROM visits_visitrevision WHERE visit_id = ?", service.books.key(visit)
    )
    (event,) = [each for each in json.loads(trail)["events"] if each["kind"] == "check_in"]
    assert (event["latitude"], event["longitude"], event["accuracy_m"]) == (None, None, None)


def test_camera_in_the_page_takes_a_picture_that_arrives(phone, shopper, service):
    sam = shopper()
    held = phone(sam, permissions=["camera"])
    page = checked_in(held, sam.every)

    page.get_by_role("button", name="Picture").click()
    for _ in range(2):
        page.get_by_role("button", name="Take").click()
        page.wait_for_timeout(1100)  # the green picture counts seconds: another one is another
    page.get_by_role("button", name="Done").click()
    held.until(lambda: held.tools(_PICTURES) == [None, None])
    report = Report(held, sam.every).open()
    report.fill_every()
    report.submit()
    held.until_all("verified", 1)

    assert service.books.photos(sam.id) == 3
    sizes = service.books.rows(
        "SELECT mime, width, height FROM visits_photo WHERE owner_id = ? ORDER BY width",
        service.books.key(sam.id),
    )
    assert {mime for mime, _, _ in sizes} == {"image/jpeg"}
    assert max(max(width, height) for _, width, height in sizes) <= 1600


_PICTURES = "async () => (await tools.store.drafts())[0].photos.map(({ question }) => question)"
