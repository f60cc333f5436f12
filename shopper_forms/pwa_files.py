"""The phone form's files as they are served: kinds, bytes, gzip, and the hash that names them.

read_pwa
 ├─ every file of the folder, and the operator's icons over ours
 ├─ version ─────── SHA-256 over all of them and over what is baked in
 └─ index.html, sw.js, manifest.webmanifest ── filled with version, name and lists

The folder is served as it is: nothing is compiled, renamed or joined. Only lines of scripts that
are comments alone are sent empty, which spares phones a fifth and keeps the numbers of the lines.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

DOCUMENT, WORKER, MANIFEST = "index.html", "sw.js", "manifest.webmanifest"
ENTRY = "main.js"
ROOT = "/app/"
MIMES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json; charset=utf-8",
}
_SHRINKS = (".css", ".html", ".js", ".svg", ".webmanifest")
_HASH_LENGTH = 16
# light and dark `bg` of the tokens; the installed app's frame has one colour only
_BACKGROUND, _THEME = "#f7f8fa", "#f7f8fa"
_ICONS = (
    ("icons/icon.svg", "any", "any"),
    ("icons/icon-192.png", "192x192", "any"),
    ("icons/icon-512.png", "512x512", "any"),
    ("icons/maskable-512.png", "512x512", "maskable"),
)
# what fills whole lines; a comment behind code stays, because finding it means reading JavaScript
_COMMENT = re.compile(rb"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ \t]*)$", re.DOTALL | re.MULTILINE)
_STATIC = re.compile(
    r'^[ \t]*(?:import\s*|(?:import|export)\b[\w*{}\s,$]*?\bfrom\s*)"([^"\n]+)"', re.MULTILINE
)
_DYNAMIC = re.compile(r'\bimport\(\s*"([^"\n]+)"')
# what a browser fetches by itself; the touch icon is fetched when somebody installs the app
_LINKED = re.compile(
    r'<(?:link rel="(?:stylesheet|icon)"|script)[^>]*?(?:href|src)="/app/v/%VERSION%/([^"]+)"'
)


@dataclass(frozen=True, slots=True)
class PwaFile:
    """A file as it is sent; `gzipped` is None where compressing gains nothing."""

    mime: str
    body: bytes
    gzipped: bytes | None

    @property
    def sent_bytes(self) -> int:
        """How many bytes travel to a browser that takes gzip."""
        return len(self.body if self.gzipped is None else self.gzipped)


@dataclass(frozen=True, slots=True)
class Pwa:
    """One version of the phone form: `files` by their path below `/app/v/<version>/`."""

    version: str
    document: PwaFile
    worker: PwaFile
    manifest: PwaFile
    files: Mapping[str, PwaFile]
    first: tuple[str, ...]

    def first_load_bytes(self) -> int:
        """Bytes on the wire until the first screen can be drawn: the document, what it links
        (sheets, icon) and all that its entry module imports at once."""
        return self.document.sent_bytes + sum(self.files[path].sent_bytes for path in self.first)

    def first_script_bytes(self) -> int:
        """The scripts' share of the first load."""
        return sum(self.files[path].sent_bytes for path in self.first if path.endswith(".js"))

    def install_bytes(self) -> int:
        """Bytes on the wire of all that a phone keeps: every file, the document, the worker."""
        return sum(file.sent_bytes for file in (*self.files.values(), self.document, self.worker))


def read_pwa(
    folder: Path, *, app_name: str, icons: Path | None = None, headers: Iterable[str] = ()
) -> Pwa:
    """The files of a folder, ready to be sent.

    `app_name` is what the phone calls the app. `icons` is a folder of the operator whose files
    stand in for those of the same name below `icons/`. `headers` are header values the document
    is sent with: browsers keep them beside it, so a change of them is a change of version.
    """
    raw = {path: file.read_bytes() for path, file in served(folder, icons).items()}
    templates = {name: raw.pop(name, b"").decode() for name in (DOCUMENT, WORKER)}
    first = _first_files(templates[DOCUMENT], raw)
    manifest = _manifest(app_name, raw)
    tokens = {
        "%APP_NAME%": html.escape(app_name),
        "%LANG%": "en",
        "%PRELOADS%": "\n".join(
            f'<link rel="modulepreload" href="{ROOT}v/%VERSION%/{path}">'
            for path in static_closure(raw)
        ),
        '"%FILES%"': json.dumps([f"{ROOT}v/%VERSION%/{path}" for path in sorted(raw)]),
    }
    filled = {name: _filled(text, tokens) for name, text in templates.items()}
    version = _digest(
        {**raw, **{k: v.encode() for k, v in {**filled, MANIFEST: manifest}.items()}}, headers
    )
    named = {"%VERSION%": version}
    return Pwa(
        version=version,
        document=_file(DOCUMENT, _filled(filled[DOCUMENT], named).encode()),
        worker=_file(WORKER, _filled(filled[WORKER], named).encode()),
        manifest=_file(MANIFEST, _filled(manifest, named).encode()),
        files={path: _file(path, body) for path, body in sorted(raw.items())},
        first=first,
    )


