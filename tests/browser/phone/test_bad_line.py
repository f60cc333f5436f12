"""Each thing that can go wrong between phone and server goes wrong once: then there is one row."""

from __future__ import annotations

import re

import pytest

from tests.faults.line_faults import (
    Drop,
    Fault,
    LostAnswer,
    ResetAfter,
    Stall,
    WrongReceipt,
    captive_portal,
    problem,
    redirect,
    unavailable,
)

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]

PHOTO, BODY = r"/visits/[0-9a-f-]{36}/photos/", r"/visits/[0-9a-f-]{36}$"
RECEIPT = r"/visits/[0-9a-f-]{36}/receipt$"
WRONG = {
    "visit": "00000000-0000-4000-8000-000000000000",
    "signature": "0" * 64,
    "received_at": "2026-08-14T10:00:00Z",
}
FAULTS = {
    "500": unavailable(500),
    "503": unavailable(503, retry_after=1),
    "429": unavailable(429, retry_after=1),
    "drop": Drop(),
    "reset": ResetAfter(300),
    "302": redirect(),
    "captive portal": captive_portal(),
    "wrong receipt": WrongReceipt(WRONG),
    "lost answer": LostAnswer(),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_fault_once_then_recovery_leaves_one_row(phone, line, shopper, service, fault):
    sam = shopper()
    held = phone(sam)
    line.script.add("PUT", PHOTO, fault)
    line.script.add("PUT", BODY, fault)

    held.seal(sam, sam.short)
    held.until_all("verified", 1)

    assert [revision for _, revision in service.books.visits(sam.id)] == [0]
    assert service.books.photos(sam.id) == 1
    assert len(service.books.bodies(sam.id)) == 1
    assert len(line.asked("PUT", PHOTO)) == 2
    assert len(line.asked("PUT", BODY)) == 2


def test_timeout_is_tried_again(phone, line, shopper, service):
    sam = shopper()
    held = phone(sam)
    held.page.clock.install()
    held.page.reload()
    line.script.add("PUT", PHOTO, Stall())
    held.seal(sam, sam.short)
    held.until(lambda: line.asked("PUT", PHOTO))

    held.page.clock.fast_forward(21_000)
    held.until_all("verified", 1)

    assert len(service.books.visits(sam.id)) == 1
    assert service.books.photos(sam.id) == 1
    assert [each.fault for each in line.asked("PUT", PHOTO)] == ["Stall", None]


def test_retry_after_is_waited_for(phone, line, shopper):
    sam = shopper()
    held = phone(sam)
    line.script.add("PUT", BODY, unavailable(503, retry_after=2))

    held.seal(sam, sam.short, photos=0)
    held.until(lambda: [each.status for each in line.asked("PUT", BODY)] == [503, 201])

    refused, taken = line.asked("PUT", BODY)
    assert taken.at - refused.at >= 2


def test_response_lost_after_the_commit_is_one_row(phone, line, shopper, service):
    sam = shopper()
    held = phone(sam)
    line.script.add("PUT", BODY, LostAnswer(), times=3)

    (visit,) = held.seal(sam, sam.short, photos=2)
    held.until_all("verified", 1)

    assert service.books.visits(sam.id) == [(visit, 0)]
    assert service.books.bodies(sam.id) == [4]
    assert [each.server_status for each in line.asked("PUT", BODY)] == [201, 200, 200, 200]


def test_photo_that_keeps_failing_holds_nothing_back(phone, line, shopper, service):
    sam = shopper()
    held = phone(sam)
    unlucky: list[str] = []

    def first_photo_fails(method: str, path: str) -> Fault | None:
        if method != "PUT" or not re.search(PHOTO, path):
            return None
        if not unlucky:
            unlucky.append(path)
        return unavailable(500) if path == unlucky[0] else None

    line.plan = first_photo_fails
    held.seal(sam, sam.short, photos=3)
    held.until(lambda: service.books.photos(sam.id) == 2)
    held.until(lambda: len(service.books.visits(sam.id)) == 1)
    line.plan = line.script
    held.until_all("verified", 1)

    assert service.books.photos(sam.id) == 3
    assert len(service.books.bodies(sam.id)) == 1


REFUSALS = {
    "409": (problem(409, "different_content"), "something else was received for this visit before"),
    "404": (problem(404, "not_found"), "the server knows no such visit of this account"),
    "410": (problem(410, "gone"), "no longer takes what this version of the app sends"),
    "413": (problem(413, "too_large"), "the report is larger than the server takes"),
    "422": (
        problem(
            422,
            "invalid",
            errors=[{"loc": ["answers", "open"], "code": "required", "message": "Missing."}],
        ),
        "1 answer is not right yet",
    ),
}


@pytest.mark.parametrize(("fault", "words"), REFUSALS.values(), ids=REFUSALS.keys())
def test_refusal_is_kept_and_said_after_one_request(phone, line, shopper, service, fault, words):
    sam = shopper()
    held = phone(sam)
    line.script.add("PUT", BODY, fault, times=1000)

    held.seal(sam, sam.short)
    held.until(lambda: held.states() == ["attention"], told=held.items)
    held.go("#/outbox")
    held.page.get_by_text(words).first.wait_for()

    assert len(line.asked("PUT", BODY)) == 1
    assert held.tools("async () => (await tools.store.items())[0].item.body.length") > 100
    assert service.books.visits(sam.id) == []


KEPT_PHOTOS = """async () => {
  const [{ item }] = await tools.store.items();
  const rows = await Promise.all(item.photos.map((id) => tools.store.photo(id)));
  return rows.filter((row) => row.bytes.byteLength > 0).length;
}"""
PHOTO_REFUSALS = {
    "413": (problem(413, "too_large"), "photo 1 is too large"),
    "415": (problem(415, "not_an_image"), "photo 1 cannot be opened"),
    "422": (problem(422, "digest_mismatch"), "photo 1 is damaged"),
}


@pytest.mark.parametrize(
    ("fault", "words"), PHOTO_REFUSALS.values(), ids=[f"photo-{each}" for each in PHOTO_REFUSALS]
)
def test_refused_photo_is_kept_and_said_and_holds_nothing_back(
    phone, line, shopper, service, fault, words
):
    sam = shopper()
    held = phone(sam)
    line.script.add("PUT", PHOTO, fault)

    held.seal(sam, sam.short, photos=2)
    held.until(lambda: held.states() == ["attention"], told=held.items)
    held.go("#/outbox")
    held.page.get_by_text(words).first.wait_for()
    held.poke()
    held.page.wait_for_timeout(300)

    assert len(line.asked("PUT", PHOTO)) == 2
    assert len(service.books.visits(sam.id)) == 1
    assert service.books.photos(sam.id) == 1
    assert held.tools(KEPT_PHOTOS) == 2


@pytest.mark.parametrize("status", [401, 403], ids=["401", "403"])
def test_refused_session_asks_to_sign_in_and_keeps(phone, line, shopper, service, status):
    sam = shopper()
    held = phone(sam)
    code = "unauthenticated" if status == 401 else "csrf_failed"
    line.script.add("PUT", BODY, problem(status, code), times=1)

    held.seal(sam, sam.short, photos=0)
    held.until(lambda: held.states() == ["sign_in"], told=held.items)
    held.go("#/outbox")
    held.page.get_by_text("Sign in to send. Nothing is lost.").first.wait_for()

    assert len(line.asked("PUT", BODY)) == 1
    held.until_all("verified", 1)
    assert len(service.books.visits(sam.id)) == 1
