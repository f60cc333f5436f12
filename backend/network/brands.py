"""Adding and changing brands."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import AlreadyExists, invalid
from backend.network.models import Brand, Location
from shopper_forms.findings import Finding

TAKEN = Finding(("code",), "already_exists", "This code is taken.")


@transaction.atomic
def add_brand(*, code: str, name: str, kind: str, by: Person) -> Brand:
    """A new brand, our client's own or a competitor. Raises `AlreadyExists`."""
    if Brand.objects.filter(code__iexact=code).exists():
        raise AlreadyExists(errors=[TAKEN])
    try:
        with transaction.atomic():
            brand = Brand.objects.create(code=code, name=name, kind=kind)
    except IntegrityError:  # somebody was faster
        raise AlreadyExists(errors=[TAKEN]) from None
    chain.record(actor=by, verb="brand.added", subject=brand)
    return brand


@transaction.atomic
def change_brand(*, brand: Brand, by: Person, name: str = "", kind: str = "") -> Brand:
    """Rename a brand or change its kind; what is left empty stays.

    Raises `Invalid` when a competitor shall become our own whose locations lie in regions of
    other brands.
    """
    brand = Brand.objects.select_for_update().get(pk=brand.pk)
    abroad = Location.objects.filter(brand=brand).exclude(region__brand=brand)
    if kind == Brand.Kind.OWN and abroad.exists():
        raise invalid((("kind",), "brand_differs", "It has locations in other brands' regions."))
    brand.name = name or brand.name
    brand.kind = kind or brand.kind
    brand.save(update_fields=["name", "kind"])
    chain.record(actor=by, verb="brand.changed", subject=brand)
    return brand
