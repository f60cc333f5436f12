"""Bodies that are questionnaire documents, or hold one: read with exact decimals."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from backend.api.parser import read_body
from backend.errors import BadRequest, Invalid, UnsupportedMediaType
from shopper_forms.decoding import load_json
from shopper_forms.findings import Finding, Refused

DOCUMENT = {"type": "object", "description": "A questionnaire document (questionnaire/1)."}


def read_object(request: HttpRequest) -> dict[str, object]:
    """The JSON object of the body, with exact decimals."""
    content_type = request.content_type or ""
    if content_type not in ("application/json", "") and not content_type.endswith("+json"):
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
