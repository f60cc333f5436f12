"""How the body of a visit looks, for the OpenAPI document; `visits.envelope` is what judges it."""

from __future__ import annotations

from typing import Any

from backend.visits.envelope import MOST_EVENTS, MOST_PHOTOS, MOST_REVISIONS
from backend.visits.models import Outcome

_MOMENT = {"type": "string", "format": "date-time"}
_MAYBE_MOMENT = {"anyOf": [_MOMENT, {"type": "null"}]}
_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_CODE = {"type": "string", "minLength": 1, "maxLength": 64}
_MAYBE_CODE = {"anyOf": [_CODE, {"type": "null"}]}


def _maybe_number(low: int, high: int) -> dict[str, Any]:
    return {"anyOf": [{"type": "number", "minimum": low, "maximum": high}, {"type": "null"}]}


def _thing(needed: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


_ANSWER = _thing(
    [],
    state={"type": "string", "enum": ["answered", "not_applicable", "not_observed"]},
    value={},
    reason={"type": "string", "maxLength": 4000},
    comment={"type": "string", "maxLength": 4000},
    photos={"type": "array", "items": _DIGEST},
)
_EVENT = _thing(
    ["kind", "at"],
    kind={"type": "string", "maxLength": 60},
    at=_MOMENT,
    elapsed_ms=_maybe_number(0, 10**12),
    latitude=_maybe_number(-90, 90),
    longitude=_maybe_number(-180, 180),
    accuracy_m=_maybe_number(0, 10**8),
)
_VISIT = _thing(
    ["assignment", "revision", "outcome", "questionnaire", "answers", "started_at", "sealed_at"],
    assignment={"type": "string", "format": "uuid"},
    revision={"type": "integer", "minimum": 0, "maximum": MOST_REVISIONS},
    outcome={"type": "string", "enum": [str(outcome) for outcome in Outcome]},
    questionnaire=_thing(
        ["code", "version", "sha256"],
        code=_CODE,
        version={"type": "integer", "minimum": 1, "maximum": 10**6},
        sha256=_DIGEST,
    ),
    answers={"type": "object", "additionalProperties": _ANSWER},
    photos={
        "type": "array",
        "maxItems": MOST_PHOTOS,
        "items": _thing(["id"], id=_DIGEST, question=_MAYBE_CODE, taken_at=_MAYBE_MOMENT),
    },
    events={"type": "array", "maxItems": MOST_EVENTS, "items": _EVENT},
    started_at=_MOMENT,
    sealed_at=_MOMENT,
    time_zone={"anyOf": [{"type": "string", "maxLength": 60}, {"type": "null"}]},
    device={"anyOf": [{"type": "string", "maxLength": 200}, {"type": "object"}, {"type": "null"}]},
    outcome_note={"anyOf": [{"type": "string", "maxLength": 4000}, {"type": "null"}]},
)
VISIT_BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": _VISIT}}}
}
