"""Two tabs, and a page that is closed in the middle of sending: each thing is there once."""

from __future__ import annotations

import pytest

from tests.browser.phone.phone import Phone
from tests.browser.phone.test_bad_line import BODY, PHOTO
from tests.faults.line_faults import Delay

pytestmark = pytest.mark.needs("chromium")


@pytest.mark.slow
def test_two_tabs_send_each_thing_once(phone, line, shopper, service):
    sam = shopper("forty")
    one = phone(sam)
    other = Phone(one.page.context.new_page(), line.url)
    other.page.goto(f"{line.url}/app/")
    other.own(sam)

    own, others = sam.work["short"][:4], sam.work["short"][4:8]
    sealed = {*one.seal(sam, *own), *other.seal(sam, *others)}
    for tab in (one, other):
        tab.poke()
    one.until_all("verified", 8)

    assert {visit for visit, _ in service.books.visits(sam.id)} == sealed
    assert service.books.bodies(sam.id) == [1] * 8
    assert service.books.photos(sam.id) == 8
    assert len(line.asked("PUT", BODY)) == 8
    assert len(line.asked("PUT", PHOTO)) == 8


@pytest.mark.slow
def test_page_closed_in_mid_upload_goes_on_when_opened_again(phone, line, shopper, service):
    sam = shopper()
    held = phone(sam)
    line.script.add("PUT", PHOTO, Delay(3))
    held.seal(sam, sam.short, photos=3, side=400)
    held.until(lambda: line.asked("PUT", PHOTO))

    again = Phone(held.page.context.new_page(), line.url)
    held.page.close()
    again.page.goto(f"{line.url}/app/")
    again.own(sam)
    again.until_all("verified", 1)

    assert len(service.books.visits(sam.id)) == 1
    assert service.books.photos(sam.id) == 3
    assert service.books.bodies(sam.id) == [1]
