"""JPEG files that carry further pictures behind the first one (CIPA DC-007, "MPF")."""

from __future__ import annotations

_NUMBER_OF_IMAGES = 0xB001
_ENTRIES = 0xB002
_MOST_TAGS = 100
# Many phones keep the brightness of a high-dynamic-range photo as a second picture. It belongs
# to the first one and is never shown alone; refusing it would refuse what these phones take.
_GAIN_MAP_MARKS = (b"hdrgm:", b"hdrgainmap", b"HDRGainMap")


def count_frames(data: bytes, start: int, end: int) -> int:
    """How many pictures meant to be seen a multi-picture index lists; previews are not counted.

    `start` and `end` bound the index (a TIFF structure) within the file. What cannot be read
    counts as one: the first picture is the only one that is ever decoded.
    """
    index = data[start:end]
    if index[:2] not in (b"II", b"MM"):
        return 1
    little = index[:2] == b"II"

    def number(at: int, length: int) -> int:
        return int.from_bytes(index[at : at + length], "little" if little else "big")

    directory = number(4, 4)
    images, entries_at, entries_length = 1, 0, 0
    for tag in range(min(number(directory, 2), _MOST_TAGS)):
        at = directory + 2 + 12 * tag
        if number(at, 2) == _NUMBER_OF_IMAGES:
            images = number(at + 8, 4)
        elif number(at, 2) == _ENTRIES:
            entries_length, entries_at = number(at + 4, 4), number(at + 8, 4)
    if images <= 1 or any(mark in data for mark in _GAIN_MAP_MARKS):
        return 1
    kinds = [
        number(at, 4) >> 16 & 0xFF
        for at in range(entries_at, min(entries_at + entries_length, len(index) - 15), 16)
    ]
    previews = kinds.count(0x01)
    return max(images - previews, 1)
