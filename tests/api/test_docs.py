"""The OpenAPI document and its readable page: complete, and under our own content policy."""

import json
import re

from django.contrib.staticfiles import finders
from django.db import models
from django.test import Client

from backend.api.main import api
from backend.api.problems import CONTENT_TYPE

DOCUMENT = json.loads(json.dumps(api.get_openapi_schema()))
OPERATIONS = [
    (f"{method.upper()} {path}", operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]


def test_document_is_served_without_sign_in():
    answer = Client().get("/api/v1/openapi.json")

    assert answer.status_code == 200
    assert answer.json() == DOCUMENT


def test_page_loads_nothing_from_elsewhere_and_runs_nothing_inline():
    answer = Client().get("/api/v1/docs")
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "script-src 'self';" in answer["Content-Security-Policy"] + ";"
    assert "unsafe" not in answer["Content-Security-Policy"]
    for script in re.findall(r"<script([^>]*)>", page):
        assert "src=" in script or 'type="application/json"' in script
    sources = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert sources
    for source in sources:
        assert source.startswith("/static/")
        assert finders.find(source.removeprefix("/static/"))


def test_every_operation_says_what_it_does():
    silent = [name for name, operation in OPERATIONS if not operation.get("description")]

    assert silent == []


def test_operation_ids_are_unique():
    ids = [operation["operationId"] for _, operation in OPERATIONS]

    assert len(ids) == len(set(ids))


def test_every_refusal_of_the_document_is_a_problem():
    others = [
        (name, status)
        for name, operation in OPERATIONS
        for status, answer in operation["responses"].items()
        if int(status) >= 400
        and answer["content"]
        != {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    ]

    assert others == []


def test_operations_declare_what_each_can_be_refused_with():
    for name, operation in OPERATIONS:
        declared = set(operation["responses"])
        assert declared >= {"400", "422", "503"}, name
        if operation.get("security"):
            assert declared >= {"401", "403"}, name
        if operation.get("requestBody"):
            assert declared >= {"413", "415"}, name
        if "{" in name:
            assert "404" in declared, name


def test_operations_without_a_sign_in_are_few():
    assert [name for name, operation in OPERATIONS if not operation.get("security")] == [
        "POST /api/v1/tokens"
    ]


def test_bodies_and_parameters_take_nothing_unknown():
    open_bodies = [
        name
        for name, schema in DOCUMENT["components"]["schemas"].items()
        if name.endswith(("In", "Change")) and schema.get("additionalProperties") is not False
    ]

    assert open_bodies == []


def test_no_two_choices_share_a_name_in_the_document():
    """Of two, the document would show one under both names, and say what the API never answers."""
    shown = DOCUMENT["components"]["schemas"]
    choices = [
        each
        for each in _below(models.TextChoices)
        if shown.get(each.__name__, {}).get("enum") is not None
    ]

    told = {each.__name__: shown[each.__name__]["enum"] for each in choices}

    assert {each.__name__: list(each.values) for each in choices} == told
    assert len(choices) == len(told)


def _below(kind: type[models.TextChoices]) -> list[type[models.TextChoices]]:
    return [found for each in kind.__subclasses__() for found in (each, *_below(each))]
