"""Questionnaires: drafting, publishing as a frozen version, retiring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from django.db import IntegrityError, transaction

from backend import clock
from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import AlreadyExists, Invalid, StandardDiffers
from backend.standards.models import Questionnaire, QuestionnaireVersion, StandardVersion
from backend.standards.register import in_force
from shopper_forms.canonical import canonical_json, sha256_hex
from shopper_forms.decoding import load_json
from shopper_forms.document import Standard
from shopper_forms.findings import Finding
from shopper_forms.lint import lint
from shopper_forms.parsing import parse_document

Draft = Mapping[str, object]

# A draft may name anything; more standards than these never pass the linter.
_MOST_LOOKED_UP = 500


@transaction.atomic
def start_questionnaire(*, code: str, document: Draft, by: Person) -> Questionnaire:
    """A new questionnaire with its first draft, however unfinished. Raises `AlreadyExists`."""
    taken = AlreadyExists(errors=[Finding(("code",), "already_exists", "This code is taken.")])
    if Questionnaire.objects.filter(code__iexact=code).exists():
        raise taken
    now = clock.now()
    try:
        with transaction.atomic():
            questionnaire = Questionnaire.objects.create(
                code=code,
                brand_id=_brand_of(document),
                draft=_draft_text(document, code),
                created_at=now,
                updated_at=now,
            )
    except IntegrityError:  # somebody was faster
        raise taken from None
    chain.record(actor=by, verb="questionnaire.started", subject=questionnaire)
    return questionnaire


@transaction.atomic
def save_draft(*, questionnaire: Questionnaire, document: Draft, by: Person) -> Questionnaire:
    """Replace the draft; published versions are never touched.

    Raises `Invalid` when the document says another code than the questionnaire has.
    """
    questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if document.get("code", questionnaire.code) != questionnaire.code:
        sentence = f"The document says another code than the address: {questionnaire.code}."
        raise Invalid(errors=[Finding(("code",), "other_code", sentence)])
    questionnaire.draft = _draft_text(document, questionnaire.code)
    if not questionnaire.versions.exists():
        questionnaire.brand_id = _brand_of(document) or questionnaire.brand_id
    questionnaire.updated_at = clock.now()
    questionnaire.save(update_fields=["draft", "brand", "updated_at"])
    chain.record(actor=by, verb="questionnaire.drafted", subject=questionnaire)
    return questionnaire


@transaction.atomic
def publish_draft(*, questionnaire: Questionnaire, by: Person) -> tuple[QuestionnaireVersion, bool]:
    """Freeze the draft as the next version; the second value says whether it is a new one.

    A draft that equals the newest version but for its number is that version, unless it was
    retired: publishing twice makes one. Raises `Invalid` with every lint error, `StandardDiffers`
    for standards that are unknown to the register or differ from what is in force today, and for
    those of another brand than the others or than a programme that took the unfinished form.
    """
    questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    newest = questionnaire.versions.order_by("-version").first()
    if newest is not None and newest.retired_at is None:
        same = _numbered(questionnaire.draft, newest.version)
        if sha256_hex(same) == newest.sha256:
            return newest, False
    number = newest.version + 1 if newest is not None else 1
    frozen = _numbered(questionnaire.draft, number)
    data = load_json(frozen)
    errors = lint(data).errors
    if errors:
        raise Invalid(errors=errors)
    brand = _check_standards(
        parse_document(data).standards, questionnaire.brand_id if newest is not None else None
    )
    _refuse_other_programmes(questionnaire, brand)
    if questionnaire.brand_id != brand:  # the register has changed since the draft was saved
        questionnaire.brand_id = brand
        questionnaire.save(update_fields=["brand"])
    version = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire,
        version=number,
        sha256=sha256_hex(frozen),
        frozen=frozen.decode(),
        published_at=clock.now(),
    )
    chain.record(
        actor=by,
        verb="questionnaire.published",
        subject=version,
        data={"code": questionnaire.code, "version": number, "sha256": version.sha256},
    )
    return version, True


@transaction.atomic
def retire_version(*, version: QuestionnaireVersion, by: Person) -> QuestionnaireVersion:
    """No new assignment takes this version; those that have it keep it. Repeatable."""
    version = QuestionnaireVersion.objects.select_for_update().get(pk=version.pk)
    if version.retired_at is None:
        version.retired_at = clock.now()
        version.save(update_fields=["retired_at"])
        chain.record(
            actor=by,
            verb="questionnaire.retired",
            subject=version,
            data={"code": version.questionnaire_id, "version": version.version},
        )
    return version


def draft_bytes(questionnaire: Questionnaire) -> bytes:
    """The draft as canonical JSON, with the version that publishing it now would make."""
    newest = questionnaire.versions.order_by("-version").values_list("version", flat=True).first()
    return _numbered(questionnaire.draft, (newest or 0) + 1)


def _draft_text(document: Draft, code: str) -> str:
    """What is stored of a draft; the version it says is replaced whenever it is read."""
    return canonical_json({**document, "code": code}).decode()


def _numbered(draft: str, version: int) -> bytes:
    document: Any = load_json(draft.encode())
    return canonical_json({**document, "version": version})


def _brand_of(document: Draft) -> str | None:
    """The brand of the standards a draft names; None while they are unknown or of several."""
    standards = document.get("standards")
    codes = list(standards)[:_MOST_LOOKED_UP] if isinstance(standards, dict) else []
    rows = StandardVersion.objects.filter(code__in=codes).order_by()
    brands = set(rows.values_list("brand", flat=True).distinct())
    return brands.pop() if len(brands) == 1 else None


def _check_standards(standards: Mapping[str, Standard], brand: str | None) -> str:
    """The brand that owns all the standards: `brand`, or, without one, that of the first."""
    register = in_force(standards, clock.now().date())
    if brand is None:
        brand = next((register[code].brand_id for code in standards if code in register), None)
    findings = [
        finding
        for code, standard in standards.items()
        for finding in _faults(standard, register.get(code), brand)
    ]
    if findings or brand is None:
        raise StandardDiffers(errors=findings)
    return brand


def _refuse_other_programmes(questionnaire: Questionnaire, brand: str) -> None:
    """A programme may take a form before its brand is known; one client's standards must not come
    to be asked in another's visits."""
    programmes = questionnaire.programmes.exclude(brand_id=brand).order_by("pk")
    findings = [
        Finding(
            ("standards",),
            "other_brand",
            f"Programme {code} of {owner} takes this form, whose standards are those of {brand}.",
        )
        for code, owner in programmes.values_list("code", "brand_id")
    ]
    if findings:
        raise StandardDiffers(errors=findings)


