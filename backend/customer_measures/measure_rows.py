"""One row of a file of customer measures: read cell by cell, every fault noted at its cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.customer_measures.acsi import LOWEST_ANSWER, MOST_ANSWER, QUESTIONS, acsi_index
from backend.customer_measures.models import CustomerMeasure
from backend.network.csv_tables import Table
from reports.exact import four_places, ten_thousandths

NEEDED = ("location", "from", "to", "measure", "value")
OPTIONAL = ("n", "weights", "currency")

Key = tuple[str, date, date, str]
"""Location, first day, last day, measure: what a row is told apart by."""

_Measure = CustomerMeasure.Measure
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OLDEST, _NEWEST = date(2000, 1, 1), date(2100, 1, 1)
_DECIMAL = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,4})?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_MOST_WEIGHT = 1_000_000
_EMPTY = "This cell must not be empty."
_NUMBER = "Give a number such as 42 or 42.5: a decimal point, at most four decimals."
_BOUNDS: dict[str, tuple[int, int]] = {
    _Measure.NPS: (-100, 100),
    _Measure.ACSI: (0, 100),
    _Measure.COMPLAINTS: (0, 10**9),
    _Measure.CHURN: (0, 100),
    _Measure.REVENUE: (-(10**12), 10**12),
}
_WHOLE_ONES = {
    _Measure.COMPLAINTS: "Complaints are counted: give a whole number.",
    _Measure.REVENUE: "Revenue is given in minor units (cents), a whole number.",
}


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """What a row says; `value_e4` in ten-thousandths of the measure's unit."""

    key: Key
    value_e4: int
    n: int | None
    weights: tuple[str, ...]
    currency: str


def read_row(
    number: int, cells: Mapping[str, str], spelling: Mapping[str, str], table: Table
) -> MeasureRow | None:
    """The row's measure; None when a cell is wrong, with each fault noted in `table`.

    `spelling` holds the codes of the locations that may be named, by their code in small letters:
    any other does not exist, whoever else may have it.
    """
    before = len(table.faults)
    location = _location(number, cells["location"], spelling, table)
    starts = _day(number, "from", cells["from"], table)
    ends = _day(number, "to", cells["to"], table)
    if starts and ends and ends < starts:
        table.note_fault(number, "to", "ends_before_start", "The period ends before it begins.")
    measure = cells["measure"]
    if measure not in _Measure.values:
        words = "One of nps, acsi, complaints, churn, revenue." if measure else _EMPTY
        code = "unknown_option" if measure else "required"
        table.note_fault(number, "measure", code, words)
        return None
    weights = _weights(number, measure, cells.get("weights", ""), table)
    value = _value(number, measure, cells["value"], weights, table)
    n = _n(number, cells.get("n", ""), table)
    currency = _currency(number, measure, cells.get("currency", ""), table)
    if len(table.faults) > before or starts is None or ends is None or value is None:
        return None
    key = (location, starts, ends, measure)
    return MeasureRow(key, ten_thousandths(value), n, tuple(map(four_places, weights)), currency)


def _location(number: int, code: str, spelling: Mapping[str, str], table: Table) -> str:
    known = spelling.get(code.lower())
    if not code:
        table.note_fault(number, "location", "required", _EMPTY)
    elif known is None:
        table.note_fault(number, "location", "unknown_location", "There is no such location.")
    elif known != code:
        table.note_fault(number, "location", "unknown_location", f"It is written {known}.")
    return code


def _day(number: int, column: str, cell: str, table: Table) -> date | None:
    if not cell:
        table.note_fault(number, column, "required", _EMPTY)
        return None
    try:
        day = date.fromisoformat(cell) if _DAY.fullmatch(cell) else None
    except ValueError:
        day = None
    if day is None:
        table.note_fault(number, column, "bad_format", "Write the day as 2026-07-01.")
    elif not _OLDEST <= day <= _NEWEST:
        table.note_fault(number, column, "out_of_range", "Give a day from 2000 to 2100.")
        return None
    return day


def _value(
    number: int, measure: str, cell: str, weights: tuple[Decimal, ...], table: Table
) -> Decimal | None:
    if not cell:
        table.note_fault(number, "value", "required", _EMPTY)
        return None
    parts = re.split(r"[ ;]+", cell)
    if measure == _Measure.ACSI and len(parts) == QUESTIONS:
        return _index_of_answers(number, parts, weights, table)
    if not _DECIMAL.fullmatch(cell):
        table.note_fault(number, "value", "wrong_type", _NUMBER)
        return None
    value = Decimal(cell)
    if measure in _WHOLE_ONES and value != value.to_integral_value():
        table.note_fault(number, "value", "wrong_type", _WHOLE_ONES[_Measure(measure)])
        return None
    low, high = _BOUNDS[measure]
    if not low <= value <= high:
        words = f"{_Measure(measure).label} lies between {low} and {high}."
        table.note_fault(number, "value", "out_of_range", words)
        return None
    return value


def _index_of_answers(
    number: int, parts: list[str], weights: tuple[Decimal, ...], table: Table
) -> Decimal | None:
    """The index, to four places, where the file brings the three mean answers instead of it."""
    if not all(_DECIMAL.fullmatch(part) for part in parts):
        table.note_fault(number, "value", "wrong_type", _NUMBER)
        return None
    answers = [Decimal(part) for part in parts]
    if not all(LOWEST_ANSWER <= answer <= MOST_ANSWER for answer in answers):
        words = "Each of the three mean answers lies between 1 and 10."
        table.note_fault(number, "value", "out_of_range", words)
        return None
    if not weights:  # they were refused
        return None
    return Decimal(four_places(acsi_index(answers, weights)))


def _weights(number: int, measure: str, cell: str, table: Table) -> tuple[Decimal, ...]:
    """Three weights of an ACSI-type index, equal when none are given."""
    if measure != _Measure.ACSI:
        if cell:
            words = "Only an ACSI-type index (acsi) has weights."
            table.note_fault(number, "weights", "unknown_key", words)
        return ()
    if not cell:
        return (Decimal(1),) * QUESTIONS
    parts = re.split(r"[ ;]+", cell)
    if len(parts) == QUESTIONS and all(_DECIMAL.fullmatch(part) for part in parts):
        weights = tuple(Decimal(part) for part in parts)
        if all(0 < weight <= _MOST_WEIGHT for weight in weights):
            return weights
        words = f"Each weight is more than 0 and at most {_MOST_WEIGHT}."
        table.note_fault(number, "weights", "out_of_range", words)
    else:
        words = "Give three numbers with spaces between them, such as 0.4 0.3 0.3."
        table.note_fault(number, "weights", "bad_format", words)
    return ()


def _n(number: int, cell: str, table: Table) -> int | None:
    if not cell:
        return None
    if not _WHOLE.fullmatch(cell):
        words = "Give how many customers were asked or counted, a whole number."
        table.note_fault(number, "n", "wrong_type", words)
        return None
    if int(cell) == 0:
        table.note_fault(number, "n", "out_of_range", "At least 1; leave it empty if unknown.")
    return int(cell)


def _currency(number: int, measure: str, cell: str, table: Table) -> str:
    if measure != _Measure.REVENUE:
        if cell:
            words = "Only revenue has a currency."
            table.note_fault(number, "currency", "unknown_key", words)
    elif not cell:
        table.note_fault(number, "currency", "required", "Revenue needs a currency, such as EUR.")
    elif not _CURRENCY.fullmatch(cell):
        words = "Write the currency in three capital letters, such as EUR."
        table.note_fault(number, "currency", "bad_format", words)
    return cell
