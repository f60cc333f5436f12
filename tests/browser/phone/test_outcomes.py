"""Ending a visit early: closed, refused, recognised, unsafe, each with what it needs."""

from __future__ import annotations

import json

import pytest

from tests.browser.phone.hand import NO_SENDER, checked_in

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]

OUTCOMES = {
    "closed": ("Closed", "Why there is no photo", "It was raining on my lens"),
    "refused": ("Refused", "What was said", "They serve nobody after five"),
    "recognised": ("I was recognised", "How you were recognised", "A waiter knew me from school"),
    "unsafe": ("Unsafe", "What happened (not needed)", ""),
}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_visit_that_cannot_go_on_arrives_with_its_reason(phone, shopper, service, outcome):
    label, field, text = OUTCOMES[outcome]
    sam = shopper()
    held = phone(sam)
    page = checked_in(held, sam.every)

    page.get_by_role("link", name="Cannot go on").click()
    page.get_by_label(label).check()
    send = page.get_by_role("button", name="Send", exact=True)
    if text:
        send.click()
        page.get_by_text("more character").wait_for()
        page.get_by_role("textbox", name=field).fill(text)
    send.click()
    page.get_by_text(f"Ended early: {label}").wait_for()
    held.own(sam)
    held.until_all("verified", 1)

    ((visit, _),) = service.books.visits(sam.id)
    ((stored, trail),) = service.books.rows(
        "SELECT v.outcome, r.trail FROM visits_visit v"
        " JOIN visits_visitrevision r ON r.visit_id = v.id WHERE v.id = ?",
        service.books.key(visit),
    )
    said = trail if isinstance(trail, dict) else json.loads(trail)  # PostgreSQL reads it itself
    assert (stored, said.get("outcome_note", "")) == (outcome, text)


def test_closed_needs_no_words_with_a_photo_by_the_phones_own_camera(phone, shopper, service):
    sam = shopper()
    held = phone(sam)
    held.page.add_init_script("navigator.mediaDevices.getUserMedia = () => Promise.reject();")
    held.page.reload()
    page = checked_in(held, sam.every)

    page.get_by_role("link", name="Cannot go on").click()
    page.get_by_label("Closed").check()
    page.get_by_role("button", name="Take a photo").click()
    held.own(sam)
    picture = held.tools("async () => [...new Uint8Array(await tools.picture(300))]")
    page.locator("dialog input[type=file]").set_input_files(
        {"name": "door.jpg", "mimeType": "image/jpeg", "buffer": bytes(picture)}
    )
    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="Send", exact=True).click()
    held.until_all("verified", 1)

    assert service.books.photos(sam.id) == 1


def test_what_did_not_leave_can_be_taken_back(phone, line, shopper):
    sam = shopper()
    held = phone(sam)
    page = checked_in(held, sam.every)
    page.get_by_role("link", name="Cannot go on").click()
    page.get_by_label("Unsafe").check()
    held.own(sam)
    held.tools(NO_SENDER)
    page.get_by_role("button", name="Send", exact=True).click()

    page.get_by_role("button", name="Take back").click()

    page.get_by_text("What happened?").wait_for()
    assert page.get_by_label("Unsafe").is_checked()
    assert held.items() == []


def test_door_that_is_closed_needs_no_check_in(phone, shopper, service):
    sam = shopper()
    held = phone(sam)
    page = held.page
    held.go(f"#/visit/{sam.every}")
    page.get_by_label("I have read the brief").check()

    page.get_by_role("button", name="Cannot make the visit").click()
    page.get_by_label("Closed").check()
    page.get_by_label("Why there is no photo").fill("The shutter was down and it was dark.")
    page.get_by_role("button", name="Send", exact=True).click()
    held.own(sam)
    held.until_all("verified", 1)

    assert len(service.books.visits(sam.id)) == 1
    held.go(f"#/outcome/{sam.every}")
    page.get_by_text("Ended early: Closed").wait_for()
