"""Hostile recovery files: refused whole, with every fault named."""

from __future__ import annotations

import json

import pytest

from backend.errors import BadRequest, Invalid
from backend.visits.recovery_file import read_recovery

PERSON = "0e7b5d5e-1d9b-4d7e-9a54-0d9c7f4a1b01"
SHA = "0" * 64
ITEM = {"visit": PERSON, "revision": 0, "sha256": SHA, "body": "{}", "photos": []}
FILE = {"format": "recovery/1", "person": PERSON, "items": [], "drafts": []}


def faults(content):
    with pytest.raises(Invalid) as refused:
        read_recovery(json.dumps(content).encode())
    return [(finding.loc, finding.code) for finding in refused.value.errors]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"<!doctype html>",
        b'{"format": "recovery/1"',
        b'{"format": NaN}',
        b"9" * 5000,
        b"[" * 100_000,
        b'{"drafts": [' + b'{"a":' * 100_000,
        b'{"drafts": [{"a":' + b"[" * 900 + b"]" * 900 + b"}]}",
    ],
)
def test_what_is_no_json_is_refused(raw):
    with pytest.raises((BadRequest, Invalid)):
        read_recovery(raw)


@pytest.mark.parametrize("content", [None, 1, "recovery/1", [], [FILE]])
def test_what_is_no_object_is_refused(content):
    assert faults(content)[0] == ((), "wrong_type")


def test_every_fault_of_the_whole_is_named():
    assert faults({"format": "recovery/9", "person": "sam", "items": {}, "drafts": 1}) == [
        (("format",), "out_of_range"),
        (("person",), "wrong_type"),
        (("items",), "wrong_type"),
        (("drafts",), "wrong_type"),
    ]


def test_every_fault_of_every_item_is_named():
    items = [
        ITEM,
        7,
        {},
        {"visit": 1, "revision": -1, "sha256": "A" * 64, "body": {}, "photos": "none"},
        {**ITEM, "revision": 1.5, "photos": [None, {"id": "x", "base64": 1}, {}]},
    ]

    assert faults({**FILE, "items": items}) == [
        (("items", 1), "wrong_type"),
        (("items", 2, "visit"), "required"),
        (("items", 2, "revision"), "required"),
        (("items", 2, "sha256"), "required"),
        (("items", 2, "body"), "required"),
        (("items", 3, "visit"), "wrong_type"),
        (("items", 3, "revision"), "out_of_range"),
        (("items", 3, "sha256"), "wrong_type"),
        (("items", 3, "body"), "wrong_type"),
        (("items", 3, "photos"), "wrong_type"),
        (("items", 4, "revision"), "wrong_type"),
        (("items", 4, "photos", 0), "wrong_type"),
        (("items", 4, "photos", 1, "id"), "wrong_type"),
        (("items", 4, "photos", 1, "base64"), "wrong_type"),
        (("items", 4, "photos", 2, "id"), "required"),
        (("items", 4, "photos", 2, "base64"), "required"),
    ]


def test_every_fault_of_a_draft_is_named():
    assert faults({**FILE, "drafts": [[], {"photos_kept": [{"id": SHA}]}]}) == [
        (("drafts", 0), "wrong_type"),
        (("drafts", 1, "id"), "required"),
        (("drafts", 1, "photos_kept", 0, "base64"), "required"),
    ]


def test_more_than_a_phone_can_hold_is_refused():
    many = {**ITEM, "photos": [{"id": SHA, "base64": ""}] * 201}

    assert faults({**FILE, "items": [many, *[ITEM] * 9_999], "drafts": [{"id": PERSON}] * 201}) == [
        (("items", 0, "photos"), "too_long"),
        (("items",), "too_long"),
        (("drafts",), "too_long"),
    ]


def test_list_of_faults_has_an_end():
    assert len(faults({**FILE, "items": [0] * 1_000})) == 50


def test_further_keys_of_a_newer_phone_are_passed_over():
    file = read_recovery(
        b"\xef\xbb\xbf" + json.dumps({**FILE, "made_by": "2", "items": [{**ITEM, "x": 1}]}).encode()
    )

    assert (len(file.items), file.items[0].body, file.drafts) == (1, "{}", ())
