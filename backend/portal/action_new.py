"""The page on which somebody of the client acts on a gap, or decides not to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from backend.accounts.models import Person
from backend.actions.handling import create_action
from backend.actions.models import Action, ActionKind
from backend.actions.owners import people_for, usual_owner, usual_verifier
from backend.actions.raising import usual_due
from backend.errors import Refusal
from backend.fieldwork.models import Programme
from backend.gap_reports.versions import read_versions
from backend.network.models import Location
from backend.portal.action_forms import FieldsForm
from backend.portal.door import CLIENT, page, person_of
from backend.portal.location_page import usual_of
from backend.portal.shell import shell
from backend.text import storable
from backend.visits.models import Visit
from reports.gaps_facts import StandardFacts

_MOST_PLACES = 300


@page(*CLIENT, methods=("GET", "HEAD", "POST"))
def action_new(request: HttpRequest) -> HttpResponse:
    """Choose a location and a standard, unless the address names them; then act or decide."""
    person, faults = person_of(request), dict[str, str]()
    place = _place(person, request, faults)
    visit = _visit(person, request, faults)
    programme = _programme(person, request, place, visit, faults)
    standards = list(read_versions(programme, []).standards()) if programme else []
    standard = _standard(request, standards, faults)
    ready = place is not None and programme is not None and standard is not None and not faults
    context: dict[str, Any] = {
        **shell(request, "actions"),
        "place": place,
        "programme": programme,
        "visit": visit,
        "standard": standard,
        "standards": standards,
        "faults": faults,
        "asked": {name: _given(request, name) for name in ("location", "standard", "visit")},
        "ready": ready,
    }
    if place is None or programme is None or standard is None or faults:
        context["places"] = Location.objects.visible_to(person).order_by("name")[:_MOST_PLACES]
        return render(request, "portal/action_new.html", context, status=422 if faults else 200)
    people = people_for(place)
    owner = usual_owner(people)
    verifier = usual_verifier(people, owner)
    usual = {
        "owner": str(owner.pk) if owner else "",
        "verifier": str(verifier.pk) if verifier else "",
        "due": usual_due(ActionKind.BY_HAND, place),
    }
    form = FieldsForm(initial=usual, people=people)
    if request.method == "POST":
        form = FieldsForm(request.POST, people=people)
        made = _made(form, request, person, place, programme, standard.code, visit)
        if made is not None:
            return redirect("action", action_id=made.pk)
    context["form"] = form
    context["standing"] = (
        Action.objects.visible_to(person)
        .filter(location=place, programme=programme, standard=standard.code)
        .order_by("-opened_at")
        .first()
    )
    return render(request, "portal/action_new.html", context, status=422 if form.errors else 200)


def _made(
    form: FieldsForm,
    request: HttpRequest,
    person: Person,
    place: Location,
    programme: Programme,
    standard: str,
    visit: Visit | None,
) -> Action | None:
    """The action or decision; None when something was refused, which the form tells."""
    if not form.is_valid():
        return None
    try:
        return create_action(
            by=person,
            location=place,
            programme=programme,
            standard=standard,
            visit=visit,
            fields=form.fields_sent,
            decided=request.POST.get("do") == "decide",
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def _given(request: HttpRequest, name: str) -> str:
    text = (request.POST.get(name) or request.GET.get(name) or "").strip()
    return text if storable(text) else ""


def _place(person: Person, request: HttpRequest, faults: dict[str, str]) -> Location | None:
    code = _given(request, "location")
    if not code:
        return None
    visible = Location.objects.visible_to(person).select_related("region", "brand")
    place = visible.filter(pk=code).first()
    if place is None:
        faults["location"] = "There is no such location."
    return place


def _visit(person: Person, request: HttpRequest, faults: dict[str, str]) -> Visit | None:
    given = _given(request, "visit")
    if not given:
        return None
    try:
        visit = Visit.objects.visible_to(person).filter(pk=UUID(given)).first()
    except ValueError:
        visit = None
    if visit is None:
        faults["visit"] = "There is no such visit."
    return visit


def _programme(
    person: Person,
    request: HttpRequest,
    place: Location | None,
    visit: Visit | None,
    faults: dict[str, str],
) -> Programme | None:
    """The one that is named, else the visit's, else the location's usual one."""
    if place is None:
        return None
    code = _given(request, "programme") or (visit.programme_id if visit else "")
    code = code or usual_of(place).get("programme", "")
    programme = Programme.objects.visible_to(person).filter(pk=code).first()
    if programme is None:
        faults["programme"] = "There is no such programme."
    return programme


def _standard(
    request: HttpRequest, standards: Sequence[StandardFacts], faults: dict[str, str]
) -> StandardFacts | None:
    code = _given(request, "standard")
    found = next((one for one in standards if one.code == code), None)
    if code and standards and found is None:
        faults["standard"] = "There is no such standard."
    return found
