"""Inserting a row by a statement that is spelled out once per model instead of at every call.

For the few rows that each arrival from the field writes: there, building the SQL anew costs several
times what the database needs to carry it out. Everything else uses `save()`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection, models


def insert_row(row: models.Model) -> None:
    """As `row.save(force_insert=True)`, for models without parents and signals."""
    if row.pk is not None:
        insert(row)
    elif answer := insert(row, f"RETURNING {row._meta.pk.column}"):
        row.pk = answer[0]


def insert(row: models.Model, ending: str = "") -> tuple[Any, ...] | None:
    """Insert `row` with an `ON CONFLICT` or `RETURNING` behind; the first row that comes back.

    `ending` is SQL of ours that SQLite and PostgreSQL read alike, never anything from outside.
    """
    statement, fields = _statement_of(type(row), row.pk is not None)
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} {ending}", values)
        answer = cursor.fetchone() if "RETURNING" in ending else None
    row._state.adding = False
    row._state.db = connection.alias
    return answer


@cache
def _statement_of(
    model: type[models.Model], is_numbered: bool
) -> tuple[str, tuple[models.Field[Any, Any], ...]]:
    """The statement and its fields; a row without a number leaves it to the database."""
    fields = tuple(
        field for field in model._meta.concrete_fields if is_numbered or not field.primary_key
    )
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    # names of our own models only; values travel as parameters
    return f"INSERT INTO {table} ({columns}) VALUES ({places})", fields  # noqa: S608
