"""A new version of the form arrives while somebody writes; and a line of slow 4G."""

from __future__ import annotations

import pytest

from tests.browser.phone.hand import Report
from tests.faults.fault_proxy import Pace

pytestmark = pytest.mark.needs("chromium")

READY = "async () => { await navigator.serviceWorker.ready; return true; }"
UPDATE = "async () => { await (await navigator.serviceWorker.getRegistration()).update(); }"
WAITING = "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)"
VERSION = "() => document.querySelector('meta[name=app-version]').content"


def test_new_version_waits_for_an_open_draft_and_loses_nothing(phone, shopper, service):
    sam = shopper()
    held = phone(sam)
    page = held.page
    page.evaluate(READY)
    held.until(lambda: page.evaluate("() => Boolean(navigator.serviceWorker.controller)"))
    before = page.evaluate(VERSION)
    report = Report(held, sam.every).open()
    report.write("story", "Begun.")

    sheet = service.pwa / "look" / "base.css"
    sheet.write_text(sheet.read_text() + "\n/* another version */\n")
    page.evaluate(UPDATE)
    held.until(lambda: page.evaluate(WAITING), what="the new worker")
    report.write("story", "Begun, and gone on.")
    assert page.evaluate(VERSION) == before
    report.photograph("receipt")  # needs modules of the old version
    held.go("#/visits")
    page.get_by_role("button", name="Use it now").click()
    held.until(lambda: _version(page) not in (None, before), what="the new version")
    report.open()

    assert report.written("story") == ("Begun, and gone on.")
    assert report.pictures("receipt").count() == 1


def test_slow_4g_opens_and_sends(phone, line, shopper, service):
    sam = shopper()
    line.pace = Pace()
    held = phone(sam)

    held.seal(sam, sam.short, photos=2, side=300)
    held.until_all("verified", 1, poking=False, seconds=60)

    assert len(service.books.visits(sam.id)) == 1
    assert service.books.photos(sam.id) == 2


def _version(page):
    try:
        return page.evaluate(VERSION)
    except Exception:  # in the middle of loading
        return None
