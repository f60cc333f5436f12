"""What people do with actions: one function per transition, each with its guard.

create_action · decide_not_to_act ── change_action
close_action: open -> done · verify_action: done -> verified, by the verifier alone, who neither
owns nor closed it
decide_no_action: open -> no action · reopen_action: done, verified, no action -> open

Every one checks where it starts from (409 `wrong_state`), and writes a line of the action's
history and an audit event.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend import clock
from backend.accounts.models import Person
from backend.actions.fields import SAME_PERSON, ActionFields, Faults, faults_of, shown
from backend.actions.models import (
    UNSETTLED,
    Action,
    ActionEvent,
    ActionKind,
    ActionState,
)
from backend.actions.owners import people_for, usual_owner, usual_verifier
from backend.actions.raising import lock_location, open_again, usual_due
from backend.audit import chain
from backend.errors import AlreadyExists, Forbidden, Invalid, WrongState, invalid
from backend.fieldwork.models import Programme
from backend.network.models import Location
from backend.standards.models import StandardVersion
from backend.visits.models import Visit
from shopper_forms.findings import Finding

What = ActionEvent.What
_TAKEN = "There is an action on this standard here already."


@transaction.atomic
def create_action(
    *,
    by: Person,
    location: Location,
    programme: Programme,
    standard: str,
    visit: Visit | None = None,
    fields: ActionFields,
    decided: bool = False,
) -> Action:
    """A new action, its owner, verifier and due day the usual ones unless `fields` say otherwise;
    with `decided` the decision that nothing is done, which needs a reason.

    Raises `Invalid` with every fault, and `AlreadyExists` while another action on this standard of
    the location is open or waits to be verified.
    """
    lock_location(location)
    people = people_for(location)
    text, faults = _standard_text(programme, standard)
    faults += faults_of(fields, location, people)
    faults += _faults_of_place(location, programme, visit)
    if decided and not fields.get("reason", "").strip():
        faults.append(_NO_REASON)
    if faults:
        raise Invalid(errors=faults)
    if _unsettled(location, programme, standard):
        raise AlreadyExists(_TAKEN)
    owner = fields["owner"] if "owner" in fields else usual_owner(people)
    verifier = fields["verifier"] if "verifier" in fields else usual_verifier(people, owner)
    if owner is not None and verifier is not None and owner.pk == verifier.pk:
        raise Invalid(errors=[SAME_PERSON])
    day = clock.today(location.time_zone)
    action = Action(
        location=location,
        programme=programme,
        standard=standard,
        standard_text=text,
        visit=visit,
        kind=ActionKind.BY_HAND,
        state=ActionState.NO_ACTION if decided else ActionState.OPEN,
        cause=fields.get("cause", ""),
        secondary=fields.get("secondary", ""),
        owner=owner,
        verifier=verifier,
        due=fields.get("due") or usual_due(ActionKind.BY_HAND, location),
        reason=fields.get("reason", ""),
        evidence=fields.get("evidence", ""),
        noticed_on=visit.visit_date if visit else day,
        opened_at=clock.now(),
        closed_on=day if decided else None,
    )
    try:
        with transaction.atomic():
            action.save(force_insert=True)
    except IntegrityError:  # a rule was faster
        raise AlreadyExists(_TAKEN) from None
    _note(action, by, What.DECIDED if decided else What.RAISED, words=action.reason)
    return action


@transaction.atomic
def change_action(*, action: Action, by: Person, fields: ActionFields) -> Action:
    """Change what `fields` name. Cause and words may change in every state, since causes are often
    found late; who does it and until when only while there is something to do.

    A new owner is reminded anew, and so is everybody of another day.
    """
    action = _locked(action)
    faults = faults_of(fields, action.location, people_for(action.location), action)
    if action.state == ActionState.NO_ACTION and not fields.get("reason", "kept").strip():
        faults.append(_NO_REASON)
    if faults:
        raise Invalid(errors=faults)
    changes = shown(action, fields)
    settled = sorted(changes.keys() & {"owner", "verifier", "due", "evidence"})
    if settled and action.state not in UNSETTLED:
        raise WrongState(f"The action is {_state_words(action)}; open it again to change this.")
    if not changes:
        return action
    for name, value in fields.items():
        setattr(action, name, value)
    if changes.keys() & {"owner", "due"}:
        action.told = Action.Told.NOTHING
    action.save()
    _note(action, by, What.CHANGED, changes=changes)
    return action


@transaction.atomic
def close_action(*, action: Action, by: Person, evidence: str) -> Action:
    """Say that it is done, and by what one can tell. Raises `Invalid` without evidence."""
    action = _locked(action)
    if not evidence.strip():
        raise invalid((("evidence",), "required", "Say by what one can tell that it is done."))
    _require(action, ActionState.OPEN)
    action.evidence = evidence
    action.state = ActionState.DONE
    action.closed_on = clock.today(action.location.time_zone)
    action.save()
    _note(action, by, What.CLOSED, words=evidence)
    return action


@transaction.atomic
def verify_action(*, action: Action, by: Person) -> Action:
    """Confirm that it is done: the verifier alone, who is never the owner, nor whoever closed it:
    an owner could else hand it to somebody and confirm their own work.

    Raises `Forbidden` for anybody else.
    """
    action = _locked(action)
    _require(action, ActionState.DONE)
    if action.verifier_id != by.pk or action.owner_id == by.pk:
        raise Forbidden("Only the verifier, who is not the owner, confirms that it is done.")
    if closer_of(action) == by.pk:
        raise Forbidden("Somebody other than the one who closed it confirms that it is done.")
    action.state = ActionState.VERIFIED
    action.save()
    _note(action, by, What.VERIFIED)
    return action


@transaction.atomic
def decide_no_action(*, action: Action, by: Person, reason: str) -> Action:
    """Decide that nothing is done. Raises `Invalid` without a reason."""
    action = _locked(action)
    if not reason.strip():
        raise Invalid(errors=[_NO_REASON])
    _require(action, ActionState.OPEN)
    action.reason = reason
    action.state = ActionState.NO_ACTION
    action.closed_on = clock.today(action.location.time_zone)
    action.save()
    _note(action, by, What.DECIDED, words=reason)
    return action


@transaction.atomic
def reopen_action(*, action: Action, by: Person, reason: str = "") -> Action:
    """Take it up again, due anew from today; its evidence stays in the history."""
    lock_location(action.location)
    action = _locked(action)
    _require(action, ActionState.DONE, ActionState.VERIFIED, ActionState.NO_ACTION)
    others = _unsettled(action.location, action.programme, action.standard)
    if others - {action.pk}:
        raise AlreadyExists(_TAKEN)
    open_again(action)
    _note(action, by, What.REOPENED, words=reason)
    return action


def closer_of(action: Action) -> UUID | None:
    """Who said last that it is done."""
    closed = ActionEvent.objects.filter(action=action, what=What.CLOSED).order_by("-id")
    return closed.values_list("by", flat=True).first()


def _locked(action: Action) -> Action:
    """The action as it stands, held until the transaction ends."""
    return (
        Action.objects.select_for_update(of=("self",))
        .select_related("location__region", "programme", "owner", "verifier", "visit")
        .get(pk=action.pk)
    )


def _require(action: Action, *states: ActionState) -> None:
    if action.state not in states:
        raise WrongState(f"The action is {_state_words(action)}.")


def _state_words(action: Action) -> str:
    settled = {ActionState.NO_ACTION: "decided", ActionState.VERIFIED: "verified"}
    return settled.get(ActionState(action.state), action.state)


def _unsettled(location: Location, programme: Programme, standard: str) -> set[Any]:
    standing = Action.objects.filter(
        location=location, programme=programme, standard=standard, state__in=UNSETTLED
    )
    return set(standing.values_list("pk", flat=True))


def _standard_text(programme: Programme, standard: str) -> tuple[str, Faults]:
    """The standard in the words of the register's newest version."""
    version = (
        StandardVersion.objects.filter(code=standard, brand=programme.brand_id)
        .order_by("-effective_from")
        .first()
    )
    if version is None:
        return "", [Finding(("standard",), "unknown_standard", "There is no such standard.")]
    texts: Mapping[str, str] = version.text
    return texts.get("en") or next(iter(texts.values()), ""), []


def _faults_of_place(location: Location, programme: Programme, visit: Visit | None) -> Faults:
    if location.brand_id != programme.brand_id:
        return [Finding(("programme",), "other_brand", "This programme is another brand's.")]
    if visit is not None and (visit.location_id, visit.programme_id) != (
        location.pk,
        programme.pk,
    ):
        return [Finding(("visit",), "other_location", "This visit was made elsewhere.")]
    return []


def _note(
    action: Action,
    by: Person,
    what: ActionEvent.What,
    words: str = "",
    changes: Mapping[str, Any] | None = None,
) -> None:
    """History and audit; of words the audit chain holds nothing."""
    ActionEvent.objects.create(
        action=action, at=clock.now(), by=by, what=what, words=words, changes=dict(changes or {})
    )
    data = {"location": action.location_id, "standard": action.standard, "state": action.state}
    if changes:
        data["changed"] = sorted(changes)  # type: ignore[assignment]
    chain.record(actor=by, verb=f"action.{what.value}", subject=action, data=data)


_NO_REASON = Finding(("reason",), "required", "Say why nothing is to be done.")
