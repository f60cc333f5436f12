"""What holds for every page: a strict policy, no copy kept on the way, nothing inline."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.cast import assignment
from tests.portal.desk import PASSWORD, report, signed_in, with_password

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}
INLINE = re.compile(
    r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)


@pytest.fixture(params=["sign-in", "filled", "empty", "shopper", "idle shopper"])
def page(request, cast):
    """Every page of the desk, with and without something on it."""
    if request.param == "sign-in":
        return Client().get("/sign-in/")
    if request.param == "filled":
        report(cast)
    if request.param == "shopper":
        assignment(cast)
    who = cast.sam if "shopper" in request.param else cast.mona
    return signed_in(who).get("/desk/")


def test_page_may_load_from_here_alone(page):
    assert set(page["Content-Security-Policy"].split("; ")) == POLICY


def test_page_carries_the_headers_of_safety(page):
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Frame-Options"] == "DENY"
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"


def test_page_is_kept_nowhere_on_the_way(page):
    assert {"private", "no-store"} <= set(page["Cache-Control"].split(", "))


def test_page_has_nothing_inline(page):
    assert INLINE.findall(page.content.decode()) == []


def test_page_names_its_language_title_and_way_to_the_content(page):
    text = page.content.decode()

    assert text.count('<html lang="en">') == 1
    assert text.count("<title>") == text.count("<h1") == text.count('<main id="main"') == 1
    assert text.count('<a class="skip" href="#main">') == 1


def test_session_is_out_of_reach_of_scripts_and_other_sites(cast):
    with_password(cast.mona)
    client = Client()
    client.post("/sign-in/", {"email": "mona@cast.example", "password": PASSWORD})

    session = client.cookies["sessionid"]

    assert (session["httponly"], session["samesite"], session["path"]) == (True, "Lax", "/")


def test_icon_that_browsers_ask_for_is_ours(db):
    assert Client().get("/favicon.ico")["Location"] == "/static/portal/mark.svg"
