"""No shopper is ever named: canaries in every field of theirs, and all that a client can reach.

`canaries` plants them through the API, `searching` opens every kind of file. A page or route that
is added to the tables of the matrices is searched from that day on.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from backend import clock
from backend.accounts.mailing import wait_until_sent
from backend.accounts.models import CLIENT_ROLES, Person
from backend.actions.tasks import send_reminders
from backend.delivery.tasks import deliver
from backend.gap_reports import printed_answers
from backend.gap_reports.issuing import issue_report
from backend.jobs.worker import Worker
from backend.visits import presenter
from reports.sections import appendix
from tests.api.role_objects import Q3
from tests.api.role_table import NO
from tests.api.role_table import TABLE as ROUTES
from tests.api.test_role_matrix import paths_of, reaches
from tests.cast import Api
from tests.gap_reports.released import released
from tests.portal.canaries import WRONG, Planted
from tests.portal.page_table import TABLE as PAGES
from tests.portal.searching import Handed
from tests.portal.test_page_matrix import addresses, signed_in
from tests.visits.pictures import SECRET, telling_jpeg

pytestmark = pytest.mark.slow

QUARTER = "programme=promise&from=2026-07-01&to=2026-09-30"
MONDAY = datetime(2026, 8, 17, 9, 30, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
CLIENTS = ("mona", "cleo")
_LINK = re.compile(r"""(?:href|src|action)=["']([^"']+)["']""")
_MOST_OF_A_PATH, _MOST_PAGES = 3, 250


def test_nothing_that_client_staff_can_reach_tells_who_was_there(act, settings):
    settings.PACK_PROCESSES = 1
    settings.ALLOWED_HOSTS = ["testserver"]
    planted = Planted(act)
    handed = {who: Handed() for who in CLIENTS}

    with clock.frozen_at(MONDAY):
        for who in CLIENTS:
            take_routes(handed[who], act, who)
            take_visits(handed[who], Api(getattr(act, who)))
            take_files(handed[who], Api(getattr(act, who)))
            take_pages(handed[who], act, who)
    take_mails(handed["mona"])

    for who in CLIENTS:
        assert handed[who].hits(planted.words) == []
        assert handed[who].kinds() == {"zip", "pdf", "jpeg"}
        seen = "".join(part.decode("utf-8", "replace") for part in handed[who].parts.values())
        # it was the planted visit that they saw
        assert str(planted.visit) in seen
        assert "1.60 was charged instead of 1.40." in seen
    assert Counter(message.to[0].partition("@")[0] for message in mail.outbox)["mona"] >= 3


def a_name_in_json(patch: pytest.MonkeyPatch) -> None:
    """One field too many where a visit is shown to clients."""
    shown = presenter._for_clients
    patch.setattr(
        presenter,
        "_for_clients",
        lambda gathered: {**shown(gathered), "outcome": gathered.visit.owner.name},
    )


def a_name_in_a_pdf(patch: pytest.MonkeyPatch) -> None:
    """The same on paper, where letters are numbers of a font."""
    patch.setattr(appendix, "remarks", lambda visit: "Made by Qanaria Finchley")


def a_minute_on_a_page(patch: pytest.MonkeyPatch) -> None:
    """A time of day that is not told as a part of the day."""
    patch.setitem(printed_answers._WORDS, "time", lambda question, value, language: str(value))


@pytest.mark.parametrize(
    ("tell", "found"),
    [
        (a_name_in_json, {"name", "surname"}),
        (a_name_in_a_pdf, {"name", "surname"}),
        (a_minute_on_a_page, {"moment 10:09"}),
    ],
)
def test_search_finds_what_is_told_by_mistake(act, monkeypatch, tell, found):
    planted = Planted(act)
    tell(monkeypatch)
    handed = Handed()

    with clock.frozen_at(MONDAY):
        take_visits(handed, Api(act.mona))
        take_page(handed, signed_in(act, "mona"), f"/desk/visits/{planted.visit}/")

    assert {what for _, what in handed.hits(planted.words)} == found


def test_search_opens_every_kind_of_file(act):
    found = Handed()
    found.take("picture", telling_jpeg())
    found.take("page", b"<p>CANARY</p>", "Content-Disposition: canary.pdf")
    released(act, charged_right={**WRONG, "comment": f"They said {SECRET} to me."})
    issued = issue_report(location=act.l1, programme=act.programme, period=Q3, by=act.cleo)
    pdf = Api(act.mona).get(f"/reports/{issued.report.pk}/pdf").content
    found.take("report", pdf)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("inner.pdf", pdf)
        pack.writestr("canary.txt", b"nothing")
    found.take("pack", archive.getvalue())
    book = Api(act.mona).get("/exports/observations", format="xlsx")
    found.take("book", b"".join(book.streaming_content))

    places = {place for place, _ in found.hits({"canary": "canary"})}

    assert {"picture", "picture (picture)", "page", "page (headers)"} <= places
    assert any(place.startswith("report page") for place in places)
    assert any(place.startswith("pack » inner.pdf page") for place in places)
    assert "pack » name" in places
    assert "book » xl/sharedStrings.xml" in places or "book » xl/worksheets/sheet1.xml" in places


def take(handed: Handed, name: str, answer: Any) -> bytes:
    """Keep what was answered, streamed or whole."""
    parts = answer.streaming_content if answer.streaming else [answer.content]
    content = b"".join(parts)
    handed.take(name, content, f"{dict(answer.headers)!r} {answer.cookies.output()}")
    return content


def take_routes(handed: Handed, stage: Any, who: str) -> None:
    """Every GET of the API that the table opens to the role; what is refused, too."""
    api = Api(getattr(stage, who))
    for row in ROUTES:
        if row.method != "GET" or not row.reach or row.reach[who] == NO:
            continue
        for kind, path in paths_of(stage, row, who):
            answer = api.client.get(f"/api/v1{path}{row.query}", headers=api.headers)
            take(handed, f"GET {path}{row.query}", answer)
            assert answer.status_code in (*row.gets, 404, 422), (path, answer.status_code)
            if row.objects is None or row.is_list or reaches(row.reach[who], kind):
                assert answer.status_code != 404, path


def take_visits(handed: Handed, api: Api) -> None:
    """Every visit of the list with its photos in both sizes and its PDF."""
    listed = api.get("/visits", limit=200)
    take(handed, "GET /visits", listed)
    for visit in listed.json()["items"]:
        path = f"/visits/{visit['id']}"
        take(handed, path, api.get(path))
        take(handed, f"{path}/pdf", api.get(f"{path}/pdf"))
        for photo in visit["photos"]:
            for size in ("full", "thumb"):
                name = f"{path}/photos/{photo['id']}"
                take(handed, f"{name} {size}", api.get(name, size=size))


def take_files(handed: Handed, api: Api) -> None:
    """Exports in every format, reports, packs of both kinds."""
    for what in ("visits", "scores", "observations"):
        for form in ("csv", "jsonl", "xlsx"):
            take(handed, f"{what}.{form}", api.get(f"/exports/{what}", format=form))
    period = {"programme": "promise", "from": "2026-07-01", "to": "2026-09-30"}
    issued = api.post("/reports", {**period, "location": "L1"})
    take(handed, "POST /reports", issued)
    take(handed, "the report", api.get(f"/reports/{issued.json()['id']}/pdf"))
    for kind in ("zip", "pdf"):
        started = api.post("/packs", {**period, "locations": ["L1"], "kind": kind})
        take(handed, f"POST /packs {kind}", started)
        Worker().drain()
        pack = f"/packs/{started.json()['id']}"
        assert api.get(pack).json()["state"] == "done", api.get(pack).content
        take(handed, pack, api.get(pack))
        take(handed, f"{pack}.{kind}", api.get(f"{pack}/{kind}"))


def take_pages(handed: Handed, stage: Any, who: str) -> None:
    """Every page of the table, and from there every link that leads on."""
    browser = signed_in(stage, who)
    waiting = [
        path
        for page in PAGES
        if who in page.roles and page.gets
        for _, address in addresses(stage, page)
        for path in (f"{address}?{QUARTER}", address)
    ]
    asked: Counter[str] = Counter()
    while waiting and sum(asked.values()) < _MOST_PAGES:
        address = waiting.pop(0)
        path = address.partition("?")[0]
        if asked[path] >= _MOST_OF_A_PATH or address in handed.parts:
            continue
        asked[path] += 1
        waiting += links_of(take_page(handed, browser, address))
    assert len(asked) > len([page for page in PAGES if who in page.roles and page.gets])


def take_page(handed: Handed, browser: Client, address: str) -> bytes:
    """A page or a file that one leads to."""
    answer = browser.get(address)
    assert answer.status_code < 500, address
    return take(handed, address, answer)


def links_of(content: bytes) -> list[str]:
    """Addresses of this site that a page leads to; forms are asked like links."""
    if not content.lstrip().startswith(b"<!doctype html>"):
        return []
    found = [html.unescape(link) for link in _LINK.findall(content.decode())]
    return [
        link.partition("#")[0]
        for link in found
        if link.startswith(("/desk/", "/api/v1/")) and not link.startswith("/api/v1/docs")
    ]


def take_mails(handed: Handed) -> None:
    """All that is mailed to anybody of the client: alerts, digest, packs, reminders."""
    for moment in (MONDAY, OCTOBER):
        with clock.frozen_at(moment):
            deliver.call()
            send_reminders.call()
    wait_until_sent()
    for number, message in enumerate(mail.outbox):
        if Person.objects.get(email=message.to[0]).role not in CLIENT_ROLES:
            continue
        handed.take(f"mail {number}", f"{message.subject}\n{message.body}".encode())
        handed.take(f"mail {number} raw", message.message().as_bytes())
