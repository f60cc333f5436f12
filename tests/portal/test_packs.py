"""Packs on the desk: the form, the page that moves, what is refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.gap_reports.models import Pack, PackItem
from backend.jobs.worker import Worker
from tests.cast import NOW, location
from tests.gap_reports.packs import asked, drawn
from tests.gap_reports.released import released
from tests.portal.desk import signed_in, words

pytestmark = pytest.mark.django_db

FILTERS = "programme=promise&from=2026-07-01&to=2026-09-30"
HERE = f"/desk/packs/?{FILTERS}"


@pytest.fixture
def filled(cast):
    """A released visit to L1, none to L2; to P1, which is not mona's."""
    released(cast)
    released(cast, cast.p1)
    return cast


def post(who, address: str, **fields):
    """A form sent from a browser that keeps its token."""
    browser = signed_in(who)
    page = browser.get(HERE)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert token
    return browser.post(address, {"csrfmiddlewaretoken": token[1], **fields})


def test_form_says_count_and_size_before_the_start(filled):
    browser = signed_in(filled.mona)

    usual = words(browser.get(HERE))
    with_all = words(browser.get(f"{HERE}&counted=1&kind=pdf"))
    one = words(browser.get(f"{HERE}&counted=1&kind=zip&locations=L2&leave_out_empty=1"))

    assert "1 report, about 150 kB ready in about 3 seconds" in usual
    assert "1 location has no released visit: left out Start" in usual
    assert "2 reports, about 300 kB" in with_all
    assert "0 reports, about 0 kB nothing to draw in this period" in one
    assert "P1" not in usual


def test_pack_is_started_and_its_page_moves_until_it_is_done(filled):
    answer = post(filled.mona, HERE, kind="zip", leave_out_empty="1")
    pack = Pack.objects.get()
    browser = signed_in(filled.mona)
    path = f"/desk/packs/{pack.pk}/"

    assert (answer.status_code, answer["Location"]) == (302, path)
    assert (pack.scope, pack.region, pack.total) == ("Lisbon", None, 1)
    before = browser.get(path)
    assert "Lisbon, July to September 2026" in words(before)
    assert "0 of 1 report" in words(before)
    assert f'hx-get="{path}progress/?show=all" hx-trigger="every 1s"' in before.content.decode()

    Worker().drain()
    moved = browser.get(f"{path}progress/").content.decode()

    assert "hx-trigger" not in moved
    assert 'aria-valuenow="1"' in moved
    assert f'href="/api/v1/packs/{pack.pk}/zip"' in moved
    assert moved.count('id="pack-rows"') == moved.count('hx-swap-oob="true"') == 1
    assert "<html" not in moved
    assert "Download" in words(browser.get(HERE))


def test_page_that_moves_asks_who_was_signed_out_to_sign_in_again(filled):
    path = f"/desk/packs/{asked(filled, filled.mona).pk}/"

    part = Client().get(f"{path}progress/", headers={"HX-Request": "true"})
    whole = Client().get(path)

    assert (part.status_code, part["HX-Refresh"], part.content) == (200, "true", b"")
    assert (whole.status_code, whole["Location"]) == (302, f"/sign-in/?next={path}")


def test_whatever_may_have_the_focus_has_an_id_to_find_it_by_after_a_swap(filled):
    for number in range(12):
        filled.programme.locations.add(location(f"X{number}", filled.lisbon))
    pack = drawn(asked(filled, filled.mona, leave_out_empty=False))
    PackItem.objects.filter(location="L2").update(problem="1 photo cannot be read")
    browser, path = signed_in(filled.mona), f"/desk/packs/{pack.pk}/progress/"

    over = browser.get(path).content.decode()
    Pack.objects.update(state=Pack.State.DRAWING)
    moving = browser.get(path).content.decode()

    tags = re.findall(r'<a [^>]*>|<button[^>]*>|<[^>]*tabindex="0"[^>]*>', over + moving)
    assert len(tags) > 20
    assert [tag for tag in tags if ' id="' not in tag] == []


def test_chosen_locations_alone_are_drawn(filled):
    post(filled.cleo, HERE, kind="pdf", leave_out_empty="1", locations=["L1"])

    pack = Pack.objects.get()
    assert (pack.kind, pack.scope) == ("pdf", "1 chosen location")
    assert [item.location_id for item in pack.items.all()] == ["L1"]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"kind": "tar"}, "Choose ZIP or one PDF."),
        ({"kind": "zip", "locations": ["P1"]}, "One of these locations is not here."),
        ({"kind": "zip", "locations": ["\0", "x" * 5000]}, "One of these locations is not here."),
        (
            {"kind": "zip", "locations": ["L2"], "leave_out_empty": "1"},
            "No location here has a released visit in this period.",
        ),
    ],
)
def test_form_with_a_fault_keeps_what_was_chosen(filled, fields, fault):
    answer = post(filled.mona, HERE, **fields)

    assert answer.status_code == 422
    assert words(answer).count(fault) == 2  # in the summary and at the field
    assert Pack.objects.count() == 0
    if "L2" in fields.get("locations", []):
        assert 'value="L2" checked' in answer.content.decode()


def test_problems_come_first_and_can_be_tried_again(filled):
    pack = drawn(asked(filled, filled.cleo))
    PackItem.objects.filter(location="P1").update(
        state="failed", report=None, size=0, problem="could not be drawn (KeyError)"
    )
    page = signed_in(filled.cleo).get(f"/desk/packs/{pack.pk}/")
    rows = re.findall(r'<th scope="row">.*?</tr>', page.content.decode(), re.DOTALL)

    assert ["P1" in row for row in rows] == [True, False]
    assert "could not be drawn (KeyError)" in rows[0]
    assert "1 done ▲ 1 with a problem" in words(page)

    post(filled.cleo, f"/desk/packs/{pack.pk}/retry/")
    Worker().drain()
    pack.refresh_from_db()
    assert (pack.state, pack.round) == ("done", 2)
    assert not pack.items.exclude(problem="").exists()


def test_stop_ends_it_and_twice_is_once(filled):
    pack = asked(filled, filled.cleo)

    for _ in range(2):
        answer = post(filled.cleo, f"/desk/packs/{pack.pk}/stop/")
        assert answer["Location"] == f"/desk/packs/{pack.pk}/"

    page = words(signed_in(filled.cleo).get(f"/desk/packs/{pack.pk}/"))
    assert "Stopped. What was drawn stays" in page
    assert "Go on" in page


def test_list_and_page_ask_as_often_for_one_as_for_thirty(filled):
    def queries(path: str) -> int:
        browser = signed_in(filled.cleo)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path).status_code == 200
        return len(captured)

    few = asked(filled, filled.cleo)
    asked(filled, filled.cleo, kind="pdf")
    one = queries(HERE), queries(f"/desk/packs/{few.pk}/")
    for number in range(28):
        more = location(f"M{number}", filled.porto)
        filled.programme.locations.add(more)
    many = asked(filled, filled.cleo, leave_out_empty=False)
    for number in range(30):
        Pack.objects.create(
            created_by=filled.cleo,
            programme=filled.programme,
            scope="Again",
            scope_sha256=f"{number}",
            starts="2026-07-01",
            ends="2026-09-30",
            kind="zip",
            state="stopped",
            total=1,
            created_at=NOW - timedelta(days=1),
        )

    assert (queries(HERE), queries(f"/desk/packs/{many.pk}/?rows=all")) == one
