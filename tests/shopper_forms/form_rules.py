"""The cases of `form-rules.json`: one set that pytest and the phone form's tests both run."""

import json
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from shopper_forms.conditions import View
from shopper_forms.document import Condition, Document
from shopper_forms.observations import Observation
from shopper_forms.parsing import parse_document
from shopper_forms.parsing_conditions import read_condition
from shopper_forms.reading import Faults

DATA = Path(__file__).parents[1] / "data"


@cache
def form_rules() -> dict[str, Any]:
    """The whole file, with every `$repeat` written out."""
    text = (DATA / "vectors/form-rules.json").read_text()
    rules = _written_out(json.loads(text, parse_float=Decimal))  # load_json would refuse NUL
    assert isinstance(rules, dict)
    return rules


@cache
def rules_document() -> Document:
    """The questionnaire that the cases of visibility and validation are about."""
    return parse_document(form_rules()["documents"]["rules"])


def condition_from(data: Any) -> Condition:
    """A condition of the file as a value; a fault in it fails the test."""
    faults = Faults()
    condition = read_condition(faults, data, ())
    assert faults.findings == []
    return condition


def view_from(data: dict[str, Any]) -> View:
    """`{question: [state, value]}` as observations."""
    return {code: Observation(state, _value(value)) for code, (state, value) in data.items()}


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return frozenset(value)
    if value is None or isinstance(value, str | int):
        return value
    return Fraction(value)


def _written_out(data: Any) -> Any:
    if isinstance(data, list):
        return [_written_out(each) for each in data]
    if not isinstance(data, dict):
        return data
    if set(data) == {"$repeat"}:
        text, times = data["$repeat"]
        return text * times
    return {key: _written_out(value) for key, value in data.items()}
