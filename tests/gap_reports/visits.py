"""Dull factories of visits that count, with the figures a scorecard would have left."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from backend.network.models import Location
from backend.visits.models import Outcome, Scorecard, Visit, VisitState
from backend.visits.rollup import recount
from tests.cast import Cast, assignment


def visit(
    cast: Cast,
    where: Location | None = None,
    day: date = date(2026, 7, 10),
    percent: int | None = 80,
    standards: Mapping[str, tuple[int, int, int]] | None = None,
    **fields: Any,
) -> Visit:
    """A released visit. `standards` are {code: (earned, possible, lost)} in whole points; a
    `percent` of None is a visit without a scorecard (the place was closed)."""
    card = {
        name: fields.pop(name)
        for name in ("outcome", "band", "vector", "answers")
        if name in fields
    }
    made_for = assignment(cast, where, questionnaire_version=fields.get("version", cast.version))
    moment = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    defaults: dict[str, Any] = {
        "id": uuid.uuid4(),
        "owner": cast.sam,
        "assignment": made_for,
        "wave": made_for.wave,
        "programme": made_for.programme,
        "location": made_for.location,
        "questionnaire_version": fields.pop("version", cast.version),
        "state": VisitState.RELEASED,
        "outcome": Outcome.CLOSED if percent is None else Outcome.COMPLETED,
        "visit_date": day,
        "daypart": "morning",
        "started_at": moment,
        "submitted_at": moment,
        "received_at": moment,
        "completed_at": moment,
        "released_at": moment,
        "percent_e4": None if percent is None else percent * 10_000,
    }
    made = Visit.objects.create(**{**defaults, **fields})
    if percent is not None:
        made.scorecard = scorecard(made, percent, standards or {}, **card)
        made.save(update_fields=["scorecard"])
    recount(made)
    return made


def scorecard(
    of: Visit,
    percent: int,
    standards: Mapping[str, tuple[int, int, int]],
    outcome: str = "pass",
    band: str = "Developing",
    vector: Mapping[str, Any] | None = None,
    answers: Mapping[str, Any] | None = None,
) -> Scorecard:
    """A scorecard with these figures; `vector` adds measured, recommend and critical."""
    figures = {
        "standards": {
            code: [f"{points}.0000" for points in cell] for code, cell in standards.items()
        },
        "measured": {},
        "recommend": None,
        "critical": [],
        **(vector or {}),
    }
    return Scorecard.objects.create(
        visit=of,
        sequence=1,
        engine="1",
        questionnaire_version=of.questionnaire_version,
        document_sha256=of.questionnaire_version.sha256,
        answers=json.dumps(answers or {}),
        answers_sha256="0" * 64,
        percent_e4=percent * 10_000,
        raw_percent_e4=percent * 10_000,
        outcome=outcome,
        band=band,
        body="{}",
        vector=json.dumps(figures),
        created_at=of.received_at,
    )
