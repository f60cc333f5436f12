"""What a browser keeps of an installed app, looked at and taken away."""

from __future__ import annotations

LOOK_FOR_UPDATE = "async () => (await navigator.serviceWorker.getRegistration()).update()"
STATE = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  return [registration.installing, registration.waiting, registration.active]
    .map((worker) => Boolean(worker));
}"""
CACHES = """async () => {
  const kept = {};
  for (const name of await caches.keys()) {
    const requests = await (await caches.open(name)).keys();
    kept[name] = requests.map((request) => new URL(request.url).pathname).sort();
  }
  return kept;
}"""


def seen(page):
    """Which version the tab runs, and how often it was started."""
    return page.evaluate("[app.version(), Number(sessionStorage.getItem('starts'))]")


def look_for(page, found):
    """Look for a newer version until something shows that it was found.

    A look while an earlier one is still under way is answered with the earlier one's result.
    """
    for _ in range(40):
        page.evaluate(LOOK_FOR_UPDATE)
        for _ in range(10):
            if found():
                return
            page.wait_for_timeout(50)
    raise AssertionError("no newer version was found")


def until(page, asked):
    """Ask until the answer is yes; `wait_for_function` would take a promise itself for one."""
    for _ in range(200):
        if page.evaluate(asked):
            return
        page.wait_for_timeout(50)
    raise AssertionError(asked)


def evict(page):
    """Take away all that the browser keeps of the app, as it does when space is short."""
    page.evaluate(
        "async () => { for (const name of await caches.keys()) await caches.delete(name); }"
    )
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")


def hashed(version, *paths):
    return sorted(
        ["/app/", "/app/manifest.webmanifest", *(f"/app/v/{version}/{path}" for path in paths)]
    )
