"""A new version of the form arrives while somebody writes; and a line of slow 4G."""

from __future__ import annotations

import contextlib
import time

import pytest

from tests.browser.phone.hand import Report
from tests.faults.fault_proxy import Pace

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]

CONTROLLED = "() => Boolean(navigator.serviceWorker.controller)"
UPDATE = "() => { navigator.serviceWorker.getRegistration().then((held) => held.update()); }"
WAITING = """() => {
  const asked = navigator.serviceWorker.getRegistration();
  asked.then((held) => { window.liesReady = Boolean(held.waiting); });
  return window.liesReady === true;
}"""
VERSION = "document.querySelector('meta[name=app-version]').content"
CHANGED = f"(before) => {VERSION} !== before"


def test_new_version_waits_for_an_open_draft_and_loses_nothing(phone, shopper, service):
    """Chromium may keep an old worker for minutes, whatever the new one asks for: then the whole
    of it is tried again on another phone. What must never be lost is looked at in each try."""
    took_over = False
    for number in range(3):
        took_over = took_over or _new_version_arrives(phone, shopper, service, number)

    assert took_over


def _new_version_arrives(phone, shopper, service, number):
    """Somebody writes while a new version arrives, and takes it; whether the browser took it."""
    sam = shopper()
    held = phone(sam, worker=True)
    page = held.page
    page.wait_for_function(CONTROLLED)
    before = page.evaluate(f"() => {VERSION}")
    report = Report(held, sam.every).open()
    report.write("story", "Begun.")

    sheet = service.pwa / "look" / "base.css"
    sheet.write_text(f"{sheet.read_text()}\n/* another version {number} */\n")
    page.evaluate(UPDATE)
    page.wait_for_function(WAITING, polling=200, timeout=60_000)
    report.write("story", "Begun, and gone on.")
    assert page.evaluate(f"() => {VERSION}") == before
    report.photograph("receipt")  # needs modules of the old version
    held.go("#/visits")
    page.get_by_role("button", name="Use it now").wait_for()
    took_over = _takes_over(page, before)
    report.open()

    assert report.written("story") == ("Begun, and gone on.")
    assert report.pictures("receipt").count() == 1
    return took_over


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


def _takes_over(page, before):
    """Ask for it, again where the page was still saving, for half a minute."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with contextlib.suppress(Exception):  # in the middle of loading
            page.wait_for_function(CHANGED, arg=before, timeout=2000)
            return True
        with contextlib.suppress(Exception):
            page.get_by_role("button", name="Use it now").click(timeout=2000)
    return False
