"""Routes that make, list, show and change assignments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from backend import clock
from backend.accounts.models import Person, Role
from backend.api.door import EVERYBODY, SETTERS_UP, Door, found, one, person_of
from backend.api.lists import PageQuery, page
from backend.api.schemas import Code, Id, In, Moment, Money, Out, left_out, refusals
from backend.fieldwork.board import listed_for, with_parts
from backend.fieldwork.drafts import Draft, Loc
from backend.fieldwork.models import Assignment, AssignmentState
from backend.fieldwork.scheduling import edit_draft, replace_assignment, schedule_visits

router = Router()

LocalTime = Annotated[str, StringConstraints(max_length=40), Field(examples=["2026-08-14T09:00"])]
Brief = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
ME_OR_ID = r"^(me|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$"
MOST_AT_ONCE = 2000


class WindowIn(In):
    """A window in the location's local time, without offset."""

    window_start: LocalTime
    window_end: LocalTime


class AssignmentIn(WindowIn):
    """A visit to be made; with a shopper it is offered at once."""

    wave: Code
    location: Code
    questionnaire: Code | None = None
    brief: Brief
    fee: Money
    reimbursement_cap: Money
    shopper: Id | None = None


class AssignmentsIn(In):
    """Several visits, all or none."""

    items: Annotated[list[AssignmentIn], Field(min_length=1, max_length=MOST_AT_ONCE)]


class DraftChangeIn(In):
    """What is to change of a draft; what is left out stays."""

    brief: Brief = left_out()
    fee: Money = left_out()
    reimbursement_cap: Money = left_out()


class LocationPart(Out):
    """Where the visit is made."""

    code: str
    name: str
    address: str
    latitude: float
    longitude: float
    time_zone: str


class VersionPart(Out):
    """The frozen questionnaire that is asked."""

    code: str
    version: int
    sha256: str


class AssignmentOut(Out):
    """A visit to be made. `shopper` is told to staff and to the holder."""

    id: UUID
    wave: str
    programme: str
    location: LocationPart
    questionnaire: VersionPart
    window_start: str
    window_end: str
    window_start_utc: Moment
    window_end_utc: Moment
    submit_by_utc: Moment
    brief: str
    brief_sha256: str
    fee: Money
    reimbursement_cap: Money
    state: str
    overdue: bool
    shopper: UUID | None


class AssignmentsOut(Out):
    """Assignments made together."""

    items: list[AssignmentOut]


class AssignmentPage(Out):
    """A page of assignments."""

    items: list[AssignmentOut]
    next: str | None


class AssignmentQuery(PageQuery):
    """Filters of assignments; `shopper` is `me` or an id."""

    state: AssignmentState | None = None
    wave: Code | None = None
    location: Code | None = None
    shopper: Annotated[str, StringConstraints(pattern=ME_OR_ID)] | None = None


@router.get("/assignments", response={200: AssignmentPage, **refusals(422)}, auth=Door(*EVERYBODY))
def list_assignments(request: HttpRequest, query: Query[AssignmentQuery]) -> dict[str, Any]:
    """Nearest deadline first; for shoppers their own and the open ones they are eligible for."""
    person = person_of(request)
    with_board = query.shopper is None and query.state in (None, AssignmentState.OPEN)
    rows = listed_for(person, with_board=with_board).filter(**_filters(query, person))
    return page(rows, query, ["submit_by_utc", "id"], lambda row: show_assignment(row, person))


@router.post("/assignments", response={201: AssignmentOut, **refusals(409)}, auth=Door(*SETTERS_UP))
def create_assignment(request: HttpRequest, body: AssignmentIn) -> Status[dict[str, Any]]:
    """Schedule a visit: a draft, or an offer when a shopper is named."""
    person = person_of(request)
    (made,) = schedule_visits(by=person, drafts=[((), _draft(body))])
    return Status(201, show_assignment(made, person))


@router.post(
    "/assignments/bulk",
    response={201: AssignmentsOut, **refusals(409)},
    auth=Door(*SETTERS_UP),
)
def create_assignments(request: HttpRequest, body: AssignmentsIn) -> Status[dict[str, Any]]:
    """Schedule many visits, all or none."""
    person = person_of(request)
    drafts: list[tuple[Loc, Draft]] = [
        (("items", index), _draft(item)) for index, item in enumerate(body.items)
    ]
    made = schedule_visits(by=person, drafts=drafts)
    return Status(201, {"items": [show_assignment(row, person) for row in made]})


