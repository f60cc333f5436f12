"""The body of a visit around its answers: who, when, which questionnaire, which photos.

read_envelope ── questionnaire, photos, events, times, device

Answers themselves are judged by `shopper_forms.validation`, which needs the document first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.visits.completeness import ListedPhoto
from backend.visits.models import Outcome
from backend.visits.timing import in_utc
from shopper_forms.answer_rules import is_plain
from shopper_forms.findings import Finding
from shopper_forms.numbers import exact
from shopper_forms.reading import Faults, Fields, clean_text

KEYS = (
    "assignment",
    "revision",
    "outcome",
    "questionnaire",
    "answers",
    "photos",
    "events",
    "started_at",
    "sealed_at",
    "time_zone",
    "device",
    "outcome_note",
)
MOST_REVISIONS = 1_000
MOST_PHOTOS = 200
MOST_EVENTS = 2_000
LONGEST_WORD = 60
LONGEST_DEVICE = 200

_OUTCOMES = tuple(str(outcome) for outcome in Outcome)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_EVENT_NUMBERS = {
    "elapsed_ms": (0, 10**12),
    "latitude": (-90, 90),
    "longitude": (-180, 180),
    "accuracy_m": (0, 10**8),
}


@dataclass(frozen=True, slots=True)
class NamedQuestionnaire:
    """The questionnaire version a body says it answers."""

    code: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a body says; stand-ins where `read_envelope` noted a finding."""

    assignment: UUID
    revision: int
    outcome: str
    questionnaire: NamedQuestionnaire
    answers: object
    photos: tuple[ListedPhoto, ...]
    started_at: datetime
    sealed_at: datetime
    trail: Mapping[str, object]


def read_envelope(data: object) -> tuple[Envelope, list[Finding]]:
    """The envelope of a decoded body, and every fault of it.

    Moments are given with an offset; any year is taken, because clocks of phones are wrong.
    """
    faults = Faults()
    top = Fields(faults, data, (), KEYS)
    top.need("answers")
    envelope = Envelope(
        assignment=read_uuid(top, "assignment"),
        revision=top.whole_number("revision", None, 0, MOST_REVISIONS),
        outcome=top.choice("outcome", _OUTCOMES),
        questionnaire=_questionnaire(top),
        answers=top.raw("answers"),
        photos=_photos(top),
        started_at=_moment(top, "started_at"),
        sealed_at=_moment(top, "sealed_at"),
        trail={
            "events": _events(top),
            "time_zone": _word(top, "time_zone", LONGEST_WORD),
            "device": _device(top),
            **_outcome_note(top),
        },
    )
    return envelope, faults.findings


def revision_named(data: object) -> int | None:
    """The revision a body names, if it is one that could be; without judging anything else."""
    named = data.get("revision") if isinstance(data, dict) else None
    return named if type(named) is int and 0 <= named <= MOST_REVISIONS else None


def is_photo_id(text: str) -> bool:
    """Whether a text could be the id of a photo: the SHA-256 of its bytes."""
    return _SHA256.fullmatch(text) is not None


def read_sha256(fields: Fields, key: str) -> str:
    """A SHA-256 in lower-case digits; a fault is noted, and "" answered, for anything else."""
    if not fields.need(key):
        return ""
    value = fields.raw(key)
    if isinstance(value, str) and _SHA256.fullmatch(value):
        return value
    fields.fault(key, "wrong_type", "This must be a SHA-256: 64 lower-case hexadecimal digits.")
    return ""


def read_uuid(fields: Fields, key: str) -> UUID:
    """A UUID in its usual spelling; a fault is noted, and zero answered, for anything else."""
    if fields.need(key):
        value = fields.raw(key)
        if isinstance(value, str) and _UUID.fullmatch(value):
            return UUID(value)
        fields.fault(key, "wrong_type", "This must be a UUID.")
    return UUID(int=0)


def _questionnaire(top: Fields) -> NamedQuestionnaire:
    fields = top.inner("questionnaire", ("code", "version", "sha256"))
    return NamedQuestionnaire(
        code=fields.line("code"),
        version=fields.whole_number("version", None, 1, 10**6),
        sha256=read_sha256(fields, "sha256"),
    )


