"""One visit from the offer to the answered question, through the pages alone."""

from __future__ import annotations

import json

import pytest

from tests.browser.phone.hand import Report
from tests.browser.phone.questions import PRAISED, TOO_LATE
from tests.visits.pictures import jpeg

TOLD = {
    "greeted": "no",
    "comment": "Nobody looked up for a while.",
    "story": "They were quick.",
    "photos": ["clean", "receipt"],
    "events": ["check_in", "stopwatch_start:greet_wait", "stopwatch_stop:greet_wait"],
}

pytestmark = pytest.mark.needs("chromium")


@pytest.mark.slow
def test_visit_from_claim_to_answered_question(phone, line, shopper, service, theatre):
    sam = shopper()
    held = phone(sam, permissions=["camera"])
    page = held.page
    (wanted,) = sam.work["open"]

    page.get_by_role("link", name="Harbour Coffee Alfama").click()
    page.get_by_label("I have read the brief").check()
    page.get_by_role("button", name="Take this visit").click()
    page.get_by_role("button", name="Check in").click()
    page.get_by_role("button", name="Take my position").wait_for()
    page.get_by_role("button", name="Go on without").click()

    _take_notes(page)
    page.get_by_role("link", name="Write up").click()
    report = Report(held, wanted)
    report.question("came").wait_for()
    _write_up(report)
    _submit(page)
    held.until_all("verified", 1)
    held.go("#/outbox")
    page.get_by_text("Sent, reference").first.wait_for()

    ((visit, _),) = service.books.visits(sam.id)
    assert service.books.photos(sam.id) == 2
    assert _told(service, visit, 0) == TOLD

    theatre.ask(theatre.reviewer, "POST", f"/visits/{visit}/take", {})
    theatre.ask(
        theatre.reviewer, "POST", f"/visits/{visit}/return", {"notes": {"story": "Who served?"}}
    )
    held.go("#/visits")
    page.get_by_role("button", name="Refresh").click()
    page.get_by_text("Who served?").wait_for()
    page.get_by_role("button", name="Answer").click()
    report.question("story").get_by_text("Who served?").wait_for()
    assert report.written("story") == "They were quick."
    report.write("story", "They were quick. A young man served.")
    _submit(page)
    held.until_all("verified", 2)

    assert service.books.visits(sam.id) == [(visit, 1)]
    assert service.books.photos(sam.id) == 2
    assert _told(service, visit, 1) == {**TOLD, "story": "They were quick. A young man served."}


def _take_notes(page):
    page.get_by_role("button", name="Start").first.click()
    page.wait_for_timeout(1200)
    page.get_by_role("button", name="Stop").first.click()
    page.get_by_role("button", name="no badge").click()
    page.get_by_label("Write a note").fill("Two people queued.")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Picture").click()
    page.get_by_role("button", name="Take").click()
    page.get_by_text("1 picture").first.wait_for()
    page.get_by_role("button", name="Done").click()


def _write_up(report):
    """Every type, with what the rules ask on the way: a comment, a photo, an error, a warning."""
    page = report.page
    report.write("came", "10:40")
    report.tap("greeted", "Yes")
    report.question("greet_wait").get_by_role("button", name="Use").click()
    report.tap("greeted", "No")
    assert report.question("greet_wait").is_hidden()
    report.comment("greeted", "Nobody looked up for a while.")
    report.write("day", "2026-08-14")
    report.tap("advice", "Does not apply")
    report.question("advice").get_by_label("Why does it not apply?").fill("Nobody to ask.")
    report.tap("clean", "None of these")
    report.photograph("clean", jpeg(320, 240, quality=60))
    report.write("guests", "70")
    report.write("paid", "7.40")
    report.question("receipt").get_by_role("button", name="From notes, 1").click()
    report.question("receipt").get_by_role("button", name="Use photo 1 of 1").click()
    report.pictures("receipt").wait_for()
    report.write("left", "10:10")
    report.tap("friendly", "5")
    page.get_by_role("button", name="Review and send").first.click()

    summary = page.get_by_role("region", name="things still to do").or_(
        page.get_by_text("things still to do")
    )
    summary.first.wait_for()
    assert page.get_by_text("This must be from 0 to 50.").first.is_visible()
    assert page.get_by_text(TOO_LATE).first.is_visible()
    report.write("guests", "4")
    report.write("left", "11:05")
    report.write("story", "They were quick.")


def _submit(page):
    """Review, say that what is odd is right, and submit."""
    page.get_by_role("button", name="Review and send").first.click()
    page.get_by_text(PRAISED).wait_for()
    page.get_by_text("Yes, it is right").first.click()
    page.get_by_role("button", name="Submit").click()


def _told(service, visit, revision):
    """What a revision holds."""
    ((answers, photos, trail),) = service.books.rows(
        "SELECT answers, photos, trail FROM visits_visitrevision"
        " WHERE visit_id = ? AND revision = ?",
        service.books.key(visit),
        revision,
    )
    told = json.loads(answers)
    return {
        "greeted": told["greeted"]["value"],
        "comment": told["greeted"]["comment"],
        "story": told["story"]["value"],
        "photos": [photo["question"] for photo in json.loads(photos)],
        "events": [event["kind"] for event in json.loads(trail)["events"]],
    }