@router.get(
    "/assignments/{id}",
    response=AssignmentOut,
    auth=Door(*EVERYBODY, find=one(Assignment, "id")),
)
def read_assignment(request: HttpRequest, id: UUID) -> dict[str, Any]:  # noqa: A002
    """One assignment."""
    row = with_parts(Assignment.objects.all()).get(pk=found(request, Assignment).pk)
    return show_assignment(row, person_of(request))


@router.patch(
    "/assignments/{id}",
    response={200: AssignmentOut, **refusals(409)},
    auth=Door(*SETTERS_UP, find=one(Assignment, "id")),
)
def update_draft(
    request: HttpRequest,
    id: UUID,  # noqa: A002
    body: DraftChangeIn,
) -> dict[str, Any]:
    """Change brief or money of a draft."""
    person = person_of(request)
    row = edit_draft(
        assignment=found(request, Assignment),
        by=person,
        brief=body.brief,
        fee=_amount(body.fee),
        reimbursement_cap=_amount(body.reimbursement_cap),
    )
    return show_assignment(row, person)


@router.post(
    "/assignments/{id}/replace",
    response={201: AssignmentOut, **refusals(409)},
    auth=Door(*SETTERS_UP, find=one(Assignment, "id")),
)
def replace(
    request: HttpRequest,
    id: UUID,  # noqa: A002
    body: WindowIn,
) -> Status[dict[str, Any]]:
    """A new draft with the same terms, for one that came to nothing."""
    person = person_of(request)
    new = replace_assignment(
        assignment=found(request, Assignment),
        by=person,
        window_start=body.window_start,
        window_end=body.window_end,
    )
    return Status(201, show_assignment(new, person))


def show_assignment(row: Assignment, person: Person) -> dict[str, Any]:
    """An assignment as this person may see it: shoppers see no holder but themselves."""
    tells_holder = person.role != Role.SHOPPER or row.shopper_id == person.pk
    location, version = row.location, row.questionnaire_version
    return {
        "id": row.pk,
        "wave": row.wave_id,
        "programme": row.programme_id,
        "location": {
            "code": location.code,
            "name": location.name,
            "address": location.address,
            "latitude": location.latitude,
            "longitude": location.longitude,
            "time_zone": location.time_zone,
        },
        "questionnaire": {
            "code": version.questionnaire_id,
            "version": version.version,
            "sha256": version.sha256,
        },
        "window_start": row.window_start,
        "window_end": row.window_end,
        "window_start_utc": row.window_start_utc,
        "window_end_utc": row.window_end_utc,
        "submit_by_utc": row.submit_by_utc,
        "brief": row.brief,
        "brief_sha256": row.brief_sha256,
        "fee": {"amount": row.fee_amount, "currency": row.fee_currency},
        "reimbursement_cap": {"amount": row.reimbursement_cap, "currency": row.fee_currency},
        "state": row.state,
        "overdue": _is_overdue(row, clock.now()),
        "shopper": row.shopper_id if tells_holder else None,
    }


def _is_overdue(row: Assignment, now: datetime) -> bool:
    return row.state == AssignmentState.IN_PROGRESS and now > row.submit_by_utc


def _filters(query: AssignmentQuery, person: Person) -> Mapping[str, Any]:
    shopper = person.pk if query.shopper == "me" else query.shopper
    given = {
        "state": query.state,
        "wave": query.wave,
        "location": query.location,
        "shopper": shopper,
    }
    return {name: value for name, value in given.items() if value is not None}


def _draft(body: AssignmentIn) -> Draft:
    return Draft(
        wave=body.wave,
        location=body.location,
        questionnaire=body.questionnaire,
        window_start=body.window_start,
        window_end=body.window_end,
        brief=body.brief,
        fee=body.fee.amount,
        fee_currency=body.fee.currency,
        reimbursement_cap=body.reimbursement_cap.amount,
        cap_currency=body.reimbursement_cap.currency,
        shopper=body.shopper,
    )


def _amount(money: Money | None) -> tuple[int, str] | None:
    return (money.amount, money.currency) if money is not None else None
