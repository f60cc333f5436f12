"""Photos for tests: sound ones of every kind, and hostile ones."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import Image

HEIC = (Path(__file__).parents[1] / "data" / "phone.heic").read_bytes()
RED, BLUE = (200, 30, 30), (30, 30, 200)
SECRET = "canary-in-the-picture"


def halves(width: int = 96, height: int = 64, mode: str = "RGB") -> Image.Image:
    """A picture red on the left and blue on the right, so that a turn can be seen."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image if mode == "RGB" else image.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(width: int = 96, height: int = 64, **options: Any) -> bytes:
    """A JPEG of two halves."""
    return encoded(halves(width, height), **options)


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes: when, where, with what; and words that must never come out."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "Canary Phones"
    tags[0x0110] = "Model 7"
    tags[0x010E] = SECRET
    details = tags.get_ifd(0x8769)
    details[0x9003] = "2026:08:14 11:20:05"
    details[0x9011] = "+01:00"
    position = tags.get_ifd(0x8825)
    position[1], position[2] = "N", (38.0, 42.0, 36.0)
    position[3], position[4] = "W", (9.0, 8.0, 24.0)
    return tags


def telling_jpeg(width: int = 96, height: int = 64, orientation: int = 1) -> bytes:
    """A JPEG with EXIF, XMP, a comment and a colour profile, all of which tell a secret."""
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()
    return jpeg(
        width,
        height,
        exif=exif(orientation),
        xmp=xmp,
        comment=SECRET,
        icc_profile=SECRET.encode() * 20,
    )


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """A PNG chunk with its checksum."""
    checksum = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)


def png_claiming(width: int, height: int, *chunks: bytes) -> bytes:
    """A PNG whose header claims a size; its pixels are a few bytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = png_chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + b"".join(chunks) + pixels


def jpeg_claiming(width: int, height: int) -> bytes:
    """A JPEG whose frame header claims another size than it has."""
    data = bytearray(jpeg())
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def webp_claiming(width: int, height: int) -> bytes:
    """A lossy WebP whose bitstream claims another size than it has."""
    data = bytearray(encoded(halves(), "WEBP"))
    at = data.index(b"\x9d\x01\x2a") + 3
    data[at : at + 4] = struct.pack("<HH", width, height)
    return bytes(data)


def heic_claiming(width: int, height: int) -> bytes:
    """The HEIC photo with all its stated extents replaced."""
    data = bytearray(HEIC)
    at = data.find(b"ispe")
    while at != -1:
        data[at + 8 : at + 16] = struct.pack(">II", width, height)
        at = data.find(b"ispe", at + 4)
    return bytes(data)


def animated(kind: str) -> bytes:
    """A file of two frames."""
    return encoded(halves(), kind, save_all=True, append_images=[Image.new("RGB", (96, 64))])
