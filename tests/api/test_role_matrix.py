"""Each route x each role x each kind of object, generated from `role_table.py`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from backend.api.main import api
from tests.api.role_objects import Stage
from tests.api.role_table import ALL, NO, ROLES, TABLE, Row

BROKEN_KEYS = ["%00", "%ED%A0%80", "x" * 300, "%2e%2e", "-1", "'", "%F0%9F%98%80"]


def operations_of_the_document() -> list[str]:
    """Every operation that the OpenAPI document names, without the prefix."""
    return [
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    ]


def test_table_names_every_route_of_the_document_once():
    named = [row.operation for row in TABLE]

    assert sorted(named) == sorted(operations_of_the_document())


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.operation)
def test_route_without_sign_in_is_refused(act, row):
    answers = [ask(act, None, row, path) for _, path in paths_of(act, row, "sam")]

    if row.reach:
        assert {answer.status_code for answer in answers} == {401}
        assert {code_of(answer) for answer in answers} == {"unauthenticated"}
    else:
        assert not {answer.status_code for answer in answers} & {401, 403, 404}


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("row", [row for row in TABLE if row.reach], ids=lambda row: row.operation)
def test_route_opens_to_a_role_exactly_what_the_table_says(act, row, who):
    reach = row.reach[who]
    refused = {}

    before = digests()
    for kind, path in paths_of(act, row, who):
        if reach == NO or (row.objects and not row.is_list and not reaches(reach, kind)):
            refused[kind] = ask(act, who, row, path)
    after = digests()

    for label in row.keeps:
        del before[label], after[label]
    assert after == before, "a refusal changed something"
    statuses = {kind: answer.status_code for kind, answer in refused.items()}
    assert statuses == {kind: 403 if forbids(reach, kind) else 404 for kind in refused}
    assert {code_of(answer) for answer in refused.values()} <= {"forbidden", "not_found"}
    assert len({refused[kind].content for kind in refused if not forbids(reach, kind)}) <= 1
    if reach != NO:
        for kind, path in paths_of(act, row, who):
            if kind not in refused:
                with transaction.atomic():
                    expect_inside(row, reach, kind, ask(act, who, row, path), act, who)
                    transaction.set_rollback(True)


@pytest.mark.parametrize("row", [row for row in TABLE if row.reach], ids=lambda row: row.operation)
def test_route_by_session_asks_for_the_csrf_token_unless_it_only_reads(act, row):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(act.ada)
    before = digests()

    _, path = next(paths_of(act, row, "ada"))
    answer = browser.generic(
        row.method, f"/api/v1{path}{row.query}", b"{}", content_type="application/json"
    )

    if row.method == "GET":
        assert answer.status_code in (*row.gets, 403)
        assert answer.status_code != 403 or code_of(answer) == "forbidden"
    else:
        assert (answer.status_code, code_of(answer)) == (403, "csrf_failed")
        assert digests() == before, "a refusal changed something"


def expect_inside(row: Row, reach: str, kind: str, answer: Any, stage: Stage, who: str) -> None:
    """That a role got in: a GET is answered, anything else fails at most for its body or state."""
    if row.method == "GET":
        assert answer.status_code in row.gets, (kind, answer.status_code, answer.content[:500])
    else:
        assert answer.status_code not in (401, 403, 404), (kind, answer.content[:500])
        assert answer.status_code < 500, (kind, answer.content[:500])
    if row.objects is not None and row.is_list and row.method == "GET":
        key = row.key or row.objects.key
        listed = {item[key] for item in answer.json()["items"]}
        shown = {name: str(key_of(stage, row, name, who)) in listed for name in row.objects.kinds}
        assert shown == {name: reaches(reach, name) for name in row.objects.kinds}


def reaches(reach: str, kind: str) -> bool:
    """Whether the words of a cell include a kind."""
    if kind == "missing" or kind.startswith("broken"):
        return kind in reach.split()
    return reach == ALL or kind in reach.split()


def forbids(reach: str, kind: str) -> bool:
    """Whether the answer is 403: for the role as such, or for a kind that it sees only."""
    return reach == NO or f"-{kind}" in reach.split()


def paths_of(stage: Stage, row: Row, who: str) -> Iterator[tuple[str, str]]:
    """The paths to try: one per kind, one for a missing key, and with broken keys (all of them for
    ada, who gets furthest)."""
    if row.objects is None or row.is_list:
        yield "", row.path
        return
    for kind in row.objects.kinds:
        yield kind, filled(row.path, key_of(stage, row, kind, who))
    yield "missing", filled(row.path, row.objects.missing)
    for key in BROKEN_KEYS if who == "ada" else BROKEN_KEYS[:1]:
        values = row.objects.missing
        broken = dict.fromkeys(values, key) if isinstance(values, dict) else key
        yield f"broken {key[:12]}", filled(row.path, broken)


def key_of(stage: Stage, row: Row, kind: str, who: str) -> Any:
    """The path value of a kind of the row's objects."""
    assert row.objects is not None
    return row.objects.kinds[kind](stage, who)


def filled(path: str, values: Any) -> str:
    """The path with its parameters."""
    if isinstance(values, dict):
        for name, value in values.items():
            path = path.replace("{" + name + "}", str(value))
    else:
        before, _, rest = path.partition("{")
        path = f"{before}{values}{rest.partition('}')[2]}"
    assert "{" not in path
    return path


def ask(stage: Stage, who: str | None, row: Row, path: str) -> Any:
    """One request of the row as somebody."""
    caller = stage.callers[who] if who else stage.nobody
    body = b"" if row.method in ("GET", "DELETE") else json.dumps(row.body(stage)).encode()
    return caller.raw(row.method, f"{path}{row.query}", body, "application/json")


def code_of(answer: Any) -> str:
    """The stable code of a problem document."""
    assert answer["Content-Type"] == "application/problem+json", answer.content[:500]
    code = answer.json()["code"]
    assert isinstance(code, str)
    return code


def digests() -> dict[str, tuple[int, str]]:
    """Of each table the number of rows and a digest of all they hold."""
    state = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = connection.ops.quote_name(model._meta.db_table)
            key = connection.ops.quote_name(str(model._meta.pk.column))
            cursor.execute(f"SELECT * FROM {table} ORDER BY {key}")
            rows = cursor.fetchall()
            state[model._meta.label] = (
                len(rows),
                hashlib.sha256(repr(rows).encode()).hexdigest(),
            )
    return state
