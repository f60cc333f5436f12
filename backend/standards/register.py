"""The register of service standards: what is asked of the brand, from which day on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TypedDict

from django.db import transaction

from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import AlreadyExists, DatesTaken, Invalid
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


@transaction.atomic
def enter_standard(
    *, code: str, brand: str, effective_from: date, fields: StandardFields, by: Person
) -> StandardVersion:
    """A new standard, or a new version of a known one from a later day on.

    Raises `Invalid` for an unknown brand, for one that does not own the code, and for a tag that is
    listed twice; then `AlreadyExists` for a code that differs from a known one in case alone, and
    `DatesTaken` when a version from that day or later exists, for reports may already rest on it.
    """
    # One writer of the register at a time, so that two brands never come to own one code.
    brands = {row.pk for row in Brand.objects.select_for_update(no_key=True).order_by("pk")}
    versions = StandardVersion.objects.filter(code=code).order_by("effective_from")
    newest = versions.last()
    faults = list(_faults(brand, brands, newest, fields))
    if faults:
        raise Invalid(errors=faults)
    if newest is None and StandardVersion.objects.filter(code__iexact=code).exists():
        sentence = "A standard has this code in other letter case."
        raise AlreadyExists(errors=[Finding(("code",), "already_exists", sentence)])
    if newest is not None and newest.effective_from >= effective_from:
        sentence = f"The newest version holds from {newest.effective_from}; give a later day."
        raise DatesTaken(errors=[Finding(("effective_from",), "dates_taken", sentence)])
    version = StandardVersion.objects.create(
        code=code, brand_id=brand, effective_from=effective_from, **fields
    )
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


def _faults(
    brand: str, brands: set[str], newest: StandardVersion | None, fields: StandardFields
) -> Iterator[Finding]:
    if brand not in brands:
        yield Finding(("brand",), "unknown_brand", "There is no such brand.")
    elif newest is not None and newest.brand_id != brand:
        sentence = "This code belongs to a standard of another brand."
        yield Finding(("brand",), "other_brand", sentence)
    for key, words in (("behaviours", fields["behaviours"]), ("trust", fields["trust"])):
        for index, word in enumerate(words):
            if word in words[:index]:
                yield Finding((key, index), "duplicate_code", "This word is there already.")
