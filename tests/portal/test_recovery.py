"""The page that loads recovery files: for system admins alone, repeatable, clear in refusing."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from backend.visits.models import IntakeBody, Visit
from tests.cast import assignment
from tests.portal.desk import signed_in, words
from tests.portal.test_pages import INLINE, POLICY
from tests.visits.recovery_files import draft, recovery, sealed, written

pytestmark = pytest.mark.django_db
VISIT = uuid.UUID("0e7b5d5e-1d9b-4d7e-9a54-0d9c7f4a1b01")
OTHER = uuid.UUID("0e7b5d5e-1d9b-4d7e-9a54-0d9c7f4a1b02")


def upload(who, content):
    """Load a file as a browser does, with the token of the page."""
    client = signed_in(who)
    client.get("/desk/recovery/")
    raw = content if isinstance(content, bytes) else written(content)
    return client.post(
        "/desk/recovery/",
        {
            "file": SimpleUploadedFile("unsent.json", raw),
            "csrfmiddlewaretoken": client.cookies["csrftoken"].value,
        },
    )


def test_loaded_file_shows_what_became_of_each_thing(cast):
    items = [sealed(assignment(cast), VISIT), sealed(assignment(cast), OTHER, sha256="0" * 64)]
    content = recovery(cast.sam, items=items, drafts=[draft(OTHER, photos_kept=[])])

    answer = upload(cast.ada, content)

    numbers = list(IntakeBody.objects.filter(kind="parked").values_list("pk", flat=True))
    said = words(answer).partition("Load ")[2].partition("What is numbered")[0]
    assert answer.status_code == 200
    assert said.partition("From")[2].split(" Visit ")[0] == (
        " the phone of Sam 3 received · 0 known already · 1 parked · 1 refused"
    )
    assert said.count("✓ Received") == 3
    assert said.count("◐ Parked") == 1
    assert (
        said.count(
            f"The answers were altered after the phone sealed them. ▲ Refused No. {min(numbers)} "
        )
        == 1
    )
    assert f"◐ Parked No. {max(numbers)}" in said
    assert Visit.objects.get().pk == VISIT


def test_loading_again_says_that_all_is_known(cast):
    content = recovery(cast.sam, items=[sealed(assignment(cast), VISIT)])
    upload(cast.ada, content)

    answer = upload(cast.ada, content)

    assert "0 received · 2 known already · 0 parked · 0 refused" in words(answer)


def test_empty_recovery_file_says_so(cast):
    assert "There was nothing in it." in words(upload(cast.ada, recovery(cast.sam)))


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"<html>", 400, "The file is not JSON: Expecting value: line 1 column 1 (char 0)."),
        (b"", 400, "The file is not JSON"),
        (b"{}", 422, "This is no recovery file. Nothing was taken in. format: This is needed."),
    ],
)
def test_file_that_is_none_is_refused_with_every_fault(cast, content, status, said):
    answer = upload(cast.ada, content)

    assert answer.status_code == status
    assert said in words(answer)
    assert b'role="alert"' in answer.content
    assert not IntakeBody.objects.exists()


def test_file_above_the_limit_is_refused(cast, settings):
    settings.RECOVERY_MAX_BYTES = 10

    answer = upload(cast.ada, recovery(cast.sam))

    assert (answer.status_code, "at most 10 bytes" in words(answer)) == (413, True)


def test_sending_without_a_file_says_what_is_missing(cast):
    client = signed_in(cast.ada)
    client.get("/desk/recovery/")

    answer = client.post(
        "/desk/recovery/", {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    )

    assert answer.status_code == 422
    assert "This field is required." in words(answer)


def test_nobody_else_opens_or_sends_the_page(cast):
    content = recovery(cast.sam, items=[sealed(assignment(cast), VISIT)])

    for who in (cast.sam, cast.sol, cast.rae, cast.mona, cast.cleo):
        client = signed_in(who)
        client.get("/desk/")
        token = client.cookies["csrftoken"].value
        file = SimpleUploadedFile("unsent.json", written(content))
        sent = client.post("/desk/recovery/", {"file": file, "csrfmiddlewaretoken": token})

        assert (client.get("/desk/recovery/").status_code, sent.status_code) == (403, 403)
    assert Client().get("/desk/recovery/")["Location"] == "/sign-in/?next=/desk/recovery/"
    assert not IntakeBody.objects.exists()


def test_form_without_its_token_is_refused(cast):
    file = SimpleUploadedFile("unsent.json", written(recovery(cast.sam)))

    answer = signed_in(cast.ada).post("/desk/recovery/", {"file": file})

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


def test_page_is_as_strict_as_the_others(cast):
    page = signed_in(cast.ada).get("/desk/recovery/")
    text = page.content.decode()

    assert set(page["Content-Security-Policy"].split("; ")) == POLICY
    assert {"private", "no-store"} <= set(page["Cache-Control"].split(", "))
    assert INLINE.findall(text) == []
    assert text.count("aria-current") == 1


def test_only_system_admins_are_led_there(cast):
    led = {
        who.name: b'href="/desk/recovery/"' in signed_in(who).get("/desk/").content
        for who in (cast.ada, cast.sol, cast.mona, cast.sam)
    }

    assert led == {"Ada": True, "Sol": False, "Mona": False, "Sam": False}
