"""What a photo says of itself before anything decodes it: kind, dimensions, number of frames.

check_header
 ├─ _jpeg ─ segments up to the scan; `multi_picture` counts what hangs behind it
 ├─ _png ── chunks up to the pixels
 ├─ _webp ─ the canvas and the bitstream inside it
 └─ _heic ─ brands, and the largest `ispe`; taken as it is when it says nothing

Only bytes are read, never pixels, so a decompression bomb costs nothing here.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from backend.errors import NotAnImage, TooLarge
from backend.visits.multi_picture import count_frames

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 12_000

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_START_OF_FRAME = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE_MARKERS = {0x01, *range(0xD0, 0xD8)}
_MOST_CHUNKS = 20_000  # no camera comes near it, and a file of chunks alone costs no time
_MOST_BOX_DEPTH = 4


@dataclass(frozen=True)
class Header:
    """A sound header. Width and height are 0 where a HEIC file does not tell them."""

    mime: str
    width: int
    height: int


def check_header(data: bytes) -> Header:
    """The header of a JPEG, PNG, WebP or HEIC photo of one frame and of bearable size.

    Raises `NotAnImage` for any other bytes, a header that is cut off or contradicts itself, and
    more than one frame; `TooLarge` beyond 50 million pixels or 12,000 a side.
    """
    header = _read(data)
    if max(header.width, header.height) > LONGEST_SIDE:
        raise TooLarge(f"A side has at most {LONGEST_SIDE} pixels.")
    if header.width * header.height > MOST_PIXELS:
        raise TooLarge(f"A photo has at most {MOST_PIXELS} pixels.")
    return header


def segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """`(marker, start, end)` of a JPEG's segments up to and with the first start of scan.

    `start` is where the marker stands, `end` lies behind the segment. Raises `NotAnImage` when
    the header is cut off or is no sequence of segments.
    """
    position = 2
    for _ in range(_MOST_CHUNKS):
        if data[position : position + 2] == b"\xff\xff":  # a fill byte
            position += 1
            continue
        marker = data[position + 1 : position + 2]
        if data[position : position + 1] != b"\xff" or not marker or marker == b"\x00":
            raise NotAnImage
        if marker[0] in _BARE_MARKERS:
            yield marker[0], position, position + 2
            position += 2
            continue
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        end = position + 2 + length
        if length < 2 or end > len(data) or marker[0] in (0xD8, 0xD9):
            raise NotAnImage
        yield marker[0], position, end
        if marker[0] == 0xDA:
            return
        position = end
    raise NotAnImage


def _read(data: bytes) -> Header:
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data.startswith(_PNG_SIGNATURE):
        return _png(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp(data)
    if data[4:8] == b"ftyp":
        return _heic(data)
    raise NotAnImage


def _jpeg(data: bytes) -> Header:
    size: tuple[int, int] | None = None
    for marker, start, end in segments(data):
        if marker in _START_OF_FRAME:
            if size is not None or end - start < 10:
                raise NotAnImage
            height = int.from_bytes(data[start + 5 : start + 7], "big")
            size = int.from_bytes(data[start + 7 : start + 9], "big"), height
        elif marker == 0xE2 and data[start + 4 : start + 8] == b"MPF\0":
            _require_one_frame(count_frames(data, start + 8, end))
    return _header("image/jpeg", size)


def _png(data: bytes) -> Header:
    size: tuple[int, int] | None = None
    position = len(_PNG_SIGNATURE)
    for _ in range(_MOST_CHUNKS):
        length = int.from_bytes(data[position : position + 4], "big")
        kind = data[position + 4 : position + 8]
        body = data[position + 8 : position + 8 + length]
        if kind == b"IDAT" and len(data) > position + 8:
            return _header("image/png", size)
        if len(body) < length or not kind.isalpha() or (kind == b"IHDR") != (size is None):
            break
        if kind == b"IHDR":
            checksum = data[position + 8 + length : position + 12 + length]
            if length != 13 or zlib.crc32(kind + body).to_bytes(4, "big") != checksum:
                break
            size = int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")
        elif kind == b"acTL":
            _require_one_frame(int.from_bytes(body[:4], "big"))
        position += 12 + length
    raise NotAnImage


def _webp(data: bytes) -> Header:
    sizes: list[tuple[int, int]] = []
    position = 12
    for _ in range(_MOST_CHUNKS):
        kind = data[position : position + 4]
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        body = data[position + 8 : position + 18]
        if kind == b"VP8X" and len(body) == 10:
            _require_one_frame(2 if body[0] & 0x02 else 1)
            width = int.from_bytes(body[4:7], "little") + 1
            sizes.append((width, int.from_bytes(body[7:10], "little") + 1))
        elif kind in (b"ANIM", b"ANMF"):
            _require_one_frame(2)
        elif kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a" and len(body) == 10:
            width = int.from_bytes(body[6:8], "little") & 0x3FFF
            sizes.append((width, int.from_bytes(body[8:10], "little") & 0x3FFF))
            break
        elif kind == b"VP8L" and body[:1] == b"\x2f" and len(body) >= 5:
            bits = int.from_bytes(body[1:5], "little")
            sizes.append(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1))
            break
        elif kind in (b"VP8X", b"VP8 ", b"VP8L", b""):
            raise NotAnImage
        position += 8 + length + length % 2
    else:
        raise NotAnImage  # no picture data
    # the canvas may claim less than the picture in it has
    return _header("image/webp", (max(w for w, _ in sizes), max(h for _, h in sizes)))


def _heic(data: bytes) -> Header:
    length = int.from_bytes(data[:4], "big")
    brands = data[8:12] + data[16 : min(length, 512)]
    if length < 16 or not any(
        brands[at : at + 4] in _HEIC_BRANDS for at in range(0, len(brands), 4)
    ):
        raise NotAnImage
    extents = _extents(data, 0, len(data), 0)
    return Header("image/heic", *max(extents, key=lambda size: size[0] * size[1], default=(0, 0)))


def _extents(data: bytes, position: int, end: int, depth: int) -> Iterator[tuple[int, int]]:
    """Every `ispe` (image spatial extents) in meta/iprp/ipco. Phones write pictures as tiles:
    the whole has an `ispe` of its own, so the largest one is what decoding would cost."""
    for _ in range(_MOST_CHUNKS):
        length = int.from_bytes(data[position : position + 4], "big")
        kind = data[position + 4 : position + 8]
        body = position + 8
        if length == 1:
            length = int.from_bytes(data[body : body + 8], "big")
            body += 8
        elif length == 0:
            length = end - position
        stop = position + length
        if stop > end or stop <= body:
            return
        if kind == b"ispe" and stop - body >= 12:
            width = int.from_bytes(data[body + 4 : body + 8], "big")
            yield width, int.from_bytes(data[body + 8 : body + 12], "big")
        elif kind in (b"meta", b"iprp", b"ipco") and depth < _MOST_BOX_DEPTH:
            inner = body + 4 if kind == b"meta" else body
            yield from _extents(data, inner, stop, depth + 1)
        position = stop


def _header(mime: str, size: tuple[int, int] | None) -> Header:
    if size is None or 0 in size:
        raise NotAnImage
    return Header(mime, *size)


def _require_one_frame(frames: int) -> None:
    if frames > 1:
        raise NotAnImage("A photo has one frame; this file has several.")
