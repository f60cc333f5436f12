"""Corrective actions over HTTP: raise, list, read, change, close, verify, decide."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import StringConstraints

from backend.accounts.models import Person
from backend.actions.fields import MOST_LETTERS, ActionFields
from backend.actions.handling import create_action
from backend.actions.models import Action, ActionKind, ActionQuerySet, ActionState, Cause, Secondary
from backend.actions.patching import patch_action
from backend.api.door import AGENCY, CLIENT, Door, found, one, person_of
from backend.api.lists import PageQuery, page
from backend.api.schemas import Code, Day, Id, In, Out, left_out, refusals
from backend.errors import Invalid
from backend.fieldwork.models import Programme
from backend.network.models import Location
from backend.visits.models import COUNTED, Visit
from shopper_forms.findings import Finding

router = Router()

_READERS = (*AGENCY, *CLIENT)
_RELATED = ("location", "visit")

Said = Annotated[str, StringConstraints(max_length=MOST_LETTERS)]


class ActionChangeIn(In):
    """What may change of an action. With `state` it moves: `done` needs evidence, `no_action` a
    reason, `verified` is the verifier's alone, `open` takes it up again."""

    cause: Cause | None = None
    secondary: Secondary | None = None
    owner: Id | None = None
    verifier: Id | None = None
    due: Day = left_out()
    state: ActionState = left_out()
    reason: Said = left_out()
    evidence: Said = left_out()


class ActionIn(In):
    """A new action, or with `no_action` the decision not to act, and why. What is left out is as
    for an action raised by rule; `programme` may be, where the visit or the location has one."""

    location: Code
    standard: Code
    programme: Code | None = None
    visit: Id | None = None
    cause: Cause | None = None
    secondary: Secondary | None = None
    owner: Id | None = None
    verifier: Id | None = None
    due: Day = left_out()
    state: Literal["open", "no_action"] = "open"
    reason: Said = left_out()
    evidence: Said = left_out()


class ActionOut(Out):
    """An action. `visit` raised it, null when none did or it counts no more; `opened` is the day
    of the miss."""

    id: UUID
    location: str
    programme: str
    standard: str
    visit: UUID | None
    cause: Cause | None
    secondary: Secondary | None
    owner: UUID | None
    verifier: UUID | None
    due: date
    state: ActionState
    reason: str
    evidence: str
    kind: ActionKind
    opened: date
    reopened: int


class ActionsOut(Out):
    """A page of actions."""

    items: list[ActionOut]
    next: str | None


class ActionQuery(PageQuery):
    """What actions may be narrowed by; `due` is the last day."""

    state: ActionState | None = None
    location: Code | None = None
    programme: Code | None = None
    standard: Code | None = None
    owner: Id | None = None
    due: Day | None = None

    def narrow(self, rows: ActionQuerySet) -> ActionQuerySet:
        """The rows that fit."""
        wanted = {
            "state": self.state,
            "location": self.location,
            "programme": self.programme,
            "standard": self.standard,
            "owner": self.owner,
            "due__lte": self.due,
        }
        return rows.filter(**{name: value for name, value in wanted.items() if value is not None})


@router.get("/actions", response=ActionsOut, auth=Door(*_READERS))
def list_actions(request: HttpRequest, query: Query[ActionQuery]) -> dict[str, Any]:
    """The actions the reader may see, those due first at the top."""
    rows = query.narrow(Action.objects.visible_to(person_of(request)).select_related(*_RELATED))
    return page(rows, query, ["due", "id"], _shown)


@router.post("/actions", response={201: ActionOut, **refusals(409)}, auth=Door(*CLIENT))
def create(request: HttpRequest, body: ActionIn) -> Status[dict[str, Any]]:
    """Raise an action on a standard of a location by hand, or decide that nothing is done."""
    person = person_of(request)
    location, visit, programme = _place(person, body)
    action = create_action(
        by=person,
        location=location,
        programme=programme,
        standard=body.standard,
        visit=visit,
        fields=_fields(person, body),
        decided=body.state == "no_action",
    )
    return Status(201, _shown(action))


@router.get("/actions/{id}", response=ActionOut, auth=Door(*_READERS, find=one(Action, "id")))
def read(request: HttpRequest, id: str) -> dict[str, Any]:  # noqa: A002  # a path's word
    """One action."""
    return _shown(found(request, Action))


@router.patch(
    "/actions/{id}",
    response={200: ActionOut, **refusals(409)},
    auth=Door(*CLIENT, find=one(Action, "id", "location__region", "owner", "verifier")),
)
def change(request: HttpRequest, id: str, body: ActionChangeIn) -> dict[str, Any]:  # noqa: A002
    """Change an action, close, verify or reopen it, or decide that nothing is done."""
    person = person_of(request)
    action = patch_action(
        action=found(request, Action), by=person, fields=_fields(person, body), state=body.state
    )
    return _shown(action)


def _shown(action: Action) -> dict[str, Any]:
    visit = action.visit
    return {
        "id": action.id,
        "location": action.location_id,
        "programme": action.programme_id,
        "standard": action.standard,
        "visit": visit.pk if visit is not None and visit.state in COUNTED else None,
        "cause": action.cause or None,
        "secondary": action.secondary or None,
        "owner": action.owner_id,
        "verifier": action.verifier_id,
        "due": action.due,
        "state": action.state,
        "reason": action.reason,
        "evidence": action.evidence,
        "kind": action.kind,
        "opened": action.noticed_on,
        "reopened": action.reopened,
    }


def _fields(person: Person, body: ActionIn | ActionChangeIn) -> ActionFields:
    """What was sent, with people looked up among those the person may see; a cause that is null
    is not known yet. Raises `Invalid` for somebody unknown."""
    sent = body.dict(include=set(ActionFields.__annotations__), exclude_unset=True)
    faults = []
    for name in ("owner", "verifier"):
        if sent.get(name) is not None:
            sent[name] = Person.objects.visible_to(person).filter(pk=sent[name]).first()
            if sent[name] is None:
                faults.append(Finding((name,), "unknown_person", "There is no such person."))
    if faults:
        raise Invalid(errors=faults)
    for name in ("cause", "secondary"):
        if name in sent:
            sent[name] = sent[name] or ""
    return cast(ActionFields, sent)


def _place(person: Person, body: ActionIn) -> tuple[Location, Visit | None, Programme]:
    """Location, visit and programme that were named. Raises `Invalid` for what is not there."""
    faults = []
    location = (
        Location.objects.visible_to(person)
        .select_related("region")
        .filter(pk=body.location)
        .first()
    )
    if location is None:
        faults.append(Finding(("location",), "unknown_location", "There is no such location."))
    visit = None
    if body.visit is not None:
        visit = Visit.objects.visible_to(person).filter(pk=body.visit).first()
        if visit is None:
            faults.append(Finding(("visit",), "unknown_visit", "There is no such visit."))
    programme = _programme(person, body, visit)
    if programme is None:
        faults.append(
            Finding(("programme",), "unknown_programme", "Name a programme of the location.")
        )
    if location is None or programme is None or faults:
        raise Invalid(errors=faults)
    return location, visit, programme


def _programme(person: Person, body: ActionIn, visit: Visit | None) -> Programme | None:
    """The one that was named, else the visit's, else the location's only one."""
    visible = Programme.objects.visible_to(person)
    if body.programme is not None:
        return visible.filter(pk=body.programme).first()
    if visit is not None:
        return visible.filter(pk=visit.programme_id).first()
    only = list(visible.filter(locations=body.location)[:2])
    return only[0] if len(only) == 1 else None
