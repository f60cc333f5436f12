"""What a phone's recovery file holds: its shape checked, every fault named, nothing decoded yet.

{"format": "recovery/1", "person": id, "made_at": moment,
 "items":  [{visit, revision, sha256, body, photos: [{id, mime, base64}]}],
 "drafts": [{…, id, photos_kept: [{id, mime, base64}]}]}

Further keys are passed over: a newer phone may say more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, cast
from uuid import UUID

from backend.errors import BadRequest, Invalid
from backend.visits.envelope import MOST_PHOTOS, MOST_REVISIONS, read_sha256, read_uuid
from shopper_forms.reading import Faults, Fields, Loc

FORMAT = ("recovery/1",)
MOST_ITEMS = 1_000
MOST_DRAFTS = 200
_FAULTS_TOLD = 50


@dataclass(frozen=True, slots=True)
class RecoveredPhoto:
    """A photo as the file has it: the SHA-256 that the phone names, and its bytes in base64."""

    id: str
    base64: str


@dataclass(frozen=True, slots=True)
class RecoveredItem:
    """A sealed visit; `body` is the very text the phone would have sent."""

    visit: UUID
    revision: int
    sha256: str
    body: str
    photos: tuple[RecoveredPhoto, ...]


@dataclass(frozen=True, slots=True)
class RecoveredDraft:
    """Unsealed work: `raw` is its JSON without the bytes of its photos."""

    visit: UUID
    raw: bytes
    photos: tuple[RecoveredPhoto, ...]


@dataclass(frozen=True, slots=True)
class RecoveryFile:
    """A readable recovery file."""

    person: UUID
    items: tuple[RecoveredItem, ...]
    drafts: tuple[RecoveredDraft, ...]


def read_recovery(raw: bytes) -> RecoveryFile:
    """The content of a recovery file.

    Raises `BadRequest` for what is no JSON and `Invalid` with the first fifty faults of its
    shape. Needs about three times the file's size in memory.
    """
    try:
        data = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse)
        faults = Faults()
        file = _read(faults, data)
    except RecursionError:
        raise BadRequest("The file is nested too deeply to be a recovery file.") from None
    except ValueError as problem:
        raise BadRequest(f"The file is not JSON: {str(problem)[:200]}.") from None
    if faults.findings:
        raise Invalid("This is no recovery file.", errors=faults.findings[:_FAULTS_TOLD])
    return file


def _read(faults: Faults, data: object) -> RecoveryFile:
    top = _fields(faults, data, ())
    top.choice("format", FORMAT)
    return RecoveryFile(
        person=read_uuid(top, "person"),
        items=tuple(_item(faults, value, loc) for loc, value in _some(top, "items", MOST_ITEMS)),
        drafts=tuple(
            _draft(faults, value, loc) for loc, value in _some(top, "drafts", MOST_DRAFTS)
        ),
    )


def _item(faults: Faults, value: object, loc: Loc) -> RecoveredItem:
    fields = _fields(faults, value, loc)
    return RecoveredItem(
        visit=read_uuid(fields, "visit"),
        revision=fields.whole_number("revision", None, 0, MOST_REVISIONS),
        sha256=read_sha256(fields, "sha256"),
        body=_text(fields, "body"),
        photos=tuple(_photos(fields, "photos")),
    )


def _draft(faults: Faults, value: Any, loc: Loc) -> RecoveredDraft:
    fields = _fields(faults, value, loc)
    visit, photos = read_uuid(fields, "id"), tuple(_photos(fields, "photos_kept"))
    kept = {k: v for k, v in value.items() if k != "photos_kept"} if fields.whole else {}
    # ASCII: a lone surrogate of a half-typed character stays as its escape
    raw = json.dumps(kept, separators=(",", ":"), sort_keys=True).encode()
    return RecoveredDraft(visit, raw, photos)


def _photos(fields: Fields, key: str) -> Iterator[RecoveredPhoto]:
    for loc, value in _some(fields, key, MOST_PHOTOS):
        photo = _fields(fields.faults, value, loc)
        yield RecoveredPhoto(read_sha256(photo, "id"), _text(photo, "base64"))


def _fields(faults: Faults, value: object, loc: Loc) -> Fields:
    known = cast(Mapping[str, Any], value) if isinstance(value, dict) else {}
    return Fields(faults, value, loc, known)


def _some(fields: Fields, key: str, most: int) -> Iterator[tuple[Loc, object]]:
    for index, (loc, value) in enumerate(fields.entries(key)):
        if index == most:
            fields.fault(key, "too_long", f"At most {most} are taken in one file.")
            return
        yield loc, value


def _text(fields: Fields, key: str) -> str:
    if fields.need(key):
        value = fields.raw(key)
        if isinstance(value, str):
            return value
        fields.fault(key, "wrong_type", "This must be a text.")
    return ""


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
