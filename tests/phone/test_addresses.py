"""What lies at the addresses of the phone form, for whom, and for how long browsers keep it."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client

from backend.phone.current import current_pwa
from backend.phone.headers import takes_gzip
from tests.portal.desk import signed_in

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "media-src 'self' blob:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
OPEN = ("/app/", "/app/sw.js", "/app/manifest.webmanifest")


@pytest.fixture
def version(folder):
    return current_pwa().version


def get(address, **headers):
    return Client().get(address, headers=headers)


def every_address(version):
    return [*OPEN, f"/app/v/{version}/main.js", f"/app/v/{version}/icons/icon.svg"]


def test_kinds_are_named(version):
    kinds = {address: get(address)["Content-Type"] for address in every_address(version)}

    assert list(kinds.values()) == [
        "text/html; charset=utf-8",
        "text/javascript; charset=utf-8",
        "application/manifest+json; charset=utf-8",
        "text/javascript; charset=utf-8",
        "image/svg+xml",
    ]


def test_policies_hold_at_every_address(version):
    for address in every_address(version):
        answer = get(address)

        assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Permissions-Policy"].startswith(
            "camera=(self), geolocation=(self), screen-wake-lock=(self), microphone=(),"
        )


def test_document_worker_and_manifest_are_asked_for_again_each_time(version):
    for address in OPEN:
        first = get(address)
        again = get(address, if_none_match=first["ETag"])
        other = get(address, if_none_match='"another"')

        assert first["Cache-Control"] == "private, no-cache"
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert (other.status_code, other.content) == (200, first.content)


def test_changed_byte_is_a_new_version_at_once(folder, version):
    etag = get("/app/")["ETag"]

    (folder / "late.js").write_text("export const late = 2;\n")
    answer = get("/app/", if_none_match=etag)

    assert answer.status_code == 200
    assert answer["X-App-Version"] == current_pwa().version != version


def test_production_reads_the_folder_once(folder, version, settings):
    settings.PRODUCTION = True
    first = get("/app/")["X-App-Version"]

    (folder / "late.js").write_text("export const late = 3;\n")

    assert get("/app/")["X-App-Version"] == first


def test_hashed_files_are_kept_for_ever(version):
    answer = get(f"/app/v/{version}/main.js")

    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-App-Version"] == version
    assert answer.content.startswith(b"import { a }")
    assert answer.cookies == {}


def test_gzip_is_sent_to_those_who_take_it(version):
    address = f"/app/v/{version}/look/base.css"

    plain = get(address)
    zipped = get(address, accept_encoding="br, gzip;q=0.8")

    assert plain.get("Content-Encoding") is None
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert zipped["Content-Length"] == str(len(zipped.content))
    assert zipped["ETag"] != plain["ETag"]
    assert (plain["Vary"], zipped["Vary"]) == ("Accept-Encoding", "Accept-Encoding")


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("", False),
        ("gzip", True),
        ("GZIP", True),
        ("br, deflate", False),
        ("deflate,gzip", True),
        ("gzip;q=0", False),
        ("gzip ; q=0.000", False),
        ("gzip; q=0.5", True),
        ("gzip;q=rubbish", False),
        ("*", True),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
        ("identity;q=0", False),
    ],
)
def test_accept_encoding_is_read_as_the_standard_says(header, taken):
    assert takes_gzip(header) is taken


@pytest.mark.parametrize(
    "path",
    [
        "v/0123456789abcdef/main.js",
        "v/{}/none.js",
        "v/{}/../main.js",
        "v/{}/ui/../main.js",
        "v/{}/%2e%2e/%2e%2e/settings.py",
        "v/{}/..%2fmain.js",
        "v/{}/index.html",
        "v/{}/sw.js",
        "v/{}/package.json",
        "v/{}/ui/",
        "v/{}//main.js",
        "v/{}/main.js%00",
    ],
)
def test_unknown_file_is_404_and_never_kept(version, path):
    answer = get(f"/app/{path.format(version)}")

    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")


def test_address_without_slash_leads_to_the_form(folder):
    answer = get("/app")

    assert (answer.status_code, answer["Location"]) == (302, "/app/")


def test_head_says_the_same_without_a_body(version):
    for address in every_address(version):
        asked, head = get(address), Client().head(address)

        assert (head.status_code, head.content) == (200, b"")
        assert head["Content-Length"] == str(len(asked.content))
        assert head["ETag"] == asked["ETag"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_refused(version, method):
    for address in ["/app", *every_address(version)]:
        answer = Client().generic(method, address)

        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_document_sets_the_cookie_that_signing_in_needs_and_nothing_else_does(version):
    cookies = {address: list(get(address).cookies) for address in every_address(version)}

    assert cookies.pop("/app/") == ["csrftoken"]
    assert set(map(tuple, cookies.values())) == {()}
    assert "Cookie" in get("/app/")["Vary"]


def test_document_is_the_same_for_everybody(folder, cast):
    seen = {signed_in(who).get("/app/").content for who in (cast.sam, cast.ada, cast.mona)}

    assert seen == {get("/app/").content}


def test_name_of_the_app_is_the_operators(folder, settings):
    settings.APP_NAME = "Shopping list"

    assert get("/app/manifest.webmanifest").json()["name"] == "Shopping list"
    assert b'<meta name="app-name" content="Shopping list">' in get("/app/").content


def test_icons_are_the_operators(folder, settings, tmp_path):
    settings.APP_ICON_DIR = tmp_path / "own"
    settings.APP_ICON_DIR.mkdir()
    (settings.APP_ICON_DIR / "icon.svg").write_text("<svg/>")

    assert get(f"/app/v/{current_pwa().version}/icons/icon.svg").content == b"<svg/>"
