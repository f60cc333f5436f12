"""Refusals as RFC 9457 problem documents: one shape for every way a request can fail."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from typing import Any, cast

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.http.request import RawPostDataException
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from backend.errors import (
    BadRequest,
    Busy,
    CsrfFailed,
    Forbidden,
    Invalid,
    Malfunction,
    MethodNotAllowed,
    NoSpace,
    NotFound,
    Refusal,
    TooLarge,
    Unauthenticated,
    UnsupportedMediaType,
)
from shopper_forms.findings import Finding, Refused

logger = logging.getLogger(__name__)

TYPE_PREFIX = "urn:plainclothes:problem:"
CONTENT_TYPE = "application/problem+json"
# what SQLite and PostgreSQL say when the disk is full
_DISK_FULL = ("disk is full", "No space left on device")
# below each, the content types of refusals that are in shape already
_IN_SHAPE = {"/api/": (CONTENT_TYPE,), "/_allauth/": (CONTENT_TYPE, "application/json")}
_COME_BACK_IN = 1  # seconds, where a refusal does not say it better

# pydantic's own words for a fault, as the stable codes of the product
_CODES = {
    "missing": "required",
    "extra_forbidden": "unknown_key",
    "json_invalid": "bad_json",
    "string_too_long": "too_long",
    "greater_than": "out_of_range",
    "greater_than_equal": "out_of_range",
    "less_than": "out_of_range",
    "less_than_equal": "out_of_range",
    "too_long": "out_of_range",
    "too_short": "out_of_range",
    "string_too_short": "too_short",
    "string_pattern_mismatch": "bad_format",
    "enum": "unknown_option",
    "literal_error": "unknown_option",
}


def as_response(refusal: Refusal, **more: Any) -> HttpResponse:
    """The problem document of a refusal; `more` are further members of the document."""
    body: dict[str, Any] = {
        "type": f"{TYPE_PREFIX}{refusal.code}",
        "title": refusal.title,
        "status": refusal.status,
        "detail": refusal.detail,
        "code": refusal.code,
        "errors": [
            {"loc": list(finding.loc), "code": finding.code, "message": finding.message}
            for finding in refusal.errors
        ],
        **more,
    }
    response = HttpResponse(
        json.dumps(body, ensure_ascii=True).encode(),
        status=refusal.status,
        content_type=CONTENT_TYPE,
    )
    if refusal.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="plainclothes"'
    if refusal.retry_after is not None or refusal.status in (429, 503, 507):
        response["Retry-After"] = str(refusal.retry_after or _COME_BACK_IN)
    return response


def install(api: NinjaAPI) -> None:
    """Let every exception that a route can raise leave as a problem document.

    Ninja brings handlers of its own for three kinds, in another shape; they are replaced too.
    """

    def answer(request: HttpRequest, exception: Exception | type[Exception]) -> HttpResponse:
        return as_response(refusal_of(cast(Exception, exception)))

    for kind in (Exception, HttpError, ValidationError, Http404):
        api.add_exception_handler(kind, answer)


def refusal_of(exception: Exception) -> Refusal:
    """What an exception says to a caller; anything unforeseen is logged as our malfunction."""
    match exception:
        case Refusal():
            return exception
        case Refused():
            return Invalid(errors=exception.findings)
        case ValidationError():
            return _from_validation(exception.errors)
        case AuthenticationError():
            return Unauthenticated()
        case HttpError() if isinstance(exception.__cause__, Exception):
            # ninja wraps whatever the parser raises
            return refusal_of(exception.__cause__)
        case HttpError():
            return BadRequest(str(exception)) if exception.status_code == 400 else Malfunction()
        case Http404():
            return NotFound()
        case PermissionDenied():
            return Forbidden()
        case RequestDataTooBig():
            return TooLarge()
        case SuspiciousOperation() | UnreadablePostError():
            return BadRequest()
        case RawPostDataException():
            # a form body that the CSRF check has read to its end
            return UnsupportedMediaType()
        case OperationalError() if any(words in str(exception) for words in _DISK_FULL):
            logger.error("the database has no space left: %s", exception)
            return NoSpace()
        case OperationalError() | InterfaceError():
            logger.warning("database busy or out of reach: %s", exception)
            return Busy()
    logger.error("unforeseen failure", exc_info=exception)
    return Malfunction()


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF refusal in our shape (see `CSRF_FAILURE_VIEW`)."""
    return as_response(CsrfFailed())


class ProblemMiddleware:
    """Gives what Django itself refuses below /api/ (unknown path, wrong method) our shape.

    The same below /_allauth/, whose own refusals are JSON of django-allauth's shape and stay so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on and mend what comes back as HTML."""
        response = self.get_response(request)
        below = request.path_info[: request.path_info.find("/", 1) + 1]
        if below not in _IN_SHAPE or response.status_code < 400:
            return response
        content_type = response.headers.get("Content-Type", "")
        if content_type.startswith(_IN_SHAPE[below]):
            return response
        mended = as_response(_of_status(response.status_code))
        if "Allow" in response.headers:
            mended["Allow"] = response.headers["Allow"]
        return mended


def _of_status(status: int) -> Refusal:
    known: dict[int, Refusal] = {
        400: BadRequest(),
        403: CsrfFailed(),
        404: NotFound("There is nothing at this address."),
        405: MethodNotAllowed(),
        413: TooLarge(),
    }
    return known.get(status, Malfunction())


def _from_validation(errors: Iterable[dict[str, Any]]) -> Refusal:
    findings = []
    for error in errors:
        code = _CODES.get(error["type"], "wrong_type")
        findings.append(Finding(_loc(error["loc"]), code, str(error["msg"])))
    return Invalid(errors=findings)


def _loc(loc: Iterable[str | int]) -> tuple[str | int, ...]:
    """The path as the caller wrote it: without ninja's `body` and the name of our parameter."""
    parts = tuple(loc)
    if len(parts) >= 2 and parts[0] == "body":
        return parts[2:] or ("body",)
    return parts
