"""The golden cases of the scorer, parsed: a document, answers and the scorecard they must give."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from shopper_forms.decoding import load_json
from shopper_forms.document import Document
from shopper_forms.parsing import parse_document

DATA = Path(__file__).parents[1] / "data"


class Case(NamedTuple):
    name: str
    document: Document
    answers: dict[str, Any]
    expected: dict[str, Any]


@cache
def worked_cases() -> tuple[Case, ...]:
    """The cases on the example questionnaire, some with other scoring settings."""
    return tuple(
        Case(
            case["name"],
            example_document((case["patch"] or {}).get("scoring")),
            case["answers"],
            case["expected"],
        )
        for case in load("vectors/scoring.json")["cases"]
    )


@cache
def random_cases() -> tuple[Case, ...]:
    """The cases with a document each, using every rule, policy and mode."""
    return tuple(
        Case(case["name"], parse_document(case["document"]), case["answers"], case["expected"])
        for case in load("vectors/scoring-random.json")["cases"]
    )


def example_document(scoring: dict[str, Any] | None = None) -> Document:
    """The example questionnaire, with some scoring settings replaced."""
    data = load("questionnaire-example.json")
    return parse_document(data | {"scoring": data["scoring"] | (scoring or {})})


def load(name: str) -> Any:
    """A JSON file of the test data, numbers exact."""
    return load_json((DATA / name).read_bytes())
