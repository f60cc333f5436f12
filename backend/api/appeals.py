"""Appeals over HTTP: a client doubts a question of a visit, a reviewer decides."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from backend.accounts.models import Role
from backend.api.door import AGENCY, CLIENT, Door, found, one, person_of
from backend.api.lists import PageQuery, page
from backend.api.schemas import (
    NOT_BLANK,
    Code,
    Flagged,
    In,
    Moment,
    Out,
    Question,
    refusals,
)
from backend.review import appealing
from backend.review.models import Appeal, AppealCategory, AppealQuerySet, AppealState
from backend.review.presenting import present_appeal, with_visits
from backend.visits.models import Visit

router = Router()

_READERS = (*AGENCY, *CLIENT)
_MOST_ANSWER_KEYS = 5

Said = Annotated[str, StringConstraints(min_length=1, max_length=4000, pattern=NOT_BLANK)]


class AppealIn(In):
    """Which question of the visit is doubted, and why."""

    question: Question
    category: AppealCategory
    text: Said


class DecisionIn(In):
    """The decision; an upheld appeal needs the answer that should have stood, in the form of the
    questionnaire's answers, a rejected one takes none."""

    upheld: Flagged
    reason: Said
    answer: Annotated[dict[str, Any], Field(max_length=_MOST_ANSWER_KEYS)] | None = None


class AppealOut(Out):
    """An appeal; a key that the reader's role may not see is absent. Days are local to the
    location."""

    id: UUID
    visit: UUID
    location: str
    programme: str
    visit_date: date | None = None
    daypart: str | None = None
    question: str
    question_text: str
    category: AppealCategory
    text: str
    by: UUID
    appealed_on: date
    state: AppealState
    reason: str
    decided_on: date | None
    at: Moment | None = None
    decided_by: UUID | None = None
    decided_at: Moment | None = None


class AppealListOut(Out):
    """A page of appeals."""

    items: list[AppealOut]
    next: str | None


class AppealQuery(PageQuery):
    """What appeals may be narrowed by."""

    state: AppealState | None = None
    location: Code | None = None
    programme: Code | None = None

    def narrow(self, rows: AppealQuerySet) -> AppealQuerySet:
        """The rows that fit."""
        wanted = {
            "state": self.state,
            "visit__location": self.location,
            "visit__programme": self.programme,
        }
        return rows.filter(**{name: value for name, value in wanted.items() if value is not None})


@router.post(
    "/visits/{visit_id}/appeals",
    response={201: AppealOut, **refusals(409)},
    auth=Door(*CLIENT, find=one(Visit, "visit_id")),
    exclude_unset=True,
)
def appeal(request: HttpRequest, visit_id: str, body: AppealIn) -> Status[dict[str, Any]]:
    """Doubt one question of a released visit: once, and within the programme's `appeal_days`."""
    person = person_of(request)
    made = appealing.appeal(visit=found(request, Visit), by=person, **body.dict())
    return Status(201, _as_seen(made, request))


@router.post(
    "/appeals/{appeal_id}/decide",
    response={200: AppealOut, **refusals(409)},
    auth=Door(Role.REVIEWER, Role.SYSTEM_ADMIN, find=one(Appeal, "appeal_id")),
    exclude_unset=True,
)
def decide(request: HttpRequest, appeal_id: str, body: DecisionIn) -> dict[str, Any]:
    """Uphold an appeal, which scores the visit anew at once, or reject it."""
    decided = appealing.decide(appeal=found(request, Appeal), by=person_of(request), **body.dict())
    return _as_seen(decided, request)


@router.get(
    "/appeals/{appeal_id}",
    response=AppealOut,
    auth=Door(*_READERS, find=one(Appeal, "appeal_id")),
    exclude_unset=True,
)
def read_appeal(request: HttpRequest, appeal_id: str) -> dict[str, Any]:
    """One appeal."""
    return _as_seen(found(request, Appeal), request)


@router.get("/appeals", response=AppealListOut, auth=Door(*_READERS), exclude_unset=True)
def list_appeals(request: HttpRequest, query: Query[AppealQuery]) -> dict[str, Any]:
    """The appeals the reader may see, oldest first."""
    person = person_of(request)
    rows = query.narrow(with_visits(Appeal.objects.visible_to(person)))
    return page(rows, query, ["at", "id"], lambda row: present_appeal(row, person))


def _as_seen(appeal: Appeal, request: HttpRequest) -> dict[str, Any]:
    row = with_visits(Appeal.objects.filter(pk=appeal.pk)).get()
    return present_appeal(row, person_of(request))
