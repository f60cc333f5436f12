"""What the camera wrote into a photo: when, where, with what, and which way is up."""

from __future__ import annotations

import contextlib
import math
from typing import TypedDict

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

_ORIENTATIONS: dict[object, int] = {number: number for number in range(1, 9)}
_TEXT_LETTERS = 79  # two of them and a space fit the column of the device


class Metadata(TypedDict):
    """Capture data as far as it is there and makes sense; texts are cleaned and bounded."""

    taken_at: str
    latitude: float | None
    longitude: float | None
    device: str
    orientation: int


def read_metadata(image: Image.Image) -> Metadata:
    """The metadata of an opened photo. What is missing or broken is left empty: a camera's
    faulty EXIF is no reason to refuse its picture."""
    exif = Image.Exif()
    details: dict[int, object] = {}
    position: dict[int, object] = {}
    # Broken EXIF fails in many ways (struct, value, key, type errors), each of them harmless.
    with contextlib.suppress(Exception):
        exif = image.getexif()
    with contextlib.suppress(Exception):
        details = exif.get_ifd(IFD.Exif)
    with contextlib.suppress(Exception):
        position = exif.get_ifd(IFD.GPSInfo)
    taken = _text(details.get(Base.DateTimeOriginal)) or _text(exif.get(Base.DateTime))
    offset = _text(details.get(Base.OffsetTimeOriginal))
    # pi_heif turns the pixels itself and keeps what it did here
    orientation: object = image.info.get("original_orientation") or exif.get(Base.Orientation)
    return {
        "taken_at": f"{taken} {offset}".strip()[:40],
        "latitude": _degrees(position, GPS.GPSLatitude, GPS.GPSLatitudeRef, b"S", 90),
        "longitude": _degrees(position, GPS.GPSLongitude, GPS.GPSLongitudeRef, b"W", 180),
        "device": f"{_text(exif.get(Base.Make))} {_text(exif.get(Base.Model))}".strip(),
        "orientation": _ORIENTATIONS.get(orientation, 1),
    }


def checked_metadata(claimed: object) -> Metadata:
    """Metadata that another process claims to have read, with everything odd left empty."""
    known = claimed if isinstance(claimed, dict) else {}
    return {
        "taken_at": _text(known.get("taken_at"))[:40],
        "latitude": _within(known.get("latitude"), 90),
        "longitude": _within(known.get("longitude"), 180),
        "device": _text(known.get("device"), 2 * _TEXT_LETTERS + 1),
        "orientation": _ORIENTATIONS.get(known.get("orientation"), 1),
    }


def _text(value: object, most: int = _TEXT_LETTERS) -> str:
    if not isinstance(value, str):
        return ""
    return "".join(letter for letter in value if letter.isprintable()).strip()[:most]


def _within(value: object, limit: int) -> float | None:
    if not isinstance(value, float) or not math.isfinite(value) or abs(value) > limit:
        return None
    return round(value, 7)


def _degrees(
    position: dict[int, object], tag: int, side_tag: int, negative: bytes, limit: int
) -> float | None:
    """Degrees, minutes and seconds as signed degrees; None unless they lie on the globe."""
    try:
        degrees, minutes, seconds = (float(part) for part in position[tag])  # type: ignore[attr-defined]
        value = degrees + minutes / 60 + seconds / 3600
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    side = position.get(side_tag)
    if side in (negative, negative.decode()):
        value = -value
    return _within(value, limit)
