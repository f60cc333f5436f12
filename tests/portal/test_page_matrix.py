"""Each page x each role x each kind of object, generated from `page_table.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from backend.portal.urls import urlpatterns
from tests.api.role_objects import Stage
from tests.api.test_role_matrix import digests
from tests.portal.page_table import OPEN, ROLES, TABLE, Page

POSTED = [page for page in TABLE if page.posts]
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')  # masked anew in every answer


def test_table_names_every_page_once():
    named = [page.name for page in TABLE]

    assert sorted(named) == sorted({str(each.name or "") for each in urlpatterns} - OPEN)


@pytest.mark.parametrize("page", TABLE, ids=lambda page: page.name)
def test_page_without_sign_in_leads_there(act, page):
    for _, path in addresses(act, page):
        answer = Client().get(path)

        assert answer.status_code == (302 if page.gets else 405)
        assert not page.gets or answer["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("page", TABLE, ids=lambda page: page.name)
def test_page_opens_to_a_role_exactly_what_the_table_says(act, page, who):
    browser = signed_in(act, who)
    refused, opened = sorted_by_right(act, page, who)

    if refused:
        before = digests()
        answers = [(kind, method(path)) for kind, path, method in asked(browser, page, refused)]
        assert digests() == before, "a refusal changed something"
        expected = 404 if who in page.roles else 403
        assert {(kind, expected) for kind, _ in refused} == {
            (kind, answer.status_code) for kind, answer in answers
        }
        assert len({TOKEN.sub(b"", answer.content) for _, answer in answers}) == 1
    for kind, path in opened:
        answer = browser.get(path) if page.gets else browser.post(path)
        assert answer.status_code in (200, 302, 303, 422), (kind, answer.status_code)


@pytest.mark.parametrize("page", POSTED, ids=lambda page: page.name)
def test_page_asks_a_post_for_the_csrf_token(act, page):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(act.ada if "ada" in page.roles else act.cleo)
    before = digests()

    statuses = {browser.post(path).status_code for _, path in addresses(act, page)}

    assert statuses == {403}
    assert digests() == before


def sorted_by_right(
    stage: Any, page: Page, who: str
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The addresses that are refused to somebody, and those that open."""
    found = addresses(stage, page)
    opened = [
        (kind, path)
        for kind, path in found
        if who in page.roles and (not kind or kind in page.reaches(who))
    ]
    return [each for each in found if each not in opened], opened


def asked(browser: Client, page: Page, found: list[tuple[str, str]]) -> Iterator[Any]:
    """Each address by each method that the page takes: kind, path, how it is asked."""
    for kind, path in found:
        if page.gets:
            yield kind, path, browser.get
        if page.posts:
            yield kind, path, browser.post


def addresses(stage: Any, page: Page) -> list[tuple[str, str]]:
    """The addresses of a page by kind of object; kind "" where there is none."""
    if page.objects is None:
        return [("", reverse(page.name))]
    return [
        (kind, reverse(page.name, kwargs={page.parameter: value}))
        for kind, value in page.objects(stage).items()
    ]


def signed_in(stage: Stage, who: str) -> Client:
    """A browser of somebody of the stage."""
    browser = Client()
    browser.force_login(getattr(stage, who))
    return browser
