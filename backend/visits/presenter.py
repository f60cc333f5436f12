"""A visit as each role may see it: what a role may not see is absent, never null.

present ── agency: everything · shopper: their own report · client staff: what was released

What client staff see is built up from nothing, not cut down from all: a new field reaches them
only when somebody writes it into `_for_clients`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from typing import Any

from backend.accounts.models import CLIENT_ROLES, Person, Role
from backend.visits.completeness import ListedPhoto
from backend.visits.flags import reason_of
from backend.visits.gathering import Gathered, gather, outcome_notes
from backend.visits.models import Flag, Photo, Scorecard, Visit
from backend.visits.timing import daypart
from shopper_forms.conditions import visible_questions
from shopper_forms.document import Question

MISSING = "missing"
WAIVED = "waived"

Shown = dict[str, Any]


def present(visits: list[Visit], person: Person) -> list[Shown]:
    """The visits as this person may see them; they must come from `visible_to(person)`."""
    if person.role in CLIENT_ROLES:
        return [_for_clients(gathered) for gathered in gather(visits)]
    how = _for_shopper if person.role == Role.SHOPPER else _for_agency
    notes = outcome_notes(visits)
    return [
        {**how(gathered), "outcome_note": notes.get(gathered.visit.pk)}
        for gathered in gather(visits)
    ]


def photos_for_clients(gathered: Gathered) -> list[ListedPhoto]:
    """The photos client staff may see: cleanly re-encoded ones, filed under a question that was
    asked and is no trap. An unfiled photo says nothing about a standard and stays inside."""
    asked = questions_for_clients(gathered)
    return [
        photo
        for photo in gathered.listed
        if photo["question"] in asked
        and gathered.photo_states.get(photo["id"]) == Photo.State.READY
    ]


def questions_for_clients(gathered: Gathered) -> dict[str | None, Question]:
    """The questions client staff may know of: shown on the form, and no trap; by code."""
    visible = set(visible_questions(gathered.document, gathered.answers))
    return {
        question.code: question
        for question in gathered.document.questions
        if question.code in visible and not question.integrity
    }


def _for_agency(gathered: Gathered) -> Shown:
    visit = gathered.visit
    return {
        **_report(gathered),
        "answers": _plain(gathered.answers),
        "scorecard": _current_scorecard(gathered),
        "scorecards": [_scorecard_with_reason(card) for card in gathered.scorecards],
        "flags": [_flag(flag) for flag in gathered.flags],
        "shopper": visit.owner_id,
        "void_reason": visit.void_reason,
        "payable": visit.payable,
        "released_at": visit.released_at,
    }


def _for_shopper(gathered: Gathered) -> Shown:
    return {**_report(gathered), "answers": _plain(gathered.own)}


def _for_clients(gathered: Gathered) -> Shown:
    visit = gathered.visit
    photos = photos_for_clients(gathered)
    return {
        "id": visit.pk,
        "location": visit.location_id,
        "programme": visit.programme_id,
        "questionnaire": _questionnaire(gathered),
        "state": visit.state,
        "outcome": visit.outcome,
        "visit_date": visit.visit_date,
        "daypart": visit.daypart,
        "answers": _answers_for_clients(gathered, {photo["id"] for photo in photos}),
        "photos": [
            {"id": photo["id"], "question": photo["question"], "state": Photo.State.READY.value}
            for photo in photos
        ],
        "scorecard": _current_scorecard(gathered),
    }


def _report(gathered: Gathered) -> Shown:
    """What shopper and agency both see: the report as it was sent, and how it stands."""
    visit = gathered.visit
    return {
        "id": visit.pk,
        "assignment": visit.assignment_id,
        "location": visit.location_id,
        "programme": visit.programme_id,
        "wave": visit.wave_id,
        "questionnaire": _questionnaire(gathered),
        "revision": visit.revision,
        "state": visit.state,
        "outcome": visit.outcome,
        "visit_date": visit.visit_date,
        "daypart": visit.daypart,
        "late": visit.late,
        "photos": [_photo(gathered, photo) for photo in gathered.listed],
        "notes": visit.notes,
        "missing_photos": gathered.missing,
        "started_at": visit.started_at,
        "received_at": visit.received_at,
    }


def _questionnaire(gathered: Gathered) -> Shown:
    version = gathered.version
    return {
        "code": version.questionnaire_id,
        "version": version.version,
        "sha256": version.sha256,
    }


def _photo(gathered: Gathered, photo: ListedPhoto) -> Shown:
    waived = WAIVED if photo["id"] in gathered.visit.waived_photos else MISSING
    state = gathered.photo_states.get(photo["id"], waived)
    return {"id": photo["id"], "question": photo["question"], "state": state}


def _current_scorecard(gathered: Gathered) -> Any:
    current = gathered.visit.scorecard_id
    return next((json.loads(c.body) for c in gathered.scorecards if c.pk == current), None)


def _scorecard_with_reason(card: Scorecard) -> Shown:
    return {
        **json.loads(card.body),
        "sequence": card.sequence,
        "reason": card.reason,
        "engine": card.engine,
        "document_sha256": card.document_sha256,
        "answers_sha256": card.answers_sha256,
        "created_at": card.created_at,
    }


def _flag(flag: Flag) -> Shown:
    return {"kind": flag.kind, "reason": reason_of(flag), "at": flag.at}


def _answers_for_clients(gathered: Gathered, photo_ids: set[str]) -> Shown:
    asked = questions_for_clients(gathered)
    return {
        code: _plain(_coarse(asked[code], entry, photo_ids))
        for code, entry in gathered.answers.items()
        if code in asked and isinstance(entry, dict)
    }


def _coarse(question: Question, entry: Mapping[str, Any], photo_ids: set[str]) -> Shown:
    """An answer without what points at the moment or at a photo that is not shown."""
    shown = {key: entry[key] for key in ("state", "value", "reason", "comment") if key in entry}
    if question.type == "time" and isinstance(shown.get("value"), str):
        shown["value"] = daypart(time.fromisoformat(shown["value"]))
    if isinstance(entry.get("photos"), list):
        shown["photos"] = [photo for photo in entry["photos"] if photo in photo_ids]
    return shown


def _plain(value: Any) -> Any:
    """Numbers as JSON writes them; text where a JSON reader would round the last digits away."""
    if isinstance(value, Decimal):
        number = float(value)
        return number if Decimal(repr(number)) == value else f"{value:f}"
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value
