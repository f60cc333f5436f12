"""The desk in a browser: seen, read aloud, used with keys alone, on a phone and on a desk."""

from __future__ import annotations

from datetime import date

import pytest

from backend.gap_reports.issuing import issue_report
from backend.network.models import Location
from reports.periods import Period
from tests.cast import assignment
from tests.gap_reports.released import released
from tests.portal.desk import PASSWORD, report, with_password

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.django_db(transaction=True)]

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
PHONE, DESK = (360, 640), (1280, 800)
LOOKS = [(size, theme) for size in (PHONE, DESK) for theme in ("light", "dark")]
LONG = "Harbour Coffee at the Donaudampfschifffahrtsgesellschaftskapitänskajütenplatz"


@pytest.fixture
def filled(cast):
    """Reports of every kind for mona, assignments of every kind for sam, none for max."""
    Location.objects.filter(pk="L2").update(name=LONG, address=f"{LONG} 1")
    spring = date(2026, 4, 1), date(2026, 6, 30)
    report(cast, cast.l1, "52.1000", "gap")
    report(cast, cast.l2, "88.4000", "watch")
    report(cast, cast.l1, "97.0000", "met", starts=spring[0], ends=spring[1], state="superseded")
    report(cast, cast.l1, "95.0000", "met", starts=spring[0], ends=spring[1])
    report(cast, cast.l2, None, "not_measured", 0, starts=spring[0], ends=spring[1])
    assignment(cast)
    assignment(cast, cast.l2, state="offered")
    assignment(cast, state="received")
    return cast


@pytest.mark.slow
def test_pages_have_no_fault_for_any_reader(filled, visit):
    for who, path, said, looks in (
        (filled.mona, "/desk/reports/", "Gap reports", LOOKS),
        (filled.max, "/desk/reports/", "No gap report has been drawn yet", LOOKS[::3]),
        (filled.sam, "/desk/", "My assignments", LOOKS),
        (filled.sue, "/desk/", "Nothing is assigned to you at the moment.", LOOKS[::3]),
    ):
        visitor = visit(who, path)

        assert visitor.page.get_by_text(said, exact=True).is_visible()
        for size, theme in looks:
            visitor.look(size, theme)
            assert (said, size, theme, visitor.faults()) == (said, size, theme, [])
        assert visitor.complaints == []


@pytest.mark.slow
def test_sign_in_has_no_fault_for_any_reader(cast, visit):
    visitor = visit(None, "/sign-in/")
    page = visitor.page
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("This field is required.").first.wait_for()

    for size, theme in LOOKS:
        visitor.look(size, theme)
        assert (size, theme, visitor.faults()) == (size, theme, [])

    page.get_by_label("E-mail").fill("mona@cast.example")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()

    assert page.get_by_role("alert").inner_text() == (
        "This e-mail and password do not belong together."
    )
    assert visitor.faults() == []
    assert visitor.complaints == []


@pytest.mark.slow
def test_nothing_scrolls_sideways_at_any_width(filled, visit):
    for who, path in (
        (None, "/desk/"),
        (filled.mona, "/desk/reports/"),
        (filled.max, "/desk/reports/"),
        (filled.sam, "/desk/"),
    ):
        visitor = visit(who, path)

        wider = {}
        for width in (320, 360, 599, 600, 768, 999, 1000, 1280, 1920):
            visitor.look((width, 640), "light")
            wider[width] = visitor.sideways()

        assert set(wider.values()) == {0}, (who, wider)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_manager_comes_to_the_pdf_with_keys_alone(cast, visit, size):
    with_password(cast.mona)
    released(cast)
    issue_report(location=cast.l1, programme=cast.programme, period=QUARTER, by=cast.cleo)
    visitor = visit(None, "/", size)
    page = visitor.page

    page.locator("#id_email:focus").wait_for()  # by itself
    page.keyboard.type("mona@cast.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Where to go first").wait_for()
    visitor.tab_to("Reports")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Gap reports").wait_for()
    passed = visitor.tab_to("PDF of Harbour Coffee L1, 1 Jul – 30 Sep 2026")
    with page.expect_response("**/pdf") as answered:
        page.keyboard.press("Enter")

    assert passed[:3] == ["To the content", "Plainclothes", "Overview"]
    assert answered.value.headers["content-type"] == "application/pdf"
    assert page.request.get(answered.value.url).body()[:5] == b"%PDF-"
    assert visitor.complaints == []


def test_going_back_after_signing_out_shows_nothing(filled, visit):
    visitor = visit(filled.mona, "/desk/")
    visitor.page.locator(".me > summary").click()
    visitor.page.get_by_role("button", name="Sign out").click()
    visitor.page.get_by_role("heading", name="Sign in").wait_for()

    visitor.page.go_back()
    visitor.page.get_by_role("heading").wait_for()

    assert visitor.page.get_by_role("heading").all_inner_texts() == ["Sign in"]
