"""Questionnaires: drafting, publishing as a frozen version, retiring."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.db import IntegrityError, transaction

from backend import clock
from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import AlreadyExists, Invalid, StandardDiffers
from backend.network.models import Brand
from backend.standards.models import Questionnaire, QuestionnaireVersion, StandardVersion
from backend.standards.register import in_force
from shopper_forms.canonical import canonical_json, sha256_hex
from shopper_forms.decoding import load_json
from shopper_forms.document import Standard
from shopper_forms.findings import Finding
from shopper_forms.lint import lint
from shopper_forms.parsing import parse_document

Draft = Mapping[str, object]


@transaction.atomic
def start_questionnaire(*, code: str, document: Draft, by: Person) -> Questionnaire:
    """A new questionnaire with its first draft. Raises `AlreadyExists`."""
    taken = AlreadyExists(errors=[Finding(("code",), "already_exists", "This code is taken.")])
    if Questionnaire.objects.filter(code__iexact=code).exists():
        raise taken
    now = clock.now()
    try:
        with transaction.atomic():
            questionnaire = Questionnaire.objects.create(
                code=code,
                brand=_brand_of(document),
                draft=_draft_text(document, code, 1),
                created_at=now,
                updated_at=now,
            )
    except IntegrityError:  # somebody was faster
        raise taken from None
    chain.record(actor=by, verb="questionnaire.started", subject=questionnaire)
    return questionnaire


@transaction.atomic
def save_draft(*, questionnaire: Questionnaire, document: Draft, by: Person) -> Questionnaire:
    """Replace the draft; published versions are never touched. The server sets `version`."""
    questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    named = document.get("code", questionnaire.code)
    if named != questionnaire.code:
        sentence = f"The document says another code than the address: {questionnaire.code}."
        raise Invalid(errors=[Finding(("code",), "other_code", sentence)])
    number = _next_version(questionnaire)
    questionnaire.draft = _draft_text(document, questionnaire.code, number)
    questionnaire.brand = _brand_of(document) or questionnaire.brand
    questionnaire.updated_at = clock.now()
    questionnaire.save(update_fields=["draft", "brand", "updated_at"])
    chain.record(actor=by, verb="questionnaire.drafted", subject=questionnaire)
    return questionnaire


@transaction.atomic
def publish_draft(*, questionnaire: Questionnaire, by: Person) -> tuple[QuestionnaireVersion, bool]:
    """Freeze the draft as the next version; the second value says whether it is a new one.

    A draft that equals the newest version but for its number is that version: publishing twice
    makes one. Raises `Invalid` with every lint error, `StandardDiffers` for standards that are
    unknown to the register or differ from what is in force today.
    """
    questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    number = _next_version(questionnaire)
    newest = questionnaire.versions.order_by("-version").first()
    if newest is not None and newest.retired_at is None:
        same = _frozen(questionnaire.draft, newest.version)
        if sha256_hex(same) == newest.sha256:
            return newest, False
    frozen = _frozen(questionnaire.draft, number)
    document = load_json(frozen)
    faults = lint(document).errors
    if faults:
        raise Invalid(errors=faults)
    _check_standards(questionnaire, parse_document(document).standards)
    version = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire,
        version=number,
        sha256=sha256_hex(frozen),
        frozen=frozen.decode(),
        published_at=clock.now(),
    )
    chain.record(
        actor=by, verb="questionnaire.published", subject=version, data={"sha256": version.sha256}
    )
    return version, True


@transaction.atomic
def retire_version(*, version: QuestionnaireVersion, by: Person) -> QuestionnaireVersion:
    """No new assignment takes this version; those that have it keep it. Repeatable."""
    version = QuestionnaireVersion.objects.select_for_update().get(pk=version.pk)
    if version.retired_at is None:
        version.retired_at = clock.now()
        version.save(update_fields=["retired_at"])
        chain.record(actor=by, verb="questionnaire.retired", subject=version)
    return version


def _next_version(questionnaire: Questionnaire) -> int:
    newest = questionnaire.versions.order_by("-version").first()
    return newest.version + 1 if newest is not None else 1


def _draft_text(document: Draft, code: str, version: int) -> str:
    return canonical_json({**document, "code": code, "version": version}).decode()


def _frozen(draft: str, version: int) -> bytes:
    document: Any = load_json(draft.encode())
    return canonical_json({**document, "version": version})


def _brand_of(document: Draft) -> Brand | None:
    """The brand of the standards a draft names; None while they are unknown or of several."""
    standards = document.get("standards")
    codes = (
        [code for code in standards if isinstance(code, str)] if isinstance(standards, dict) else []
    )
    brands = set(
        StandardVersion.objects.filter(code__in=codes[:500]).values_list("brand", flat=True)
    )
    return Brand.objects.get(pk=brands.pop()) if len(brands) == 1 else None


def _check_standards(questionnaire: Questionnaire, standards: Mapping[str, Standard]) -> None:
    today = clock.now().date()
    register = in_force(standards, today)
    findings = []
    for code, standard in standards.items():
        entry = register.get(code)
        if entry is None:
            sentence = f"{code} has no version in the register that is in force today."
            findings.append(Finding(("standards", code), "standard_differs", sentence))
            continue
        if questionnaire.brand_id is None or entry.brand_id != questionnaire.brand_id:
            sentence = f"{code} is a standard of another brand than the others."
            findings.append(Finding(("standards", code), "standard_differs", sentence))
        for key in differences(standard, entry):
            sentence = f"{code}: {key} is not what the register says today."
            findings.append(Finding(("standards", code, key), "standard_differs", sentence))
    if findings:
        raise StandardDiffers(errors=findings)


def differences(standard: Standard, entry: StandardVersion) -> list[str]:
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


def draft_document(questionnaire: Questionnaire) -> Any:
    """The draft as JSON values for an answer (numbers as the canonical text has them)."""
    return json.loads(questionnaire.draft)
