"""How much one questionnaire may hold, counted before anything costlier looks at it.

No form of the field comes near these numbers; a document that passes them is a mistake or an
attack, and judging it would keep everybody else waiting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shopper_forms.findings import Finding
from shopper_forms.reading import Loc

MOST_STANDARDS = 200
MOST_SECTIONS = 100
MOST_QUESTIONS = 300
MOST_OPTIONS = 2_000
MOST_ROWS = 2_000
MOST_CHECKS = 100
MOST_BANDS = 100
MOST_CONDITION_PARTS = 5_000


def size_faults(data: object) -> list[Finding]:
    """`out_of_range` for everything a decoded document holds too much of; any value may come."""
    document = _object(data)
    sections = _list(document.get("sections"))
    questions = [
        _object(question) for each in sections for question in _list(_object(each).get("questions"))
    ]
    checks = [_object(check) for check in _list(document.get("checks"))]
    conditions = [each["show_if"] for each in questions if "show_if" in each]
    conditions += [each["when"] for each in checks if "when" in each]
    standards = _object(document.get("standards"))
    bands = _list(_object(document.get("scoring")).get("bands"))
    counted: list[tuple[Loc, str, int, int]] = [
        (("standards",), "standards", len(standards), MOST_STANDARDS),
        (("scoring", "bands"), "bands", len(bands), MOST_BANDS),
        (("sections",), "sections", len(sections), MOST_SECTIONS),
        (("sections",), "questions", len(questions), MOST_QUESTIONS),
        (("sections",), "options", _in_all(questions, "options"), MOST_OPTIONS),
        (
            ("sections",),
            "rows of score tables",
            _in_all((_object(each.get("score")) for each in questions), "table"),
            MOST_ROWS,
        ),
        (("checks",), "checks", len(checks), MOST_CHECKS),
        (
            ("sections",),
            "comparisons and values in conditions",
            sum(map(_parts, conditions)),
            MOST_CONDITION_PARTS,
        ),
    ]
    return [
        Finding(loc, "out_of_range", f"A questionnaire has at most {most:,} {things}.")
        for loc, things, count, most in counted
        if count > most
    ]


def _in_all(holders: Iterable[Mapping[str, object]], key: str) -> int:
    return sum(len(_list(holder.get(key))) for holder in holders)


def _parts(condition: object) -> int:
    """The objects and values of a condition, without recursion: nobody has looked at it yet."""
    parts = 0
    todo = [condition]
    while todo:
        value = todo.pop()
        parts += 1
        if isinstance(value, dict):
            todo += [inner for inner in value.values() if isinstance(inner, dict | list)]
        elif isinstance(value, list):
            todo += value
            parts -= 1
    return parts


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
