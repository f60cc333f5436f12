"""Growing and rearranging the region tree; the only place that sets a region's path."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Concat, Length, Substr

from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import AlreadyExists, Invalid
from backend.network.brands import TAKEN
from backend.network.models import Brand, Region
from shopper_forms.findings import Finding

LONGEST_PATH = 700


@transaction.atomic
def add_region(
    *, code: str, name: str, brand_code: str, parent_code: str | None, by: Person
) -> Region:
    """A new region of a brand, at the top or under a parent of the same brand.

    Raises `Invalid` (unknown brand or parent, parent of another brand, too deep) and
    `AlreadyExists`.
    """
    _lock_tree(brand_code)
    faults = []
    if not Brand.objects.filter(pk=brand_code).exists():
        faults.append(Finding(("brand",), "unknown_brand", "There is no such brand."))
    parent, parent_faults = _parent(parent_code, brand_code)
    path = f"{parent.path if parent else '/'}{code}/"
    if len(path) > LONGEST_PATH:
        parent_faults.append(_TOO_DEEP)
    if faults or parent_faults:
        raise Invalid(errors=faults + parent_faults)
    if Region.objects.filter(code__iexact=code).exists():
        raise AlreadyExists(errors=[TAKEN])
    try:
        with transaction.atomic():
            region = Region.objects.create(
                code=code, name=name, brand_id=brand_code, parent=parent, path=path
            )
    except IntegrityError:  # somebody was faster
        raise AlreadyExists(errors=[TAKEN]) from None
    chain.record(actor=by, verb="region.added", subject=region)
    return region


@transaction.atomic
def change_region(
    *,
    region: Region,
    by: Person,
    name: str = "",
    move: bool = False,
    parent_code: str | None = None,
) -> Region:
    """Rename a region (an empty name stays) and, when told to `move`, hang it elsewhere."""
    if move:
        region = move_region(region=region, parent_code=parent_code, by=by)
    if name:
        region.name = name
        region.save(update_fields=["name"])
        chain.record(actor=by, verb="region.renamed", subject=region)
    return region


@transaction.atomic
def move_region(*, region: Region, parent_code: str | None, by: Person) -> Region:
    """Hang a region with all below it under another parent, or (None) at the top.

    Who answers for the new parent sees the subtree from then on. Raises `Invalid` for a parent
    that is unknown, of another brand, or the region itself or below it.
    """
    _lock_tree(region.brand_id)
    region = Region.objects.get(pk=region.pk)
    parent, faults = _parent(parent_code, region.brand_id)
    if parent is not None and parent.path.startswith(region.path):
        faults.append(Finding(("parent",), "cycle", "A region cannot lie within itself."))
    old, new = region.path, f"{parent.path if parent else '/'}{region.code}/"
    subtree = Region.objects.below(region)
    deepest = subtree.aggregate(letters=Max(Length("path")))["letters"]
    if deepest - len(old) + len(new) > LONGEST_PATH:
        faults.append(_TOO_DEEP)
    if faults:
        raise Invalid(errors=faults)
    if new != old:
        subtree.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    region.parent = parent
    region.path = new
    region.save(update_fields=["parent", "path"])
    chain.record(
        actor=by, verb="region.moved", subject=region, data={"parent": parent and parent.code}
    )
    return region


_TOO_DEEP = Finding(("parent",), "too_deep", "The tree would become too deep.")


def _lock_tree(brand_code: str) -> None:
    """One change of a brand's tree at a time; two moves at once could close a circle."""
    list(Brand.objects.select_for_update().filter(pk=brand_code))


def _parent(code: str | None, brand_code: str) -> tuple[Region | None, list[Finding]]:
    if code is None:
        return None, []
    parent = Region.objects.filter(pk=code).first()
    if parent is None:
        return None, [Finding(("parent",), "unknown_region", "There is no such region.")]
    if parent.brand_id != brand_code:
        return None, [Finding(("parent",), "brand_differs", "The parent is of another brand.")]
    return parent, []
