"""Words that many routes share: strict field types, the problem shape, pages of a list."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    Strict,
    StringConstraints,
    WithJsonSchema,
)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
CODE_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$"


class In(Schema):
    """A body: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class NothingIn(In):
    """An empty object; such a body may also be left out."""


class Out(Schema):
    """An answer: fields listed by hand."""


def _text_only(value: Any) -> Any:
    # pydantic would read 5 as a moment and a list as an error of another kind
    if value is not None and not isinstance(value, str | date | UUID):
        raise ValueError("must be given as text")
    return value


def _day_text(value: Any) -> Any:
    # pydantic would read "1700000000" as a day, counted in seconds
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("is not a day such as 2026-08-14")
    return _text_only(value)


def _moment_text(value: Any) -> Any:
    if isinstance(value, str) and not _MOMENT.fullmatch(value):
        raise ValueError("is not a moment such as 2026-08-14T10:00:00Z")
    return _text_only(value)


def _decimal(value: Any) -> Decimal:
    if not isinstance(value, str):
        raise ValueError("decimals are given as strings")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError("is not a decimal number") from None
    if not number.is_finite() or "e" in value.lower() or len(value) > 20:
        raise ValueError("is not a plain decimal number")
    return number


def utc_text(moment: datetime) -> str:
    """RFC 3339 in UTC, with a Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


Code = Annotated[str, StringConstraints(pattern=CODE_PATTERN)]
Question = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
# Stripped only after it was measured: what the document says of lengths holds for what is sent.
STRIPPED = AfterValidator(str.strip)
NOT_BLANK = r"\S"
Name = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=NOT_BLANK), STRIPPED]
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Whole = Annotated[int, Strict(), Field(ge=0, le=10**9)]
Day = Annotated[date, BeforeValidator(_day_text), Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_moment_text),
    # phones have been known to live in 1970; beyond these years arithmetic fails
    Field(ge=datetime(1900, 1, 1, tzinfo=UTC), le=datetime(2200, 1, 1, tzinfo=UTC)),
    PlainSerializer(utc_text, return_type=str, when_used="always"),
]
Id = Annotated[UUID, BeforeValidator(_text_only)]
Flagged = Annotated[bool, Strict()]
Latitude = Annotated[float, Strict(), Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Strict(), Field(ge=-180, le=180, allow_inf_nan=False)]
DecimalText = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"}),
]


class Money(In):
    """An amount in minor units (cents) of a currency."""

    amount: Annotated[int, Strict(), Field(ge=0, le=10**12)]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class ErrorOut(Out):
    """One fault of a request."""

    loc: list[str | int]
    code: str
    message: str


class Problem(Out):
    """RFC 9457 problem details; every refusal has this shape."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ErrorOut]


def left_out() -> Any:
    """The default of a PATCH field that may be left out but not be null.

    What was sent is `body.model_dump(exclude_unset=True)`.
    """
    return Field(default_factory=lambda: None)


def csv_body(description: str) -> dict[str, Any]:
    """For `openapi_extra`: the route takes an uploaded CSV file."""
    content = {"text/csv": {"schema": {"type": "string", "format": "binary"}}}
    return {"requestBody": {"required": True, "description": description, "content": content}}


def json_body(schema: dict[str, Any]) -> dict[str, Any]:
    """For `openapi_extra`: the route reads JSON of this schema by itself."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def refusals(*statuses: int) -> dict[int, type[Problem]]:
    """Refusals a route can answer beyond those that every route can."""
    return dict.fromkeys(statuses, Problem)
