"""Which characters every part of the house can keep: databases, JSON, CSV and PDF alike."""

from __future__ import annotations

_KEPT_CONTROLS = {"\n", "\r", "\t"}


def storable(text: str) -> bool:
    """Whether a text holds only what every database keeps: no control or surrogate code."""
    return text.isprintable() or not any(
        (ord(letter) < 0x20 and letter not in _KEPT_CONTROLS)
        or ord(letter) == 0x7F
        or 0xD800 <= ord(letter) <= 0xDFFF
        for letter in text
    )
