"""The register of service standards."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, cast

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import BeforeValidator, Field, PlainSerializer, StringConstraints

from backend import clock
from backend.accounts.models import Person
from backend.api.door import AGENCY, CLIENT, SETTERS_UP, Door, found, person_of
from backend.api.lists import PageQuery, page
from backend.api.schemas import Code, Day, Flagged, In, Out, refusals
from backend.errors import NotFound
from backend.standards.models import StandardVersion
from backend.standards.register import StandardFields, current_of, enter_standard

router = Router()
READERS = (*AGENCY, *CLIENT)
# What a questionnaire document takes as a code (no dots) and the columns hold.
SLUG_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$"
NOT_BLANK = r"\S"
UNIQUE: dict[str, Any] = {"uniqueItems": True}

Stage = Literal["pre_transaction", "transaction", "post_transaction"]
Dimension = Literal["reliability", "assurance", "tangibles", "empathy", "responsiveness"]
Behaviour = Literal[
    "broad_knowledge", "extreme_desire", "sincere_interest", "understanding", "respect", "empowered"
]
Belief = Literal["best_interest", "honesty", "timeliness", "fair_price", "guarantee"]
# As a questionnaire document takes them: what stands in the register can be asked.
Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN)]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,5}$")]
Sentence = Annotated[str, StringConstraints(max_length=4000, pattern=NOT_BLANK)]


def _percent(value: Any) -> Any:
    # pydantic would take true for 1, and text such as " 9_0 " or "1e1"
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,4})?", value, re.ASCII):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("is not a number such as 90 or 92.5")
    return value


# The document gives the target as a number, so the register does too.
Percent = Annotated[
    Decimal,
    BeforeValidator(_percent),
    Field(ge=0, le=100, decimal_places=4, allow_inf_nan=False),
    PlainSerializer(float, return_type=float),
]


class StandardIn(In):
    """A standard from a day on; a known code makes a new version."""

    code: Slug
    brand: Code
    effective_from: Day
    text: Annotated[dict[Language, Sentence], Field(min_length=1, max_length=50)]
    stage: Stage
    dimension: Dimension
    behaviours: Annotated[list[Behaviour], Field(max_length=6, json_schema_extra=UNIQUE)] = Field(
        default_factory=list
    )
    trust: Annotated[list[Belief], Field(max_length=5, json_schema_extra=UNIQUE)] = Field(
        default_factory=list
    )
    unit: Annotated[str, StringConstraints(max_length=40)] = ""
    direction: Literal["higher", "lower"] = "higher"
    target_percent: Percent
    critical: Flagged = False
    owner_role: Annotated[str, StringConstraints(max_length=80, pattern=NOT_BLANK)]


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
    if not re.fullmatch(SLUG_PATTERN, code):
        raise NotFound
    versions = StandardVersion.objects.visible_to(person).filter(code=code)
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
