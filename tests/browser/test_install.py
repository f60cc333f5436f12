"""Installing, starting without signal and updating, in a browser with a real worker."""

from __future__ import annotations

import shutil

import pytest
from django.http import HttpResponse

from backend.phone.current import current_pwa
from backend.phone.headers import sent
from tests.browser.installed import CACHES, STATE, evict, hashed, look_for, seen, until
from tests.phone.app_folder import PWA, app_folder

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

MAIN = """
import { applyUpdate, lazy, registerWorker, version } from "./install/update.js";
const count = (what) => sessionStorage.setItem(what, Number(sessionStorage.getItem(what)) + 1);
const app = { isSafe: true, updates: 0, applyUpdate, version };
app.late = () => lazy(() => import("./late.js")).then((module) => module.late, () => "lost");
count("starts");
window.app = app;
registerWorker({
  safe: () => app.isSafe,
  onUpdate: () => { app.updates += 1; },
  onModuleLost: async () => count("flushes"),
});
"""
READY = "async () => (await navigator.serviceWorker.ready).active.state === 'activated'"


@pytest.fixture
def publish(settings, tmp_path):
    """Puts a version of the app on the server; its late module says `word`."""
    settings.PWA_DIR = tmp_path / "pwa"

    def published(word: str, **files: str) -> str:
        late = f'export const late = "{word}";'
        app_folder(settings.PWA_DIR, main_js=MAIN, late_js=late, **files)
        (settings.PWA_DIR / "install").mkdir(exist_ok=True)
        shutil.copy(PWA / "install" / "update.js", settings.PWA_DIR / "install")
        return current_pwa().version

    return published


@pytest.fixture
def tab(visitor, live_server):
    """Opens a tab; all share one browser profile of this test."""
    context = visitor.page.context.browser.new_context()

    def opened():
        page = context.new_page()
        page.goto(f"{live_server.url}/app/")
        until(page, READY)
        page.wait_for_function("() => navigator.serviceWorker.controller")
        return page

    yield opened
    context.close()


class Asked(list):
    """The paths that were asked for; whatever ends in `refuse` fails."""

    refuse = "nothing"


@pytest.fixture
def asked(monkeypatch):
    """What browsers ask of the app's addresses."""
    paths = Asked()

    def noted(request, *rest):
        paths.append(request.path)
        if request.path.endswith(paths.refuse):
            return HttpResponse(status=500)
        return sent(request, *rest)

    monkeypatch.setattr("backend.phone.views.sent", noted)
    return paths


FILES = (
    "b.js",
    "icons/icon.svg",
    "install/update.js",
    "late.js",
    "look/base.css",
    "main.js",
    "ui/a.js",
)


def test_first_visit_keeps_the_whole_app_and_nothing_else(publish, tab):
    version = publish("one")
    page = tab()

    page.evaluate("fetch('/api/v1/me').then(() => fetch('/app/manifest.webmanifest'))")

    assert page.evaluate(CACHES) == {f"app-{version}": hashed(version, *FILES)}
    assert (seen(page), page.evaluate("app.updates")) == ([version, 1], 0)


def test_app_starts_and_opens_new_screens_without_signal(publish, tab):
    version = publish("one")
    page = tab()
    page.context.set_offline(True)

    page.reload()
    again = tab()

    assert (seen(page), seen(again)) == ([version, 2], [version, 1])
    assert (page.evaluate("app.late()"), again.evaluate("app.late()")) == ("one", "one")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_warm_start_asks_the_server_for_nothing_but_a_newer_version(publish, tab, asked):
    version = publish("one")
    page = tab()
    asked.clear()

    page.reload()
    until(page, READY)

    assert page.evaluate("app.late()") == "one"
    assert seen(page) == [version, 2]
    assert set(asked) <= {"/app/sw.js"}


