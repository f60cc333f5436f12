"""A session ends in the middle of sending; somebody else signs in on the same phone."""

from __future__ import annotations

import pytest

from tests.browser.phone.stage import PASSWORD
from tests.browser.phone.test_bad_line import BODY, PHOTO
from tests.faults.line_faults import unavailable

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]


def test_session_that_expires_in_mid_sync_goes_on_after_signing_in(
    phone, line, shopper, service, theatre
):
    sam = shopper("forty")
    held = phone(sam)
    held.seal(sam, *sam.work["short"][10:12])
    held.until_all("verified", 2)

    theatre.expire(sam)
    held.seal(sam, *sam.work["short"][12:14])
    held.until(lambda: held.states() == ["verified"] * 2 + ["sign_in"] * 2, told=held.items)
    asked = len(line.asked("PUT", PHOTO)) + len(line.asked("PUT", BODY))
    held.go("#/outbox")
    _sign_in_over(held, sam)
    held.until_all("verified", 4)

    assert asked == 5  # two and two, and the one that learned of it
    assert len(service.books.visits(sam.id)) == 4
    assert service.books.bodies(sam.id) == [1, 1, 1, 1]
    assert service.books.photos(sam.id) == 4


def test_expired_session_never_blocks_filling_in(phone, shopper, theatre):
    sam = shopper()
    held = phone(sam)
    theatre.expire(sam)

    held.page.reload()
    held.page.get_by_text("Harbour Coffee Rossio").first.wait_for()
    held.own(sam)
    draft = held.draft(sam, sam.short, photos=1)

    assert held.tools("(id) => tools.store.saved(id).dirty", draft) is False


def test_another_user_neither_sees_nor_sends_what_waits(phone, line, shopper, service):
    sam, sue = shopper(), shopper()
    held = phone(sam)
    line.cut_off()
    held.seal(sam, sam.short)
    held.draft(sam, sam.work["short"][1])
    line.join()
    held.page.context.clear_cookies()
    held.take_session(sue)

    held.poke()
    held.until(lambda: line.asked("PUT", PHOTO))
    held.until(lambda: held.states() == ["sign_in"], told=held.items)
    assert service.books.visits(sam.id) == service.books.visits(sue.id) == []
    assert service.books.photos(sam.id) == service.books.photos(sue.id) == 0
    held.go("#/outbox")
    _sign_in_over(held, sue)
    held.page.get_by_text("2 items wait for another account.").first.wait_for()
    held.poke()
    held.page.wait_for_timeout(500)

    held.own(sue)
    assert held.states() == []
    assert service.books.visits(sam.id) == service.books.visits(sue.id) == []
    assert service.books.bodies(sam.id) == service.books.bodies(sue.id) == []


def test_signing_out_with_unsent_work_keeps_it_locked(phone, line, shopper, service):
    sam = shopper()
    held = phone(sam)
    line.script.add("PUT", "/visits/", unavailable(503), times=1000)
    held.seal(sam, sam.short)
    page = held.page

    held.go("#/help")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Keep locked on this phone").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    line.script.clear()
    held.poke()
    page.wait_for_timeout(500)
    assert service.books.visits(sam.id) == []
    _type_password(held, sam)
    held.own(sam)
    held.until_all("verified", 1)

    assert len(service.books.visits(sam.id)) == 1


def _sign_in_over(held, who):
    held.page.get_by_role("button", name="Sign in").first.click()
    _type_password(held, who)
    held.page.get_by_role("dialog").wait_for(state="hidden")


def _type_password(held, who):
    page = held.page
    page.get_by_role("button", name="Sign in with a password").click()
    page.get_by_label("E-mail").fill(who.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).last.click()
