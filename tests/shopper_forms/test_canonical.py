"""Equal content has equal bytes; what cannot be read back is not written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopper_forms.canonical import canonical_json, sha256_hex
from shopper_forms.decoding import load_json
from shopper_forms.findings import Refused
from tests.shopper_forms.documents import EXAMPLE_BYTES

NUMBERS = st.integers(-(10**12), 10**12) | st.decimals(-(10**12), 10**12, places=6)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | NUMBERS
    | st.text(st.characters(exclude_characters="\0"), max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("aé€😀", max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_canonical_json_spelling():
    data = {"b": [Decimal("1.50"), Decimal("2.0"), Decimal("1E+2"), Decimal("-0.0")], "a": 'é\n"😀'}

    assert canonical_json(data) == '{"a":"é\\n\\"😀","b":[1.5,2,100,0]}'.encode()


def test_canonical_json_small_number_has_no_exponent():
    assert canonical_json([Decimal("1E-6"), 0.1, 1e-7, True, None]) == (
        b"[0.000001,0.1,0.0000001,true,null]"
    )


def test_canonical_json_sorts_keys_by_code_point():
    assert canonical_json({"b": 1, "a_": 2, "aZ": 3, "😀": 4, "\uffff": 5}) == (
        '{"aZ":3,"a_":2,"b":1,"\uffff":5,"😀":4}'.encode()
    )


def test_canonical_json_of_the_example():
    raw = canonical_json(load_json(EXAMPLE_BYTES))

    assert len(raw) == 6448
    assert sha256_hex(raw) == "114107f2d89849e3e2ff78701efffb7f743bb0a8483dc212b5e8d43772f10864"


def test_sha256_hex():
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@given(JSON)
def test_canonical_json_reads_back_and_stays(data):
    raw = canonical_json(data)

    assert load_json(raw) == data
    assert canonical_json(load_json(raw)) == raw


@pytest.mark.parametrize(
    ("data", "loc", "code"),
    [
        ({"a": "\ud800"}, ("a",), "wrong_type"),
        ({"a": ["\0"]}, ("a", 0), "wrong_type"),
        ({"a": {1: 2}}, ("a",), "wrong_type"),
        ({"a": {1, 2}}, ("a",), "wrong_type"),
        ([float("nan")], (0,), "out_of_range"),
        ([Decimal("1e999999")], (0,), "out_of_range"),
    ],
)
def test_canonical_json_refuses(data, loc, code):
    with pytest.raises(Refused) as refused:
        canonical_json(data)

    assert [(f.loc, f.code) for f in refused.value.findings] == [(loc, code)]
