"""Locations and their import."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from backend.api.door import AGENCY, CLIENT, SETTERS_UP, Door, found, one, person_of
from backend.api.imports import ImportOut, ImportQuery, refused_import
from backend.api.lists import PageQuery, page
from backend.api.parser import read_csv
from backend.api.schemas import (
    NOT_BLANK,
    STRIPPED,
    Code,
    Flagged,
    In,
    Latitude,
    Longitude,
    Out,
    csv_body,
    left_out,
    refusals,
)
from backend.network import location_import, locations
from backend.network.models import Location

router = Router()
READERS = (*AGENCY, *CLIENT)

LongName = Annotated[
    str, StringConstraints(min_length=1, max_length=160, pattern=NOT_BLANK), STRIPPED
]
Address = Annotated[str, StringConstraints(max_length=300)]
Zone = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Time = Annotated[str, StringConstraints(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
Span = Annotated[list[Time], Field(min_length=2, max_length=2)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
OpeningHours = dict[Weekday, list[Span]]


class LocationIn(In):
    """A location."""

    code: Code
    name: LongName
    brand: Code
    region: Code
    address: Address = ""
    latitude: Latitude
    longitude: Longitude
    time_zone: Zone
    opening_hours: OpeningHours = Field(default_factory=dict)
    active: Flagged = True


class LocationChange(In):
    """What may change of a location; its brand stays."""

    name: LongName = left_out()
    brand: Code = left_out()
    region: Code = left_out()
    address: Address = left_out()
    latitude: Latitude = left_out()
    longitude: Longitude = left_out()
    time_zone: Zone = left_out()
    opening_hours: OpeningHours = left_out()
    active: Flagged = left_out()


class LocationOut(Out):
    """A location."""

    code: str
    name: str
    brand: str
    region: str
    address: str
    latitude: float
    longitude: float
    time_zone: str
    opening_hours: dict[str, list[list[str]]]
    active: bool


class LocationPage(Out):
    """Locations by code."""

    items: list[LocationOut]
    next: str | None


class LocationQuery(PageQuery):
    """Filters of locations; a region includes all below it."""

    brand: Code | None = None
    region: Code | None = None
    active: bool | None = None


@router.get("/locations", response=LocationPage, auth=Door(*READERS))
def list_locations(request: HttpRequest, query: Query[LocationQuery]) -> dict[str, Any]:
    """The locations one may see."""
    rows = Location.objects.visible_to(person_of(request))
    if query.brand:
        rows = rows.filter(brand_id=query.brand)
    if query.region:
        rows = rows.in_region(query.region)
    if query.active is not None:
        rows = rows.filter(active=query.active)
    return page(rows, query, ["code"], _location)


@router.post("/locations", response={201: LocationOut, **refusals(409)}, auth=Door(*SETTERS_UP))
def create_location(request: HttpRequest, body: LocationIn) -> Status[dict[str, Any]]:
    """Add a location."""
    fields = body.model_dump(exclude={"code"})
    location = locations.add_location(
        code=body.code, fields=cast(locations.LocationFields, fields), by=person_of(request)
    )
    return Status(201, _location(location))


@router.post(
    "/locations/import",
    response={200: ImportOut, **refusals(409, 413, 422)},
    auth=Door(*SETTERS_UP),
    openapi_extra=csv_body("One location per row; the columns are the field names."),
)
def import_locations(request: HttpRequest, query: Query[ImportQuery]) -> Any:
    """Add and change many locations from CSV: all, or with any error none.

    A dry run answers 200 with its errors; an import that has any is refused with 422, and
    the problem document then also holds `new`, `changed` and `same`.
    """
    result = location_import.import_locations(
        raw=read_csv(request, settings.PHOTO_MAX_BYTES),
        dry_run=query.dry_run,
        by=person_of(request),
    )
    if result.errors and not query.dry_run:
        return refused_import(result)
    return result


@router.get(
    "/locations/{code}", response=LocationOut, auth=Door(*READERS, find=one(Location, "code"))
)
def read_location(request: HttpRequest, code: str) -> dict[str, Any]:
    """One location."""
    return _location(found(request, Location))


@router.patch(
    "/locations/{code}", response=LocationOut, auth=Door(*SETTERS_UP, find=one(Location, "code"))
)
def change_location(request: HttpRequest, code: str, body: LocationChange) -> dict[str, Any]:
    """Change a location."""
    fields = cast(locations.LocationFields, body.model_dump(exclude_unset=True))
    return _location(
        locations.change_location(
            location=found(request, Location), fields=fields, by=person_of(request)
        )
    )


def _location(location: Location) -> dict[str, Any]:
    return {
        "code": location.code,
        "name": location.name,
        "brand": location.brand_id,
        "region": location.region_id,
        "address": location.address,
        "latitude": location.latitude,
        "longitude": location.longitude,
        "time_zone": location.time_zone,
        "opening_hours": location.opening_hours,
        "active": location.active,
    }
