"""A real browser on a live server: one page for all tests, a session of its own for each."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from backend.accounts.models import Person
from tests.browser.visitor import FLAGS, Visitor
from tests.portal.desk import signed_in


@pytest.fixture(scope="package")
def driver() -> Iterator[Any]:
    """Playwright, of which a thread takes one at a time.

    It keeps an event loop running in this thread, at whose sight Django refuses its database;
    nothing here is asynchronous, so it is told that this is meant.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # skipped where it is missing

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield playwright


@pytest.fixture(scope="package")
def visitor(driver) -> Iterator[Visitor]:
    """A page in the system's Chromium; to open one for each test would take most of the time."""
    browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
    yield Visitor(browser.new_page())
    browser.close()


@pytest.fixture
def visit(visitor: Visitor, transactional_db, live_server) -> Iterator[Callable[..., Visitor]]:
    """Sits down at the browser as somebody or as nobody and opens an address."""

    def opened(who: Person | None, path: str, size=(1280, 800), theme="light") -> Visitor:
        visitor.leave()
        visitor.look(size, theme)
        if who is not None:
            session = signed_in(who).cookies["sessionid"].value
            visitor.page.context.add_cookies(
                [{"name": "sessionid", "value": session, "url": live_server.url}]
            )
        visitor.page.goto(live_server.url + path)
        return visitor

    yield opened
    visitor.leave()