def _photos(top: Fields) -> tuple[ListedPhoto, ...]:
    photos: list[ListedPhoto] = []
    seen: set[tuple[str, str | None]] = set()
    for loc, value in top.entries("photos"):
        if len(photos) == MOST_PHOTOS:
            top.fault("photos", "too_many_photos", f"At most {MOST_PHOTOS} photos are taken.")
            break
        fields = Fields(top.faults, value, loc, ("id", "question", "taken_at"))
        photo: ListedPhoto = {
            "id": read_sha256(fields, "id"),
            "question": _word(fields, "question", LONGEST_WORD + 4),
            "taken_at": _maybe_moment(fields, "taken_at"),
        }
        key = (photo["id"], photo["question"])
        if photo["id"] and key in seen:
            fields.fault("id", "duplicate_photo", "This photo is listed here before.")
        seen.add(key)
        photos.append(photo)
    return tuple(photos)


def _events(top: Fields) -> list[Mapping[str, Any]]:
    events: list[Mapping[str, Any]] = []
    for loc, value in top.entries("events"):
        if len(events) == MOST_EVENTS:
            top.fault("events", "too_long", f"At most {MOST_EVENTS} events are taken.")
            break
        fields = Fields(top.faults, value, loc, ("kind", "at", *_EVENT_NUMBERS))
        event: dict[str, Any] = {
            "kind": _word(fields, "kind", LONGEST_WORD) if fields.need("kind") else None,
            "at": _moment(fields, "at").isoformat(),
        }
        for name, (low, high) in _EVENT_NUMBERS.items():
            event[name] = _measure(fields, name, low, high)
        events.append(event)
    return events


def _measure(fields: Fields, key: str, low: int, high: int) -> Any:
    """A measured number, or None; positions may carry more decimals than answers do."""
    value = fields.raw(key)
    if value is None:
        return None
    number = exact(value)
    if number is None:
        fields.fault(key, "wrong_type", "This must be a number.")
        return None
    if not low <= number <= high:
        fields.fault(key, "out_of_range", f"This must lie between {low} and {high}.")
        return None
    return value


def _device(top: Fields) -> object:
    device = top.raw("device")
    if device is None or (isinstance(device, dict) and is_plain(device)):
        return device
    if isinstance(device, str):
        return _word(top, "device", LONGEST_DEVICE)
    top.fault("device", "wrong_type", "This must be a short text, or an object of plain values.")
    return None


def _outcome_note(top: Fields) -> Mapping[str, str]:
    """What happened, in the shopper's words; kept only where something is said."""
    note = top.raw("outcome_note")
    if note is None or note == "":
        return {}
    if not isinstance(note, str):
        top.fault("outcome_note", "wrong_type", "This must be a text.")
        return {}
    is_clean = clean_text(top.faults, note, top.at("outcome_note"))
    return {"outcome_note": note} if is_clean else {}


def _word(fields: Fields, key: str, longest: int) -> str | None:
    """A short text, or None."""
    value = fields.raw(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value.isprintable():
        fields.fault(key, "wrong_type", "This must be a printable text.")
    elif len(value) > longest:
        fields.fault(key, "too_long", f"At most {longest} characters are kept here.")
    else:
        return value
    return None


def _maybe_moment(fields: Fields, key: str) -> str | None:
    return None if fields.raw(key) is None else _moment(fields, key).isoformat()


def _moment(fields: Fields, key: str) -> datetime:
    if fields.need(key):
        value = fields.raw(key)
        moment = _parsed(value) if isinstance(value, str) else None
        if moment is not None:
            return in_utc(moment)
        fields.fault(
            key, "wrong_type", "This must be a moment with its offset: 2026-08-14T10:00:00+01:00."
        )
    return in_utc(datetime.fromisoformat("2000-01-01T00:00:00+00:00"))


def _parsed(text: str) -> datetime | None:
    if _MOMENT.fullmatch(text) is None:
        return None
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError:
        return None
