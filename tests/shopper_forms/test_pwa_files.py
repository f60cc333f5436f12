"""The phone form's files: what is served, under which hash, and how much of it at first."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from shopper_forms.pwa_files import (
    lost_imports,
    read_pwa,
    static_closure,
    without_comments,
)
from tests.phone.app_folder import app_folder


@pytest.fixture
def folder(tmp_path):
    return app_folder(tmp_path / "pwa")


def test_files_are_those_of_a_known_kind(folder):
    (folder / ".main.js.swp").write_text("half a module")
    (folder / ".git").mkdir()
    (folder / ".git" / "hook.js").write_text("")

    pwa = read_pwa(folder, app_name="Notes")

    assert {path: file.mime for path, file in pwa.files.items()} == {
        "b.js": "text/javascript; charset=utf-8",
        "icons/icon.svg": "image/svg+xml",
        "late.js": "text/javascript; charset=utf-8",
        "look/base.css": "text/css; charset=utf-8",
        "main.js": "text/javascript; charset=utf-8",
        "ui/a.js": "text/javascript; charset=utf-8",
    }


def test_gzip_gives_the_file_back_and_is_left_out_where_it_gains_nothing(folder):
    (folder / "tiny.css").write_text("a{}")

    files = read_pwa(folder, app_name="Notes").files
    sheet = files["look/base.css"]

    assert gzip.decompress(sheet.gzipped or b"") == sheet.body == b"body { color: black; }\n" * 20
    assert sheet.sent_bytes == len(sheet.gzipped or b"") < 60
    assert (files["tiny.css"].gzipped, files["tiny.css"].sent_bytes) == (None, 3)


def test_document_is_filled_with_version_name_and_preloads(folder):
    pwa = read_pwa(folder, app_name="Notes & more")
    text = pwa.document.body.decode()

    assert re.fullmatch("[0-9a-f]{16}", pwa.version)
    assert text.splitlines()[1:13] == [
        '<html lang="en">',
        "<head>",
        '<meta name="app-name" content="Notes &amp; more">',
        f'<meta name="app-version" content="{pwa.version}">',
        f'<link rel="apple-touch-icon" href="/app/v/{pwa.version}/icons/icon-192.png">',
        f'<link rel="stylesheet" href="/app/v/{pwa.version}/look/base.css">',
        f'<link rel="modulepreload" href="/app/v/{pwa.version}/main.js">',
        f'<link rel="modulepreload" href="/app/v/{pwa.version}/ui/a.js">',
        f'<link rel="modulepreload" href="/app/v/{pwa.version}/b.js">',
        f'<script type="module" src="/app/v/{pwa.version}/main.js"></script>',
        "</head>",
        "<body><h1>Notes &amp; more</h1></body>",
    ]


def test_document_shows_a_name_that_looks_like_a_token_as_it_is(folder):
    text = read_pwa(folder, app_name="%PRELOADS%").document.body.decode()

    assert "<h1>%PRELOADS%</h1>" in text


def test_worker_lists_every_hashed_file(folder):
    pwa = read_pwa(folder, app_name="Notes")
    text = pwa.worker.body.decode()
    [files] = re.findall(r"^const FILES = (.*);$", text, re.MULTILINE)

    assert f'const VERSION = "{pwa.version}";' in text
    assert json.loads(files) == [f"/app/v/{pwa.version}/{path}" for path in pwa.files]


def test_manifest_installs_a_neutral_app(folder):
    pwa = read_pwa(folder, app_name='My "notes"')

    assert json.loads(pwa.manifest.body) == {
        "id": "/app/",
        "name": 'My "notes"',
        "short_name": 'My "notes"',
        "lang": "en",
        "dir": "auto",
        "start_url": "/app/",
        "scope": "/app/",
        "display": "standalone",
        "background_color": "#f7f8fa",
        "theme_color": "#f7f8fa",
        "icons": [
            {
                "src": f"/app/v/{pwa.version}/icons/icon.svg",
                "sizes": "any",
                "type": "image/svg+xml",
                "purpose": "any",
            }
        ],
    }


def test_version_stays_while_nothing_changes(folder, tmp_path):
    twin = app_folder(tmp_path / "twin")

    versions = {read_pwa(place, app_name="Notes").version for place in (folder, folder, twin)}

    assert len(versions) == 1


def test_version_changes_with_every_byte_and_every_setting(folder, tmp_path):
    icons = tmp_path / "icons"
    icons.mkdir()
    (icons / "icon.svg").write_text("<svg/>")
    versions = [
        read_pwa(folder, app_name="Notes").version,
        read_pwa(folder, app_name="Lists").version,
        read_pwa(folder, app_name="Notes", icons=icons).version,
        read_pwa(folder, app_name="Notes", headers=["camera=()"]).version,
    ]

    for name in ("index.html", "sw.js", "late.js", "look/base.css"):
        file = folder / name
        kept = file.read_text()
        file.write_text(kept + "\n")
        versions.append(read_pwa(folder, app_name="Notes").version)
        file.write_text(kept)
    (folder / "late.js").rename(folder / "later.js")
    versions.append(read_pwa(folder, app_name="Notes").version)

    assert len(set(versions)) == len(versions) == 9


def test_operators_icon_stands_in_for_ours_of_that_name(folder, tmp_path):
    icons = tmp_path / "icons"
    icons.mkdir()
    (icons / "icon.svg").write_text("<svg/>")
    (icons / "main.js").write_text("no icon")

    files = read_pwa(folder, app_name="Notes", icons=icons).files

    assert files["icons/icon.svg"].body == b"<svg/>"
    assert files["main.js"].body.startswith(b"import { a }")
    assert "icons/main.js" not in files


@pytest.mark.parametrize(
    ("module", "closure"),
    [
        ('import { x } from "./x.js";', ["main.js", "x.js"]),
        ('import * as x from "./x.js";', ["main.js", "x.js"]),
        ('import x, { y } from "./x.js";', ["main.js", "x.js"]),
        ('import {\n  x,\n  y as z,\n} from "./x.js";', ["main.js", "x.js"]),
        ('import "./x.js";', ["main.js", "x.js"]),
        ('export { x } from "./x.js";', ["main.js", "x.js"]),
        ('export * from "./x.js";', ["main.js", "x.js"]),
        ('import{x}from"./x.js";', ["main.js", "x.js"]),
        ('import "./y/../x.js";\nimport "./main.js";', ["main.js", "x.js"]),
        ('const x = () => import("./x.js");', ["main.js"]),
        ('// import "./x.js";\n/*\nimport "./x.js";\n*/', ["main.js"]),
        ('export const from = "./x.js";', ["main.js"]),
        ('import "./none.js";', ["main.js"]),
    ],
)
def test_static_closure_follows_what_a_module_imports_at_once(module, closure):
    scripts = {"main.js": module.encode(), "x.js": b""}

    assert static_closure(scripts) == closure


def test_lines_of_comment_are_sent_empty_and_keep_their_place():
    script = b"""// What it holds.
import "./a.js"; // stays

/**
 * A sentence.
 */
export const x = "/* stays */"; /* stays */
  /* one */ export const y = 1; /* stays */
  /* two */
    // three
const z = "http://b.example"; /*
stays */
"""

    assert (
        without_comments(script)
        == b"""
import "./a.js"; // stays




export const x = "/* stays */"; /* stays */
  /* one */ export const y = 1; /* stays */


const z = "http://b.example"; /*
stays */
"""
    )


def test_lost_imports_are_named():
    scripts = {
        "main.js": b'import "./ui/dom.js";\nimport("./gone.js");\nimport("./ui/dom.js");',
        "ui/dom.js": b'import { h } from "./h.js";\n// import "./never.js";',
    }

    assert lost_imports(scripts) == ["main.js -> gone.js", "ui/dom.js -> ui/h.js"]


def test_first_load_counts_document_sheets_and_static_modules(folder):
    pwa = read_pwa(folder, app_name="Notes")

    assert pwa.first == ("look/base.css", "main.js", "ui/a.js", "b.js")
    assert pwa.first_load_bytes() == pwa.document.sent_bytes + sum(
        pwa.files[path].sent_bytes for path in pwa.first
    )
