"""Where the files of a photo lie: the original as it came, and its two derivatives beside it."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID


class Size(StrEnum):
    """The sizes in which a photo is shown."""

    FULL = "full"
    THUMB = "thumb"


def original_key(visit_id: UUID, sha256: str) -> str:
    """The key of the bytes that the receipt names."""
    return f"photos/{visit_id}/{sha256}"


def derivative_key(visit_id: UUID, sha256: str, size: Size) -> str:
    """The key of a derivative of the photo with this digest."""
    return f"{original_key(visit_id, sha256)}.{size}.jpg"
