"""The body around the answers: each fault by its path, all at once, whatever comes."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.visits.envelope import read_envelope, revision_named

DIGEST = "ab" * 32
GOOD = {
    "assignment": "11111111-2222-4333-8444-555555555555",
    "revision": 0,
    "outcome": "completed",
    "questionnaire": {"code": "coffee", "version": 1, "sha256": DIGEST},
    "answers": {},
    "started_at": "2026-08-14T10:02:00+01:00",
    "sealed_at": "2026-08-14T10:40:00Z",
}


def faults(data):
    """`(loc, code)` of every finding."""
    return [(finding.loc, finding.code) for finding in read_envelope(data)[1]]


def test_smallest_body_is_read():
    envelope, findings = read_envelope(GOOD)

    assert findings == []
    assert envelope.started_at.isoformat() == "2026-08-14T09:02:00+00:00"
    assert envelope.photos == ()
    assert envelope.trail == {"events": [], "time_zone": None, "device": None}


def test_note_on_the_outcome_is_kept_as_it_was_written():
    note = " Shutters down.\n« Fermé » until 3 pm. "

    envelope, findings = read_envelope({**GOOD, "outcome": "closed", "outcome_note": note})

    assert findings == []
    assert envelope.trail["outcome_note"] == note


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_note_leaves_no_trace(nothing):
    envelope, findings = read_envelope({**GOOD, "outcome_note": nothing})

    assert findings == []
    assert envelope.trail == {"events": [], "time_zone": None, "device": None}


def test_empty_object_lacks_every_required_key():
    assert faults({}) == [
        (("answers",), "required"),
        (("assignment",), "required"),
        (("revision",), "required"),
        (("outcome",), "required"),
        (("questionnaire",), "required"),
        (("started_at",), "required"),
        (("sealed_at",), "required"),
    ]


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("assignment", "x", [(("assignment",), "wrong_type")]),
        ("assignment", "{11111111-2222-4333-8444-555555555555}", [(("assignment",), "wrong_type")]),
        ("assignment", None, [(("assignment",), "wrong_type")]),
        ("revision", -1, [(("revision",), "out_of_range")]),
        ("revision", 1001, [(("revision",), "out_of_range")]),
        ("revision", True, [(("revision",), "wrong_type")]),
        ("revision", Decimal("0.5"), [(("revision",), "wrong_type")]),
        ("revision", "0", [(("revision",), "wrong_type")]),
        ("outcome", "done", [(("outcome",), "out_of_range")]),
        ("outcome", 1, [(("outcome",), "wrong_type")]),
        ("questionnaire", [], [(("questionnaire",), "wrong_type")]),
        (
            "questionnaire",
            {"code": "c", "version": 0, "sha256": "AB" * 32, "x": 1},
            [
                (("questionnaire", "x"), "unknown_key"),
                (("questionnaire", "version"), "out_of_range"),
                (("questionnaire", "sha256"), "wrong_type"),
            ],
        ),
        ("started_at", "2026-08-14T10:02:00", [(("started_at",), "wrong_type")]),
        ("started_at", "2026-08-14", [(("started_at",), "wrong_type")]),
        ("started_at", "2026-02-30T10:00:00Z", [(("started_at",), "wrong_type")]),
        ("started_at", "2026-08-14T24:00:01Z", [(("started_at",), "wrong_type")]),
        ("started_at", "10000-01-01T00:00:00Z", [(("started_at",), "wrong_type")]),
        ("started_at", 1786700000, [(("started_at",), "wrong_type")]),
        ("photos", {}, [(("photos",), "wrong_type")]),
        ("photos", [5], [(("photos", 0), "wrong_type")]),
        (
            "photos",
            [{"id": DIGEST, "taken_at": "now"}],
            [(("photos", 0, "taken_at"), "wrong_type")],
        ),
        ("photos", [{"id": DIGEST}] * 2, [(("photos", 1, "id"), "duplicate_photo")]),
        ("events", [{"at": GOOD["sealed_at"]}], [(("events", 0, "kind"), "required")]),
        (
            "events",
            [{"kind": "x", "at": GOOD["sealed_at"], "longitude": Decimal("180.1")}],
            [(("events", 0, "longitude"), "out_of_range")],
        ),
        (
            "events",
            [{"kind": "x", "at": GOOD["sealed_at"], "elapsed_ms": "5"}],
            [(("events", 0, "elapsed_ms"), "wrong_type")],
        ),
        ("time_zone", "Z" * 61, [(("time_zone",), "too_long")]),
        ("time_zone", "Europe\nLisbon", [(("time_zone",), "wrong_type")]),
        ("outcome_note", "x" * 4001, [(("outcome_note",), "too_long")]),
        ("outcome_note", "a\x00b", [(("outcome_note",), "wrong_type")]),
        ("outcome_note", ["closed"], [(("outcome_note",), "wrong_type")]),
        ("device", ["phone"], [(("device",), "wrong_type")]),
        ("device", "x" * 201, [(("device",), "too_long")]),
        (
            "device",
            {"deep": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": 1}}}}}}}}},
            [(("device",), "wrong_type")],
        ),
    ],
)
def test_fault_of_one_key_is_named_by_its_path(key, value, expected):
    assert faults({**GOOD, key: value}) == expected


def test_too_many_photos_and_events_are_one_finding_each():
    photos = [{"id": f"{number:064x}"} for number in range(201)]
    events = [{"kind": "x", "at": GOOD["sealed_at"]}] * 2001

    found = faults({**GOOD, "photos": photos, "events": events})

    assert found == [(("photos",), "too_many_photos"), (("events",), "too_long")]


@pytest.mark.parametrize("data", [None, 5, "x", [], {"revision": "1"}, {"revision": 1001}])
def test_revision_that_cannot_be_is_not_named(data):
    assert revision_named(data) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from([*GOOD, "photos", "events", "device", "outcome_note", "x"]), JSON
    )
)
@settings(deadline=None)
def test_any_json_is_survived(changes):
    envelope, findings = read_envelope({**GOOD, **changes})

    assert findings or envelope.outcome in (
        "completed",
        "closed",
        "refused",
        "recognised",
        "unsafe",
    )
