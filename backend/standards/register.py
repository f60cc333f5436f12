"""The register of service standards: what is asked of the brand, from which day on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TypedDict

from django.db import IntegrityError, transaction

from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import Conflict, Invalid
from backend.network.models import Brand
from backend.standards.models import StandardVersion
from shopper_forms.findings import Finding


class StandardFields(TypedDict):
    """What a version of a standard says."""

    text: dict[str, str]
    stage: str
    dimension: str
    behaviours: list[str]
    trust: list[str]
    unit: str
    direction: str
    target_percent: Decimal
    critical: bool
    owner_role: str


class DatesTaken(Conflict):
    """A standard has a version from that day or a later one; history is never rewritten."""

    code = "dates_taken"
    title = "The standard has a version from that day or a later one."


@transaction.atomic
def enter_standard(
    *, code: str, brand: str, effective_from: date, fields: StandardFields, by: Person
) -> StandardVersion:
    """A new standard, or a new version of a known one from a later day on.

    Raises `Invalid` for an unknown brand or one that does not own the code, `DatesTaken` when a
    version from that day or later exists, for reports may already rest on it.
    """
    owner = Brand.objects.select_for_update().filter(pk=brand).first()
    if owner is None:
        raise Invalid(errors=[Finding(("brand",), "unknown_brand", "There is no such brand.")])
    versions = StandardVersion.objects.filter(code=code)
    if versions.exclude(brand=owner).exists():
        sentence = "This code belongs to a standard of another brand."
        raise Invalid(errors=[Finding(("brand",), "other_brand", sentence)])
    if versions.filter(effective_from__gte=effective_from).exists():
        raise DatesTaken
    try:
        with transaction.atomic():
            version = StandardVersion.objects.create(
                code=code, brand=owner, effective_from=effective_from, **fields
            )
    except IntegrityError:  # somebody was faster
        raise DatesTaken from None
    chain.record(
        actor=by, verb="standard.entered", subject=version, data={"code": code, "brand": brand}
    )
    return version


def in_force(codes: Iterable[str], day: date) -> dict[str, StandardVersion]:
    """The version of each standard that holds on a day, by code; one query."""
    rows = StandardVersion.objects.filter(code__in=list(codes), effective_from__lte=day)
    return {row.code: row for row in rows.order_by("code", "effective_from")}


def current_of(versions: Iterable[StandardVersion], day: date) -> StandardVersion | None:
    """Of the versions of one standard, that in force on a day, else the first one still to come."""
    rows = sorted(versions, key=lambda row: row.effective_from)
    begun = [row for row in rows if row.effective_from <= day]
    if begun:
        return begun[-1]
    return rows[0] if rows else None
