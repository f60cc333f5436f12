"""The actions page: what is to be done first, what causes the misses, and where nobody acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from backend import clock
from backend.accounts.models import CLIENT_ROLES, Person
from backend.actions.counting import misses_without_action
from backend.actions.models import Action, ActionQuerySet, ActionState, Cause
from backend.fieldwork.models import Programme
from backend.portal.action_rows import COLUMNS, NOT_FOUND, action_cells, action_row, pareto
from backend.portal.asking import Slice, one_of, page_number
from backend.portal.csv_answer import csv_answer
from backend.portal.door import READERS, filters_of, page, person_of
from backend.portal.filters import Choice, Filters
from backend.portal.missed_gaps import MOST_PLACES, gaps_of
from backend.portal.overview import figures_of
from backend.portal.shell import shell
from reports import labels, printed
from reports.scope_shape import ScopeFigures

_STATES = {
    "open": "open",
    "done": "to verify",
    "verified": "verified",
    "no_action": "no action",
    "all": "every state",
}
_UNFOUND, _MINE = "none", "me"
_ROWS, _MOST_MISSES, _MOST_CSV = 20, 12, 10_000


@dataclass(frozen=True)
class Menu:
    """A filter of the page: its name, what is chosen, and the choices as addresses."""

    name: str
    word: str
    choices: list[Choice]


@dataclass(frozen=True)
class MissRow:
    """A standard that is a gap at a location, about which nobody has decided anything."""

    standard: str
    location: str
    location_code: str
    gap: str
    lost: str
    address: str


@page(*READERS)
def actions(request: HttpRequest) -> HttpResponse:
    """Actions of the programme and region, due first; of the period, the causes of what was missed
    and the gaps without an action."""
    person, faults = person_of(request), dict[str, str]()
    number = page_number(request.GET, faults)
    asked = _asked(request, faults)
    filters = filters_of(request, kept=asked, faults=faults)
    everything = _of_scope(person, filters)
    owners = _owners(everything)
    if asked.get("owner", _MINE) != _MINE and UUID(asked["owner"]) not in owners:
        filters_of(request, kept=asked, faults={"owner": "They own no action here."})
    today = clock.today("UTC")
    rows = _narrowed(everything, person, asked, today)
    shown = _page(rows, number)
    figures = figures_of(filters)
    missed = _missed(filters, figures)
    context = {
        **shell(request, "actions", filters),
        "rows": [action_row(one, today) for one in shown.rows],
        "slice": shown,
        "menus": list(_menus(filters, asked, owners)),
        "late": asked.get("late"),
        "late_query": _query(filters, {**asked, "late": "" if asked.get("late") else "1"}),
        "narrowed": asked != {},
        "counts": _counts(everything, today),
        "pareto": pareto(_causes(everything, filters)),
        "missed": missed[:_MOST_MISSES],
        "missed_more": max(0, len(missed) - _MOST_MISSES),
        "looked_at": MOST_PLACES if len(figures["league"]) > MOST_PLACES else 0,
        "may_act": person.role in CLIENT_ROLES,
    }
    return render(request, "portal/actions.html", context)


@page(*READERS)
def actions_csv(request: HttpRequest) -> HttpResponse:
    """The actions of the page as CSV, in its order."""
    person, faults = person_of(request), dict[str, str]()
    asked = _asked(request, faults)
    filters = filters_of(request, kept=asked, faults=faults)
    today = clock.today("UTC")
    rows = _narrowed(_of_scope(person, filters), person, asked, today).select_related("verifier")
    return csv_answer("actions", COLUMNS, action_cells(list(rows[:_MOST_CSV]), today))


def _asked(request: HttpRequest, faults: dict[str, str]) -> dict[str, str]:
    """What the address asks for beyond the usual; an owner that is no id is a fault."""
    found = {
        "state": one_of(request.GET, "state", list(_STATES), faults),
        "cause": one_of(request.GET, "cause", ["", *Cause.values, _UNFOUND], faults),
        "late": one_of(request.GET, "late", ["", "1"], faults),
        "owner": request.GET.get("owner", ""),
    }
    if found["owner"] not in ("", _MINE):
        try:
            UUID(found["owner"])
        except ValueError:
            faults["owner"] = "Choose somebody of the list."
            found["owner"] = ""
    return {name: value for name, value in found.items() if value and value != "open"}


def _of_scope(person: Person, filters: Filters) -> ActionQuerySet:
    return Action.objects.visible_to(person).filter(
        programme=filters.programme, location__in=filters.locations.order_by().values("pk")
    )


def _narrowed(
    actions: ActionQuerySet, person: Person, asked: Mapping[str, str], today: date
) -> ActionQuerySet:
    state = asked.get("state", "open")
    if state != "all":
        actions = actions.filter(state=state)
    if "cause" in asked:
        actions = actions.filter(cause="" if asked["cause"] == _UNFOUND else asked["cause"])
    if "owner" in asked:
        owner = person.pk if asked["owner"] == _MINE else UUID(asked["owner"])
        actions = actions.filter(owner=owner)
    if "late" in asked:
        actions = actions.filter(state=ActionState.OPEN, due__lt=today)
    return actions.select_related("location", "owner").order_by("due", "id")


def _page(rows: ActionQuerySet, number: int | None) -> Slice[Action]:
    """A page of the actions, read alone and not with all others."""
    total = rows.count()
    pages = max(1, -(-total // _ROWS))
    number = min(number or 1, pages)
    first = (number - 1) * _ROWS
    shown = list(rows[first : first + _ROWS])
    return Slice(shown, number, pages, first + min(1, len(shown)), first + len(shown), total)


def _owners(actions: ActionQuerySet) -> dict[UUID, str]:
    found = actions.filter(owner__isnull=False).order_by("owner__name", "owner")
    return dict(found.values_list("owner", "owner__name").distinct())


def _counts(actions: ActionQuerySet, today: date) -> dict[str, int]:
    """How many are open, late and waiting to be verified."""
    rows = actions.filter(state__in=[ActionState.OPEN, ActionState.DONE]).order_by()
    found = list(rows.values_list("state", "due"))
    opened = [due for state, due in found if state == ActionState.OPEN]
    late = sum(due < today for due in opened)
    return {"open": len(opened), "late": late, "done": len(found) - len(opened)}


def _causes(actions: ActionQuerySet, filters: Filters) -> Sequence[str]:
    """Of what was missed in the period; a decision not to act tells no cause unless it has one."""
    missed = actions.filter(
        noticed_on__gte=filters.period.start, noticed_on__lte=filters.period.end
    )
    return list(missed.order_by().values_list("cause", flat=True))


def _menus(filters: Filters, asked: Mapping[str, str], owners: Mapping[UUID, str]) -> list[Menu]:
    def menu(name: str, title: str, words: Mapping[str, str], usual: str) -> Menu:
        chosen = asked.get(name, usual)
        choices = [
            Choice(word, _query(filters, {**asked, name: value}), value == chosen)
            for value, word in words.items()
        ]
        return Menu(title, words.get(chosen, words[usual]), choices)

    causes = {"": "any", **labels.CAUSES, _UNFOUND: NOT_FOUND}
    people = {"": "anybody", **({_MINE: "me"} if filters.person.role in CLIENT_ROLES else {})}
    return [
        menu("state", "State", _STATES, "open"),
        menu("cause", "Cause", causes, ""),
        menu("owner", "Owner", {**people, **{str(k): v for k, v in owners.items()}}, ""),
    ]


def _query(filters: Filters, asked: Mapping[str, str]) -> str:
    return f"{filters.query}&{urlencode({k: v for k, v in asked.items() if v})}".rstrip("&")


def _missed(filters: Filters, figures: ScopeFigures) -> list[MissRow]:
    """The gaps of the period without action or decision, most points lost first, at the locations
    furthest below target."""
    assert filters.programme is not None  # noqa: S101  # narrows the type
    names = {row["location"]: row["name"] for row in figures["league"]}
    gaps = gaps_of(figures)
    left = misses_without_action(filters.programme, gaps, filters.period.start)
    return [_miss_row(figures, gap, names, filters.programme) for gap in left]


def _miss_row(
    figures: ScopeFigures, gap: tuple[str, str], names: Mapping[str, str], programme: Programme
) -> MissRow:
    place, code = gap
    cell = figures["cells"][place][code]
    query = urlencode({"location": place, "standard": code, "programme": programme.pk})
    return MissRow(
        standard=code,
        location=names[place],
        location_code=place,
        gap=printed.signed(cell["gap"]),
        lost=printed.lost(cell["lost"]),
        address=f"{reverse('action-new')}?{query}",
    )
