"""From the bytes of a photo to what may be shown of it: two bare JPEGs, and its metadata apart.

derive
 ├─ read_metadata ─────── EXIF, before anything is turned or dropped
 ├─ bare_copy ─────────── a small upright JPEG keeps its pixels: only its tables are taken over
 └─ _open_pixels, _fit ── anything else is decoded, scaled, turned and encoded anew

Decoders meet hostile bytes here, so `photo_process` runs this in a limited process of its own.
The order is what makes it fast: decode at a fraction (JPEG), scale, make the thumbnail from the
scaled picture, and turn last, when few pixels are left.
"""

from __future__ import annotations

import io
import warnings
from typing import NamedTuple

from PIL import Image, ImageFile

from backend.visits.bare_jpeg import bare_copy
from backend.visits.image_headers import LONGEST_SIDE, MOST_PIXELS
from backend.visits.photo_metadata import Metadata, read_metadata

FULL_SIDE = 1600
THUMB_SIDE = 320
_QUALITY = 82
# A small photo above this is saved at a wasteful quality: encoding it anew makes pages lighter.
_MOST_BARE_BYTES = 1_200_000
_FORMATS = {
    "image/jpeg": ("JPEG",),
    "image/png": ("PNG",),
    "image/webp": ("WEBP",),
    "image/heic": ("HEIF",),
}
# EXIF orientation 2 to 8, as what makes the picture upright
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Derived(NamedTuple):
    """Two JPEGs without any metadata, upright, at most 1600 and 320 pixels a side."""

    full: bytes
    thumb: bytes
    metadata: Metadata


def derive(data: bytes, mime: str) -> Derived:
    """The derivatives of a photo of the given kind; the same bytes give the same bytes.

    Whatever a decoder raises passes: to the caller all of it means that it cannot be decoded.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # half a photo is no evidence
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of broken EXIF, which costs the metadata only
        return _derive(data, mime)


def _derive(data: bytes, mime: str) -> Derived:
    image = Image.open(io.BytesIO(data), formats=_FORMATS[mime])
    _require_bearable(image)
    metadata = read_metadata(image)
    upright = metadata["orientation"] == 1
    if mime == "image/jpeg" and upright and max(image.size) <= FULL_SIDE:
        bare = bare_copy(data)
        if bare is not None and len(bare) <= _MOST_BARE_BYTES:
            # made from the copy itself, so that what is shown has been decoded to its end
            small = Image.open(io.BytesIO(bare), formats=_FORMATS[mime])
            return Derived(
                bare, _encode(_fit(_open_pixels(small, THUMB_SIDE), THUMB_SIDE)), metadata
            )
    full = _fit(_open_pixels(image, FULL_SIDE), FULL_SIDE)
    thumb = _fit(full, THUMB_SIDE)
    turn = _TURNS.get(metadata["orientation"]) if mime != "image/heic" else None
    if turn is not None:
        full, thumb = full.transpose(turn), thumb.transpose(turn)
    return Derived(_encode(full), _encode(thumb), metadata)


def _require_bearable(image: Image.Image) -> None:
    """The decoder's own reading of the size, which the header checked at intake may contradict."""
    width, height = image.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise ValueError("larger than its header said")


def _open_pixels(image: Image.Image, side: int) -> Image.Image:
    """The pixels in a mode that can be scaled and saved as JPEG: L or RGB, without transparency."""
    scale = side / max(image.size)
    if scale < 1:
        # a JPEG decodes at 1/2, 1/4 or 1/8, at the smallest that is still large enough
        image.draft("RGB", (round(image.width * scale), round(image.height * scale)))
    image.load()
    if image.mode in ("L", "RGB") and "transparency" not in image.info:
        return image
    if image.mode.startswith("I"):
        # 16-bit grey: converting alone would make everything above 255 white
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("1", "F"):
        return image.convert("L")
    if image.has_transparency_data:
        layers = _fit(image.convert("RGBA"), side)
        paper = Image.new("RGB", layers.size, "white")
        paper.paste(layers, mask=layers.getchannel("A"))
        return paper
    return image.convert("RGB")


def _fit(image: Image.Image, side: int) -> Image.Image:
    """Scaled down so that the longer side is at most `side`; never scaled up.

    HAMMING: as sharp as BICUBIC when scaling down, at the price of BILINEAR.
    """
    longer = max(image.size)
    if longer <= side:
        return image
    width = max(1, round(image.width * side / longer))
    height = max(1, round(image.height * side / longer))
    return image.resize((width, height), Image.Resampling.HAMMING, reducing_gap=2.0)


def _encode(image: Image.Image) -> bytes:
    """A JPEG of the pixels and nothing else.

    The pixels move to a fresh image first: Pillow writes the comment, profile and EXIF that an
    opened image carries along.
    """
    fresh = Image.new(image.mode, image.size)
    fresh.paste(image)
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
