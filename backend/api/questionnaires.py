"""Questionnaires: drafts, publishing, retiring, and the frozen bytes of each version."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from ninja import Query, Router, Schema, Status
from pydantic import Field

from backend.accounts.models import CLIENT_ROLES, Person, Role
from backend.api.document_body import DOCUMENT, read_object
from backend.api.door import AGENCY, CLIENT, EVERYBODY, SETTERS_UP, Door, found, one, person_of
from backend.api.lists import PageQuery, page
from backend.api.schemas import Out, json_body, refusals
from backend.api.standards import SLUG_PATTERN
from backend.errors import Invalid, NotFound
from backend.standards import publishing
from backend.standards.models import Questionnaire, QuestionnaireVersion
from shopper_forms.canonical import sha256_hex
from shopper_forms.copies import client_copy, phone_copy
from shopper_forms.findings import Finding

router = Router()
READERS = (*AGENCY, *CLIENT)
_VERSION = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_NEW_DOCUMENT = {
    **DOCUMENT,
    "required": ["code"],
    "properties": {"code": {"type": "string", "pattern": SLUG_PATTERN}},
}


class VersionOut(Out):
    """A published version by its digest."""

    code: str
    version: int
    sha256: str


class VersionStateOut(VersionOut):
    """A version and whether new assignments still take it."""

    retired: bool


class QuestionnaireOut(Out):
    """A questionnaire and its published versions, oldest first."""

    code: str
    brand: str | None
    versions: list[VersionStateOut]


class QuestionnairePage(Out):
    """Questionnaires by code."""

    items: list[QuestionnaireOut]
    next: str | None


class CopyQuery(Schema):
    """Which copy of the document is wanted."""

    copy_for: Literal["phone"] | None = Field(None, alias="for")


@router.get("/questionnaires", response=QuestionnairePage, auth=Door(*READERS))
def list_questionnaires(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """The questionnaires one may see."""
    versions = QuestionnaireVersion.objects.defer("frozen").order_by("version")
    rows = Questionnaire.objects.visible_to(person_of(request)).defer("draft")
    return page(
        rows.prefetch_related(Prefetch("versions", versions)), query, ["code"], _questionnaire
    )


@router.post(
    "/questionnaires",
    response={201: dict[str, Any], **refusals(409)},
    auth=Door(*SETTERS_UP),
    openapi_extra=json_body(_NEW_DOCUMENT),
)
def create_questionnaire(request: HttpRequest) -> HttpResponse:
    """Start a questionnaire with a first draft, however unfinished; answers the document."""
    document = read_object(request)
    code = _code_of(document)
    made = publishing.start_questionnaire(code=code, document=document, by=person_of(request))
    return _json(publishing.draft_bytes(made), 201)


@router.get(
    "/questionnaires/{code}/draft",
    response=dict[str, Any],
    auth=Door(*AGENCY, find=one(Questionnaire, "code")),
)
def read_draft(request: HttpRequest, code: str) -> HttpResponse:
    """The draft of a questionnaire, with the version that publishing it would make."""
    return _json(publishing.draft_bytes(found(request, Questionnaire)))


@router.put(
    "/questionnaires/{code}/draft",
    response=dict[str, Any],
    auth=Door(*SETTERS_UP, find=one(Questionnaire, "code")),
    openapi_extra=json_body(DOCUMENT),
)
def replace_draft(request: HttpRequest, code: str) -> HttpResponse:
    """Replace the draft; answers it with the version that publishing it would make."""
    document = read_object(request)
    saved = publishing.save_draft(
        questionnaire=found(request, Questionnaire), document=document, by=person_of(request)
    )
    return _json(publishing.draft_bytes(saved))


@router.post(
    "/questionnaires/{code}/publish",
    response={201: VersionOut, 200: VersionOut, **refusals(422)},
    auth=Door(*SETTERS_UP, find=one(Questionnaire, "code")),
)
def publish(request: HttpRequest, code: str) -> Status[dict[str, Any]]:
    """Freeze the draft as the next version; an unchanged draft is the newest version (200)."""
    version, is_new = publishing.publish_draft(
        questionnaire=found(request, Questionnaire), by=person_of(request)
    )
    return Status(201 if is_new else 200, _version(version))


def _version_of(person: Person, path: Mapping[str, Any]) -> QuestionnaireVersion:
    """The version of the path, among those one may read; a number has one spelling."""
    code, number = str(path["code"]), str(path["number"])
    if not re.fullmatch(SLUG_PATTERN, code) or not _VERSION.fullmatch(number):
        raise NotFound
    versions = QuestionnaireVersion.objects.visible_to(person)
    version = versions.filter(questionnaire_id=code, version=int(number)).first()
    if version is None:
        raise NotFound
    return version


@router.get(
    "/questionnaires/{code}/versions/{number}",
    response={200: dict[str, Any], 304: None},
    auth=Door(*EVERYBODY, find=_version_of),
)
def read_version(
    request: HttpRequest, code: str, number: str, query: Query[CopyQuery]
) -> HttpResponse:
    """The frozen bytes with their SHA-256 as ETag; shoppers (and `?for=phone`) get the phone's
    copy, client staff always that without traps."""
    frozen = found(request, QuestionnaireVersion).frozen
    role = person_of(request).role
    if role in CLIENT_ROLES:
        copy, digest = _client_copy(frozen)
    elif role == Role.SHOPPER or query.copy_for == "phone":
        copy, digest = _phone_copy(frozen)
    else:
        copy = frozen.encode()
        digest = sha256_hex(copy)
    tag = f'"{digest}"'
    response = HttpResponse(status=304) if _has(request, tag) else _json(copy)
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


@router.post(
    "/questionnaires/{code}/versions/{number}/retire",
    response=VersionStateOut,
    auth=Door(*SETTERS_UP, find=_version_of),
)
def retire(request: HttpRequest, code: str, number: str) -> dict[str, Any]:
    """Let no new assignment take this version."""
    version = publishing.retire_version(
        version=found(request, QuestionnaireVersion), by=person_of(request)
    )
    return _version_state(version)


def _code_of(document: Mapping[str, object]) -> str:
    code = document.get("code")
    if code is None:
        raise Invalid(errors=[Finding(("code",), "required", "A questionnaire has a code.")])
    if not isinstance(code, str) or not re.fullmatch(SLUG_PATTERN, code):
        sentence = "A code is made of letters, digits, - and _, at most 60 of them."
        raise Invalid(errors=[Finding(("code",), "bad_format", sentence)])
    return code


def _json(raw: bytes, status: int = 200) -> HttpResponse:
    """Canonical bytes as they are: a second JSON writer would round their decimals."""
    return HttpResponse(raw, status=status, content_type="application/json")


def _has(request: HttpRequest, tag: str) -> bool:
    """Whether the caller holds these bytes already; proxies that compress weaken our tag."""
    tags = parse_etags(request.headers.get("If-None-Match", ""))
    return any(each in (tag, f"W/{tag}", "*") for each in tags)


@lru_cache(maxsize=32)
def _phone_copy(frozen: str) -> tuple[bytes, str]:
    copy = phone_copy(frozen.encode())
    return copy, sha256_hex(copy)


@lru_cache(maxsize=32)
def _client_copy(frozen: str) -> tuple[bytes, str]:
    copy = client_copy(frozen.encode())
    return copy, sha256_hex(copy)


def _questionnaire(row: Questionnaire) -> dict[str, Any]:
    return {
        "code": row.code,
        "brand": row.brand_id,
        "versions": [_version_state(version) for version in row.versions.all()],
    }


def _version_state(row: QuestionnaireVersion) -> dict[str, Any]:
    return {**_version(row), "retired": row.retired_at is not None}


def _version(row: QuestionnaireVersion) -> dict[str, Any]:
    return {"code": row.questionnaire_id, "version": row.version, "sha256": row.sha256}