def _faults(
    standard: Standard, entry: StandardVersion | None, brand: str | None
) -> Iterator[Finding]:
    loc = ("standards", standard.code)
    if entry is None:
        sentence = f"{standard.code} has no version in the register that is in force today."
        yield Finding(loc, "standard_differs", sentence)
        return
    if entry.brand_id != brand:
        sentence = f"{standard.code} is a standard of {entry.brand_id}, this form asks for {brand}."
        yield Finding(loc, "standard_differs", sentence)
    for key in _differences(standard, entry):
        sentence = f"{standard.code}: {key} is not what the register says today."
        yield Finding((*loc, key), "standard_differs", sentence)


def _differences(standard: Standard, entry: StandardVersion) -> list[str]:
    """The keys in which a document's standard differs from the register's version."""
    pairs: list[tuple[str, object, object]] = [
        ("text", dict(standard.text), entry.text),
        ("stage", standard.stage, entry.stage),
        ("dimension", standard.dimension, entry.dimension),
        ("behaviours", sorted(standard.behaviours), sorted(entry.behaviours)),
        ("trust", sorted(standard.trust), sorted(entry.trust)),
        ("target_percent", standard.target_percent, Fraction(entry.target_percent)),
        ("critical", standard.critical, entry.critical),
        ("owner_role", standard.owner_role, entry.owner_role),
    ]
    return [key for key, ours, theirs in pairs if ours != theirs]
