"""Pages of lists: nothing twice, nothing missed, no cursor that breaks a list."""

import base64
import json

import pytest

from backend.accounts.models import Person, Role
from backend.api.lists import PageQuery, page
from backend.audit import chain
from backend.audit.models import Event
from backend.errors import Invalid
from backend.network.models import Brand
from tests.cast import brand, person


def codes(rows, **query):
    answer = page(rows, PageQuery(**query), ["code"], lambda row: row.code)
    return answer["items"], answer["next"]


def all_pages(rows, keys, limit, show):
    cursor, seen = None, []
    while True:
        answer = page(rows, PageQuery(limit=limit, cursor=cursor), keys, show)
        seen += answer["items"]
        cursor = answer["next"]
        if cursor is None:
            return seen


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 200])
def test_pages_together_are_the_list(cast, limit):
    seen = all_pages(Brand.objects.all(), ["code"], limit, lambda row: row.code)

    assert seen == ["harbour", "rival", "summit"]


def test_last_page_that_is_full_has_no_next(cast):
    items, cursor = codes(Brand.objects.all(), limit=3)

    assert items == ["harbour", "rival", "summit"]
    assert cursor is None


def test_rows_that_come_and_go_between_pages_double_nothing(cast):
    _, cursor = codes(Brand.objects.all(), limit=2)
    brand("aaa", "Before the cursor")
    brand("zzz", "Behind the cursor")
    Brand.objects.filter(code="rival").update(name="changed")

    items, _ = codes(Brand.objects.all(), limit=200, cursor=cursor)

    assert items == ["summit", "zzz"]


def test_pages_run_over_equal_and_strange_names(db):
    for index, name in enumerate(
        ["Ana", "Ana", "Ana\u00a0B", "\U0001f600" * 120, "Zoë", "\u202eevil"]
    ):
        made = person(f"p{index}", Role.SHOPPER)
        made.name = name
        made.save()

    seen = all_pages(Person.objects.get_queryset(), ["name", "id"], 1, lambda row: row.pk)

    assert len(seen) == len(set(seen)) == 6


def test_pages_run_backwards(cast):
    for index in range(5):
        chain.record(actor="a", verb="b", subject=f"c{index}")

    seen = all_pages(Event.objects.all(), ["-at", "-id"], 2, lambda row: row.subject)

    assert seen == ["c4", "c3", "c2", "c1", "c0"]


@pytest.mark.parametrize(
    "values",
    [[], ["a", "b"], [1], [None], ["\x00"], {"code": "a"}, "a", [["a"]]],
    ids=repr,
)
def test_cursor_of_another_shape_is_refused(cast, values):
    cursor = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()

    with pytest.raises(Invalid) as refusal:
        codes(Brand.objects.all(), cursor=cursor)

    assert [fault.code for fault in refusal.value.errors] == ["bad_cursor"]


@pytest.mark.parametrize(
    ("key", "value"), [("at", "x"), ("at", "2026-13-45"), ("id", "x"), ("id", "-1e9")]
)
def test_cursor_whose_values_do_not_fit_is_refused(cast, key, value):
    cursor = base64.urlsafe_b64encode(json.dumps([value]).encode()).decode()

    with pytest.raises(Invalid) as refusal:
        page(Event.objects.all(), PageQuery(cursor=cursor), [key], lambda row: row.pk)

    assert [fault.code for fault in refusal.value.errors] == ["bad_cursor"]


def test_cursor_beyond_every_number_ends_the_list(cast):
    chain.record(actor="a", verb="b", subject="c")
    cursor = base64.urlsafe_b64encode(json.dumps(["9" * 40]).encode()).decode()

    answer = page(Event.objects.all(), PageQuery(cursor=cursor), ["id"], lambda row: row.pk)

    assert answer == {"items": [], "next": None}
