"""Noting unnoticed: stopwatches, notes and pictures that survive, the cover, looks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.phone.hand import NO_SENDER, checked_in

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]

IN_2031 = """
const Real = Date;
const ahead = Real.UTC(2031, 0, 1) - Real.now();
Date = class extends Real {
  constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); }
  static now() { return Real.now() + ahead; }
};
"""
LOOKS = [((360, 640), "light"), ((1280, 800), "dark")]
_EVERY_STATE = """async () => {
  const { store } = tools;
  const [, mend, photo, received, sent] = (await store.items()).map(({ item }) => item);
  const signed = { received_at: new Date().toISOString(), signature: "0123456789abcdef".repeat(4) };
  const refuse = (item, status, code, errors, id) =>
    store.keepRefusal(item, { status, code, detail: "", errors }, id);
  const arrive = async (item, ids) => {
    for (const id of ids) await store.keepReceipt(item, { ...signed, photo: id }, id);
    const { visit, revision, sha256 } = item;
    await store.keepReceipt(item, { ...signed, visit, revision, sha256, missing_photos: [] });
  };
  const finding = { loc: ["answers", "open"], code: "required", message: "“Open?”: no." };
  await refuse(mend, 422, "invalid", [finding]);
  await arrive(photo, photo.photos.slice(1));
  await refuse(photo, 415, "not_an_image", [], photo.photos[0]);
  await arrive(received, received.photos);
  await arrive(sent, sent.photos);
  await store.keepCheck(sent, { complete: true });
}"""
_EVENTS = "async () => (await tools.store.drafts())[0].events.map(({ kind }) => kind)"
_NOTES = "async () => (await tools.store.drafts())[0].notes.map(({ text }) => text)"


def shown_seconds(page: Any) -> int:
    """What the first stopwatch shows."""
    text = page.locator(".watches .time").first.inner_text().removeprefix("about ")
    minutes, seconds = text.split(":")
    return int(minutes) * 60 + int(seconds)


def opened_again(held: Any, sam: Any, assignment: str) -> Any:
    """Kill the tab as the phone's system does, wait a moment, open another one at Pocket."""
    context = held.page.context
    other = context.new_page()
    held.page.close(run_before_unload=False)
    held.page = other
    other.wait_for_timeout(2000)
    other.goto(f"{held.url}/app/#/pocket/{assignment}")
    other.get_by_text("Write up").wait_for()
    held.own(sam)
    return other


def test_stopwatch_goes_on_through_a_killed_tab_and_a_clock_in_2031(phone, shopper):
    sam = shopper()
    held = phone(sam)
    page = checked_in(held, sam.every)

    page.get_by_role("button", name="Start").first.click()
    held.until(lambda: shown_seconds(page) >= 1)
    page = opened_again(held, sam, sam.every)
    after_kill = shown_seconds(page)
    page.add_init_script(IN_2031)
    page.wait_for_timeout(500)  # until what it shows is written down
    page.reload()
    page.get_by_text("about").wait_for()
    after_jump = shown_seconds(page)
    page.get_by_role("button", name="Stop").first.click()
    held.own(sam)

    assert 3 <= after_kill <= 12
    assert after_kill <= after_jump <= after_kill + 6
    held.until(lambda: len(held.tools(_EVENTS)) == 5)
    kinds = [kind.split(":")[0] for kind in held.tools(_EVENTS)]
    assert kinds == [
        "check_in",
        "stopwatch_start",
        "stopwatch_resumed",
        "stopwatch_clock",
        "stopwatch_stop",
    ]


def test_notes_survive_a_killed_tab_to_the_last_letter(phone, shopper):
    sam = shopper()
    held = phone(sam)
    page = checked_in(held, sam.every)

    page.get_by_role("button", name="said thanks").click()
    field = page.get_by_label("Write a note")
    field.fill("Two tables not wiped")
    field.press("Enter")
    field.fill("Oat milk was")
    page.wait_for_timeout(600)  # a draft is on disk 300 ms after the last letter
    page = opened_again(held, sam, sam.every)

    assert page.get_by_label("Write a note").input_value() == "Oat milk was"
    assert page.get_by_role("button", name="said thanks").get_attribute("aria-pressed") == "true"
    assert held.tools(_NOTES) == ["said thanks", "Two tables not wiped"]


