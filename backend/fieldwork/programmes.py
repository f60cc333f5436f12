"""Setting up programmes: what is asked where, under which rules, and that all of it exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import AlreadyExists, DeclarationMissing, Invalid
from backend.fieldwork.models import Programme, Wave
from backend.network.models import Brand, Location
from backend.standards.models import Questionnaire
from shopper_forms.findings import Finding


@dataclass(frozen=True, kw_only=True)
class ProgrammeTerms:
    """What may be said and changed of a programme; the rules are explained at the model."""

    name: str
    questionnaires: Sequence[str]
    target_score: Decimal
    rotation_days: int = 90
    clean_days: int = 0
    max_per_day: int = 3
    appeal_days: int = 14
    grace_hours: int = 24
    qualifications: Sequence[str] = ()
    locations: Sequence[str] = ()
    competitor_locations: Sequence[str] = ()
    staff_identification: str = Programme.StaffIdentification.ROLE
    legal_basis: str = ""
    declaration: str = ""


TAKEN = Finding(("code",), "already_exists", "This code is taken.")
_MANY = ("questionnaires", "locations", "competitor_locations")


@transaction.atomic
def add_programme(*, by: Person, code: str, brand: str, terms: ProgrammeTerms) -> Programme:
    """A new programme of an own brand.

    Raises `Invalid` with every fault at once, then `AlreadyExists` for a code that is taken.
    """
    findings = [*_brand_faults(brand), *_faults(brand, terms)]
    if findings:
        raise Invalid(errors=findings)
    if Programme.objects.filter(code__iexact=code).exists():
        raise AlreadyExists(errors=[TAKEN])
    try:
        with transaction.atomic():
            programme = Programme.objects.create(code=code, brand_id=brand, **_columns(terms))
    except IntegrityError:  # somebody was faster
        raise AlreadyExists(errors=[TAKEN]) from None
    _link(programme, terms)
    chain.record(actor=by, verb="programme.added", subject=programme)
    return programme


@transaction.atomic
def change_programme(*, programme: Programme, by: Person, changes: Mapping[str, Any]) -> Programme:
    """Change some terms. Assignments that exist keep their deadline and questionnaire version.

    Raises `Invalid` with every fault, and `DeclarationMissing` where the declaration would go
    while a wave is open.
    """
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    terms = replace(terms_of(programme), **changes)
    findings = list(_faults(programme.brand_id, terms))
    if findings:
        raise Invalid(errors=findings)
    if not terms.declaration.strip() and programme.waves.filter(state=Wave.State.OPEN).exists():
        raise DeclarationMissing("A wave of this programme is open; its declaration must stay.")
    for name, value in _columns(terms).items():
        setattr(programme, name, value)
    programme.save()
    _link(programme, terms)
    chain.record(
        actor=by, verb="programme.changed", subject=programme, data={"fields": sorted(changes)}
    )
    return programme


def terms_of(programme: Programme) -> ProgrammeTerms:
    """The terms that stand; codes in alphabetical order."""
    terms: dict[str, Any] = {
        field.name: getattr(programme, field.name)
        for field in fields(ProgrammeTerms)
        if field.name not in _MANY
    }
    for name in _MANY:
        terms[name] = sorted(row.pk for row in getattr(programme, name).all())
    return ProgrammeTerms(**terms)


def _columns(terms: ProgrammeTerms) -> dict[str, Any]:
    columns = {
        field.name: getattr(terms, field.name)
        for field in fields(ProgrammeTerms)
        if field.name not in _MANY
    }
    return {**columns, "qualifications": sorted(set(terms.qualifications))}


def _link(programme: Programme, terms: ProgrammeTerms) -> None:
    programme.questionnaires.set(Questionnaire.objects.filter(pk__in=terms.questionnaires))
    programme.locations.set(Location.objects.filter(pk__in=terms.locations))
    programme.competitor_locations.set(Location.objects.filter(pk__in=terms.competitor_locations))


def _brand_faults(brand: str) -> Iterator[Finding]:
    kind = Brand.objects.filter(pk=brand).values_list("kind", flat=True).first()
    if kind is None:
        yield Finding(("brand",), "unknown_brand", f"There is no brand {brand}.")
    elif kind != Brand.Kind.OWN:
        yield Finding(
            ("brand",), "not_own_brand", f"{brand} is a competitor; programmes are of own brands."
        )


def _faults(brand: str, terms: ProgrammeTerms) -> Iterator[Finding]:
    yield from _score_faults(terms.target_score)
    yield from _questionnaire_faults(brand, terms.questionnaires)
    yield from _location_faults(brand, terms)
    if (
        terms.staff_identification == Programme.StaffIdentification.NAME
        and not terms.legal_basis.strip()
    ):
        yield Finding(
            ("legal_basis",),
            "legal_basis_missing",
            "Naming staff in reports needs a recorded legal basis.",
        )


def _score_faults(score: Decimal) -> Iterator[Finding]:
    if not 0 <= score <= 100:
        yield Finding(
            ("target_score",), "out_of_range", "The target score must lie between 0 and 100."
        )
    elif score != round(score, 4):
        yield Finding(
            ("target_score",), "too_many_decimals", "The target score has at most four decimals."
        )


def _questionnaire_faults(brand: str, codes: Sequence[str]) -> Iterator[Finding]:
    brands = dict(Questionnaire.objects.filter(pk__in=codes).values_list("code", "brand_id"))
    for index, code in enumerate(codes):
        if code not in brands:
            yield Finding(
                ("questionnaires", index),
                "unknown_questionnaire",
                f"There is no questionnaire {code}.",
            )
        elif brands[code] not in (None, brand):
            yield Finding(
                ("questionnaires", index),
                "other_brand",
                f"Questionnaire {code} asks for standards of the brand {brands[code]}.",
            )


def _location_faults(brand: str, terms: ProgrammeTerms) -> Iterator[Finding]:
    named = {*terms.locations, *terms.competitor_locations}
    rows = Location.objects.filter(pk__in=named).values_list("code", "brand_id", "brand__kind")
    known = {code: (owner, kind) for code, owner, kind in rows}
    for index, code in enumerate(terms.locations):
        if code not in known:
            yield _unknown_location("locations", index, code)
        elif known[code][0] != brand:
            sentence = f"Location {code} belongs to the brand {known[code][0]}, not {brand}."
            yield Finding(("locations", index), "other_brand", sentence)
    for index, code in enumerate(terms.competitor_locations):
        if code not in known:
            yield _unknown_location("competitor_locations", index, code)
        elif known[code][1] != Brand.Kind.COMPETITOR:
            sentence = f"Location {code} belongs to {known[code][0]}, which is no competitor."
            yield Finding(("competitor_locations", index), "not_a_competitor", sentence)


def _unknown_location(name: str, index: int, code: str) -> Finding:
    return Finding((name, index), "unknown_location", f"There is no location {code}.")
