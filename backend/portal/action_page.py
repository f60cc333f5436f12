"""The page of one action: its fields, what can be done with it, whether it worked, its history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from backend import clock
from backend.accounts.models import CLIENT_ROLES, Person
from backend.actions import handling
from backend.actions.effect import Effect, Pooled, effect_of
from backend.actions.models import Action, ActionEvent, ActionState
from backend.actions.owners import people_for
from backend.errors import Forbidden, NotFound, Refusal
from backend.portal.action_forms import (
    DecisionForm,
    EvidenceForm,
    FieldsForm,
    RefusedForm,
    ReopenForm,
)
from backend.portal.action_rows import CHIPS, due_words
from backend.portal.door import READERS, page, person_of
from backend.portal.shell import shell
from backend.visits.models import COUNTED
from reports import labels, printed
from reports.exact import four_places, four_places_or_none

_FIELDS = {
    "cause": "root cause",
    "secondary": "what was lacking",
    "owner": "owner",
    "verifier": "verified by",
    "due": "due",
    "reason": "words",
    "evidence": "evidence",
}


@dataclass(frozen=True)
class EventRow:
    """A line of the history."""

    day: str
    who: str
    what: str
    words: str


@dataclass(frozen=True)
class EffectRow:
    """The standard before and after, here or at the others."""

    where: str
    before: str
    before_n: int
    after: str
    after_n: int
    change: str


@page(*READERS, methods=("GET", "HEAD", "POST"))
def action(request: HttpRequest, action_id: str) -> HttpResponse:
    """Show the action; of what is posted, `do` says which form it is."""
    person = person_of(request)
    found = _action(person, action_id)
    people = _people(found)
    forms: dict[str, RefusedForm] = {
        "save": FieldsForm(initial=FieldsForm.initial_of(found), people=people),
        "close": EvidenceForm(initial={"evidence": found.evidence}),
        "decide": DecisionForm(prefix="decision"),
        "reopen": ReopenForm(prefix="again"),
        "verify": RefusedForm(),
    }
    if request.method == "POST":
        if person.role not in CLIENT_ROLES:
            raise Forbidden
        do = request.POST.get("do", "")
        form = forms[do] = _sent(do, request, people)
        if form.is_valid() and _done(do, form, found, person):
            return redirect("action", action_id=found.pk)
        found = _action(person, action_id)
    context = {**shell(request, "actions"), **_shown(found, person, forms)}
    return render(request, "portal/action.html", context, status=422 if context["refused"] else 200)


def _sent(do: str, request: HttpRequest, people: list[Person]) -> RefusedForm:
    match do:
        case "save":
            return FieldsForm(request.POST, people=people)
        case "close":
            return EvidenceForm(request.POST)
        case "decide":
            return DecisionForm(request.POST, prefix="decision")
        case "reopen":
            return ReopenForm(request.POST, prefix="again")
        case "verify":
            return RefusedForm(request.POST)
    raise NotFound


def _done(do: str, form: RefusedForm, action: Action, by: Person) -> bool:
    """Carry it out; what is refused is told on the form."""
    try:
        match do, form:
            case "save", FieldsForm():
                sent = form.fields_sent
                if action.state not in ("open", "done"):  # their inputs are not shown
                    sent = {k: sent[k] for k in ("reason", "cause", "secondary")}  # type: ignore[assignment]
                handling.change_action(action=action, by=by, fields=sent)
            case "close", _:
                evidence = form.cleaned_data["evidence"]
                handling.close_action(action=action, by=by, evidence=evidence)
            case "decide", _:
                reason = form.cleaned_data["reason"]
                handling.decide_no_action(action=action, by=by, reason=reason)
            case "reopen", _:
                reason = form.cleaned_data["reason"]
                handling.reopen_action(action=action, by=by, reason=reason)
            case _:
                handling.verify_action(action=action, by=by)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _action(person: Person, action_id: str) -> Action:
    """The action if the person may see it; raises `NotFound`."""
    visible = Action.objects.visible_to(person).select_related(
        "location__region", "programme", "owner", "verifier", "visit"
    )
    found = visible.filter(pk=action_id).first()
    if found is None:
        raise NotFound
    return found


def _people(action: Action) -> list[Person]:
    """Who may own or verify it, with those who do."""
    there = [one for one in (action.owner, action.verifier) if one is not None]
    return list({one.pk: one for one in [*people_for(action.location), *there]}.values())


def _shown(action: Action, person: Person, forms: Mapping[str, RefusedForm]) -> dict[str, Any]:
    today = clock.today(action.location.time_zone)
    state = ActionState(action.state)
    effect = effect_of(action)
    visit = action.visit
    closer = handling.closer_of(action) if state == ActionState.DONE else None
    return {
        "action": action,
        "chip": CHIPS[action.state],
        "late": state == ActionState.OPEN and action.due < today,
        "due": due_words(action.due, today),
        "noticed": printed.day(action.noticed_on.isoformat(), year=True),
        "closed": printed.day(action.closed_on.isoformat(), year=True) if action.closed_on else "",
        "cause": labels.label(labels.CAUSES, action.cause) if action.cause else "not yet found",
        "visit": visit if visit is not None and visit.state in COUNTED else None,
        "forms": forms,
        "refused": list(_refused(forms.values())),
        "may_act": person.role in CLIENT_ROLES,
        "may_verify": state == ActionState.DONE
        and action.verifier_id == person.pk
        and closer != person.pk,
        "verifier_closed_it": closer is not None and closer == action.verifier_id,
        "is_unsettled": state in (ActionState.OPEN, ActionState.DONE),
        "effect": effect,
        "effect_rows": list(_effect_rows(effect, action)) if effect else [],
        "beyond": printed.signed(four_places_or_none(effect.beyond_others)) if effect else "",
        "history": list(_history(action)),
    }


def _refused(forms: Iterable[RefusedForm]) -> Iterator[tuple[str, str]]:
    """Every fault with the id of the field it stands at, or none."""
    for form in forms:
        for name, faults in form.errors.items():
            at = form[name].id_for_label if name in form.fields else ""
            yield at, " ".join(map(str, faults))


def _effect_rows(effect: Effect, action: Action) -> Iterator[EffectRow]:
    yield _effect_row(action.location.name, effect.before, effect.after, effect.change)
    others = (effect.others_before, effect.others_after, effect.others_change)
    yield _effect_row("All other locations", *others)


def _effect_row(where: str, before: Pooled, after: Pooled, change: Fraction | None) -> EffectRow:
    return EffectRow(
        where=where,
        before=printed.number(four_places_or_none(before.percent)),
        before_n=before.n,
        after=printed.number(four_places_or_none(after.percent)),
        after_n=after.n,
        change=printed.DASH if change is None else printed.signed(four_places(change)),
    )


def _history(action: Action) -> Iterator[EventRow]:
    """Newest first; a person by name, a rule as such."""
    events = list(action.events.select_related("by").order_by("-id"))
    ids = {
        key
        for event in events
        for name in ("owner", "verifier")
        for key in event.changes.get(name, [])
        if key
    }
    names = {str(one.pk): one.name for one in Person.objects.filter(pk__in=ids)} if ids else {}
    zone = ZoneInfo(action.location.time_zone)
    for event in events:
        yield EventRow(
            day=printed.day(event.at.astimezone(zone).date().isoformat(), short=True, year=True),
            who=event.by.name if event.by else "by rule",
            what=ActionEvent.What(event.what).label,
            words=event.words or _change_words(event.changes, names),
        )


def _change_words(changes: Mapping[str, list[str | None]], names: Mapping[str, str]) -> str:
    """What was changed, from what to what; of long words only that they were."""
    told = []
    for name, (before, after) in changes.items():
        if name in ("reason", "evidence"):
            told.append(_FIELDS[name])
        else:
            shown = [names.get(value or "", value or "nobody yet") for value in (before, after)]
            if name in ("cause", "secondary"):
                shown = [value or "not yet found" for value in (before, after)]
            told.append(f"{_FIELDS[name]}: {shown[0]} → {shown[1]}")
    return "; ".join(told)
