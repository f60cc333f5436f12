"""The phone form as it is served: whole, filled in, and small enough for bad signal."""

from __future__ import annotations

import json
import re

import pytest

from shopper_forms.pwa_files import MIMES, lost_imports, read_pwa, served, without_comments
from tests.phone.app_folder import DOCUMENT, PWA

NOT_SERVED = {"package.json"}


@pytest.fixture(scope="module")
def real():
    return read_pwa(PWA, app_name="Notes")


def test_every_file_of_the_form_is_served_or_known_not_to_be():
    left = {path.name for path in PWA.rglob("*") if path.is_file() and path.suffix not in MIMES}

    assert left == NOT_SERVED


def test_form_imports_no_module_that_is_missing(real):
    assert lost_imports({path: file.body for path, file in real.files.items()}) == []


def test_form_fills_every_token_and_has_all_its_icons(real):
    words = real.document.body + real.worker.body + real.manifest.body

    assert re.findall(rb"%[A-Z_]+%", words) == []
    assert {
        icon["src"].partition("/icons/")[2] for icon in json.loads(real.manifest.body)["icons"]
    } == {
        "icon.svg",
        "icon-192.png",
        "icon-512.png",
        "maskable-512.png",
    }


def test_form_links_only_files_it_has(real):
    linked = re.findall(rb'/app/v/[0-9a-f]+/([^"]+)"', real.document.body)

    assert [path for path in linked if path.decode() not in real.files] == []


def test_first_load_is_at_most_150_kb(real):
    assert real.first_load_bytes() <= 150_000


def test_scripts_of_the_first_load_are_at_most_60_kb(real):
    assert real.first_script_bytes() <= 60_000


def test_all_that_a_phone_keeps_is_at_most_160_kb(real):
    assert real.install_bytes() <= 160_000


def test_template_literals_hold_no_line_that_would_pass_for_a_comment():
    losing = {
        path
        for path, file in served(PWA).items()
        if path.endswith(".js")
        for literal in file.read_bytes().split(b"`")[1::2]
        if without_comments(b"x" + literal) != b"x" + literal
    }

    assert losing == set()


def test_mystery_appears_nowhere_on_the_phone():
    said = {path for path, file in served(PWA).items() if b"mystery" in file.read_bytes().lower()}

    assert said == set()


def test_placeholders_stand_once_in_the_form():
    text = (PWA / "index.html").read_text()

    assert [text.count(token) for token in ("%PRELOADS%", 'name="app-version"')] == [1, 1]
    assert DOCUMENT.count("%PRELOADS%") == 1
