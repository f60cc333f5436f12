"""Routes that move an assignment from state to state; each answers with the assignment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from django.db import models
from django.http import HttpRequest
from ninja import Router
from pydantic import AfterValidator, Field, Strict, StringConstraints

from backend.accounts.models import Person, Role
from backend.api.assignments import AssignmentOut, WindowIn, show_assignment
from backend.api.door import SETTERS_UP, Door, found, one, person_of
from backend.api.schemas import (
    NOT_BLANK,
    STRIPPED,
    Id,
    In,
    Latitude,
    Longitude,
    Moment,
    NothingIn,
    refusals,
)
from backend.errors import NotFound
from backend.fieldwork.assigning import cancel, offer, publish, reassign
from backend.fieldwork.claiming import Position, accept, claim, decline, start
from backend.fieldwork.models import Assignment, Holding
from backend.fieldwork.rescheduling import reschedule

router = Router()

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_ANSWERS = {200: AssignmentOut, **refusals(409)}


def _on_the_calendar(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("must have an offset, or Z")
    # bounded before it is turned to UTC: the last hours of the year 9999 have no UTC
    if not _EARLIEST <= moment <= _LATEST:
        raise ValueError("must lie between 2000 and 2100")
    return moment


BriefDigest = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Reason = Annotated[
    str, StringConstraints(min_length=1, max_length=1000, pattern=NOT_BLANK), STRIPPED
]
PhoneTime = Annotated[Moment, AfterValidator(_on_the_calendar)]
Metres = Annotated[float, Strict(), Field(ge=0, le=10**7, allow_inf_nan=False)]


class ShopperIn(In):
    """Who is to make the visit."""

    shopper: Id


class BriefIn(In):
    """The digest of the brief that was read."""

    brief_sha256: BriefDigest


class ReasonIn(In):
    """Why."""

    reason: Reason


class CheckInIn(In):
    """When, by the phone's clock, and where."""

    at: PhoneTime
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    accuracy_m: Metres | None = None


def held(person: Person, path: Mapping[str, Any]) -> models.Model:
    """For a shopper only what they hold or once held; for others as they see it."""
    row = one(Assignment, "id")(person, path)
    held_ever = Holding.objects.filter(assignment=row.pk, shopper=person.pk)
    if person.role == Role.SHOPPER and not held_ever.exists():
        raise NotFound
    return row


_BY_SCHEDULER = Door(*SETTERS_UP, find=one(Assignment, "id"))
_BY_SHOPPER = Door(Role.SHOPPER, find=one(Assignment, "id"))
_BY_HOLDER_OR_SCHEDULER = Door(Role.SHOPPER, *SETTERS_UP, find=held)


@router.post("/assignments/{id}/publish", response=_ANSWERS, auth=_BY_SCHEDULER)
def publish_assignment(
    request: HttpRequest,
    id: UUID,  # noqa: A002
    body: NothingIn | None = None,
) -> dict[str, Any]:
    """Put a draft on the board."""
    person = person_of(request)
    row = publish(assignment=found(request, Assignment), by=person)
    return show_assignment(row, person)


@router.post("/assignments/{id}/offer", response=_ANSWERS, auth=_BY_SCHEDULER)
def offer_assignment(
    request: HttpRequest,
    id: UUID,  # noqa: A002
    body: ShopperIn,
) -> dict[str, Any]:
    """Offer a draft, or an open assignment, to a shopper."""
    person = person_of(request)
    row = offer(assignment=found(request, Assignment), by=person, shopper=body.shopper)
    return show_assignment(row, person)


@router.post("/assignments/{id}/reassign", response=_ANSWERS, auth=_BY_SCHEDULER)
def reassign_assignment(
    request: HttpRequest,
    id: UUID,  # noqa: A002
    body: ShopperIn,
) -> dict[str, Any]:
    """Offer it to another shopper than the one who has it."""
    person = person_of(request)
    row = reassign(assignment=found(request, Assignment), by=person, shopper=body.shopper)
    return show_assignment(row, person)


@router.post("/assignments/{id}/cancel", response=_ANSWERS, auth=_BY_SCHEDULER)
def cancel_assignment(
    request: HttpRequest,
    id: UUID,  # noqa: A002
    body: ReasonIn,
) -> dict[str, Any]:
    """Cancel it, with a reason."""
    person = person_of(request)
    row = cancel(assignment=found(request, Assignment), by=person, reason=body.reason)
    return show_assignment(row, person)


@router.post("/assignments/{id}/reschedule", response=_ANSWERS, auth=_BY_HOLDER_OR_SCHEDULER)
def reschedule_assignment(
    request: HttpRequest,
    id: UUID,  # noqa: A002
    body: WindowIn,
) -> dict[str, Any]:
    """Agree on another window."""
    person = person_of(request)
    row = reschedule(
        assignment=found(request, Assignment),
        by=person,
        window_start=body.window_start,
        window_end=body.window_end,
    )
    return show_assignment(row, person)


@router.post("/assignments/{id}/claim", response=_ANSWERS, auth=_BY_SHOPPER)
def claim_assignment(
    request: HttpRequest,
    id: UUID,  # noqa: A002
    body: BriefIn,
) -> dict[str, Any]:
    """Take an open assignment; the first one gets it."""
    person = person_of(request)
    row = claim(
        assignment=found(request, Assignment), shopper=person, brief_sha256=body.brief_sha256
    )
    return show_assignment(row, person)


@router.post("/assignments/{id}/accept", response=_ANSWERS, auth=_BY_SHOPPER)
def accept_assignment(
    request: HttpRequest,
    id: UUID,  # noqa: A002
    body: BriefIn,
) -> dict[str, Any]:
    """Accept what is offered to you."""
    person = person_of(request)
    row = accept(
        assignment=found(request, Assignment), shopper=person, brief_sha256=body.brief_sha256
    )
    return show_assignment(row, person)


@router.post("/assignments/{id}/decline", response=_ANSWERS, auth=_BY_SHOPPER)
def decline_assignment(
    request: HttpRequest,
    id: UUID,  # noqa: A002
    body: ReasonIn,
) -> dict[str, Any]:
    """Give it back, with a reason."""
    person = person_of(request)
    row = decline(assignment=found(request, Assignment), shopper=person, reason=body.reason)
    return show_assignment(row, person)


@router.post("/assignments/{id}/start", response=_ANSWERS, auth=_BY_SHOPPER)
def start_assignment(
    request: HttpRequest,
    id: UUID,  # noqa: A002
    body: CheckInIn,
) -> dict[str, Any]:
    """Check in at the location."""
    person = person_of(request)
    row = start(
        assignment=found(request, Assignment),
        shopper=person,
        at=body.at,
        position=Position(
            latitude=body.latitude, longitude=body.longitude, accuracy_m=body.accuracy_m
        ),
    )
    return show_assignment(row, person)
