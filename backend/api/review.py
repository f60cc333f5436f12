"""What reviewers do with visits."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field, StringConstraints

from backend.accounts.models import Role
from backend.api.door import Door, found, one, person_of
from backend.api.schemas import Flagged, In, Moment, Out, Question, Words, refusals, utc_text
from backend.api.visits import VisitOut, visit_as_seen
from backend.review import correcting, judging
from backend.visits.flags import reason_of, strength_of
from backend.visits.models import Visit

router = Router()

_ANSWERS: dict[int, Any] = {200: VisitOut, **refusals(409)}
_REVIEWING = Door(Role.REVIEWER, Role.SYSTEM_ADMIN, find=one(Visit, "visit_id"))
_MOST_ANSWER_KEYS = 5

PhotoId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class ReturnIn(In):
    """A note per question that is to be mended."""

    notes: Annotated[dict[Question, Words], Field(max_length=200)]


class VoidIn(In):
    """Why, and whether the shopper is paid all the same."""

    reason: Words
    payable: Flagged


class WaiveIn(In):
    """Photos to do without, and why."""

    photos: Annotated[list[PhotoId], Field(min_length=1, max_length=200)]
    reason: Words


class CorrectIn(In):
    """Another answer to one question, in the form of the questionnaire's answers, and why."""

    question: Question
    answer: Annotated[dict[str, Any], Field(max_length=_MOST_ANSWER_KEYS)]
    reason: Words


class FlagOut(Out):
    """Something to look at; it says nothing about whether it is so."""

    kind: str
    reason: str
    strength: str
    at: Moment


class FlagsOut(Out):
    """All flags of a visit, oldest first."""

    items: list[FlagOut]
    next: str | None


@router.post("/visits/{visit_id}/take", response=_ANSWERS, auth=_REVIEWING, exclude_unset=True)
def take(request: HttpRequest, visit_id: str) -> dict[str, Any]:
    """Take a visit into review."""
    judging.take(visit=found(request, Visit), by=person_of(request))
    return visit_as_seen(request)


@router.post("/visits/{visit_id}/return", response=_ANSWERS, auth=_REVIEWING, exclude_unset=True)
def return_visit(request: HttpRequest, visit_id: str, body: ReturnIn) -> dict[str, Any]:
    """Send a visit back to its shopper."""
    judging.return_visit(visit=found(request, Visit), by=person_of(request), notes=body.notes)
    return visit_as_seen(request)


@router.post("/visits/{visit_id}/release", response=_ANSWERS, auth=_REVIEWING, exclude_unset=True)
def release(request: HttpRequest, visit_id: str) -> dict[str, Any]:
    """Let a visit count."""
    judging.release(visit=found(request, Visit), by=person_of(request))
    return visit_as_seen(request)


@router.post("/visits/{visit_id}/void", response=_ANSWERS, auth=_REVIEWING, exclude_unset=True)
def void(request: HttpRequest, visit_id: str, body: VoidIn) -> dict[str, Any]:
    """Take a visit out of what is counted."""
    judging.void(visit=found(request, Visit), by=person_of(request), **body.dict())
    return visit_as_seen(request)


@router.post(
    "/visits/{visit_id}/waive-photos", response=_ANSWERS, auth=_REVIEWING, exclude_unset=True
)
def waive_photos(request: HttpRequest, visit_id: str, body: WaiveIn) -> dict[str, Any]:
    """Do without photos that never came."""
    judging.waive_photos(visit=found(request, Visit), by=person_of(request), **body.dict())
    return visit_as_seen(request)


@router.patch(
    "/visits/{visit_id}/answers",
    response=_ANSWERS,
    auth=_REVIEWING,
    exclude_unset=True,
)
def correct(request: HttpRequest, visit_id: str, body: CorrectIn) -> dict[str, Any]:
    """Lay another answer over the shopper's; the original stays, the score follows."""
    correcting.correct(visit=found(request, Visit), by=person_of(request), **body.dict())
    return visit_as_seen(request)


@router.get("/visits/{visit_id}/flags", response=FlagsOut, auth=_REVIEWING)
def list_flags(request: HttpRequest, visit_id: str) -> dict[str, Any]:
    """What a person should look at, and why."""
    flags = found(request, Visit).flags.all()
    items = [
        {
            "kind": flag.kind,
            "reason": reason_of(flag),
            "strength": strength_of(flag),
            "at": utc_text(flag.at),
        }
        for flag in flags
    ]
    return {"items": items, "next": None}
