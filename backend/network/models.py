"""The client's network: brands, a tree of regions, locations."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from backend import clock
from backend.accounts.models import STAFF_ROLES, Person, PersonRegion, Role


class BrandQuerySet(models.QuerySet["Brand"]):
    """Reading brands."""

    def visible_to(self, person: Person) -> Self:
        """Agency staff: all. Client staff: their own. Shoppers: none."""
        if person.role in STAFF_ROLES:
            return self.all()
        if person.role in (Role.MANAGER, Role.CLIENT_ADMIN) and person.brand_code:
            return self.filter(code=person.brand_code)
        return self.none()


class Brand(models.Model):
    """A client's brand, or a competitor's."""

    class Kind(models.TextChoices):
        """Whether we work for the brand or compare with it."""

        OWN = "own"
        COMPETITOR = "competitor"

    code = models.CharField(max_length=60, primary_key=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = BrandQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(Lower("code"), name="brand_code_any_case")]

    def __str__(self) -> str:
        return self.name


class RegionQuerySet(models.QuerySet["Region"]):
    """Reading regions."""

    def visible_to(self, person: Person) -> Self:
        """Managers: their regions and all below. Client admins: their brand's."""
        if person.role in STAFF_ROLES:
            return self.all()
        if person.role == Role.CLIENT_ADMIN and person.brand_code:
            return self.filter(brand_id=person.brand_code)
        if person.role == Role.MANAGER:
            return self.filter(within(person, "path"), brand_id=person.brand_code)
        return self.none()

    def below(self, region: Region) -> Self:
        """The region itself and all regions under it."""
        return self.filter(path__startswith=region.path)


class Region(models.Model):
    """A node of a brand's region tree. `path` is `/pt/lisbon/`, set by `network.regions` only."""

    code = models.CharField(max_length=60, primary_key=True)
    name = models.CharField(max_length=120)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="regions")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField(max_length=700, unique=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        # SQLite compares the beginnings of paths without regard to case, so case must not tell
        # two regions apart: a manager of `north` would reach into `North`.
        constraints = [models.UniqueConstraint(Lower("code"), name="region_code_any_case")]

    def __str__(self) -> str:
        return self.name


class LocationQuerySet(models.QuerySet["Location"]):
    """Reading locations."""

    def visible_to(self, person: Person) -> Self:
        """As regions: a location is seen by who sees its region."""
        if person.role in STAFF_ROLES:
            return self.all()
        if person.role == Role.CLIENT_ADMIN and person.brand_code:
            return self.filter(brand_id=person.brand_code)
        if person.role == Role.MANAGER:
            return self.filter(within(person, "region__path"), brand_id=person.brand_code)
        return self.none()

    def in_region(self, code: str) -> Self:
        """Those of a region and of all below it; none when there is no such region."""
        region = Region.objects.filter(pk=code).first()
        return self.filter(region__path__startswith=region.path) if region else self.none()


class Location(models.Model):
    """A place that is visited.

    Its region belongs to its brand; a competitor's location may also lie in a region of the
    client that compares itself there ("in the same region" is then the same row).
    """

    code = models.CharField(max_length=60, primary_key=True)
    name = models.CharField(max_length=160)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="locations")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="locations")
    address = models.CharField(max_length=300, blank=True, default="")
    latitude = models.FloatField()
    longitude = models.FloatField()
    time_zone = models.CharField(max_length=60)
    opening_hours = models.JSONField(default=dict, blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = LocationQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(Lower("code"), name="location_code_any_case")]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


def within(person: Person, field: str) -> Q:
    """A filter: the region path in `field` lies in one of a manager's regions.

    A manager without regions sees nothing (never: everything).
    """
    codes = PersonRegion.objects.filter(person=person).values("region_code")
    paths = Region.objects.filter(code__in=codes).values_list("path", flat=True)
    reach = Q(pk__in=[])
    for path in paths:
        reach |= Q(**{f"{field}__startswith": path})
    return reach
