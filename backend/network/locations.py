"""Adding and changing locations, and what must hold of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypedDict
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction

from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import AlreadyExists, Invalid
from backend.network.brands import TAKEN
from backend.network.models import Brand, Location, Region
from backend.network.opening_hours import opening_hours_faults
from shopper_forms.findings import Finding

_NO_PLACES = {"Factory", "localtime", "posixrules"}


class LocationFields(TypedDict, total=False):
    """The fields of a location, `brand` and `region` by code."""

    name: str
    brand: str
    region: str
    address: str
    latitude: float
    longitude: float
    time_zone: str
    opening_hours: dict[str, Any]
    active: bool


@transaction.atomic
def add_location(*, code: str, fields: LocationFields, by: Person) -> Location:
    """A new location. Raises `Invalid` with every fault, and `AlreadyExists`."""
    _refuse(fields, None)
    if Location.objects.filter(code__iexact=code).exists():
        raise AlreadyExists(errors=[TAKEN])
    location = Location(code=code)
    set_fields(location, fields)
    try:
        with transaction.atomic():
            location.save(force_insert=True)
    except IntegrityError:  # somebody was faster
        raise AlreadyExists(errors=[TAKEN]) from None
    chain.record(actor=by, verb="location.added", subject=location)
    return location


@transaction.atomic
def change_location(*, location: Location, fields: LocationFields, by: Person) -> Location:
    """Change the given fields; the brand stays, for what was visited there belongs to it.

    Raises `Invalid` with every fault.
    """
    location = Location.objects.select_for_update(of=("self",)).get(pk=location.pk)
    _refuse(fields, location)
    set_fields(location, fields)
    location.save()
    chain.record(
        actor=by, verb="location.changed", subject=location, data={"fields": sorted(fields)}
    )
    return location


def set_fields(location: Location, fields: Mapping[str, Any]) -> None:
    """Write checked fields to a row, without saving it."""
    for name, value in fields.items():
        setattr(location, f"{name}_id" if name in ("brand", "region") else name, value)


def location_faults(
    fields: Mapping[str, Any],
    location: Location | None,
    brands: Mapping[str, str],
    brand_of_region: Mapping[str, str],
) -> Iterator[Finding]:
    """What is wrong with the given fields of a new (None) or known location.

    `brands` are the brands that exist with their kind, `brand_of_region` the regions that exist
    with their brand; an import looks them up once for all rows. A competitor's location may lie
    in a region of the brand it is compared with, an own one lies in its brand's regions.
    """
    brand = fields.get("brand") or (location.brand_id if location else "")
    if location is not None and brand != location.brand_id:
        yield Finding(("brand",), "brand_fixed", "A location stays with its brand.")
    elif location is None and brand and brand not in brands:
        yield Finding(("brand",), "unknown_brand", "There is no such brand.")
    region = fields.get("region")
    if region is not None and region not in brand_of_region:
        yield Finding(("region",), "unknown_region", "There is no such region.")
    elif region and brand_of_region[region] != brand and brands.get(brand) == Brand.Kind.OWN:
        yield Finding(("region",), "brand_differs", "The region is of another brand.")
    if "time_zone" in fields and fields["time_zone"] not in time_zones():
        yield Finding(("time_zone",), "unknown_time_zone", "There is no such IANA time zone.")
    if "opening_hours" in fields:
        yield from opening_hours_faults(fields["opening_hours"], ("opening_hours",))


@cache
def time_zones() -> frozenset[str]:
    """The IANA time zones of places that this machine knows."""
    return frozenset(available_timezones() - _NO_PLACES)


def _refuse(fields: LocationFields, location: Location | None) -> None:
    brand_code = fields.get("brand") or (location.brand_id if location else "")
    brands = dict(Brand.objects.filter(pk=brand_code).values_list("pk", "kind"))
    regions = Region.objects.filter(pk=fields.get("region", ""))
    faults = list(
        location_faults(fields, location, brands, dict(regions.values_list("pk", "brand_id")))
    )
    if faults:
        raise Invalid(errors=faults)
