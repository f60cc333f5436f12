"""The screens as any reader meets them: axe, narrow, zoomed, right to left, by keys alone."""

from __future__ import annotations

import os

import pytest

from tests.browser.phone.hand import Report

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]

PHONE, DESK, NARROW = (360, 640), (1280, 800), (320, 640)
LOOKS = [(size, theme) for size in (PHONE, DESK) for theme in ("light", "dark")]
SEEN = LOOKS if os.environ.get("DEMAND") else LOOKS[::3]  # every day two of the four
STILL = {"reduced_motion": "reduce"}  # colours on their way from light to dark are no colours
ZOOMED = (180, 320)  # what is left of 360 x 640 at 200 %
_OWN_DIRECTION = "(node) => getComputedStyle(node).direction"


def test_report_has_no_fault_empty_filled_and_in_error(phone, shopper):
    sam = shopper()
    held = phone(sam, **STILL)
    report = Report(held, sam.every).open()
    faults = _faults(held, "empty")

    report.page.get_by_role("button", name="Review and send").first.click()
    report.page.get_by_text("things still to do").first.wait_for()
    faults += _faults(held, "error")
    report.fill_every()
    faults += _faults(held, "filled")
    report.page.get_by_role("button", name="Review and send").first.click()
    report.page.get_by_role("button", name="Submit").wait_for()
    faults += _faults(held, "review")

    assert faults == []


def test_lists_have_no_fault_empty_filled_and_offline(phone, line, shopper):
    idle, busy = shopper("idle"), shopper()
    faults = []
    for who, state in ((idle, "empty"), (busy, "filled")):
        held = phone(who, **STILL)
        for route in ("#/visits", "#/earned", "#/help", "#/cover", "#/outbox"):
            held.go(route)
            held.page.get_by_role("heading", level=1).first.wait_for()
            faults += _faults(held, f"{state} {route}")
    held.go(f"#/visit/{busy.work['offered'][0]}")
    held.page.get_by_text("Order a coffee").wait_for()
    faults += _faults(held, "an offer")
    line.cut_off()
    held.go("#/visits")
    held.page.get_by_role("button", name="Refresh").click()
    held.page.get_by_text("No signal").first.wait_for()
    faults += _faults(held, "no signal")

    assert faults == []


def test_sign_in_has_no_fault(phone):
    held = phone(**STILL)
    held.page.goto(f"{held.url}/app/")
    held.page.get_by_role("button", name="Sign in with a password").click()
    faults = _faults(held, "empty")
    held.page.get_by_role("button", name="Sign in", exact=True).click()
    held.page.get_by_text("Please enter your e-mail address.").wait_for()
    faults += _faults(held, "error")

    assert faults == []


def test_nothing_scrolls_sideways_when_narrow_or_zoomed(phone, shopper):
    sam = shopper()
    held = phone(sam)
    held.read_brief(sam.every)
    held.draft(sam, sam.every)
    wider = {}
    routes = ["visits", f"visit/{sam.every}", f"report/{sam.every}", "outbox", "earned", "help"]
    routes += [
        f"report/{sam.every}/~review",
        f"pocket/{sam.every}",
        f"outcome/{sam.every}",
        "cover",
    ]
    for route in routes:
        held.go(f"#/{route}")
        held.page.wait_for_timeout(150)
        for size in (NARROW, ZOOMED, PHONE, DESK):
            held.look(size, "light")
            wider[route.split("/")[0], size] = held.sideways()

    assert {place: by for place, by in wider.items() if by > 0} == {}


def test_right_to_left_questionnaire_is_laid_out_from_the_right(phone, shopper):
    sam = shopper("rtl")
    held = phone(sam, **STILL)
    page = held.page
    Report(held, sam.work["rtl"][0]).open()
    legend = page.get_by_text("هل تم الترحيب بك؟").first
    legend.wait_for()

    first = page.locator("#q-clean label").nth(0)
    assert legend.evaluate(_OWN_DIRECTION) == "rtl"
    assert first.evaluate(_OWN_DIRECTION) == "rtl"
    greeted = [page.locator("#q-greeted label").nth(n).bounding_box()["x"] for n in (0, 1)]
    assert greeted[0] > greeted[1]
    held.look(NARROW, "light")
    assert held.sideways() == 0
    assert _faults(held, "right to left") == []


def test_visit_is_filled_in_with_keys_alone(phone, shopper, service):
    sam = shopper()
    held = phone(sam)
    page = held.page
    Report(held, sam.short).open()

    _tab_to(page, "radio")
    page.keyboard.press("Space")
    _tab_to(page, "textarea", within="#q-note")
    page.keyboard.type("Seen by keys.")
    _tab_to(page, "Review and send")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Submit").wait_for()
    _tab_to(page, "Submit")
    page.keyboard.press("Enter")
    held.until_all("verified", 1)

    assert len(service.books.visits(sam.id)) == 1


_FOCUSED = """([what, within]) => {
  const node = document.activeElement;
  const field = node.type ?? node.tagName.toLowerCase();
  return (!within || Boolean(node.closest(within)))
    && (field === what || node.textContent.trim().startsWith(what));
}"""


def _tab_to(page, what, within=None, most=60):
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(_FOCUSED, [what, within]):
            return
    raise AssertionError(f"{what} is not reached by Tab")


def _faults(held, state):
    found = []
    for size, theme in SEEN:
        held.look(size, theme)
        found += [(state, size, theme, fault) for fault in held.faults()]
    return found
