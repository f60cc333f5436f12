"""Who may own an action of a location and who may verify it, nearest to the location first."""

from __future__ import annotations

from backend.accounts.models import Person, PersonRegion, Role
from backend.network.models import Location


def people_for(location: Location) -> list[Person]:
    """The managers whose regions hold the location, the nearest region's first, and then the
    client admins of its brand; active ones, each once. Two queries."""
    codes = location.region.path.strip("/").split("/")
    depth = {code: number for number, code in enumerate(codes)}
    reach = PersonRegion.objects.filter(
        region_code__in=codes,
        person__role=Role.MANAGER,
        person__is_active=True,
        person__brand_code=location.brand_id,
    ).select_related("person")
    nearest = sorted(reach, key=lambda each: (-depth[each.region_code], each.person.email))
    admins = Person.objects.filter(
        role=Role.CLIENT_ADMIN, is_active=True, brand_code=location.brand_id
    ).order_by("email")
    return list({one.pk: one for one in [*(each.person for each in nearest), *admins]}.values())


def usual_owner(people: list[Person]) -> Person | None:
    """The nearest manager, else a client admin, of `people_for`; None when there is nobody."""
    return people[0] if people else None


def usual_verifier(people: list[Person], owner: Person | None) -> Person | None:
    """A client admin, else another manager, and never the owner; None when there is nobody."""
    others = [one for one in people if owner is None or one.pk != owner.pk]
    admins = [one for one in others if one.role == Role.CLIENT_ADMIN]
    return next(iter([*admins, *others]), None)