def served(folder: Path, icons: Path | None = None) -> dict[str, Path]:
    """Which files make up the app, by path: those of a known kind that do not hide."""
    found = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.suffix in MIMES
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }
    if icons is not None:
        for path in list(found):
            own = icons / posixpath.basename(path)
            if posixpath.dirname(path) == "icons" and own.is_file():
                found[path] = own
    return found


def static_closure(scripts: Mapping[str, bytes], entry: str = ENTRY) -> list[str]:
    """The entry module and all that it imports at once, in the order in which they are met."""
    met: list[str] = []
    waiting = [entry]
    while waiting:
        path = waiting.pop(0)
        if path in met or path not in scripts:
            continue
        met.append(path)
        waiting.extend(_imports(path, scripts[path], _STATIC))
    return met


def lost_imports(scripts: Mapping[str, bytes]) -> list[str]:
    """Imports, static or not, that no file answers: `from -> to`."""
    return [
        f"{path} -> {target}"
        for path, body in sorted(scripts.items())
        if path.endswith(".js")
        for pattern in (_STATIC, _DYNAMIC)
        for target in _imports(path, body, pattern)
        if target not in scripts
    ]


def without_comments(script: bytes) -> bytes:
    """A script whose lines of comment alone are empty; every other line stays where it was.

    A template literal must not hold a line that looks like a comment: it would lose it.
    """
    return _COMMENT.sub(lambda found: b"\n" * found.group().count(b"\n"), script)


def _imports(path: str, body: bytes, pattern: re.Pattern[str]) -> list[str]:
    text = without_comments(body).decode()
    here = posixpath.dirname(path)
    return [posixpath.normpath(posixpath.join(here, name)) for name in pattern.findall(text)]


def _first_files(document: str, raw: Mapping[str, bytes]) -> tuple[str, ...]:
    linked = [path for path in _LINKED.findall(document) if path in raw]
    return tuple(dict.fromkeys([*linked, *static_closure(raw)]))


def _manifest(app_name: str, raw: Mapping[str, bytes]) -> str:
    return json.dumps(
        {
            "id": ROOT,
            "name": app_name,
            "short_name": app_name,
            "lang": "en",
            "dir": "auto",
            "start_url": ROOT,
            "scope": ROOT,
            "display": "standalone",
            "background_color": _BACKGROUND,
            "theme_color": _THEME,
            "icons": [
                {
                    "src": f"{ROOT}v/%VERSION%/{path}",
                    "sizes": sizes,
                    "type": MIMES[posixpath.splitext(path)[1]],
                    "purpose": purpose,
                }
                for path, sizes, purpose in _ICONS
                if path in raw
            ],
        },
        ensure_ascii=False,
    )


def _filled(text: str, tokens: Mapping[str, str]) -> str:
    """One pass over all tokens, so that a name with a token's look stays what it is."""
    pattern = re.compile("|".join(re.escape(token) for token in tokens))
    return pattern.sub(lambda found: tokens[found.group()], text)


def _digest(parts: Mapping[str, bytes], headers: Iterable[str]) -> str:
    digest = hashlib.sha256()
    named = [*sorted(parts.items()), *(("", value.encode()) for value in headers)]
    for name, body in named:
        # lengths first: no two lists of files run together into the same bytes
        digest.update(f"{len(name)} {len(body)} {name}\n".encode())
        digest.update(body)
    return digest.hexdigest()[:_HASH_LENGTH]


def _file(path: str, body: bytes) -> PwaFile:
    kind = posixpath.splitext(path)[1]
    if kind == ".js":
        body = without_comments(body)
    gzipped = gzip.compress(body, 9, mtime=0) if kind in _SHRINKS else None
    if gzipped is not None and len(gzipped) >= len(body):
        gzipped = None
    return PwaFile(MIMES[kind], body, gzipped)
