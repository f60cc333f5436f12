"""Where somebody is on the screen: nothing jumps, nothing is covered, nothing complains."""

from __future__ import annotations

import pytest

from tests.browser.phone.hand import Report

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]

_TOP = "() => document.getElementById('scroll').scrollTop"
_TO_END = "() => { const area = document.getElementById('scroll'); area.scrollTop = 1e6; }"
# in one step, because a list that is drawn anew has other rows
_INTO_VIEW = """(id) => {
  document.querySelector(`a[href="#/visit/${id}"]`).scrollIntoView({ block: "end" });
  return document.getElementById("scroll").scrollTop > 0;
}"""
_FOCUSED = "() => document.activeElement.getAttribute('href')"


def test_list_is_where_it_was_left(phone, shopper):
    sam = shopper()
    held = phone(sam)
    page = held.page
    (free,) = sam.work["open"]
    row = page.locator(f'a[href="#/visit/{free}"]')
    page.locator("[data-key=refresh]:not([aria-disabled=true])").wait_for()
    held.until(lambda: page.evaluate(_INTO_VIEW, free))
    left = page.evaluate(_TOP)

    row.click()
    page.get_by_role("heading", name="Brief").wait_for()
    opened = page.evaluate(_TOP)
    page.locator("#back").click()
    row.wait_for()

    assert left > 0
    assert (opened, page.evaluate(_TOP)) == (0, left)
    assert page.evaluate(_FOCUSED) == f"#/visit/{free}"


def test_tap_counts_though_the_list_is_drawn_anew_under_the_finger(phone, shopper):
    sam = shopper()
    held = phone(sam)
    page = held.page
    (free,) = sam.work["open"]
    row = page.locator(f'a[href="#/visit/{free}"]')
    page.locator("[data-key=refresh]:not([aria-disabled=true])").wait_for()
    held.until(lambda: page.evaluate(_INTO_VIEW, free))
    box = row.bounding_box()

    page.mouse.move(box["x"] + 40, box["y"] + 20)
    page.mouse.down()
    page.evaluate("() => { dispatchEvent(new Event('signed-in')); }")  # the list is fetched anew
    page.wait_for_timeout(400)
    page.mouse.up()

    page.get_by_role("heading", name="Brief").wait_for()


def test_notice_covers_nothing_at_the_end_of_a_long_list(phone, shopper, theatre):
    sam = shopper("forty")
    held = phone(sam)
    page = held.page
    held.seal(sam, *sam.work["short"][30:36])
    held.until_all("verified", 6)
    theatre.expire(sam)
    page.reload()
    notice = page.locator(".page-notice")
    notice.wait_for()

    held.go("#/outbox")
    page.get_by_text("Sent, reference").nth(5).wait_for()
    page.evaluate(_TO_END)
    last = page.locator(".outbox .item").last.bounding_box()

    assert last["y"] + last["height"] <= notice.bounding_box()["y"]


def test_form_of_one_section_opens_without_a_complaint(phone, shopper):
    sam = shopper()
    held = phone(sam)

    Report(held, sam.short).open()
    held.page.wait_for_timeout(300)

    assert held.complaints == []
    assert held.page.locator(".page-notice").count() == 0