def test_note_goes_by_a_tap_and_a_yes(phone, shopper):
    sam = shopper()
    held = phone(sam)
    page = checked_in(held, sam.every)
    field = page.get_by_label("Write a note")
    for text in ("One", "Two"):
        field.fill(text)
        field.press("Enter")

    page.get_by_role("button", name="One").click()
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("button", name="Two").click()
    page.get_by_role("button", name="Remove").click()

    held.until(lambda: held.tools(_NOTES) == ["One"])


def test_cover_shows_a_harmless_list_and_leads_back(phone, shopper):
    sam = shopper()
    held = phone(sam)
    page = checked_in(held, sam.every)

    page.get_by_role("link", name="Cover").click()
    page.get_by_label("Item 1").fill("Oranges")
    heading = page.locator("main h1")
    heading.click()
    assert page.get_by_text("Write up").count() == 0
    heading.click(delay=900)
    page.get_by_text("Write up").wait_for()
    page.get_by_role("link", name="Cover").click()

    page.get_by_label("Item 1").wait_for()
    assert page.get_by_label("Item 1").input_value() == "Oranges"
    page.keyboard.press("Escape")
    page.get_by_text("Write up").wait_for()


def test_pocket_says_nothing_of_a_visit(phone, shopper):
    sam = shopper()
    held = phone(sam, color_scheme="light")
    page = checked_in(held, sam.every)

    said = (page.title() + page.locator("body").inner_text()).lower()

    for word in ("harbour", "coffee", "rossio", "visit", "shop", "score", "report", "client"):
        assert word not in said
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 17, 19)"
    page.get_by_role("link", name="Back to the list").click()
    page.locator("#nav").wait_for()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(247, 248, 250)"


def faults_in_all_looks(held: Any) -> list[str]:
    """What axe finds at both sizes, light and dark; and where the page is too wide."""
    found = []
    for size, theme in LOOKS:
        held.look(size, theme)
        held.page.wait_for_timeout(200)  # buttons change their colour in 120 ms
        found += held.faults()
        found += [f"too wide at {size}"] * (held.sideways() > 0)
    return found


def test_screens_are_accessible_and_fit(phone, shopper):
    sam = shopper()
    held = phone(sam, permissions=["camera"])
    page = checked_in(held, sam.every, begin=False)
    faults = faults_in_all_looks(held)
    page.get_by_role("button", name="Go on without").click()
    page.get_by_role("button", name="Start").first.click()
    faults += faults_in_all_looks(held)
    page.get_by_role("button", name="Picture").click()
    page.get_by_role("button", name="Take").click()
    faults += faults_in_all_looks(held)
    page.get_by_role("button", name="Done").click()
    page.locator(".thumb img").wait_for()
    field = page.get_by_label("Write a note")
    for number in range(4):
        field.fill(f"Note {number} " + "w" * 60 * number)
        field.press("Enter")
    faults += faults_in_all_looks(held)
    page.get_by_role("button", name="Note 3").click()
    faults += held.faults()
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("link", name="Cover").click()
    page.get_by_label("Item 1").wait_for()
    faults += faults_in_all_looks(held)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Cannot go on").click()
    page.get_by_label("Refused").check()
    page.get_by_role("button", name="Send", exact=True).click()
    faults += faults_in_all_looks(held)

    assert faults == []
    assert held.complaints == []


def test_outbox_is_accessible_and_fits_in_every_state(phone, shopper):
    sam = shopper()
    held = phone(sam)
    held.go("#/outbox")
    held.page.get_by_text("What you submit is kept here").wait_for()
    faults = faults_in_all_looks(held)
    held.tools(NO_SENDER)
    held.seal(sam, *(each for kind in sam.work.values() for each in kind), photos=2)
    held.tools(_EVERY_STATE)
    held.page.get_by_text("cannot be opened").first.wait_for()
    held.page.locator("summary").first.click()

    assert faults + faults_in_all_looks(held) == []
    assert held.states() == ["waiting", "attention", "attention", "acknowledged", "verified"]


def test_back_leads_out_of_pocket_and_not_to_a_check_in_that_is_done(phone, shopper):
    sam = shopper()
    held = phone(sam)
    page = checked_in(held, sam.every)

    page.get_by_role("link", name="Cover").click()
    page.get_by_label("Item 1").wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("Write up").wait_for()
    page.go_back()
    page.get_by_text("Write up").wait_for()
    page.go_back()

    page.get_by_role("button", name="Go on with notes").wait_for()
    held.go(f"#/check-in/{sam.every}")
    page.get_by_text("Write up").wait_for()
