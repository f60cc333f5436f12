"""SIGKILL for the browser while it writes and for the server while it takes in: nothing lost."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from functools import partial

import pytest

from tests.browser.phone.hand import Report
from tests.browser.phone.phone import Phone
from tests.browser.visitor import FLAGS

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]

KILLS = 6
_PROMISED = """async ({ draft, from }) => {
  // writes one after the other; what the store says is saved is told to the other side at once
  for (let n = from; n < from + 10000; n += 1) {
    await tools.store.change(draft, (live) => { live.answers.note = { value: `note ${n}` }; });
    console.info(`saved ${n}`);
  }
}"""


def test_server_killed_six_times_in_mid_sync_has_every_visit_and_photo(
    phone, shopper, service, line
):
    sam = shopper("forty")
    held = phone(sam)
    visits = sam.work["short"]
    sealed: list[str] = []

    for kill in range(KILLS):
        part = visits[kill * 7 : (kill + 1) * 7]
        sealed += held.seal(sam, *part)
        held.poke()
        arrived = kill * 7 + 1
        held.until(lambda some=arrived: len(service.books.visits(sam.id)) >= some)
        service.kill()
        held.page.wait_for_timeout(300)
        service.start()
        held.poke()
    held.until_all("verified", 40, seconds=90)

    assert sorted(visit for visit, _ in service.books.visits(sam.id)) == sorted(sealed)
    assert len(sealed) == 40
    assert service.books.photos(sam.id) == 40
    assert len(service.books.bodies(sam.id)) == 40


def test_browser_killed_while_writing_has_whatever_it_called_saved(driver, line, shopper, tmp_path):
    sam = shopper()
    told = 0
    for attempt in range(4):
        with _own_browser(driver, tmp_path / "profile") as (process, browser):
            page = browser.contexts[0].new_page()
            held = Phone(page, line.url)
            if attempt == 0:
                held.sign_in_quietly(sam)
            else:
                page.goto(f"{line.url}/app/")
            held.own(sam)
            draft = held.draft(sam, sam.short) if attempt == 0 else _draft(held)
            kept = held.tools("async () => (await tools.store.drafts())[0].answers.note.value")
            if attempt:
                assert int(kept.split()[1]) >= told, "what was called saved is not there"
            said: list[int] = []
            page.on("console", lambda message, said=said: _note(said, message.text))
            page.evaluate(
                f"(given) => {{ ({_PROMISED})(given); }}", {"draft": draft, "from": told + 1}
            )
            held.until(partial(_is_long, said, 3 + attempt))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            told = said[-1]
    assert told >= 12


def test_browser_killed_while_somebody_types_has_what_the_screen_called_saved(
    driver, line, shopper, tmp_path
):
    sam = shopper()
    with _own_browser(driver, tmp_path / "profile") as (process, browser):
        held = Phone(browser.contexts[0].new_page(), line.url)
        held.sign_in_quietly(sam)
        report = Report(held, sam.every).open()
        report.tap("greeted", "No")
        report.comment("greeted", "Nobody looked up for a long while.")
        report.photograph("receipt")
        held.until(lambda: held.tools(_ALL_SAVED))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    with _own_browser(driver, tmp_path / "profile") as (_, browser):
        held = Phone(browser.contexts[0].new_page(), line.url)
        held.page.goto(f"{line.url}/app/#/report/{sam.every}")
        report = Report(held, sam.every)
        report.question("greeted").wait_for()

        comment = report.question("greeted").locator("[data-part=comment] textarea")
        assert comment.input_value() == "Nobody looked up for a long while."
        assert report.pictures("receipt").count() == 1


_ALL_SAVED = """async () => {
  const [draft] = await tools.store.drafts();
  return Boolean(draft?.answers.greeted?.comment) && draft.photos.length === 1;
}"""


def _draft(held):
    return held.tools("async () => (await tools.store.drafts())[0].id")


def _is_long(said, count):
    return len(said) >= count


def _note(said, text):
    found = re.fullmatch(r"saved (\d+)", text)
    if found:
        said.append(int(found[1]))


@contextlib.contextmanager
def _own_browser(driver, profile):
    """A Chromium of this test's own, as process and as browser, with a profile on disk."""
    profile.mkdir(exist_ok=True)
    (profile / "DevToolsActivePort").unlink(missing_ok=True)
    for lock in profile.glob("Singleton*"):
        lock.unlink()  # the killed one left them
    process = subprocess.Popen(
        [
            shutil.which("chromium") or "chromium",
            *FLAGS,
            f"--user-data-dir={profile}",
            "--remote-debugging-port=0",
            "about:blank",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        port = _port_in(profile / "DevToolsActivePort")
        browser = driver.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        yield process, browser
        with contextlib.suppress(Exception):  # it may be dead, which is the point
            browser.close()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _port_in(file, seconds=20):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if file.exists() and file.read_text().strip():
            return int(file.read_text().split()[0])
        time.sleep(0.05)
    raise AssertionError("Chromium did not start")