def test_update_waits_for_every_tab_and_then_takes_each_over_once(publish, tab):
    old = publish("one")
    first, second = tab(), tab()
    new = publish("two")

    look_for(first, lambda: first.evaluate("app.updates") == second.evaluate("app.updates") == 1)
    first.evaluate("app.isSafe = false")
    assert first.evaluate("app.applyUpdate()") is False
    assert second.evaluate("app.applyUpdate()") is False
    assert [first.evaluate("app.late()"), seen(first), seen(second)] == ["one", [old, 1], [old, 1]]
    assert sorted(first.evaluate(CACHES)) == sorted([f"app-{old}", f"app-{new}"])

    first.evaluate("app.isSafe = true")
    with first.expect_navigation(), second.expect_navigation():
        assert second.evaluate("app.applyUpdate()") is True
    for page in (first, second):
        page.wait_for_function("() => window.app")
    until(first, "async () => (await caches.keys()).length === 1")

    assert (seen(first), seen(second)) == ([new, 2], [new, 2])
    assert (first.evaluate("app.late()"), second.evaluate("app.late()")) == ("two", "two")
    assert first.evaluate(CACHES) == {f"app-{new}": hashed(new, *FILES)}


def test_tab_that_becomes_unsafe_keeps_its_old_version_until_it_is_safe(publish, tab):
    old = publish("one")
    page, other = tab(), tab()
    new = publish("two")
    look_for(page, lambda: other.evaluate("app.updates") == 1)

    # it answers that it is safe, and somebody types before the new worker is there
    page.evaluate("""() => {
      let asked = 0;
      Object.defineProperty(app, "isSafe", { get: () => (asked += 1) === 1 || app.isDone });
    }""")
    with other.expect_navigation():
        assert other.evaluate("app.applyUpdate()") is True
    other.wait_for_function("() => window.app")
    page.wait_for_timeout(500)
    assert (seen(other)[0], seen(page)) == (new, [old, 1])
    assert page.evaluate("app.late()") == "one"

    with page.expect_navigation():
        page.evaluate("app.isDone = true")
    page.wait_for_function("() => window.app")

    assert seen(page) == [new, 2]


def test_version_that_cannot_be_had_whole_is_not_had_at_all(publish, tab, asked):
    old = publish("one")
    page = tab()
    asked.refuse = "late.js"
    new = publish("two")

    look_for(page, lambda: f"/app/v/{new}/late.js" in asked)
    until(page, f"async () => !(await ({STATE})())[0]")
    page.reload()

    assert page.evaluate(STATE) == [False, False, True]
    assert page.evaluate(CACHES) == {f"app-{old}": hashed(old, *FILES)}
    assert (seen(page)[0], page.evaluate("app.late()")) == (old, "one")


def test_cache_that_was_thrown_away_is_filled_again(publish, tab):
    version = publish("one")
    page = tab()
    evict(page)

    page.reload()
    until(page, "async () => Boolean(await caches.match('/app/'))")
    page.context.set_offline(True)
    page.reload()

    assert seen(page) == [version, 3]
    assert page.evaluate(CACHES) == {f"app-{version}": hashed(version, *FILES)}


def test_lost_module_is_found_by_one_start_anew(publish, tab):
    publish("one")
    page = tab()
    new = publish("two")
    evict(page)

    with page.expect_navigation():
        page.evaluate("() => { app.late(); }")
    page.wait_for_function("() => window.app")

    assert seen(page) == [new, 2]
    assert page.evaluate("sessionStorage.getItem('flushes')") == "1"
    assert page.evaluate("app.late()") == "two"


def test_module_that_no_version_has_starts_the_app_anew_once_only(publish, tab, settings):
    publish("one")
    page = tab()
    (settings.PWA_DIR / "late.js").unlink()
    broken = current_pwa().version
    evict(page)

    with page.expect_navigation():
        page.evaluate("() => { app.late(); }")
    page.wait_for_function("() => window.app")
    assert seen(page) == [broken, 2]
    with page.expect_navigation():
        page.evaluate("() => { app.late(); }")
    page.wait_for_function("() => window.app")

    assert page.evaluate("app.late()") == "lost"
    assert seen(page) == [broken, 3]


def test_lost_module_without_signal_keeps_the_page(publish, tab):
    version = publish("one")
    page = tab()
    evict(page)
    page.context.set_offline(True)

    assert page.evaluate("app.late()") == "lost"
    assert seen(page) == [version, 1]
