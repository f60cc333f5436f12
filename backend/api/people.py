"""People: who they are, what they may reach, what shoppers declare."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field, JsonValue, StringConstraints

from backend.accounts.models import CLIENT_ROLES, Person, Role
from backend.api.door import CLIENT, SETTERS_UP, Door, found, one, person_of
from backend.api.lists import PageQuery, page
from backend.api.schemas import (
    Code,
    Flagged,
    In,
    Latitude,
    Longitude,
    Name,
    Out,
    left_out,
    refusals,
)
from backend.audit import chain
from backend.network import people
from backend.network.people import SHOPPER_FIELDS, PersonFields

router = Router()
# reviewers meet shoppers only as the numbers of their work
READERS = (Role.SHOPPER, *SETTERS_UP, *CLIENT)

RoleName = Literal["shopper", "scheduler", "reviewer", "manager", "client_admin", "system_admin"]
Email = Annotated[str, StringConstraints(min_length=3, max_length=254)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Codes = Annotated[list[Code], Field(max_length=100)]
Household = Annotated[str, StringConstraints(max_length=60)]
Availability = Annotated[dict[str, JsonValue], Field(max_length=50)]


class PersonIn(In):
    """A person; brand for client staff, regions for managers, the last six for shoppers."""

    email: Email
    name: Name
    role: RoleName
    brand: Code | None = None
    regions: Codes = Field(default_factory=list)
    password: Password = left_out()
    active: Flagged = True
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    household: Household = left_out()
    qualifications: Codes = left_out()
    conflicts: Codes = left_out()
    availability: Availability = left_out()


class PersonChange(In):
    """What may change of a person; one's own password with the present one."""

    email: Email = left_out()
    name: Name = left_out()
    role: RoleName = left_out()
    brand: Code | None = None
    regions: Codes = left_out()
    password: Password = left_out()
    current_password: Password = left_out()
    active: Flagged = left_out()
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    household: Household = left_out()
    qualifications: Codes = left_out()
    conflicts: Codes = left_out()
    availability: Availability = left_out()


class PersonOut(Out):
    """A person; of colleagues client staff see `id`, `name` and `role` only, and the last six
    are of shoppers. A key that may not be seen is absent."""

    id: UUID
    name: str
    role: RoleName
    email: str | None = None
    brand: str | None = None
    regions: list[str] | None = None
    active: bool | None = None
    latitude: float | None = None
    longitude: float | None = None
    household: str | None = None
    qualifications: list[str] | None = None
    conflicts: list[str] | None = None
    availability: dict[str, Any] | None = None


class PersonPage(Out):
    """People by name."""

    items: list[PersonOut]
    next: str | None


class PersonQuery(PageQuery):
    """Filters of people."""

    role: RoleName | None = None
    brand: Code | None = None
    active: bool | None = None


@router.get("/people", response=PersonPage, exclude_unset=True, auth=Door(*READERS))
def list_people(request: HttpRequest, query: Query[PersonQuery]) -> dict[str, Any]:
    """The people one may see. That shoppers were listed goes into the audit chain."""
    by = person_of(request)
    rows = Person.objects.visible_to(by).select_related("shopper").prefetch_related("regions")
    if query.role:
        rows = rows.filter(role=query.role)
    if query.brand:
        rows = rows.filter(brand_code=query.brand)
    if query.active is not None:
        rows = rows.filter(is_active=query.active)
    # by name, not e-mail: the cursor holds the keys, and colleagues do not see addresses
    answer = page(rows, query, ["name", "id"], lambda row: person_seen_by(row, by))
    shoppers = [item["id"] for item in answer["items"] if item["role"] == Role.SHOPPER]
    if shoppers and by.role != Role.SHOPPER:
        chain.record(actor=by, verb="shoppers.listed", subject=by, data={"count": len(shoppers)})
    return answer


@router.post(
    "/people",
    response={201: PersonOut, **refusals(409)},
    exclude_unset=True,
    auth=Door(*SETTERS_UP),
)
def create_person(request: HttpRequest, body: PersonIn) -> Status[dict[str, Any]]:
    """Add a person; a scheduler adds shoppers only."""
    by = person_of(request)
    fields = cast(PersonFields, body.model_dump(exclude_unset=True))
    return Status(201, person_seen_by(people.add_person(fields=fields, by=by), by))


@router.get(
    "/people/{id}",
    response=PersonOut,
    exclude_unset=True,
    auth=Door(*READERS, find=one(Person, "id", "shopper")),
)
def read_person(request: HttpRequest, id: UUID) -> dict[str, Any]:  # noqa: A002
    """One person. That a shopper's identity was read goes into the audit chain."""
    by, person = person_of(request), found(request, Person)
    if person.role == Role.SHOPPER and person.pk != by.pk:
        chain.record(actor=by, verb="shopper.read", subject=person)
    return person_seen_by(person, by)


@router.patch(
    "/people/{id}",
    response={200: PersonOut, **refusals(409)},
    exclude_unset=True,
    auth=Door(*READERS, find=one(Person, "id")),
)
def change_person(
    request: HttpRequest,
    id: UUID,  # noqa: A002
    body: PersonChange,
) -> dict[str, Any]:
    """Change a person, or oneself."""
    by = person_of(request)
    fields = cast(PersonFields, body.model_dump(exclude_unset=True))
    person = people.change_person(person=found(request, Person), fields=fields, by=by)
    return person_seen_by(person, by)


def person_seen_by(person: Person, by: Person) -> dict[str, Any]:
    """A person with the keys that `by` may see."""
    shown: dict[str, Any] = {"id": person.id, "name": person.name, "role": person.role}
    if by.role in CLIENT_ROLES and person.pk != by.pk:
        return shown
    shown |= {
        "email": person.email,
        "brand": person.brand_code or None,
        "regions": [region.region_code for region in person.regions.all()],
        "active": person.is_active,
    }
    if person.role == Role.SHOPPER:
        profile = person.shopper
        shown |= {name: getattr(profile, name) for name in SHOPPER_FIELDS}
    return shown
