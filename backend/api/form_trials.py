"""Trying a questionnaire out before anything is stored: its faults, and what answers score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from ninja import Router

from backend.api.document_body import DOCUMENT, read_object
from backend.api.door import AGENCY, Door
from backend.api.schemas import ErrorOut, Out, json_body
from backend.errors import Invalid
from backend.scoring import as_dict, score
from shopper_forms.document import Document
from shopper_forms.findings import Finding
from shopper_forms.lint import lint
from shopper_forms.parsing import read_document
from shopper_forms.reading import Faults, Fields

router = Router()


class LintOut(Out):
    """What is wrong with a document, and what is doubtful; errors block publishing."""

    errors: list[ErrorOut]
    warnings: list[ErrorOut]


@router.post(
    "/questionnaires/lint",
    response=LintOut,
    auth=Door(*AGENCY),
    openapi_extra=json_body(DOCUMENT),
)
def lint_document(request: HttpRequest) -> dict[str, Any]:
    """Everything that is wrong or doubtful in a document; stores nothing."""
    result = lint(read_object(request))
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
                "document": DOCUMENT,
                "answers": {"type": "object", "description": "{question: Answer}"},
            },
        }
    ),
)
def score_answers(request: HttpRequest) -> dict[str, Any]:
    """The scorecard of answers to a document; validates and stores nothing."""
    document, answers = _document_and_answers(read_object(request))
    return as_dict(score(document, answers))


def _document_and_answers(body: Mapping[str, object]) -> tuple[Document, Mapping[str, object]]:
    """What `score` takes; every fault of the document is named under `document`."""
    faults = Faults()
    fields = Fields(faults, body, (), ("document", "answers"))
    document = read_document(fields.raw("document")) if fields.need("document") else None
    answers = fields.raw("answers") if fields.need("answers") else {}
    if not isinstance(answers, dict):
        fields.fault("answers", "wrong_type", "Answers are an object.")
    findings = [*faults.findings]
    if document is not None:
        findings += [Finding(("document", *f.loc), f.code, f.message) for f in document.findings]
    if findings or document is None or not isinstance(answers, dict):
        raise Invalid(errors=findings)
    return document.document, answers


def _finding(finding: Finding) -> dict[str, Any]:
    return {"loc": list(finding.loc), "code": finding.code, "message": finding.message}
