"""Searching what somebody was handed: pages, JSON, tables, PDFs, pictures, archives, mails."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdf
from PIL import Image


@dataclass
class Handed:
    """All that somebody was handed, by the address it came from."""

    parts: dict[str, bytes] = field(default_factory=dict)

    def take(self, name: str, content: bytes, headers: str = "") -> None:
        """Keep an answer with its headers."""
        self.parts[name] = content
        self.parts[f"{name} (headers)"] = headers.encode()

    def hits(self, words: dict[str, str]) -> list[tuple[str, str]]:
        """`(place, canary)` of every canary found; upper and lower case count as the same."""
        found = []
        once = {content: name for name, content in reversed(self.parts.items())}
        for content, name in once.items():
            for place, text in readable(name, content):
                plain = text.lower()
                found += [(place, what) for what, word in words.items() if word.lower() in plain]
        return found

    def kinds(self) -> set[str]:
        """What kinds of files there were, by their first bytes."""
        return {kind for content in self.parts.values() for kind in [_kind(content)] if kind}


def readable(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """`(place, text)` of everything in the bytes that can be read, however it is packed."""
    yield name, content.decode("utf-8", "replace")
    kind = _kind(content)
    if kind == "zip":  # XLSX, too
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                said = entry.comment + entry.extra
                yield f"{name} » name", f"{entry.filename} {said!r} {entry.date_time}"
                yield from readable(f"{name} » {entry.filename}", archive.read(entry))
    elif kind == "pdf":
        yield from _pdf(name, content)
    elif kind == "jpeg":
        with Image.open(io.BytesIO(content)) as image:
            yield f"{name} (picture)", f"{dict(image.getexif())!r} {image.info!r}"
        yield f"{name} (UTF-16)", content.decode("utf-16-le", "replace")


def _pdf(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The words as a reader sees and hears them, the metadata, every object and stream."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    for number, page in enumerate(reader.pages, 1):
        yield f"{name} page {number}", page.extract_text()
    yield f"{name} (metadata)", f"{reader.metadata!r} {_outline(reader.outline)}"
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream):
                yield f"{name} (stream)", f"{dict(item)!r}"
                yield from _stream(name, item)
            else:
                yield f"{name} (object)", repr(item)


def _stream(name: str, stream: pikepdf.Stream) -> Iterator[tuple[str, str]]:
    data = stream.read_raw_bytes()
    if _kind(data) == "jpeg":
        yield from readable(f"{name} (image)", data)
    try:
        data = stream.read_bytes()
    except pikepdf.PdfError:  # an image, which was read above
        return
    yield f"{name} (stream)", data.decode("utf-8", "replace")


def _outline(entries: Any) -> str:
    parts = [_outline(each) if isinstance(each, list) else str(each.title) for each in entries]
    return " ".join(parts)


def _kind(content: bytes) -> str:
    heads = {b"PK\x03\x04": "zip", b"%PDF-": "pdf", b"\xff\xd8\xff": "jpeg"}
    return next((kind for head, kind in heads.items() if content.startswith(head)), "")
