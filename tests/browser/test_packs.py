"""A pack in a browser: started, seen to move, left, come back to, taken away."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator

import pytest
from django.db import connections

from backend.gap_reports import pack_items
from backend.gap_reports.issuing import issue_report
from backend.jobs.worker import Worker
from tests.gap_reports.released import released

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.django_db(transaction=True)]

PHONE, DESK = (360, 640), (1280, 800)
LOOKS = [(size, theme) for size in (PHONE, DESK) for theme in ("light", "dark")]


@pytest.fixture
def gate(monkeypatch) -> Iterator[threading.Semaphore]:
    """A worker that draws a report whenever the gate is opened for one."""
    opened = threading.Semaphore(0)

    def when_let(**asked):
        assert opened.acquire(timeout=60)
        return issue_report(**asked)

    def work() -> None:
        try:
            Worker().drain()
        finally:
            connections.close_all()

    monkeypatch.setattr(pack_items, "issue_report", when_let)
    thread = threading.Thread(target=work)
    opened.start = thread.start  # type: ignore[attr-defined]
    yield opened
    opened.release(10)
    thread.join(60)


@pytest.mark.slow
def test_pack_is_started_watched_left_and_taken_away(cast, visit, gate, tmp_path):
    for place in (cast.l1, cast.l2, cast.p1):
        released(cast, place)
    visitor = visit(cast.cleo, "/desk/packs/?programme=promise&from=2026-07-01&to=2026-09-30")
    page = visitor.page
    page.get_by_text("Choose single locations").click()
    for size, theme in LOOKS:
        visitor.look(size, theme)
        assert (size, theme, visitor.faults(), visitor.sideways()) == (size, theme, [], 0)
    page.get_by_text("3 reports, about 450 kB").wait_for()
    page.get_by_label("Harbour Coffee L2 L2").check()
    page.get_by_text("1 report, about 150 kB").wait_for()
    page.get_by_label("Harbour Coffee L2 L2").uncheck()
    page.get_by_text("3 reports, about 450 kB").wait_for()

    page.get_by_role("button", name="Start").click()
    page.get_by_text("0 of 3 reports").wait_for()
    here = page.url
    gate.start()
    gate.release()
    page.get_by_text("1 of 3 reports").wait_for()
    page.get_by_role("row", name="Harbour Coffee L2 L2").get_by_text("being drawn").wait_for()
    for size, theme in LOOKS:
        visitor.look(size, theme)
        assert (size, theme, visitor.faults(), visitor.sideways()) == (size, theme, [], 0)

    page.goto(page.url.split("/desk/")[0] + "/desk/locations/")
    gate.release(2)
    page.goto(here)
    page.get_by_text("3 of 3 reports").wait_for()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download ZIP").click()
    taken.value.save_as(tmp_path / "pack.zip")

    assert taken.value.suggested_filename == "gap-reports-promise-2026-07-01-2026-09-30.zip"
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        assert [name.partition("-")[0] for name in archive.namelist()] == ["L1", "L2", "P1"]
    assert visitor.faults() == []
    assert visitor.complaints == []
