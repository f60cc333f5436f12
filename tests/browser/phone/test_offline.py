"""No signal: the form opens, is filled in, photographs, closes, opens again, and sends later."""

from __future__ import annotations

import json

import pytest

from tests.browser.phone.hand import Report

pytestmark = pytest.mark.needs("chromium")

READY = "async () => { await navigator.serviceWorker.ready; return true; }"
SAVED = "async () => (await tools.store.drafts())[0]?.answers.story?.value === 'Begun.'"
CONTROLLED = "() => Boolean(navigator.serviceWorker.controller)"


def test_filled_photographed_and_reloaded_without_signal_is_sent_with_it(
    phone, line, shopper, service
):
    sam = shopper()
    held = phone(sam, worker=True)
    held.page.evaluate(READY)
    held.until(lambda: held.page.evaluate(CONTROLLED), what="a worker in charge")
    line.cut_off()
    held.page.context.set_offline(True)

    report = Report(held, sam.every).open()
    report.fill_every()
    held.page.reload()
    held.own(sam)
    report.question("story").wait_for()
    assert report.written("story") == ("They were quick and friendly.")
    assert report.pictures("receipt").count() == 1
    report.submit()
    held.page.get_by_text("Will send when there is signal").first.wait_for()
    held.until(lambda: held.states() == ["waiting"], told=held.items)  # a photo may be on trial
    assert service.books.visits(sam.id) == []
    line.join()
    held.page.context.set_offline(False)
    held.until_all("verified", 1)

    (visit,) = service.books.visits(sam.id)
    assert visit[1] == 0
    assert service.books.photos(sam.id) == 1
    ((answers,),) = service.books.rows(
        "SELECT answers FROM visits_visitrevision WHERE visit_id = ?", service.books.key(visit[0])
    )
    told = json.loads(answers)
    assert {code: answer.get("value") for code, answer in told.items()} == {
        "came": "10:00",
        "greeted": "yes",
        "greet_wait": 108,
        "day": "2026-08-14",
        "advice": "knew",
        "clean": ["tables", "floor"],
        "guests": 4,
        "paid": 740,
        "receipt": None,
        "left": "10:40",
        "friendly": 5,
        "story": "They were quick and friendly.",
    }


@pytest.mark.slow
def test_app_opens_and_every_screen_stands_without_signal(phone, line, shopper):
    sam = shopper()
    held = phone(sam, worker=True)
    held.page.evaluate(READY)
    held.until(lambda: held.page.evaluate(CONTROLLED), what="a worker in charge")
    line.cut_off()

    held.read_brief(sam.every)
    held.page.reload()
    for route, words in (
        ("#/visits", "Harbour Coffee Rossio"),
        (f"#/visit/{sam.every}", "Order a coffee"),
        (f"#/report/{sam.every}", "Were you greeted?"),
        (f"#/pocket/{sam.every}", "Write up"),
        (f"#/outcome/{sam.every}", "What happened?"),
        ("#/cover", "Add"),
        ("#/outbox", "What you submit is kept here"),
        ("#/earned", "This has not been fetched yet."),
        ("#/help", "What the words mean"),
    ):
        held.go(route)
        held.page.get_by_text(words).first.wait_for()
    assert [each for each in held.complaints if each.startswith("error: ") and ".js" in each] == []


@pytest.mark.slow
@pytest.mark.parametrize("leave", ["reload", "go away"])
def test_page_left_right_after_typing_has_it_all(phone, shopper, leave):
    sam = shopper()
    held = phone(sam)
    report = Report(held, sam.every).open()
    report.write("story", "Begun.")
    held.until(lambda: held.tools(SAVED), what="saved")
    held.page.get_by_text("Saved on this phone").first.wait_for()

    report.write("story", "Begun, and the last word.")
    if leave == "reload":
        held.page.reload()
    else:
        held.page.goto("about:blank")
        held.page.goto(f"{held.url}/app/#/report/{sam.every}")
    report.question("story").wait_for()

    assert report.written("story") == "Begun, and the last word."
