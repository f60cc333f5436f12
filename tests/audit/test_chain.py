"""The audit chain: append-only, sealed, and telling when it was touched."""

import json

import pytest
from django.db import transaction

from backend.audit import chain
from backend.audit.models import ChainHead, Event
from tests.cast import Api


def test_event_is_sealed_with_the_one_before(cast):
    first = chain.record(actor=cast.ada, verb="brand.added", subject=cast.harbour)
    second = chain.record(actor="system", verb="brand.changed", subject="brand:harbour")

    assert first.previous_hash == chain.GENESIS
    assert second.previous_hash == first.hash
    assert ChainHead.objects.get().hash == second.hash
    assert (first.actor, first.subject) == (f"person:{cast.ada.pk}", "brand:harbour")
    assert list(chain.broken_links()) == []


def test_many_events_at_once_are_links_of_the_same_chain(cast):
    first = chain.record(actor="a", verb="b", subject="c")
    many = chain.record_all(
        actor=cast.ada, verb="brand.seen", subjects=[(cast.harbour, {"n": 1}), (cast.rival, {})]
    )
    last = chain.record(actor="a", verb="b", subject="c")

    links = [first, *many, last]
    assert [link.previous_hash for link in links[1:]] == [link.hash for link in links[:-1]]
    assert [event.subject for event in many] == ["brand:harbour", "brand:rival"]
    assert list(Event.objects.values_list("hash", flat=True)) == [link.hash for link in links]
    assert list(chain.broken_links()) == []


def test_no_events_leave_the_chain_as_it_is(cast):
    assert chain.record_all(actor="a", verb="b", subjects=[]) == []
    assert list(chain.broken_links()) == []


def test_event_is_never_changed(cast):
    event = chain.record(actor=cast.ada, verb="brand.added", subject=cast.harbour)

    event.verb = "brand.removed"
    with pytest.raises(TypeError):
        event.save()


@pytest.mark.parametrize("field", ["actor", "verb", "subject", "data"])
def test_change_behind_the_back_is_found(cast, field):
    events = [chain.record(actor="a", verb="b", subject=f"c{index}") for index in range(3)]

    Event.objects.filter(pk=events[1].pk).update(**{field: "other"})

    assert list(chain.broken_links()) == [events[1].pk]


def test_removal_behind_the_back_is_found(cast):
    events = [chain.record(actor="a", verb="b", subject=f"c{index}") for index in range(3)]

    Event.objects.filter(pk=events[1].pk).delete()

    assert list(chain.broken_links()) == [events[2].pk]


def test_audit_is_read_newest_first_in_pages(cast):
    for index in range(3):
        chain.record(
            actor=cast.ada, verb="brand.added", subject=f"brand:{index}", data={"n": index}
        )
    ada = Api(cast.ada)

    first = ada.get("/audit", verb="brand.added", limit=2).json()
    second = ada.get("/audit", verb="brand.added", limit=2, cursor=first["next"]).json()

    assert [item["subject"] for item in first["items"]] == ["brand:2", "brand:1"]
    assert [item["subject"] for item in second["items"]] == ["brand:0"]
    assert second["items"][0]["data"] == {"n": 0}
    assert second["items"][0]["at"] == "2026-08-14T10:00:00Z"
    assert second["next"] is None


def test_audit_filters_by_subject_and_actor(cast):
    chain.record(actor=cast.ada, verb="x.done", subject="x:1")
    chain.record(actor="system", verb="x.done", subject="x:2")
    ada = Api(cast.ada)

    by_subject = ada.get("/audit", subject="x:1").json()["items"]
    by_actor = ada.get("/audit", actor="system").json()["items"]

    assert [item["subject"] for item in by_subject] == ["x:1"]
    assert [item["subject"] for item in by_actor] == ["x:2"]


def test_event_is_rolled_back_with_what_it_tells(cast):
    with transaction.atomic():
        chain.record(actor="a", verb="b", subject="c", data={"x": 1})
        transaction.set_rollback(True)

    assert not Event.objects.exists()


def test_data_is_canonical(cast):
    event = chain.record(actor="a", verb="b", subject="c", data={"z": 1, "a": cast.ada.pk})

    assert event.data == json.dumps(
        {"a": str(cast.ada.pk), "z": 1}, sort_keys=True, separators=(",", ":")
    )
