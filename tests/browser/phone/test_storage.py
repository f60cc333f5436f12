"""The browser has no room, throws the database away, closes it: nothing is lost in silence."""

from __future__ import annotations

import pytest

from tests.browser.phone.hand import Report
from tests.browser.phone.phone import HAS_FORMS

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]


def test_answers_stay_when_the_quota_is_exceeded(kept_phone, line, shopper):
    sam = shopper()
    held = kept_phone(sam)
    page = held.page
    report = Report(held, sam.every).open()
    report.tap("greeted", "Yes")
    page.get_by_text("Saved on this phone").first.wait_for()
    page.goto("about:blank")  # else the browser goes on with the room it knows of
    page.wait_for_timeout(2500)
    browser = page.context.new_cdp_session(page)

    browser.send("Storage.overrideQuotaForOrigin", {"origin": line.url, "quotaSize": 1000})
    page.goto(f"{line.url}/app/#/report/{sam.every}")
    report.write("story", "x" * 3000)
    page.get_by_text("Not saved yet: this phone has no room left").first.wait_for()
    assert report.written("story") == "x" * 3000
    browser.send("Storage.overrideQuotaForOrigin", {"origin": line.url})
    held.until(lambda: _story_on_disk(held) == "x" * 3000)
    page.reload()
    report.question("story").wait_for()

    assert report.written("story") == "x" * 3000
    assert report.question("greeted").get_by_label("Yes", exact=True).is_checked()


def test_eviction_is_said_and_what_is_open_is_kept(phone, line, shopper):
    sam = shopper()
    held = phone(sam)
    report = Report(held, sam.every).open()
    report.write("story", "Before.")
    held.until(lambda: _story_on_disk(held) == "Before.")
    browser = held.page.context.new_cdp_session(held.page)

    browser.send("Storage.clearDataForOrigin", {"origin": line.url, "storageTypes": "indexeddb"})
    report.write("story", "After.")
    held.until(lambda: _story_on_disk(held) == "After.")
    held.until(lambda: held.tools(HAS_FORMS), what="the questionnaires again")
    held.go("#/visits")
    held.page.get_by_text("has cleared the notes kept here").wait_for()
    held.page.reload()
    report.open()

    assert report.written("story") == "After."


def test_eviction_while_closed_is_said(phone, line, shopper):
    sam = shopper()
    held = phone(sam)
    held.draft(sam, sam.short)
    held.page.goto("about:blank")
    browser = held.page.context.new_cdp_session(held.page)

    browser.send("Storage.clearDataForOrigin", {"origin": line.url, "storageTypes": "indexeddb"})
    held.page.goto(f"{line.url}/app/")

    held.page.get_by_text("has cleared the notes kept here").wait_for()


def test_closed_database_is_opened_again(phone, shopper):
    sam = shopper()
    held = phone()
    held.page.add_init_script(_HOLD_DATABASES)
    held.sign_in_quietly(sam)
    report = Report(held, sam.every).open()
    report.write("story", "Before.")
    held.until(lambda: _story_on_disk(held) == "Before.")

    held.page.evaluate("() => { for (const each of window.databases) each.close(); }")
    report.write("story", "After.")
    held.until(lambda: _story_on_disk(held) == "After.")
    held.page.reload()
    report.question("story").wait_for()

    assert report.written("story") == "After."


def _story_on_disk(held):
    return held.page.evaluate(_STORY)


# Past the form's own modules: what another program would find in the database.
_STORY = """() => new Promise((resolve) => {
  const request = indexedDB.open("plainclothes");
  request.onupgradeneeded = () => request.transaction.abort();  // it is for the form to make it
  request.onsuccess = () => {
    const db = request.result;
    if (!db.objectStoreNames.contains("drafts")) { db.close(); return resolve(null); }
    const all = db.transaction("drafts").objectStore("drafts").getAll();
    all.onsuccess = () => { db.close(); resolve(all.result[0]?.answers.story?.value ?? null); };
  };
  request.onerror = () => resolve(null);
})"""
_HOLD_DATABASES = """
window.databases = [];
const open = indexedDB.open.bind(indexedDB);
IDBFactory.prototype.open = function (...given) {
  const request = open(...given);
  request.addEventListener("success", () => window.databases.push(request.result));
  return request;
};
"""
