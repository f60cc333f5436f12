"""One server and one browser for all tests of the phone; a line, a shopper, a phone for each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.phone.phone import Phone
from tests.browser.phone.service import Service
from tests.browser.phone.theatre import Shopper, Theatre
from tests.browser.visitor import FLAGS
from tests.faults.fault_proxy import FaultProxy

CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
NO_WORKER = "Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });"


@pytest.fixture(scope="package")
def theatre(tmp_path_factory) -> Iterator[Theatre]:
    """The server with everybody on stage."""
    with Service(tmp_path_factory.mktemp("phone")) as service:
        yield Theatre(service)


@pytest.fixture(scope="package")
def chromium(driver) -> Iterator[Any]:
    """The system's Chromium, with a camera that shows a green test picture."""
    browser = driver.chromium.launch(
        executable_path=shutil.which("chromium"), args=[*FLAGS, *CAMERA]
    )
    yield browser
    browser.close()


@pytest.fixture
def service(theatre: Theatre) -> Service:
    """The server, running."""
    theatre.service.ensure_running()
    return theatre.service


@pytest.fixture
def line(service) -> Iterator[FaultProxy]:
    """The line between this test's phones and the server."""
    with FaultProxy(service.address) as proxy:
        yield proxy


@pytest.fixture
def shopper(theatre: Theatre) -> Callable[..., Shopper]:
    """Somebody who has not been on stage yet, of a kind; see `theatre.KINDS`."""
    return theatre.next


@pytest.fixture
def phone(chromium, line) -> Iterator[Callable[..., Phone]]:
    """A phone of its own in a shopper's hand (or nobody's), opened at the visits.

    Without a service worker, which would fetch the whole app for each; `worker=True` has one.
    """
    contexts: list[Any] = []

    def opened(who: Shopper | None = None, worker: bool = False, **options: Any) -> Phone:
        settings = {
            "viewport": {"width": 360, "height": 640},
            "has_touch": True,
            "locale": "en-GB",
            "timezone_id": "Europe/Lisbon",
            **options,
        }
        context = chromium.new_context(**settings)
        contexts.append(context)
        if not worker:
            context.add_init_script(NO_WORKER)
        held = Phone(context.new_page(), line.url)
        if who is not None:
            held.sign_in_quietly(who)
        return held

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def kept_phone(driver, line, tmp_path) -> Iterator[Callable[[Shopper], Phone]]:
    """A phone whose browser keeps its profile on disk, where quotas hold."""
    contexts: list[Any] = []

    def opened(who: Shopper) -> Phone:
        context = driver.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=shutil.which("chromium"),
            args=FLAGS,
            viewport={"width": 360, "height": 640},
            locale="en-GB",
        )
        contexts.append(context)
        held = Phone(context.new_page(), line.url)
        held.sign_in_quietly(who)
        return held

    yield opened
    for context in contexts:
        context.close()
