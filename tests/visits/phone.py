"""What a phone of the cast sends: bodies of visits, with everything that may be varied."""

from __future__ import annotations

import copy
import hashlib
import json
import uuid
from typing import Any

from backend.fieldwork.models import Assignment
from backend.visits.intake import accept_visit
from backend.visits.models import Photo, Visit
from tests.cast import GOOD_ANSWERS, NOW, Api, assignment

RECEIPT_PHOTO = hashlib.sha256(b"a photo of the receipt").hexdigest()


def visit_body(of: Assignment, **changes: Any) -> dict[str, Any]:
    """A complete, good visit with one photo (see `store_photo`); `changes` replace whole keys."""
    answers = copy.deepcopy(GOOD_ANSWERS)
    answers["charged_right"]["photos"] = [RECEIPT_PHOTO]
    version = of.questionnaire_version
    return {
        "assignment": str(of.pk),
        "revision": 0,
        "outcome": "completed",
        "questionnaire": {
            "code": version.questionnaire_id,
            "version": version.version,
            "sha256": version.sha256,
        },
        "answers": answers,
        "photos": [
            {
                "id": RECEIPT_PHOTO,
                "question": "charged_right",
                "taken_at": "2026-08-14T10:20:00+01:00",
            }
        ],
        "events": [
            {
                "kind": "check_in",
                "at": "2026-08-14T10:02:00+01:00",
                "elapsed_ms": 0,
                "latitude": 38.71,
                "longitude": -9.14,
                "accuracy_m": 12.5,
            }
        ],
        "started_at": "2026-08-14T10:02:00+01:00",
        "sealed_at": "2026-08-14T10:40:00+01:00",
        "time_zone": "Europe/Lisbon",
        "device": "canary-device",
        **changes,
    }


def with_answers(of: Assignment, **answers: Any) -> dict[str, Any]:
    """A good visit with some answers replaced; None takes an answer out."""
    body = visit_body(of)
    for question, answer in answers.items():
        if answer is None:
            body["answers"].pop(question)
        else:
            body["answers"][question] = answer
    return body


def store_photo(visit_id: uuid.UUID | str, owner: Any, sha256: str = RECEIPT_PHOTO) -> Photo:
    """A stored photo's row, as the photo's own PUT leaves it."""
    return Photo.objects.create(
        visit_id=uuid.UUID(str(visit_id)),
        owner=owner,
        sha256=sha256,
        mime="image/jpeg",
        size=100,
        received_at=NOW,
    )


def raw(body: dict[str, Any]) -> bytes:
    """The bytes a phone would send."""
    return json.dumps(body).encode()


def put(api: Api, visit_id: uuid.UUID | str, body: dict[str, Any] | bytes) -> Any:
    """PUT a visit."""
    data = body if isinstance(body, bytes) else raw(body)
    return api.raw("PUT", f"/visits/{visit_id}", data, "application/json")


def sent_visit(
    cast: Any, where: Any = None, owner: Any = None, state: str = "received", **fields: Any
) -> Visit:
    """A complete visit that went through intake, put into a state by hand."""
    owner = owner or cast.sam
    job = assignment(cast, where=where, holder=owner, **fields)
    visit_id = uuid.uuid4()
    store_photo(visit_id, owner)
    accept_visit(visit_id=visit_id, sender=owner, raw=raw(visit_body(job)))
    Visit.objects.filter(pk=visit_id).update(state=state)
    return Visit.objects.get(pk=visit_id)
