"""Recovery files as a phone of the cast makes them."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from typing import Any

from backend.fieldwork.models import Assignment
from tests.visits.phone import visit_body
from tests.visits.pictures import jpeg

PICTURE = jpeg()
PICTURE_ID = hashlib.sha256(PICTURE).hexdigest()


def digest(text: str) -> str:
    """SHA-256 of a text's UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def photo(data: bytes = PICTURE, **changes: Any) -> dict[str, Any]:
    """A photo of the file."""
    return {
        "id": hashlib.sha256(data).hexdigest(),
        "mime": "image/jpeg",
        "base64": base64.b64encode(data).decode(),
        **changes,
    }


def sealed(of: Assignment, visit: uuid.UUID, **changes: Any) -> dict[str, Any]:
    """A sealed visit with one real photo; `changes` replace keys of the item."""
    answers = visit_body(of)["answers"]
    answers["charged_right"]["photos"] = [PICTURE_ID]
    listed = [{"id": PICTURE_ID, "question": "charged_right", "taken_at": None}]
    body = json.dumps(visit_body(of, answers=answers, photos=listed))
    return {
        "visit": str(visit),
        "revision": 0,
        "sha256": digest(body),
        "body": body,
        "photos": [photo()],
        **changes,
    }


def draft(visit: uuid.UUID, **changes: Any) -> dict[str, Any]:
    """Unsealed work with one photo."""
    return {
        "id": str(visit),
        "answers": {"greeted": {"value": "yes"}},
        "photos": [{"id": PICTURE_ID, "question": None, "taken_at": None}],
        "photos_kept": [photo()],
        **changes,
    }


def recovery(person: Any, **parts: Any) -> dict[str, Any]:
    """The file's content."""
    return {
        "format": "recovery/1",
        "person": str(person.pk),
        "made_at": "2026-08-14T10:00:00.000Z",
        "items": [],
        "drafts": [],
        **parts,
    }


def written(content: Any) -> bytes:
    """The file's bytes."""
    return json.dumps(content).encode()
