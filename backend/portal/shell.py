"""What stands around every page of the desk: the way to the others, the programme, the person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest
from django.urls import reverse

from backend import clock
from backend.accounts.models import CLIENT_ROLES, Person, Role
from backend.actions.counting import count_due

if TYPE_CHECKING:
    from backend.portal.filters import Filters

# section, word, name of its address; every one keeps the filters of the page it is left from
_SECTIONS = (
    ("overview", "Overview", "desk"),
    ("league", "League", "league"),
    ("heat-map", "Heat map", "heat-map"),
    ("locations", "Locations", "locations"),
    ("actions", "Actions", "actions"),
    ("packs", "Packs", "packs"),
    ("reports", "Reports", "reports"),
)


@dataclass(frozen=True)
class Link:
    """A link of the header; `here` on the page it leads to. A `count` says how much waits there,
    `counted` of what."""

    word: str
    address: str
    here: bool = False
    count: int = 0
    counted: str = ""


def shell(request: HttpRequest, section: str, filters: Filters | None = None) -> dict[str, Any]:
    """What `portal/base.html` asks for; `section` is the one of the header that the page is in."""
    person = cast(Person, request.user)
    query = f"?{filters.query}" if filters and filters.query else ""
    counts = {"actions": _due_actions(person)}
    links = [
        Link(
            word,
            f"{reverse(name)}{query}",
            here=of_page == section,
            count=counts.get(of_page, 0),
            counted="late or due within seven days" if of_page in counts else "",
        )
        for of_page, word, name in _SECTIONS
        if person.role != Role.SHOPPER
    ]
    return {
        "person": person,
        "links": links,
        "more": list(_more(person, section, query)),
        "filters": filters,
    }


def _due_actions(person: Person) -> int:
    """The badge of the actions. Agency staff see every client's and owe none: no number."""
    return count_due(person, clock.today("UTC")) if person.role in CLIENT_ROLES else 0


def _more(person: Person, section: str, query: str) -> Iterator[Link]:
    """What stands in the menu below the person's name; pages of figures keep the filters."""
    if person.is_staff:
        yield Link("Master data", reverse("admin:index"))
    if person.role == Role.SYSTEM_ADMIN:
        yield Link("Recovery", reverse("recovery"), here=section == "recovery")
    if person.role in CLIENT_ROLES:
        yield Link("Mail", reverse("mail"), here=section == "mail")
    if person.role != Role.SHOPPER:
        measures, competitors = (f"{reverse(n)}{query}" for n in ("measures", "competitors"))
        yield Link("Customer measures", measures, here=section == "measures")
        yield Link("Competitors", competitors, here=section == "competitors")
        yield Link("Appeals", reverse("appeals"), here=section == "appeals")
        yield Link("API", "/api/v1/docs")
