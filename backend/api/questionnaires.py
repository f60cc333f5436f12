"""Questionnaire documents: lint, score, draft, publish, retire, and the frozen bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from backend.accounts.models import CLIENT_ROLES, Person, Role
from backend.api.door import AGENCY, CLIENT, EVERYBODY, SETTERS_UP, Door, found, one, person_of
from backend.api.lists import PageQuery, page
from backend.api.parser import read_body
from backend.api.schemas import CODE_PATTERN, ErrorOut, Out, json_body, refusals
from backend.errors import BadRequest, Invalid, NotFound, UnsupportedMediaType
from backend.fieldwork.models import Holding
from backend.scoring import as_dict, score
from backend.standards import publishing
from backend.standards.models import Questionnaire, QuestionnaireVersion
from shopper_forms.canonical import sha256_hex
from shopper_forms.copies import client_copy, phone_copy
from shopper_forms.decoding import load_json
from shopper_forms.findings import Finding, Refused
from shopper_forms.lint import lint
from shopper_forms.parsing import parse_document

router = Router()
READERS = (*AGENCY, *CLIENT)
_MOST_VERSION_DIGITS = 6
_DOCUMENT = {"type": "object", "description": "A questionnaire document (questionnaire/1)."}


class LintOut(Out):
    """What is wrong with a document, and what is doubtful; errors block publishing."""

    errors: list[ErrorOut]
    warnings: list[ErrorOut]


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
    rows = Questionnaire.objects.visible_to(person_of(request)).prefetch_related("versions")
    return page(rows, query, ["code"], _questionnaire)


@router.post(
    "/questionnaires/lint",
    response=LintOut,
    auth=Door(*AGENCY),
    openapi_extra=json_body(_DOCUMENT),
)
def lint_document(request: HttpRequest) -> dict[str, Any]:
    """Everything that is wrong or doubtful in a document; stores nothing."""
    result = lint(_object(request))
    return {
        "errors": [_finding(finding) for finding in result.errors],
        "warnings": [_finding(finding) for finding in result.warnings],
    }


@router.post(
    "/questionnaires/score",
    response=dict[str, Any],
    auth=Door(*AGENCY),
    openapi_extra=json_body(
        {
            "type": "object",
            "required": ["document", "answers"],
            "additionalProperties": False,
            "properties": {
                "document": _DOCUMENT,
                "answers": {"type": "object", "description": "{question: Answer}"},
            },
        }
    ),
)
def score_answers(request: HttpRequest) -> dict[str, Any]:
    """The scorecard of answers to a document; validates and stores nothing."""
    body = _object(request)
    faults = [
        Finding((key,), "required", "This is needed.")
        for key in ("document", "answers")
        if key not in body
    ]
    faults += [
        Finding((key,), "unknown_key", "There is no such key.")
        for key in body
        if key not in ("document", "answers")
    ]
    if faults:
        raise Invalid(errors=faults)
    answers = body["answers"]
    if not isinstance(answers, dict):
        raise Invalid(errors=[Finding(("answers",), "wrong_type", "Answers are an object.")])
    try:
        document = parse_document(body["document"])
    except Refused as refused:
        raise Invalid(
            errors=[Finding(("document", *f.loc), f.code, f.message) for f in refused.findings]
        ) from None
    return as_dict(score(document, answers))


@router.post(
    "/questionnaires",
    response={201: dict[str, Any], **refusals(409)},
    auth=Door(*SETTERS_UP),
    openapi_extra=json_body(_DOCUMENT | {"required": ["code"]}),
)
def create_questionnaire(request: HttpRequest) -> Status[dict[str, Any]]:
    """Start a questionnaire with a first draft; answers the document."""
    document = _object(request)
    code = document.get("code")
    if not isinstance(code, str) or not re.fullmatch(CODE_PATTERN, code):
        sentence = "A code is letters, digits, dot, dash or underscore, at most 60."
        raise Invalid(errors=[Finding(("code",), "bad_format", sentence)])
    made = publishing.start_questionnaire(code=code, document=document, by=person_of(request))
    return Status(201, publishing.draft_document(made))


@router.get(
    "/questionnaires/{code}/draft",
    response=dict[str, Any],
    auth=Door(*AGENCY, find=one(Questionnaire, "code")),
)
def read_draft(request: HttpRequest, code: str) -> dict[str, Any]:
    """The draft of a questionnaire."""
    return cast(dict[str, Any], publishing.draft_document(found(request, Questionnaire)))


@router.put(
    "/questionnaires/{code}/draft",
    response=dict[str, Any],
    auth=Door(*SETTERS_UP, find=one(Questionnaire, "code")),
    openapi_extra=json_body(_DOCUMENT),
)
def replace_draft(request: HttpRequest, code: str) -> dict[str, Any]:
    """Replace the draft; answers it with the version it would become."""
    document = _object(request)
    saved = publishing.save_draft(
        questionnaire=found(request, Questionnaire), document=document, by=person_of(request)
    )
    return cast(dict[str, Any], publishing.draft_document(saved))


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
    """A version one may read; shoppers reach those of assignments they hold or held."""
    number = str(path["number"])
    if not re.fullmatch(rf"[0-9]{{1,{_MOST_VERSION_DIGITS}}}", number, re.ASCII):
        raise NotFound
    if not re.fullmatch(CODE_PATTERN, str(path["code"])):
        raise NotFound
    version = (
        QuestionnaireVersion.objects.select_related("questionnaire")
        .filter(questionnaire_id=path["code"], version=int(number))
        .first()
    )
    if version is None:
        raise NotFound
    if person.role == Role.SHOPPER:
        held = Holding.objects.filter(shopper=person, assignment__questionnaire_version=version)
        reached = held.exists()
    else:
        visible = Questionnaire.objects.visible_to(person)
        reached = visible.filter(pk=version.questionnaire_id).exists()
    if not reached:
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
    """The frozen bytes (`?for=phone`: the phone's copy), with their SHA-256 as ETag."""
    version = found(request, QuestionnaireVersion)
    frozen = version.frozen.encode()
    role = person_of(request).role
    if role == Role.SHOPPER or query.copy_for == "phone":
        frozen = phone_copy(frozen)
    elif role in CLIENT_ROLES:
        frozen = client_copy(frozen)
    tag = f'"{sha256_hex(frozen)}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(frozen, content_type="application/json")
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
    return {**_version(version), "retired": version.retired_at is not None}


def _object(request: HttpRequest) -> dict[str, object]:
    """The JSON object of the body, with exact decimals."""
    content_type = request.content_type or ""
    if content_type != "application/json" and not content_type.endswith("+json"):
        raise UnsupportedMediaType("Send JSON with the content type application/json.")
    try:
        value = load_json(read_body(request, settings.BODY_MAX_BYTES))
    except Refused as refused:
        if any(finding.code == "bad_json" for finding in refused.findings):
            raise BadRequest("The body is not JSON.", errors=refused.findings) from None
        raise
    if not isinstance(value, dict):
        raise Invalid(errors=[Finding((), "wrong_type", "The body is not an object.")])
    return value


def _questionnaire(row: Questionnaire) -> dict[str, Any]:
    versions = sorted(row.versions.all(), key=lambda version: version.version)
    return {
        "code": row.code,
        "brand": row.brand_id,
        "versions": [{**_version(v), "retired": v.retired_at is not None} for v in versions],
    }


def _version(row: QuestionnaireVersion) -> dict[str, Any]:
    return {"code": row.questionnaire_id, "version": row.version, "sha256": row.sha256}


def _finding(finding: Finding) -> dict[str, Any]:
    return {"loc": list(finding.loc), "code": finding.code, "message": finding.message}
