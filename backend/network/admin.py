"""Brands, regions and locations in the stock admin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from backend.accounts.models import Person
from backend.audit.admin_bases import UseCaseAdmin
from backend.network import admin_people, brands, locations, regions
from backend.network.models import Brand, Location, Region

__all__ = ["BrandAdmin", "LocationAdmin", "RegionAdmin", "admin_people"]
_BOUNDS = {"latitude": 90, "longitude": 180}


@admin.register(Brand)
class BrandAdmin(UseCaseAdmin):
    """Our clients' brands and their competitors'."""

    fields = ("code", "name", "kind")
    list_display = ("name", "code", "kind")
    list_filter = ("kind",)
    search_fields = ("code", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A code stays."""
        return ("code",) if obj else ()

    def add(self, fields: Mapping[str, Any], given: Mapping[str, Any], by: Person) -> Brand:
        """See `brands.add_brand`."""
        return brands.add_brand(**fields, by=by)

    def change(self, row: Brand, given: Mapping[str, Any], by: Person) -> Brand:
        """See `brands.change_brand`."""
        return brands.change_brand(brand=row, by=by, **given)


@admin.register(Region)
class RegionAdmin(UseCaseAdmin):
    """The tree of regions; moving one takes all below it along."""

    fields = ("code", "name", "brand", "parent", "path")
    autocomplete_fields = ("brand", "parent")
    list_display = ("name", "code", "brand", "parent", "path")
    list_filter = ("brand",)
    list_select_related = ("brand", "parent")
    search_fields = ("code", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Code and brand stay; the path follows from the parents."""
        return ("code", "brand", "path") if obj else ("path",)

    def add(self, fields: Mapping[str, Any], given: Mapping[str, Any], by: Person) -> Region:
        """See `regions.add_region`."""
        return regions.add_region(
            code=fields["code"],
            name=fields["name"],
            brand_code=fields["brand"].pk,
            parent_code=_key(fields["parent"]),
            by=by,
        )

    def change(self, row: Region, given: Mapping[str, Any], by: Person) -> Region:
        """See `regions.change_region`."""
        return regions.change_region(
            region=row,
            by=by,
            name=given.get("name", ""),
            move="parent" in given,
            parent_code=_key(given.get("parent")),
        )


@admin.register(Location)
class LocationAdmin(UseCaseAdmin):
    """Places that are visited."""

    fields = (
        "code",
        "name",
        "brand",
        "region",
        "address",
        ("latitude", "longitude"),
        "time_zone",
        "opening_hours",
        "active",
    )
    autocomplete_fields = ("brand", "region")
    list_display = ("name", "code", "brand", "region", "time_zone", "active")
    list_filter = ("brand", "active", "time_zone")
    list_select_related = ("brand", "region")
    search_fields = ("code", "name", "address")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A location keeps its code and its brand."""
        return ("code", "brand") if obj else ()

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Positions lie on the globe."""
        if db_field.name in _BOUNDS:
            bound = _BOUNDS[db_field.name]
            return forms.FloatField(min_value=-bound, max_value=bound)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def add(self, fields: Mapping[str, Any], given: Mapping[str, Any], by: Person) -> Location:
        """See `locations.add_location`."""
        return locations.add_location(code=fields["code"], fields=_location(fields), by=by)

    def change(self, row: Location, given: Mapping[str, Any], by: Person) -> Location:
        """See `locations.change_location`."""
        return locations.change_location(location=row, fields=_location(given), by=by)


def _location(fields: Mapping[str, Any]) -> locations.LocationFields:
    named = {name: value for name, value in fields.items() if name != "code"}
    for name in ("brand", "region"):
        if name in named:
            named[name] = named[name].pk
    if "opening_hours" in named:
        named["opening_hours"] = named["opening_hours"] or {}
    return cast(locations.LocationFields, named)


def _key(row: models.Model | None) -> Any:
    return row.pk if row is not None else None
