"""The mail with the code: plain, in two languages, silent on what it is for, never in the way."""

from __future__ import annotations

import logging

import pytest
from django.core import mail

from backend.accounts.code_mail import TEXTS, code_mail
from backend.accounts.mailing import send_soon, wait_until_sent
from tests.accounts.phone import Phone, code_of_last_mail

ENGLISH = """Somebody, most likely you, wants to sign in at notes.example with this address.

Your code: BCD-FGH

It holds for 10 minutes and only in the browser that asked for it.

If it was not you, do nothing: without the code nobody gets in. Never pass it on to anybody.
"""


def test_mail_says_what_to_do_with_the_code():
    subject, text = code_mail(code="BCD-FGH", host="notes.example", minutes=10, language="en")

    assert (subject, text) == ("Your sign-in code", ENGLISH)


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_no_language_tells_what_it_is_for_or_shows_the_code_in_the_subject(language):
    subject, text = code_mail(code="BCD-FGH", host="h.example", minutes=10, language=language)

    assert "BCD-FGH" not in subject
    for word in ("mystery", "mystère", "shop", "client", "visit"):
        assert word not in f"{subject} {text}".lower()


@pytest.mark.parametrize(
    ("asked", "subject"),
    [
        ("fr-CA,fr;q=0.8,en;q=0.5", "Votre code de connexion"),
        ("de-AT, fr;q=0.7", "Votre code de connexion"),
        ("en-GB", "Your sign-in code"),
        ("ja", "Your sign-in code"),
        ("", "Your sign-in code"),
        ("%%", "Your sign-in code"),
    ],
)
def test_mail_is_in_the_readers_language(sam, asked, subject):
    Phone().ask(**{"Accept-Language": asked})

    assert [each.subject for each in mail.outbox] == [subject]
    assert mail.outbox[0].to == ["sam@cast.example"]
    assert len(code_of_last_mail()) == 7


def test_mail_goes_to_the_address_that_is_kept_whatever_look_alike_was_typed(cast):
    cast.sue.email = "kim@cast.example"
    cast.sue.save()

    Phone().ask("\u212aIM@cast.example")  # the sign of the kelvin, whose lower case is a k

    assert [each.to for each in mail.outbox] == [["kim@cast.example"]]


def test_mail_server_that_fails_is_logged_without_the_code(sam, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.nowhere.EmailBackend"
    phone = Phone()

    with caplog.at_level(logging.ERROR):
        answer = phone.ask()

    assert answer.status_code == 401
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "a mail could not be sent: ModuleNotFoundError"
    ]
    assert "sam@cast.example" not in caplog.text


def test_local_mail_is_a_file_that_can_be_read(settings, tmp_path, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")

    send_soon(to="sam@cast.example", subject="Hello", text="Votre code : BCD-FGH, déjà.")
    wait_until_sent()

    (file,) = (tmp_path / "mail").iterdir()
    assert "Votre code : BCD-FGH, déjà." in file.read_text()
    assert [record.getMessage() for record in caplog.records] == [
        f"a mail lies in {tmp_path / 'mail'}"
    ]
