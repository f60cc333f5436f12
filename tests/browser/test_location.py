"""A location in a browser: with keys alone from its score down to one visit, in every look."""

from __future__ import annotations

from datetime import date

import pytest

from tests.browser.test_desk import LOOKS
from tests.gap_reports.released import released

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

PAGE = "/desk/locations/L1/?programme=promise&from=2026-07-01&to=2026-09-30"
CHEATED = {"value": "no", "comment": "Ten cents more than the board said.", "photos": ["a" * 64]}
CRUMBS = {"value": ["tables"], "comment": "Crumbs.", "photos": ["f" * 64]}


@pytest.fixture
def three(cast):
    """Three visits of L1: one failed on a critical standard, one with crumbs, one without fault."""
    released(cast, charged_right=CHEATED)
    released(cast, day=date(2026, 7, 3), clean=CRUMBS)
    released(cast, day=date(2026, 7, 20))
    return cast


def test_manager_comes_from_the_score_to_a_visit_with_keys_alone(three, visit):
    visitor = visit(three.mona, PAGE)
    page = visitor.page

    visitor.tab_to("CLEAN", most=40)
    page.keyboard.press("Enter")
    page.get_by_text("of CLEAN alone").wait_for()
    visitor.tab_to("Fri 3 Jul, morningWhy 95.1?", most=80)
    page.keyboard.press("Enter")
    folded_out = page.locator("details.visit[open]").last
    assert folded_out.locator("tfoot").inner_text().split() == ["Score", "39", "of", "41", "95.1"]
    visitor.tab_to("The whole visit of Fri 3 Jul, morning")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Fri 3 Jul 2026, morning").wait_for()

    assert page.locator("#q-clean blockquote").inner_text() == "“Crumbs.”"
    assert visitor.complaints == []


@pytest.mark.parametrize("what", ["location", "visit"])
def test_pages_have_no_fault_in_any_size_or_theme(three, visit, what):
    visitor = visit(three.mona, PAGE)
    if what == "visit":
        visitor.page.get_by_role("link", name="The whole visit").first.click()
        visitor.page.get_by_role("heading", name="Every question").wait_for()
    for each in visitor.page.locator("details:not(.menu)").all():
        each.evaluate("details => details.open = true")

    for size, theme in LOOKS:
        visitor.look(size, theme)
        assert (size, theme, visitor.faults()) == (size, theme, [])
        assert (size, visitor.sideways()) == (size, 0)
    assert visitor.complaints == []
