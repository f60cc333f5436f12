"""Hypothesis strategies that break a valid document in one to four places."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from tests.shopper_forms.documents import example

JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [
        None, True, False, 0, -1, 1, 10**13, 10**500, 0.1, float("nan"), float("inf"), "", " ",
        "yes", "greeted", "\0", "\ud800", "a" * 5000, [], {}, [[]], [{}], {"": None}, [None, 1],
        {"question": "greeted", "is": "yes"}, {"all": [{}]}, {"en": 1}, {1: 2}, ["greeted"],
        "yes_no", "multi_choice", "scale", "number", "photo", "time", {"by": "options"},
        {"curve": "table", "table": [[None, 1]]}, {"question": "story"}, {"not": None},
        {"any": []}, {"question": "paid", "gt": {"question": "paid"}},
        {"question": "recovery", "includes": "apology"}, {"question": "clean", "answered": True},
    ]
)  # fmt: skip


def _containers(value: Any) -> list[Any]:
    found = [value] if isinstance(value, dict | list) and value else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return found + [container for element in inner for container in _containers(element)]


@st.composite
def broken_documents(draw: st.DrawFn) -> Any:
    """The example with keys dropped, added, doubled, swapped or replaced by junk."""
    document = example()
    for _ in range(draw(st.integers(1, 4))):
        container = draw(st.sampled_from(_containers(document)))
        keys = list(container) if isinstance(container, dict) else list(range(len(container)))
        key = draw(st.sampled_from(keys))
        action = draw(st.sampled_from(["drop", "junk", "add", "swap"]))
        if action == "drop":
            del container[key]
        elif action == "junk":
            container[key] = copy.deepcopy(draw(JUNK))
        elif action == "add" and isinstance(container, list):
            container.insert(key, copy.deepcopy(container[key]))
        elif action == "add":
            container[draw(st.sampled_from(["colour", "show_if", "score", "options", 3]))] = (
                copy.deepcopy(draw(JUNK))
            )
        else:
            other = draw(st.sampled_from(keys))
            container[key], container[other] = container[other], container[key]
        if not _containers(document):
            break
    return document
