"""Single rows by statements that are spelled out once instead of at every call.

For the few rows that each arrival from the field reads and writes: there, building the SQL anew
costs several times what the database needs to carry it out. Everything else uses the ORM.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


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


def read_row(
    model: type[Row], names: tuple[str, ...], *, lock: bool = False, **by: Any
) -> Row | None:
    """The newest row whose fields `by` have these values, with the columns `names` (the key among
    them) and all others deferred; None when there is none. With `lock` it is held until the
    transaction ends."""
    names, statement, keys, converters = _reading_of(model, names, tuple(by), lock)
    values = [
        key.get_db_prep_value(value, connection)
        for key, value in zip(keys, by.values(), strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchone()
    if found is None:
        return None
    columns = list(found)
    for place, convert, expression in converters:
        columns[place] = convert(columns[place], expression, connection)
    return model.from_db(connection.alias, names, columns)


def change_row(row: models.Model, *names: str) -> None:
    """As `row.save(update_fields=names)`, for models without parents and signals."""
    statement, fields = _change_of(type(row), names)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


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


@cache
def _reading_of(
    model: type[models.Model], names: tuple[str, ...], by: tuple[str, ...], lock: bool
) -> tuple[tuple[str, ...], str, list[models.Field[Any, Any]], list[tuple[int, Any, Any]]]:
    """The names in the model's own order, which `from_db` relies on; the statement; the fields it
    asks by; and how columns become values: place, how, what."""
    quote, fields = connection.ops.quote_name, _fields_by_attname(model)
    names = tuple(name for name in fields if name in names)
    columns = ", ".join(quote(str(fields[name].column)) for name in names)
    where = " AND ".join(f"{quote(str(fields[name].column))} = %s" for name in by)
    newest = quote(str(model._meta.pk.column))
    statement = (
        f"SELECT {columns} FROM {quote(model._meta.db_table)} WHERE {where}"  # noqa: S608
        f" ORDER BY {newest} DESC LIMIT 1"
    )
    if lock and connection.features.has_select_for_update:
        statement += " FOR UPDATE"
    # a foreign key's column is read as the key it points at
    expressions = [fields[name].get_col(model._meta.db_table) for name in names]
    converters = [
        (place, convert, expression)
        for place, expression in enumerate(expressions)
        for convert in (
            *connection.ops.get_db_converters(expression),
            *expression.get_db_converters(connection),
        )
    ]
    return names, statement, [fields[name] for name in by], converters


@cache
def _change_of(
    model: type[models.Model], names: tuple[str, ...]
) -> tuple[str, list[models.Field[Any, Any]]]:
    """The statement and its fields, the key last."""
    quote, key = connection.ops.quote_name, model._meta.pk
    fields = [_fields_by_attname(model)[name] for name in names]
    places = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    table = quote(model._meta.db_table)
    statement = f"UPDATE {table} SET {places} WHERE {quote(str(key.column))} = %s"  # noqa: S608
    return statement, [*fields, key]


def _fields_by_attname(model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
    return {field.attname: field for field in model._meta.concrete_fields}
