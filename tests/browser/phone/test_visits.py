"""The list of visits and one visit: read, accept, claim, give back, move; what a refusal says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.phone.phone import Phone
from tests.browser.phone.theatre import Theatre

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]


def test_offer_is_accepted_in_place_once_its_brief_is_confirmed(phone, shopper, theatre):
    sam = shopper()
    held = phone(sam)
    (offered,) = sam.work["offered"]

    held.page.get_by_role("button", name="Accept").click()
    dialog = held.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Accept").click()
    said = dialog.get_by_text("Please confirm that you have read the brief.").is_visible()
    before = _state(theatre, offered)
    dialog.get_by_label("I have read the brief").check()
    dialog.get_by_role("button", name="Accept").click()
    held.page.get_by_text("Brief read, ready to go").wait_for()

    assert (said, before, _state(theatre, offered)) == (True, "offered", "accepted")


def test_open_visit_is_taken_after_its_brief(phone, shopper, theatre):
    sam = shopper()
    held = phone(sam)
    (free,) = sam.work["open"]

    _open_visit(held, free)
    held.page.get_by_label("I have read the brief").check()
    held.page.get_by_role("button", name="Take this visit").click()
    held.page.get_by_role("button", name="Check in").wait_for()

    assert _state(theatre, free) == "accepted"


def test_visit_that_was_called_off_meanwhile_is_not_offered_again(phone, shopper, theatre):
    sam = shopper()
    held = phone(sam)
    (free,) = sam.work["open"]
    _open_visit(held, free)
    reason = {"reason": "The shop is closed."}
    theatre.ask(theatre.scheduler, "POST", f"/assignments/{free}/cancel", reason)

    held.page.get_by_label("I have read the brief").check()
    held.page.get_by_role("button", name="Take this visit").click()
    alert = held.page.get_by_role("alert")
    alert.wait_for()

    assert alert.inner_text().startswith("This has changed in the meantime.")
    assert held.page.get_by_role("button", name="Take this visit").count() == 0


def test_brief_has_to_be_confirmed_before_the_visit_begins(phone, shopper):
    sam = shopper()
    held = phone(sam)

    _open_visit(held, sam.short)
    held.page.get_by_role("button", name="Check in").click()

    held.page.get_by_text("Please confirm that you have read the brief.").wait_for()
    assert held.page.url.endswith(f"#/visit/{sam.short}")


def test_visit_is_given_back_only_with_a_reason(phone, shopper, theatre):
    sam = shopper()
    held = phone(sam)

    _open_visit(held, sam.short)
    held.page.get_by_role("button", name="Give it back").click()
    dialog = held.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Give it back").click()
    missing = dialog.get_by_text("Please give a reason.").is_visible()
    dialog.get_by_label("Why?").fill("I am ill.")
    dialog.get_by_role("button", name="Give it back").click()
    held.page.get_by_text("This visit is not yours.").wait_for()

    assert (missing, _state(theatre, sam.short)) == (True, "draft")


def test_other_day_outside_the_round_is_refused_in_words(phone, shopper, theatre):
    sam = shopper()
    held = phone(sam)

    _open_visit(held, sam.short)
    held.page.get_by_role("button", name="Other day").click()
    dialog = held.page.get_by_role("dialog")
    dialog.get_by_label("From").fill("2031-03-01T09:00")
    dialog.get_by_label("To", exact=True).fill("2031-03-01T08:00")
    dialog.get_by_role("button", name="Ask for this time").click()
    dialog.get_by_text("The end must come after the start.").wait_for()
    dialog.get_by_label("To", exact=True).fill("2031-03-01T10:00")
    dialog.get_by_role("button", name="Ask for this time").click()

    dialog.get_by_text("That day lies outside the period of this round of visits.").wait_for()


def test_taking_a_visit_without_signal_says_so_and_stays_possible(phone, line, shopper, theatre):
    sam = shopper()
    held = phone(sam)
    (free,) = sam.work["open"]
    _open_visit(held, free)

    line.cut_off()
    held.page.get_by_label("I have read the brief").check()
    held.page.get_by_role("button", name="Take this visit").click()
    held.page.get_by_text("This needs signal. Nothing has changed").wait_for()
    line.join()
    held.page.get_by_role("button", name="Take this visit").click()
    held.page.get_by_role("button", name="Check in").wait_for()

    assert _state(theatre, free) == "accepted"


def test_heading_has_the_focus_after_a_change_of_screen(phone, shopper):
    held = phone(shopper())
    focused = "() => document.activeElement.textContent"

    held.page.keyboard.press("Tab")
    held.page.get_by_role("link", name="Help").press("Enter")
    held.page.get_by_role("heading", name="Account").wait_for()
    current = held.page.locator("nav [aria-current]").inner_text()

    assert (held.page.evaluate(focused), current) == ("Help", "Help")


def test_language_is_chosen_and_kept(phone, shopper):
    held = phone(shopper())

    held.go("#/help")
    held.page.get_by_label("Language").select_option("fr")
    held.page.get_by_role("heading", name="Aide").wait_for()
    held.page.reload()
    held.page.get_by_role("heading", name="Aide").wait_for()

    assert held.page.evaluate("() => document.documentElement.lang") == "fr"


def _open_visit(held: Phone, assignment: str) -> None:
    held.go(f"#/visit/{assignment}")
    held.page.get_by_role("heading", name="Brief").wait_for()


def _state(theatre: Theatre, assignment: str) -> Any:
    answer = theatre.ask(theatre.scheduler, "GET", f"/assignments/{assignment}")
    return answer["state"]
