"""An appeal with keys alone: a manager doubts, a reviewer decides, the manager sees it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from backend import clock
from backend.review.models import Appeal
from tests.gap_reports.released import released

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
]

PHONE, DESK = (360, 640), (1280, 800)
LOOKS = [(size, theme) for size in (PHONE, DESK) for theme in ("light", "dark")]
UNFRIENDLY = {"value": "no", "comment": "Nobody looked up or said a word to me."}


def faults(visitor):
    """What axe finds in both sizes and themes."""
    found = {}
    for size, theme in LOOKS:
        visitor.look(size, theme)
        found[size, theme] = (visitor.faults(), visitor.sideways())
    visitor.look(DESK, "light")
    return {look: fault for look, fault in found.items() if fault != ([], 0)}


def test_manager_appeals_and_reviewer_decides_with_keys_alone(cast, visit):
    # the server lives by its own clock, and the window must be open there
    made = released(cast, greeted=UNFRIENDLY, at=clock.machine_now())
    path = reverse("visit", args=[made.pk])

    visitor = visit(cast.mona, path)
    page = visitor.page
    visitor.tab_to("Appeal “Were you greeted?”", most=60)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Missing")
    page.keyboard.press("Tab")
    page.keyboard.type("We did greet, see the film.")
    assert faults(visitor) == {}
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("We did greet, see the film.").wait_for()
    assert faults(visitor) == {}
    assert Appeal.objects.get().category == "missing_evidence"
    assert visitor.complaints == []

    visitor = visit(cast.rae, "/desk/appeals/")
    assert faults(visitor) == {}
    visitor.tab_to("Decide the appeal of “Were you greeted?”, Harbour Coffee L1", most=40)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Were you greeted?").wait_for()
    assert faults(visitor) == {}
    visitor.tab_to("verdict", most=40)
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("The film shows it.")
    visitor.tab_to("value")
    page.keyboard.press("ArrowUp")
    visitor.tab_to("Decide")
    page.keyboard.press("Enter")
    page.get_by_text("No appeal is open.").wait_for()
    assert visitor.complaints == []

    visitor = visit(cast.mona, path)
    told = page.locator("#appeals").locator("xpath=ancestor::section").inner_text()
    assert "upheld" in told
    assert "The film shows it." in told
    assert "Rae" not in page.content()
    assert "100.0" in page.locator(".big").inner_text()
    assert faults(visitor) == {}
