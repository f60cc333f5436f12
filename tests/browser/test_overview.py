"""Overview, league, heat map and locations in a browser: seen by axe, used with keys alone."""

from __future__ import annotations

from datetime import date

import pytest

from backend.network.models import Location
from tests.cast import location
from tests.gap_reports.released import released
from tests.gap_reports.visits import visit as visited

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.django_db(transaction=True)]

QUARTER = "programme=promise&from=2026-07-01&to=2026-09-30"
PHONE, DESK = (360, 640), (1280, 800)
LOOKS = [(size, theme) for size in (PHONE, DESK) for theme in ("light", "dark")]
PAGES = {
    "/desk/": "Where to go first",
    "/desk/standards/": "Standards",
    "/desk/league/": "League of locations",
    "/desk/heat-map/": "Standards by location",
    "/desk/locations/": "Locations",
}
LONG = "Harbour Coffee at the Donaudampfschifffahrtsgesellschaftskapitänskajütenplatz"


@pytest.fixture
def figured(cast):
    """Twelve locations of lisbon with every status, a long name, and scores before."""
    Location.objects.filter(pk="L2").update(name=LONG)
    places = [cast.l1, cast.l2, *(location(f"M{number}", cast.lisbon) for number in range(10))]
    for number, place in enumerate(places):
        cast.programme.locations.add(place)
        for index in range(1 + number % 5):
            percent = min(100, 58 + 4 * number + 3 * index)
            cells = {"GREET": (percent, 100, 9 - index), "KNOW": (100 - 5 * number, 100, 2)}
            visited(cast, place, date(2026, 8, 1 + index), percent, cells)
            visited(cast, place, date(2026, 5, 1 + index), 80 - 2 * index, cells)
    return cast


def centre(drawn) -> tuple[int, int]:
    """The middle of something drawn, in whole pixels of the window."""
    box = drawn.bounding_box()
    return round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2)


@pytest.mark.slow
def test_pages_of_figures_have_no_fault_for_any_reader(figured, visit):
    for path, title in PAGES.items():
        visitor = visit(figured.mona, f"{path}?{QUARTER}")

        assert visitor.page.get_by_role("heading", name=title, exact=True).is_visible()
        for size, theme in LOOKS:
            visitor.look(size, theme)
            assert (path, size, theme, visitor.faults()) == (path, size, theme, [])
            assert (path, size, visitor.sideways()) == (path, size, 0)
        assert visitor.complaints == []


@pytest.mark.slow
def test_manager_comes_from_overview_over_league_to_a_location_with_keys_alone(cast, visit):
    released(cast)
    visitor = visit(cast.mona, f"/desk/?{QUARTER}")
    page = visitor.page

    visitor.tab_to("League")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="League of locations").wait_for()
    first = page.locator("tbody th a").first.inner_text()
    visitor.tab_to(first)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=first, level=1).wait_for()

    assert QUARTER in page.url
    page.go_back()
    page.get_by_role("heading", name="League of locations").wait_for()
    page.keyboard.press("/")
    page.keyboard.type("l2 lisbon")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Harbour Coffee L2", level=1).wait_for()
    assert visitor.complaints == []


def test_funnel_and_table_share_one_selection(figured, visit):
    visitor = visit(figured.mona, f"/desk/league/?{QUARTER}")
    page = visitor.page
    ring = page.locator("#ring")
    assert ring.get_attribute("visibility") == "hidden"

    page.locator('.funnel a[data-place="M3"]').click()

    assert page.locator("tr.chosen").get_attribute("data-place") == "M3"
    assert ring.get_attribute("visibility") == "visible"
    page.locator("#place-M4 a.shape").click()
    mark = page.locator('.funnel a[data-place="M4"] > :first-child')
    assert page.locator("tr.chosen").get_attribute("data-place") == "M4"
    assert centre(ring) == centre(mark)
    page.reload()
    assert page.locator("tr.chosen").get_attribute("data-place") == "M4"
    assert visitor.complaints == []
