"""Routes of programmes."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field, Strict, StringConstraints

from backend.api.door import AGENCY, CLIENT, SETTERS_UP, Door, found, one, person_of
from backend.api.lists import PageQuery, page
from backend.api.schemas import Code, DecimalText, In, Out, refusals
from backend.fieldwork.models import Programme
from backend.fieldwork.programmes import (
    ProgrammeTerms,
    add_programme,
    change_programme,
    terms_of,
)

router = Router()

READERS = (*AGENCY, *CLIENT)
Days = Annotated[int, Strict(), Field(ge=0, le=3650)]
PerDay = Annotated[int, Strict(), Field(ge=1, le=100)]
Hours = Annotated[int, Strict(), Field(ge=0, le=8760)]
Text = Annotated[str, StringConstraints(max_length=4000)]
ProgrammeName = Annotated[str, StringConstraints(min_length=1, max_length=160)]
Questionnaires = Annotated[list[Code], Field(min_length=1, max_length=50)]
Qualifications = Annotated[list[Code], Field(max_length=50)]
Locations = Annotated[list[Code], Field(max_length=10_000)]
StaffIdentification = Literal["none", "role", "description", "name"]


class ProgrammeIn(In):
    """A programme; its name is its code unless it is given one."""

    code: Code
    brand: Code
    questionnaires: Questionnaires
    target_score: DecimalText
    name: ProgrammeName | None = None
    rotation_days: Days = 90
    clean_days: Days = 0
    max_per_day: PerDay = 3
    appeal_days: Days = 14
    grace_hours: Hours = 24
    qualifications: Qualifications = []
    locations: Locations = []
    competitor_locations: Locations = []
    staff_identification: StaffIdentification = "role"
    legal_basis: Text = ""
    declaration: Text = ""


class ProgrammeChangeIn(In):
    """What is to change; a key that is missing or null stays as it is."""

    name: ProgrammeName | None = None
    questionnaires: Questionnaires | None = None
    target_score: DecimalText | None = None
    rotation_days: Days | None = None
    clean_days: Days | None = None
    max_per_day: PerDay | None = None
    appeal_days: Days | None = None
    grace_hours: Hours | None = None
    qualifications: Qualifications | None = None
    locations: Locations | None = None
    competitor_locations: Locations | None = None
    staff_identification: StaffIdentification | None = None
    legal_basis: Text | None = None
    declaration: Text | None = None


class ProgrammeOut(Out):
    """A programme with all its terms."""

    code: str
    name: str
    brand: str
    questionnaires: list[str]
    target_score: str
    rotation_days: int
    clean_days: int
    max_per_day: int
    appeal_days: int
    grace_hours: int
    qualifications: list[str]
    locations: list[str]
    competitor_locations: list[str]
    staff_identification: str
    legal_basis: str
    declaration: str


class ProgrammesOut(Out):
    """A page of programmes."""

    items: list[ProgrammeOut]
    next: str | None


@router.get("/programmes", response={200: ProgrammesOut, **refusals(422)}, auth=Door(*READERS))
def list_programmes(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """Programmes in the order of their codes."""
    rows = Programme.objects.visible_to(person_of(request)).prefetch_related(
        "questionnaires", "locations", "competitor_locations"
    )
    return page(rows, query, ["code"], show_programme)


@router.post("/programmes", response={201: ProgrammeOut, **refusals(409)}, auth=Door(*SETTERS_UP))
def create_programme(request: HttpRequest, body: ProgrammeIn) -> Status[dict[str, Any]]:
    """Set up a programme of an own brand."""
    given = {key: value for key, value in body if key not in ("code", "brand")}
    terms = ProgrammeTerms(**{**given, "name": body.name or body.code})
    programme = add_programme(by=person_of(request), code=body.code, brand=body.brand, terms=terms)
    return Status(201, show_programme(programme))


@router.get(
    "/programmes/{code}",
    response=ProgrammeOut,
    auth=Door(*READERS, find=one(Programme, "code")),
)
def read_programme(request: HttpRequest, code: str) -> dict[str, Any]:
    """One programme."""
    return show_programme(found(request, Programme))


@router.patch(
    "/programmes/{code}",
    response={200: ProgrammeOut, **refusals(409)},
    auth=Door(*SETTERS_UP, find=one(Programme, "code")),
)
def update_programme(request: HttpRequest, code: str, body: ProgrammeChangeIn) -> dict[str, Any]:
    """Change some terms; brand and code stay."""
    changes = {key: value for key, value in body if value is not None}
    programme = change_programme(
        programme=found(request, Programme), by=person_of(request), changes=changes
    )
    return show_programme(programme)


def show_programme(programme: Programme) -> dict[str, Any]:
    """A programme as the API tells it."""
    terms = vars(terms_of(programme))
    score = f"{Decimal(terms['target_score']).normalize():f}"
    return {
        **terms,
        "code": programme.code,
        "brand": programme.brand_id,
        "target_score": score,
    }
