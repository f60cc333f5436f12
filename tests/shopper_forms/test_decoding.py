"""JSON bytes are read exactly, and whatever readers would disagree on is refused by path."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopper_forms.decoding import load_json
from shopper_forms.findings import Finding, Refused


def faults(raw):
    with pytest.raises(Refused) as refused:
        load_json(raw)
    return [(finding.loc, finding.code) for finding in refused.value.findings]


def test_load_json_keeps_decimals_exact():
    loaded = load_json(b'{"a": [1, 0.1, 1.50, 1e2, -0.0, true, null, "\\ud83d\\ude00"]}')

    assert loaded == {
        "a": [1, Decimal("0.1"), Decimal("1.50"), Decimal("100"), Decimal("0"), True, None, "😀"]
    }
    assert isinstance(loaded, dict)
    assert [type(value) for value in loaded["a"][:4]] == [int, Decimal, Decimal, Decimal]


BAD = {
    "empty": (b"", [((), "bad_json")]),
    "cut off": (b'{"a": [1', [((), "bad_json")]),
    "two values": (b"{} {}", [((), "bad_json")]),
    "not UTF-8": (b'{"a": "\xff"}', [((), "bad_json")]),
    "surrogate bytes": (b'"\xed\xa0\x80"', [((), "bad_json")]),
    "byte order mark": (b"\xef\xbb\xbf{}", [((), "bad_json")]),
    "raw control character": (b'"a\x01"', [((), "bad_json")]),
    "NaN": (b'{"a": NaN}', [(("a",), "wrong_type")]),
    "Infinity": (b'{"a": [-Infinity]}', [(("a", 0), "out_of_range")]),
    "key twice": (b'{"a": {"b": 1, "c": 2, "b": 3}}', [(("a", "b"), "duplicate_key")]),
    "NUL": (b'{"a": "x\\u0000y"}', [(("a",), "wrong_type")]),
    "NUL in a key": (b'{"a\\u0000": 1}', [(("a\ufffd",), "wrong_type")]),
    "lone surrogate": (b'{"a": "\\ud800"}', [(("a",), "wrong_type")]),
    "exponent of nines": (b'{"a": 1e999999999}', [(("a",), "out_of_range")]),
    "exponent beyond Decimal": (b'{"a": 1e99999999999999999999}', [(("a",), "out_of_range")]),
    "tiny exponent": (b'{"a": 1e-999999999}', [(("a",), "out_of_range")]),
    "long integer": (b'{"a": ' + b"9" * 10_000 + b"}", [(("a",), "out_of_range")]),
    "long fraction": (b'{"a": 0.' + b"3" * 10_000 + b"}", [(("a",), "out_of_range")]),
    "41 deep": (b"[" * 41 + b"]" * 41, [((), "too_deep")]),
    "100,000 deep": (b"[" * 100_000, [((), "too_deep")]),
    "two faults": (b'{"a": NaN, "b": "\\u0000"}', [(("a",), "wrong_type"), (("b",), "wrong_type")]),
}


@pytest.mark.parametrize(("raw", "expected"), BAD.values(), ids=BAD)
def test_load_json_refuses(raw, expected):
    assert faults(raw) == expected


def test_load_json_40_deep():
    assert str(load_json(b"[" * 40 + b"]" * 40)) == "[" * 40 + "]" * 40


@given(st.binary(max_size=200))
def test_load_json_any_bytes_give_a_value_or_a_refusal(raw):
    findings: tuple[Finding, ...] = ()

    try:
        load_json(raw)
    except Refused as refused:
        findings = refused.findings

    assert {finding.code for finding in findings} <= {
        "bad_json",
        "too_deep",
        "duplicate_key",
        "wrong_type",
        "out_of_range",
    }
