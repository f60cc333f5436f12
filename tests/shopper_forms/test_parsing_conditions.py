"""One fault of a condition at a time, with the path and the code it is named by."""

from typing import Any

import pytest

from shopper_forms.findings import Refused
from shopper_forms.parsing import parse_document
from tests.shopper_forms.documents import SECOND, question, small


def faults(document):
    with pytest.raises(Refused) as refused:
        parse_document(document)
    return [(finding.loc, finding.code) for finding in refused.value.findings]


def faults_of(asked):
    """Faults of a second question, their paths from the question on."""
    found = faults(small(asked))
    assert all(loc[:4] == SECOND for loc, _ in found)
    return [(loc[4:], code) for loc, code in found]


CONDITION_FAULTS: Any = {
    "a list": ([], [((), "wrong_type")]),
    "null": (None, [((), "wrong_type")]),
    "empty": ({}, [((), "wrong_type")]),
    "two kinds": ({"all": [], "any": []}, [((), "wrong_type")]),
    "unknown key": (
        {"question": "greeted", "is": "yes", "equals": 1},
        [(("equals",), "unknown_key")],
    ),
    "no operator": ({"question": "greeted"}, [((), "wrong_type")]),
    "two operators": ({"question": "greeted", "is": "yes", "gt": 1}, [((), "wrong_type")]),
    "operator beside all": ({"all": [], "is": "yes"}, [(("is",), "unknown_key")]),
    "all an object": ({"all": {}}, [(("all",), "wrong_type")]),
    "question a number": ({"question": 3, "is": "yes"}, [(("question",), "wrong_type")]),
    "value null": ({"question": "greeted", "is": None}, [(("is",), "wrong_type")]),
    "value true": ({"question": "greeted", "is": True}, [(("is",), "wrong_type")]),
    "in a word": ({"question": "greeted", "in": "yes"}, [(("in",), "wrong_type")]),
    "in with a list": ({"question": "greeted", "in": [["yes"]]}, [(("in", 0), "wrong_type")]),
    "answered a word": (
        {"question": "greeted", "answered": "yes"},
        [(("answered",), "wrong_type")],
    ),
    "value with two keys": (
        {"question": "greeted", "is": {"question": "greeted", "plus": 1}},
        [(("is", "plus"), "unknown_key")],
    ),
    "deep fault": (
        {"any": [{"not": {"question": "greeted", "is": []}}]},
        [(("any", 0, "not", "is"), "wrong_type")],
    ),
}


@pytest.mark.parametrize(("condition", "expected"), CONDITION_FAULTS.values(), ids=CONDITION_FAULTS)
def test_parse_condition_fault(condition, expected):
    assert faults_of(question("a", "text", show_if=condition)) == [
        (("show_if", *loc), code) for loc, code in expected
    ]


def test_parse_condition_nested_too_deep():
    condition: dict[str, object] = {"question": "greeted", "is": "yes"}
    for _ in range(2000):
        condition = {"not": condition}
    document = small(question("a", "text"))
    document["sections"][0]["questions"][1]["show_if"] = condition

    assert faults(document) == [((*SECOND, "show_if", *["not"] * 13), "out_of_range")]
