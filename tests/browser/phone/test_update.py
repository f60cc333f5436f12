"""A new version of the form arrives while somebody writes; and a line of slow 4G."""

from __future__ import annotations

import contextlib

import pytest

from tests.browser.phone.hand import Report
from tests.faults.fault_proxy import Pace

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]

READY = "async () => { await navigator.serviceWorker.ready; return true; }"
UPDATE = "async () => { await (await navigator.serviceWorker.getRegistration()).update(); }"
WAITING = "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)"
VERSION = "() => document.querySelector('meta[name=app-version]').content"


def test_new_version_waits_for_an_open_draft_and_loses_nothing(phone, shopper, service):
    sam = shopper()
    held = phone(sam, worker=True)
    page = held.page
    page.evaluate(READY)
    held.until(lambda: page.evaluate("() => Boolean(navigator.serviceWorker.controller)"))
    before = page.evaluate(VERSION)
    report = Report(held, sam.every).open()
    report.write("story", "Begun.")

    sheet = service.pwa / "look" / "base.css"
    sheet.write_text(sheet.read_text() + "\n/* another version */\n")
    page.evaluate(UPDATE)
    held.until(lambda: page.evaluate(WAITING), seconds=60, what="the new worker")
    report.write("story", "Begun, and gone on.")
    assert page.evaluate(VERSION) == before
    report.photograph("receipt")  # needs modules of the old version
    held.go("#/visits")
    page.get_by_role("button", name="Use it now").wait_for()
    held.until(lambda: _took_over(page, before), seconds=60, what="the new version")
    report.open()

    assert report.written("story") == ("Begun, and gone on.")
    assert report.pictures("receipt").count() == 1


def test_slow_4g_opens_and_sends(phone, line, shopper, service):
    sam = shopper()
    held = phone(sam)
    line.pace = Pace()

    held.page.reload()
    held.page.get_by_text("Harbour Coffee Rossio").first.wait_for()
    held.seal(sam, sam.short, photos=2, side=300)
    held.until(lambda: held.states() == ["acknowledged"], seconds=60)
    held.until_all("verified", 1)

    assert len(service.books.visits(sam.id)) == 1
    assert service.books.photos(sam.id) == 2


def _took_over(page, before):
    """Ask for it, again where the page was still saving, until it is there."""
    with contextlib.suppress(Exception):  # in the middle of loading
        if page.evaluate(VERSION) != before:
            return True
        page.get_by_role("button", name="Use it now").click(timeout=3000)
    return False
