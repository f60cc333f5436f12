"""Lists in pages: a limit, and a cursor that holds the keys of the last row."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from ninja import Schema
from pydantic import Field, StringConstraints

from backend.errors import invalid
from backend.text import storable

Row = TypeVar("Row", bound=models.Model)
# Plain letters: a long cursor then still fits into the line that web servers read.
Cursor = Annotated[str, StringConstraints(max_length=1000, pattern=r"^[A-Za-z0-9_-]+={0,2}$")]


class PageQuery(Schema):
    """What every list takes."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Cursor | None = None


def page(
    rows: models.QuerySet[Row],
    query: PageQuery,
    keys: Sequence[str],
    show: Callable[[Row], Any],
) -> dict[str, Any]:
    """`{"items": [...], "next": cursor or null}`: one query whatever the number of rows.

    `keys` are the ordering fields, ascending (`-field` descending); the last must be unique.
    Raises `Invalid` for a cursor this list did not make.
    """
    ordered = rows.order_by(*keys)
    if query.cursor is not None:
        try:
            ordered = ordered.filter(_after(keys, _decode(query.cursor, len(keys))))
            found = list(ordered[: query.limit + 1])
        except (ValueError, TypeError, OverflowError, ValidationError):
            raise invalid(
                (("query", "cursor"), "bad_cursor", "This cursor is not from here.")
            ) from None
    else:
        found = list(ordered[: query.limit + 1])
    more = len(found) > query.limit
    shown = found[: query.limit]
    return {
        "items": [show(row) for row in shown],
        "next": _encode([_value(shown[-1], key) for key in keys]) if more else None,
    }


def _after(keys: Sequence[str], values: Sequence[str]) -> Q:
    """Rows behind the given keys: (a > A) or (a = A and b > B) or …"""
    behind = Q()
    equal = Q()
    for key, value in zip(keys, values, strict=True):
        name = key.removeprefix("-")
        behind |= equal & Q(**{f"{name}__{'lt' if key.startswith('-') else 'gt'}": value})
        equal &= Q(**{name: value})
    return behind


def _value(row: models.Model, key: str) -> str:
    value: Any = row
    for part in key.removeprefix("-").split("__"):
        value = getattr(value, part)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | int) else value


def _encode(values: Sequence[str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode()).decode()


def _decode(cursor: str, length: int) -> list[str]:
    try:
        values = json.loads(base64.b64decode(cursor, altchars=b"-_", validate=True))
    except (binascii.Error, UnicodeDecodeError) as problem:
        raise ValueError("not a cursor") from problem
    if not isinstance(values, list) or len(values) != length:
        raise ValueError("not a cursor")
    if not all(isinstance(value, str) and storable(value) for value in values):
        raise ValueError("not a cursor")
    return values
