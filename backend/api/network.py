"""Brands and the tree of their regions."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Status

from backend.api.door import AGENCY, CLIENT, SETTERS_UP, Door, found, one, person_of
from backend.api.lists import PageQuery, page
from backend.api.schemas import Code, In, Name, Out, left_out, refusals
from backend.network import brands, regions
from backend.network.models import Brand, Region

router = Router()
READERS = (*AGENCY, *CLIENT)

Kind = Literal["own", "competitor"]


class BrandIn(In):
    """A brand."""

    code: Code
    name: Name
    kind: Kind


class BrandChange(In):
    """What may change of a brand."""

    name: Name = left_out()
    kind: Kind = left_out()


class BrandOut(Out):
    """A brand."""

    code: str
    name: str
    kind: Kind


class BrandPage(Out):
    """Brands by code."""

    items: list[BrandOut]
    next: str | None


@router.get("/brands", response=BrandPage, auth=Door(*READERS))
def list_brands(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """The brands one may see."""
    return page(Brand.objects.visible_to(person_of(request)), query, ["code"], _brand)


@router.post("/brands", response={201: BrandOut, **refusals(409)}, auth=Door(*SETTERS_UP))
def create_brand(request: HttpRequest, body: BrandIn) -> Status[dict[str, Any]]:
    """Add a brand."""
    return Status(201, _brand(brands.add_brand(**body.model_dump(), by=person_of(request))))


@router.get("/brands/{code}", response=BrandOut, auth=Door(*READERS, find=one(Brand, "code")))
def read_brand(request: HttpRequest, code: str) -> dict[str, Any]:
    """One brand."""
    return _brand(found(request, Brand))


@router.patch("/brands/{code}", response=BrandOut, auth=Door(*SETTERS_UP, find=one(Brand, "code")))
def change_brand(request: HttpRequest, code: str, body: BrandChange) -> dict[str, Any]:
    """Rename a brand or change its kind."""
    fields = body.model_dump(exclude_unset=True)
    return _brand(brands.change_brand(brand=found(request, Brand), by=person_of(request), **fields))


class RegionIn(In):
    """A region; without a parent it stands at the top."""

    code: Code
    name: Name
    brand: Code
    parent: Code | None = None


class RegionChange(In):
    """What may change of a region; a new parent moves all below it along."""

    name: Name = left_out()
    parent: Code | None = None


class RegionOut(Out):
    """A region; `path` names it and all above it."""

    code: str
    name: str
    brand: str
    parent: str | None
    path: str


class RegionPage(Out):
    """Regions by path: each stands after its parent."""

    items: list[RegionOut]
    next: str | None


class RegionQuery(PageQuery):
    """Filters of regions."""

    brand: Code | None = None


@router.get("/regions", response=RegionPage, auth=Door(*READERS))
def list_regions(request: HttpRequest, query: Query[RegionQuery]) -> dict[str, Any]:
    """The regions one may see."""
    rows = Region.objects.visible_to(person_of(request))
    if query.brand:
        rows = rows.filter(brand_id=query.brand)
    return page(rows, query, ["path"], _region)


@router.post("/regions", response={201: RegionOut, **refusals(409)}, auth=Door(*SETTERS_UP))
def create_region(request: HttpRequest, body: RegionIn) -> Status[dict[str, Any]]:
    """Add a region."""
    region = regions.add_region(
        code=body.code,
        name=body.name,
        brand_code=body.brand,
        parent_code=body.parent,
        by=person_of(request),
    )
    return Status(201, _region(region))


@router.get("/regions/{code}", response=RegionOut, auth=Door(*READERS, find=one(Region, "code")))
def read_region(request: HttpRequest, code: str) -> dict[str, Any]:
    """One region."""
    return _region(found(request, Region))


@router.patch(
    "/regions/{code}", response=RegionOut, auth=Door(*SETTERS_UP, find=one(Region, "code"))
)
def change_region(request: HttpRequest, code: str, body: RegionChange) -> dict[str, Any]:
    """Rename a region or hang it elsewhere with all below it."""
    region = regions.change_region(
        region=found(request, Region),
        name=body.name or "",
        move="parent" in body.model_fields_set,
        parent_code=body.parent,
        by=person_of(request),
    )
    return _region(region)


def _brand(brand: Brand) -> dict[str, Any]:
    return {"code": brand.code, "name": brand.name, "kind": brand.kind}


def _region(region: Region) -> dict[str, Any]:
    return {
        "code": region.code,
        "name": region.name,
        "brand": region.brand_id,
        "parent": region.parent_id,
        "path": region.path,
    }
