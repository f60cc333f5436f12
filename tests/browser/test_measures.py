"""Customer measures in a browser: a file is looked at and confirmed by keyboard, then stands
beside the score; no fault for any reader on the way."""

from __future__ import annotations

import pytest

from tests.browser.test_desk import DESK, LOOKS, PHONE
from tests.cast import location
from tests.customer_measures.files import csv
from tests.gap_reports.released import released

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.django_db(transaction=True)]
PERIOD = "?programme=promise&from=2026-07-01&to=2026-09-30"


def assert_no_fault(visitor, shown):
    """Nothing for axe in any size and theme, nothing sideways."""
    for size, theme in LOOKS:
        visitor.look(size, theme)
        assert (shown, size, theme, visitor.faults()) == (shown, size, theme, [])
    for size in (PHONE, DESK, (360, 640)):
        visitor.look(size, "light")
        assert (shown, size, visitor.sideways()) == (shown, size, 0)
    visitor.look(DESK, "light")


def choose(visitor, raw):
    """Choose a file and look at it, without a mouse."""
    visitor.tab_to("file", most=40)
    with visitor.page.expect_file_chooser() as chooser:
        visitor.page.keyboard.press("Space")
    chooser.value.set_files({"name": "m.csv", "mimeType": "text/csv", "buffer": raw})
    visitor.tab_to("Look at it")
    visitor.page.keyboard.press("Enter")


@pytest.mark.slow
def test_file_is_looked_at_confirmed_and_shown_by_keyboard(cast, visit):
    places = [location(f"L{number}", cast.lisbon) for number in range(11, 16)]
    cast.programme.locations.add(*places)
    for stars, place in enumerate(places, 1):
        released(cast, place, friendly={"value": stars})
        released(cast, cast.r1, friendly={"value": 5})
    rows = [f"{place.pk},2026-07-01,2026-09-30,nps,{10 + n},90,," for n, place in enumerate(places)]
    visitor = visit(cast.cleo, "/desk/customer-measures/import/")
    page = visitor.page

    choose(visitor, csv(*rows))
    page.get_by_text("What the file would do").wait_for()
    visitor.tab_to("Import it", most=40)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Imported").wait_for()
    assert_no_fault(visitor, "imported")

    for file, shown in (
        (csv(*rows, "S1,2026-07-01,2026-09-30,nps,1,,,"), "1 fault in the file"),
        (csv(rows[0].replace(",10,", ",-10,"), *rows[1:]), "What the file would do"),
    ):
        page.get_by_label("CSV file").set_input_files(
            {"name": "m.csv", "mimeType": "text/csv", "buffer": file}
        )
        page.get_by_role("button", name="Look at it").click()
        page.get_by_text(shown).wait_for()
        assert_no_fault(visitor, shown)

    for address, shown in (
        ("/desk/customer-measures/", "Rank correlation +1.00, n = 5 locations."),
        ("/desk/competitors/", "On the same standards"),
        ("/desk/locations/L11/", "Beside the score, never inside it"),
    ):
        page.goto(page.url.split("/desk/")[0] + address + PERIOD)
        page.get_by_text(shown).last.wait_for()
        assert_no_fault(visitor, address)

    # the browser itself writes down that the file with a fault was answered with 422
    assert [told for told in visitor.complaints if "422" not in told] == []
