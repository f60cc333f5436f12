"""Adding and changing people, whose scopes are brands and regions of the network.

Who may set what:

- a system admin everything;
- a scheduler everything of shoppers but their role;
- everybody of themselves: name and password (with the present one), and shoppers what they
  declare: position, conflicts, availability. Household and qualifications decide who may go
  where, so these are the scheduler's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from backend.accounts.models import CLIENT_ROLES, Person, PersonRegion, Role, ShopperProfile
from backend.accounts.passwords import password_faults
from backend.accounts.tokens import revoke_tokens_of
from backend.audit import chain
from backend.errors import AlreadyExists, Forbidden, Invalid, LastSystemAdmin
from backend.network.models import Brand, Region
from shopper_forms.findings import Finding

SHOPPER_FIELDS = (
    "latitude",
    "longitude",
    "household",
    "qualifications",
    "conflicts",
    "availability",
)
_OWN_FIELDS = {"name", "password", "current_password"}
_OWN_SHOPPER_FIELDS = {"latitude", "longitude", "conflicts", "availability"}


class PersonFields(TypedDict, total=False):
    """The fields of a person; the last six are of shoppers only."""

    email: str
    name: str
    role: str
    brand: str | None
    regions: list[str]
    password: str
    current_password: str
    active: bool
    latitude: float | None
    longitude: float | None
    household: str
    qualifications: list[str]
    conflicts: list[str]
    availability: dict[str, Any]


@transaction.atomic
def add_person(*, fields: PersonFields, by: Person) -> Person:
    """A new person. A scheduler adds shoppers only (`Forbidden` otherwise).

    Raises `Invalid` with every fault, and `AlreadyExists` for a known e-mail address.
    """
    if by.role != Role.SYSTEM_ADMIN and fields.get("role") != Role.SHOPPER:
        raise Forbidden(errors=[Finding(("role",), "not_yours", "You may add shoppers only.")])
    person = Person()
    person.set_unusable_password()
    _apply(person, fields, by)
    chain.record(actor=by, verb="person.added", subject=person, data={"role": person.role})
    return person


@transaction.atomic
def change_person(*, person: Person, fields: PersonFields, by: Person) -> Person:
    """Change the given fields of a person that `by` may see.

    A person who is no longer active loses all device tokens at once, and so does one whose
    password or role somebody else changes. Raises `Forbidden` naming every field that is not
    theirs to change, `Invalid`, `AlreadyExists`, and `LastSystemAdmin` when nobody would be left
    to let people in.
    """
    person = Person.objects.get_queryset().select_for_update().get(pk=person.pk)
    _refuse_foreign_fields(person, fields, by)
    role, active = person.role, person.is_active
    _apply(person, fields, by)
    lost_power = role == Role.SYSTEM_ADMIN and active and not _is_active_admin(person)
    if lost_power and not _another_admin(person):
        raise LastSystemAdmin
    reset = "password" in fields and by.pk != person.pk
    if not person.is_active or reset or person.role != role:
        revoke_tokens_of(person=person, by=by)
    data = {"fields": sorted(fields), "role": person.role, "active": person.is_active}
    chain.record(actor=by, verb="person.changed", subject=person, data=data)
    return person


def may_change(person: Person, by: Person) -> Collection[str] | None:
    """The fields of a person that `by` may set; None means all."""
    own: set[str] = set()
    if by.pk == person.pk:
        own = _OWN_FIELDS | (_OWN_SHOPPER_FIELDS if person.role == Role.SHOPPER else set())
    if by.role == Role.SYSTEM_ADMIN:
        return None
    if by.role == Role.SCHEDULER and person.role == Role.SHOPPER:
        return {"email", "name", "password", "active", *SHOPPER_FIELDS}
    return own


def _refuse_foreign_fields(person: Person, fields: PersonFields, by: Person) -> None:
    allowed = may_change(person, by)
    if allowed is None:
        return
    if not allowed:
        raise Forbidden("This person is not yours to change.")
    faults = [
        Finding((name,), "not_yours", "This is not yours to change.")
        for name in fields
        if name not in allowed
    ]
    if faults:
        raise Forbidden(errors=faults)


def _apply(person: Person, fields: PersonFields, by: Person) -> None:
    """Check all, then write all; nothing is written when anything is wrong."""
    email = fields.get("email", person.email).strip().lower()
    person.email = email
    person.name = fields.get("name", person.name)
    person.role = fields.get("role", person.role)
    person.is_superuser = person.role == Role.SYSTEM_ADMIN
    person.is_active = fields.get("active", person.is_active)
    person.brand_code = fields.get("brand", person.brand_code) or ""
    known = [] if person._state.adding else [row.region_code for row in person.regions.all()]
    regions = sorted(set(fields.get("regions", known)))
    faults = [
        *_identity_faults(person, fields, by),
        *_scope_faults(person, regions),
        *_shopper_faults(person, fields),
    ]
    if faults:
        raise Invalid(errors=faults)
    taken = AlreadyExists(errors=[Finding(("email",), "already_exists", "This is taken.")])
    if Person.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        raise taken
    if "password" in fields:
        person.set_password(fields["password"])
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:  # somebody was faster
        raise taken from None
    if regions != known:
        person.regions.all().delete()
        PersonRegion.objects.bulk_create(
            PersonRegion(person=person, region_code=code) for code in regions
        )
    if person.role == Role.SHOPPER:
        profile = {name: fields[name] for name in SHOPPER_FIELDS if name in fields}  # type: ignore[literal-required]
        ShopperProfile.objects.update_or_create(person=person, defaults=profile)


def _identity_faults(person: Person, fields: PersonFields, by: Person) -> Iterator[Finding]:
    try:
        validate_email(person.email)
    except ValidationError:
        yield Finding(("email",), "bad_format", "This is no e-mail address.")
    if "password" not in fields:
        return
    yield from password_faults(fields["password"], person)
    own = by.pk == person.pk and person.has_usable_password()
    if own and not person.check_password(fields.get("current_password", "")):
        yield Finding(("current_password",), "wrong_password", "Give your present password.")


def _scope_faults(person: Person, regions: list[str]) -> Iterator[Finding]:
    """A client's people belong to a brand we work for, managers to regions of it; nobody else."""
    if person.role not in CLIENT_ROLES:
        if person.brand_code:
            yield Finding(("brand",), "not_for_role", "This role belongs to no brand.")
    elif not person.brand_code:
        yield Finding(("brand",), "required", "This role needs a brand.")
    elif not Brand.objects.filter(pk=person.brand_code, kind=Brand.Kind.OWN).exists():
        yield Finding(("brand",), "unknown_brand", "There is no such brand of a client.")
    if not regions:
        return
    if person.role != Role.MANAGER:
        yield Finding(("regions",), "not_for_role", "Only regional managers have regions.")
        return
    brands = dict(Region.objects.filter(pk__in=regions).values_list("pk", "brand_id"))
    for index, code in enumerate(regions):
        if code not in brands:
            yield Finding(("regions", index), "unknown_region", f"There is no region {code}.")
        elif person.brand_code and brands[code] != person.brand_code:
            yield Finding(("regions", index), "brand_differs", f"{code} is of another brand.")


def _shopper_faults(person: Person, fields: Mapping[str, Any]) -> Iterator[Finding]:
    if person.role != Role.SHOPPER:
        for name in SHOPPER_FIELDS:
            if name in fields:
                yield Finding((name,), "not_for_role", "Only shoppers have this.")
        return
    conflicts = fields.get("conflicts", [])
    known = set(Brand.objects.filter(pk__in=conflicts).values_list("pk", flat=True))
    for index, code in enumerate(conflicts):
        if code not in known:
            yield Finding(("conflicts", index), "unknown_brand", f"There is no brand {code}.")


def _is_active_admin(person: Person) -> bool:
    return person.role == Role.SYSTEM_ADMIN and person.is_active


def _another_admin(person: Person) -> bool:
    # locked: two admins who deactivate each other at once must not both succeed
    admins = Person.objects.get_queryset().select_for_update()
    active = admins.filter(role=Role.SYSTEM_ADMIN, is_active=True)
    return any(admin.pk != person.pk for admin in active)
