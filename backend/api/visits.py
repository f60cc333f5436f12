"""Visits as their readers may see them.

The routes join the router of `api.field`: an address has one router, and the phone's PUT shares
`/visits/{visit_id}` with the reading of a visit.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query

from backend.accounts.models import Person, Role
from backend.api.appeals import AppealOut
from backend.api.door import EVERYBODY, Door, found, one, person_of
from backend.api.field import router
from backend.api.lists import PageQuery, page
from backend.api.schemas import Code, Day, Moment, Out, utc_text
from backend.review.presenting import appeals_by_visit
from backend.visits.models import Visit, VisitQuerySet, VisitState
from backend.visits.presenter import present

__all__ = ["VisitOut", "router", "visit_as_seen"]


class QuestionnaireNamed(Out):
    """A frozen version."""

    code: str
    version: int
    sha256: str


class VisitPhotoOut(Out):
    """A photo of a visit: `missing`, `waived`, or what became of it after its receipt."""

    id: str
    question: str | None
    state: str


class VisitOut(Out):
    """A visit; a key that the reader's role may not see is absent."""

    id: UUID
    assignment: UUID | None = None
    location: str
    programme: str
    wave: str | None = None
    questionnaire: QuestionnaireNamed
    revision: int | None = None
    state: VisitState
    outcome: str
    visit_date: date
    daypart: str
    late: bool | None = None
    answers: dict[str, Any]
    photos: list[VisitPhotoOut]
    scorecard: dict[str, Any] | None = None
    scorecards: list[dict[str, Any]] | None = None
    appeals: list[AppealOut] | None = None
    notes: dict[str, str] | None = None
    outcome_note: str | None = None
    missing_photos: list[str] | None = None
    flags: list[dict[str, Any]] | None = None
    shopper: UUID | None = None
    void_reason: str | None = None
    payable: bool | None = None
    started_at: Moment | None = None
    received_at: Moment | None = None
    released_at: Moment | None = None


class VisitListOut(Out):
    """A page of visits."""

    items: list[VisitOut]
    next: str | None


class VisitQuery(PageQuery):
    """What visits may be narrowed by; the days are days of visit, local to the location."""

    state: VisitState | None = None
    location: Code | None = None
    programme: Code | None = None
    wave: Code | None = None
    starts: Day | None = Field(None, alias="from")
    ends: Day | None = Field(None, alias="to")

    def narrow(self, rows: VisitQuerySet) -> VisitQuerySet:
        """The rows that fit."""
        wanted = {
            "state": self.state,
            "location": self.location,
            "programme": self.programme,
            "wave": self.wave,
            "visit_date__gte": self.starts,
            "visit_date__lte": self.ends,
        }
        return rows.filter(**{name: value for name, value in wanted.items() if value is not None})


@router.get(
    "/visits",
    response=VisitListOut,
    auth=Door(*EVERYBODY),
    exclude_unset=True,
    tags=["visits"],
)
def list_visits(request: HttpRequest, query: Query[VisitQuery]) -> dict[str, Any]:
    """Visits the reader may see, latest day of visit first."""
    person = person_of(request)
    rows = query.narrow(Visit.objects.visible_to(person))
    answer = page(rows, query, ["-visit_date", "id"], lambda visit: visit)
    return {**answer, "items": _as_seen(answer["items"], person)}


@router.get(
    "/visits/{visit_id}",
    response=VisitOut,
    auth=Door(*EVERYBODY, find=one(Visit, "visit_id")),
    exclude_unset=True,
    tags=["visits"],
)
def read_visit(request: HttpRequest, visit_id: str) -> dict[str, Any]:
    """One visit."""
    return visit_as_seen(request)


def visit_as_seen(request: HttpRequest) -> dict[str, Any]:
    """The visit that the route's door found, as whoever asks may see it."""
    visit = Visit.objects.get(pk=found(request, Visit).pk)
    return _as_seen([visit], person_of(request))[0]


def as_text(shown: dict[str, Any]) -> dict[str, Any]:
    """The moments of a presented visit as the API writes them."""
    for name in ("started_at", "received_at", "released_at"):
        if shown.get(name) is not None:
            shown[name] = utc_text(shown[name])
    for name, when in (("flags", "at"), ("scorecards", "created_at")):
        for part in shown.get(name, []):
            part[when] = utc_text(part[when])
    return shown


def _as_seen(visits: list[Visit], person: Person) -> list[dict[str, Any]]:
    shown = [as_text(each) for each in present(visits, person)]
    if person.role == Role.SHOPPER:
        return shown
    appeals = appeals_by_visit(visits, person)
    return [{**each, "appeals": appeals.get(each["id"], [])} for each in shown]
