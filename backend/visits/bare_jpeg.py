"""JPEG files reduced to what makes the picture: tables, frame, one scan; nothing else survives."""

from __future__ import annotations

import re

from backend.errors import NotAnImage
from backend.visits.image_headers import segments

# An APP0 as every JFIF file begins: version 1.1, no density, no thumbnail.
_JFIF = bytes.fromhex("ffe000104a46494600010100000100010000")
_DEFINES_PICTURE = {0xC0, 0xC4, 0xDA, 0xDB, 0xDD}
_BASELINE, _ADOBE, _SCAN = 0xC0, 0xEE, 0xDA
_COLOUR, _GREY = b"\x01\x02\x03", b"\x01"
# In coded pixels 0xFF is followed by 0x00 or a restart marker; anything else ends the scan.
_END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def bare_copy(data: bytes) -> bytes | None:
    """The same picture, pixel for pixel, without EXIF, XMP, profile, comment, embedded preview
    or anything behind its end. None when it is not of the plain kind (baseline, one scan, grey
    or YCbCr): then only encoding it anew is safe."""
    parts = [b"\xff\xd8", _JFIF]
    components = b""
    scan_at = 0
    try:
        for marker, start, end in segments(data):
            if marker in _DEFINES_PICTURE:
                parts.append(data[start:end])
            elif not 0xE0 <= marker <= 0xEF and marker != 0xFE:
                return None  # progressive, arithmetic, hierarchical …
            if marker == _BASELINE:
                components = data[start + 10 : end : 3]
            elif marker == _ADOBE and data[start + 15 : start + 16] != b"\x01":
                return None  # RGB or CMYK, which without this segment would be read as YCbCr
            elif marker == _SCAN:
                if data[start + 4] != len(components):
                    return None  # the other components follow in scans of their own
                scan_at = end
    except NotAnImage:
        return None
    end_of_scan = _END_OF_SCAN.search(data, scan_at)
    if end_of_scan is None or end_of_scan[0] != b"\xff\xd9" or components not in (_COLOUR, _GREY):
        return None
    return b"".join([*parts, data[scan_at : end_of_scan.end()]])


def is_bare(data: bytes) -> bool:
    """Whether a JPEG holds no segment that could carry anything but a picture."""
    try:
        markers = [(marker, data[start:end]) for marker, start, end in segments(data)]
    except NotAnImage:
        return False
    return (
        data.startswith(b"\xff\xd8")
        and data.endswith(b"\xff\xd9")
        and all(m in _DEFINES_PICTURE or whole == _JFIF for m, whole in markers)
    )
