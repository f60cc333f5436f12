"""The stock admin in a browser: its own scripts and styles live with the strict policy."""

from __future__ import annotations

import pytest

from backend.network.models import Region

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.django_db(transaction=True)]


@pytest.mark.slow
def test_admin_pages_break_no_policy(cast, visit):
    for path in (
        "/admin/",
        "/admin/network/location/",
        "/admin/network/location/add/",
        "/admin/accounts/person/add/",
        "/admin/fieldwork/programme/promise/change/",
        "/admin/standards/standardversion/add/",
        "/admin/audit/event/",
    ):
        visitor = visit(cast.ada, path)

        assert visitor.page.get_by_role("link", name="Plainclothes").is_visible()
        assert visitor.complaints == []


@pytest.mark.slow
def test_admin_helps_to_choose_and_saves(cast, visit):
    visitor = visit(cast.ada, "/admin/network/location/L1/change/")
    page = visitor.page

    page.locator("#id_region + .select2").click()
    page.locator(".select2-search__field").fill("port")
    page.get_by_role("option", name="Porto").click()
    page.get_by_label("Name:").fill("Harbour Coffee Ribeira")
    page.get_by_role("button", name="Save", exact=True).click()

    assert page.locator(".messagelist").inner_text() == (
        "The location “Harbour Coffee Ribeira (L1)” was changed successfully."
    )
    cast.l1.refresh_from_db()
    assert (cast.l1.name, cast.l1.region) == ("Harbour Coffee Ribeira", cast.porto)
    assert visitor.complaints == []


@pytest.mark.slow
def test_admin_takes_a_day_from_its_calendar(cast, visit):
    visitor = visit(cast.ada, "/admin/standards/standardversion/add/")
    page = visitor.page

    page.get_by_role("link", name="Choose a Date").click()
    page.locator(".calendarbox").get_by_role("link", name="15", exact=True).click()

    assert page.get_by_label("Effective from:").input_value()[-3:] == "-15"
    assert visitor.complaints == []


@pytest.mark.slow
def test_admin_adds_what_is_missing_in_a_window_of_its_own(cast, visit):
    visitor = visit(cast.ada, "/admin/network/location/add/")
    page = visitor.page

    with page.expect_popup() as opened:
        page.get_by_role("link", name="Add another region").click()
    window = opened.value
    window.get_by_label("Code:").fill("algarve")
    window.get_by_label("Name:").fill("Algarve")
    window.locator("#id_brand + .select2").click()
    window.get_by_role("option", name="Harbour Coffee").click()
    with window.expect_event("close"):
        window.get_by_role("button", name="Save", exact=True).click()

    assert page.locator("#id_region + .select2").inner_text().strip().lstrip("×") == "Algarve"
    assert Region.objects.get(pk="algarve").path == "/algarve/"
    assert visitor.complaints == []
