"""Reading JSON bodies: bounded, strict, and with every unstorable character named."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser
from ninja.types import DictStrAny

from backend.errors import BadRequest, Invalid, TooLarge, UnsupportedMediaType
from backend.text import storable
from shopper_forms.findings import Finding

_MOST_FINDINGS = 50
_MOST_BYTES_TO_DISCARD = 64 * 1024 * 1024
_CHUNK = 64 * 1024
_CSV_TYPES = {
    "",
    "text/csv",
    "text/plain",
    "application/csv",
    "application/vnd.ms-excel",
    "application/octet-stream",
}


class StrictParser(Parser):
    """Refuses what JSON readers commonly let pass (NaN, NUL, lone surrogates, abysmal depth)."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """The decoded body; raises `BadRequest`, `TooLarge` or `Invalid`."""
        return cast(DictStrAny, read_json(request))

    def parse_querydict(
        self, data: MultiValueDict[Any, Any], list_fields: list[str], request: HttpRequest
    ) -> DictStrAny:
        """The parameters of the address; raises `Invalid` for characters nothing can keep."""
        findings = [
            _control_finding(("query", name))
            for name, values in data.lists()
            if not all(storable(value) for value in values)
        ]
        if findings:
            raise Invalid(errors=findings)
        return super().parse_querydict(data, list_fields, request)


def read_json(request: HttpRequest, limit: int | None = None) -> Any:
    """The decoded JSON body of a request, at most `limit` bytes (default: the common limit)."""
    content_type = request.content_type or ""
    if content_type not in ("application/json", "") and not content_type.endswith("+json"):
        raise UnsupportedMediaType("Send JSON with the content type application/json.")
    raw = read_body(request, limit or settings.BODY_MAX_BYTES)
    try:
        data = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as problem:
        raise BadRequest(f"The body is not JSON: {type(problem).__name__}.") from None
    findings = list(_unstorable(data))
    if findings:
        raise Invalid(errors=findings)
    return data


def read_csv(request: HttpRequest, limit: int) -> bytes:
    """The raw bytes of an uploaded CSV file; forms and JSON are refused, not read as cells."""
    if (request.content_type or "") not in _CSV_TYPES:
        raise UnsupportedMediaType("Send the file itself with the content type text/csv.")
    raw = read_body(request, limit)
    if not raw:
        raise Invalid(errors=[Finding(("body",), "required", "There is no file.")])
    return raw


def read_body(request: HttpRequest, limit: int) -> bytes:
    """The raw body, refused with 413 before it is read when its length says so."""
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        raise BadRequest("Content-Length is not a number.") from None
    if length > limit:
        raise TooLarge(f"At most {limit} bytes are accepted here.")
    body = request.read(limit + 1)
    if len(body) > limit:
        raise TooLarge(f"At most {limit} bytes are accepted here.")
    if len(body) < length:
        raise BadRequest("The body ended before its announced length.")
    return body


def read_from_phone(request: HttpRequest, limit: int) -> bytes:
    """The raw body of what a phone tries until it hears an answer; `TooLarge` as `read_body`.

    A phone that is still sending would meet a closed connection, take it for a bad network and
    try for ever; it hears the refusal once it has finished, which is worth some bytes.
    """
    try:
        return read_body(request, limit)
    except TooLarge:
        if int(request.headers.get("Content-Length") or 0) <= _MOST_BYTES_TO_DISCARD:
            while request.read(_CHUNK):
                pass
        raise


def _unstorable(data: Any) -> list[Finding]:
    findings: list[Finding] = []
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), data)]
    while waiting and len(findings) < _MOST_FINDINGS:
        loc, value = waiting.pop()
        if isinstance(value, str):
            if not value.isprintable() and not storable(value):
                findings.append(_control_finding(loc))
        elif isinstance(value, dict):
            for key, inner in value.items():
                if not storable(key):
                    findings.append(_control_finding(loc))
                waiting.append(((*loc, key), inner))
        elif isinstance(value, float) and math.isinf(value):
            findings.append(Finding(loc, "out_of_range", "The number is too large."))
        elif isinstance(value, list):
            waiting.extend(((*loc, index), inner) for index, inner in enumerate(value))
    return findings


def _control_finding(loc: tuple[str | int, ...]) -> Finding:
    # a key with a lone surrogate must not travel back in `loc`
    clean = tuple(part if isinstance(part, int) or storable(part) else "?" for part in loc)
    return Finding(clean, "wrong_type", "The text holds control characters that cannot be kept.")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
