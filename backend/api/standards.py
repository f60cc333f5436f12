"""The register of service standards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, cast

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field, PlainSerializer, StringConstraints

from backend import clock
from backend.accounts.models import Person
from backend.api.door import AGENCY, CLIENT, SETTERS_UP, Door, found, person_of
from backend.api.lists import PageQuery, page
from backend.api.schemas import Code, Day, Flagged, In, Out, refusals
from backend.errors import NotFound
from backend.standards.models import StandardVersion
from backend.standards.register import StandardFields, current_of, enter_standard
from backend.text import storable

router = Router()
READERS = (*AGENCY, *CLIENT)

Stage = Literal["pre_transaction", "transaction", "post_transaction"]
Dimension = Literal["reliability", "assurance", "tangibles", "empathy", "responsiveness"]
Behaviour = Literal[
    "broad_knowledge", "extreme_desire", "sincere_interest", "understanding", "respect", "empowered"
]
Belief = Literal["best_interest", "honesty", "timeliness", "fair_price", "guarantee"]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=400)]
# The document gives the target as a number, so the register does too.
Percent = Annotated[
    Decimal,
    Field(ge=0, le=100, decimal_places=4, allow_inf_nan=False),
    PlainSerializer(float, return_type=float),
]


class StandardIn(In):
    """A standard from a day on; a known code makes a new version."""

    code: Code
    brand: Code
    effective_from: Day
    text: Annotated[dict[Language, Sentence], Field(min_length=1, max_length=20)]
    stage: Stage
    dimension: Dimension
    behaviours: Annotated[list[Behaviour], Field(max_length=6)] = Field(default_factory=list)
    trust: Annotated[list[Belief], Field(max_length=5)] = Field(default_factory=list)
    unit: Annotated[str, StringConstraints(max_length=40)] = ""
    direction: Literal["higher", "lower"] = "higher"
    target_percent: Percent
    critical: Flagged = False
    owner_role: Annotated[str, StringConstraints(min_length=1, max_length=80)]


class StandardOut(Out):
    """A version of a standard."""

    code: str
    brand: str
    effective_from: date
    text: dict[str, str]
    stage: str
    dimension: str
    behaviours: list[str]
    trust: list[str]
    unit: str
    direction: str
    target_percent: float
    critical: bool
    owner_role: str


class StandardDetailOut(StandardOut):
    """The version in force today (else the first to come), with all versions, oldest first."""

    versions: list[StandardOut]


class StandardPage(Out):
    """All versions, by code and day."""

    items: list[StandardOut]
    next: str | None


class StandardQuery(PageQuery):
    """Filters of the register."""

    brand: Code | None = None
    stage: Stage | None = None


def _standard_of(person: Person, path: Mapping[str, Any]) -> StandardVersion:
    code = str(path["code"])
    versions = (
        StandardVersion.objects.visible_to(person).filter(code=code) if storable(code) else ()
    )
    current = current_of(versions, clock.now().date())
    if current is None:
        raise NotFound
    return current


@router.get("/standards", response=StandardPage, auth=Door(*READERS))
def list_standards(request: HttpRequest, query: Query[StandardQuery]) -> dict[str, Any]:
    """Every version of the standards one may see."""
    rows = StandardVersion.objects.visible_to(person_of(request))
    if query.brand:
        rows = rows.filter(brand_id=query.brand)
    if query.stage:
        rows = rows.filter(stage=query.stage)
    return page(rows, query, ["code", "effective_from"], _standard)


@router.post("/standards", response={201: StandardOut, **refusals(409)}, auth=Door(*SETTERS_UP))
def create_standard(request: HttpRequest, body: StandardIn) -> Status[dict[str, Any]]:
    """Enter a standard, or its next version."""
    fields = cast(StandardFields, body.model_dump(exclude={"code", "brand", "effective_from"}))
    version = enter_standard(
        code=body.code,
        brand=body.brand,
        effective_from=body.effective_from,
        fields=fields,
        by=person_of(request),
    )
    return Status(201, _standard(version))


@router.get("/standards/{code}", response=StandardDetailOut, auth=Door(*READERS, find=_standard_of))
def read_standard(request: HttpRequest, code: str) -> dict[str, Any]:
    """A standard with all its versions."""
    current = found(request, StandardVersion)
    versions = StandardVersion.objects.visible_to(person_of(request)).filter(code=current.code)
    return {
        **_standard(current),
        "versions": [_standard(row) for row in versions.order_by("effective_from")],
    }


def _standard(row: StandardVersion) -> dict[str, Any]:
    return {
        "code": row.code,
        "brand": row.brand_id,
        "effective_from": row.effective_from,
        "text": row.text,
        "stage": row.stage,
        "dimension": row.dimension,
        "behaviours": row.behaviours,
        "trust": row.trust,
        "unit": row.unit,
        "direction": row.direction,
        "target_percent": float(row.target_percent),
        "critical": row.critical,
        "owner_role": row.owner_role,
    }
