"""Exports: visits, their scores per standard, their observations, as rows for whoever may see them.

Rows are made batch by batch while they are sent, so that a year of visits needs no more memory
than a day. What a role may not see of a visit it does not see here either: answers come from
`visits.presenter`, and moments stay empty for client staff.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from backend.accounts.models import CLIENT_ROLES, Person
from backend.network.models import Region
from backend.visits.gathering import gather
from backend.visits.models import Scorecard, Visit
from backend.visits.presenter import present
from shopper_forms.conditions import observe
from shopper_forms.document import Question
from shopper_forms.observations import State

Cell = str | int | bool | Decimal | date | datetime | list[str] | None
Row = list[Cell]

VISIT_COLUMNS = (
    "visit", "brand", "region", "location", "programme", "wave", "visit_date", "daypart",
    "questionnaire", "version", "state", "percent", "raw_percent", "outcome", "band",
    "submitted_at", "received_at", "released_at", "void_reason", "reported_as",
)  # fmt: skip
SCORE_COLUMNS = (
    "visit", "location", "programme", "visit_date", "state", "percent", "standard", "stage",
    "earned", "possible", "lost",
)  # fmt: skip
OBSERVATION_COLUMNS = (
    "visit", "location", "visit_date", "question", "type", "standard", "state", "value",
    "comment", "earned", "possible", "lost", "critical_failed",
)  # fmt: skip
_BATCH = 200


@dataclass(frozen=True)
class Narrowing:
    """What an export may be narrowed by; days are local days of visit, a region includes all
    below it."""

    programme: str | None = None
    location: str | None = None
    region: str | None = None
    starts: date | None = None
    ends: date | None = None


def visits_to_export(person: Person, narrowing: Narrowing) -> QuerySet[Visit]:
    """The visits a person may see, narrowed; in a stable order."""
    rows = Visit.objects.visible_to(person)
    wanted: dict[str, Any] = {
        "programme": narrowing.programme,
        "location": narrowing.location,
        "visit_date__gte": narrowing.starts,
        "visit_date__lte": narrowing.ends,
    }
    rows = rows.filter(**{key: value for key, value in wanted.items() if value is not None})
    if narrowing.region is not None:
        region = Region.objects.visible_to(person).filter(pk=narrowing.region).first()
        path = region.path if region is not None else ""
        rows = rows.filter(location__region__path__startswith=path) if path else rows.none()
    return rows.select_related("location__region", "questionnaire_version").order_by(
        "visit_date", "id"
    )


def visit_rows(visits: QuerySet[Visit], person: Person) -> Iterator[Row]:
    """A row per visit, in `VISIT_COLUMNS`. `outcome` and `band` are the scorecard's;
    `reported_as` is what the shopper reported of the visit as a whole."""
    for_client = person.role in CLIENT_ROLES
    for batch in _batches(visits.select_related("scorecard")):
        for visit in batch:
            card = visit.scorecard
            yield [
                str(visit.pk),
                visit.location.brand_id,
                visit.location.region_id,
                visit.location_id,
                visit.programme_id,
                visit.wave_id,
                visit.visit_date,
                visit.daypart,
                visit.questionnaire_version.questionnaire_id,
                visit.questionnaire_version.version,
                visit.state,
                percent_of(visit.percent_e4),
                percent_of(card.raw_percent_e4) if card else None,
                card.outcome if card else None,
                card.band if card else None,
                None if for_client else visit.submitted_at,
                None if for_client else visit.received_at,
                None if for_client else visit.released_at,
                None if for_client else visit.void_reason,
                visit.outcome,
            ]


def score_rows(visits: QuerySet[Visit], person: Person) -> Iterator[Row]:
    """A row per visit and standard, in `SCORE_COLUMNS`; visits without a scorecard have none."""
    for batch in _batches(visits.filter(scorecard__isnull=False)):
        for gathered in gather(batch):
            visit = gathered.visit
            card = _current(gathered.scorecards, visit)
            standards: Mapping[str, Any] = json.loads(card.body)["standards"] if card else {}
            for code, figures in standards.items():
                yield [
                    str(visit.pk),
                    visit.location_id,
                    visit.programme_id,
                    visit.visit_date,
                    visit.state,
                    percent_of(visit.percent_e4),
                    code,
                    gathered.document.standards[code].stage,
                    Decimal(figures["earned"]),
                    Decimal(figures["possible"]),
                    Decimal(figures["lost"]),
                ]


def observation_rows(visits: QuerySet[Visit], person: Person) -> Iterator[Row]:
    """A row per visit and question, in `OBSERVATION_COLUMNS`, as the reader may see the answer."""
    for_client = person.role in CLIENT_ROLES
    for batch in _batches(visits):
        seen = {each["id"]: each["answers"] for each in present(batch, person)}
        for gathered in gather(batch):
            visit = gathered.visit
            card = _current(gathered.scorecards, visit)
            body = json.loads(card.body) if card else {"ledger": [], "critical_failures": []}
            ledger = {line["question"]: line for line in body["ledger"]}
            states = observe(gathered.document, gathered.answers, [])
            for question in gathered.document.questions:
                if for_client and question.integrity:
                    continue
                answer = seen[visit.pk].get(question.code)
                line = ledger.get(question.code)
                yield [
                    str(visit.pk),
                    visit.location_id,
                    visit.visit_date,
                    question.code,
                    question.type,
                    question.standard,
                    line["state"] if line else states[question.code].state,
                    *_said(question, states[question.code].state, answer),
                    *(Decimal(line[key]) if line else None for key in _POINTS),
                    question.code in body["critical_failures"] if question.critical else None,
                ]


EXPORTS: dict[str, tuple[tuple[str, ...], Callable[[QuerySet[Visit], Person], Iterator[Row]]]] = {
    "visits": (VISIT_COLUMNS, visit_rows),
    "scores": (SCORE_COLUMNS, score_rows),
    "observations": (OBSERVATION_COLUMNS, observation_rows),
}


def percent_of(e4: int | None) -> Decimal | None:
    """A stored percent as a decimal of four places."""
    return None if e4 is None else Decimal(e4).scaleb(-4)


_POINTS = ("earned", "possible", "lost")


def _said(question: Question, state: State, answer: Any) -> tuple[Cell, Cell]:
    """Value and comment; nothing for a question that was hidden, whatever was kept for it."""
    if not isinstance(answer, dict) or state == "hidden":
        return None, None
    comment = answer.get("comment")
    value = answer.get("value")
    if question.type == "photo":
        value = answer.get("photos")
    if isinstance(value, list):
        value = [str(each) for each in value]
    elif isinstance(value, float):
        value = Decimal(repr(value))
    elif not isinstance(value, str | int | None):
        value = str(value)
    return value, comment if isinstance(comment, str) else None


def _current(scorecards: list[Scorecard], visit: Visit) -> Scorecard | None:
    return next((card for card in scorecards if card.pk == visit.scorecard_id), None)


def _batches(visits: QuerySet[Visit]) -> Iterator[list[Visit]]:
    batch: list[Visit] = []
    for visit in visits.iterator(chunk_size=_BATCH):
        batch.append(visit)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
