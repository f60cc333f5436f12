"""Files of customer measures as a client sends them, and measures that stand already."""

from __future__ import annotations

from datetime import date
from typing import Any

from backend.accounts.models import Person
from backend.customer_measures.models import CustomerMeasure
from backend.network.models import Location
from tests.cast import NOW

HEADER = "location,from,to,measure,value,n,weights,currency"
NPS = "L1,2026-07-01,2026-09-30,nps,31.5,412,,"


def csv(*rows: str, header: str = HEADER) -> bytes:
    """A file with a header."""
    return "\n".join([header, *rows, ""]).encode()


def measured(
    where: Location, by: Person, measure: str = "nps", value: int = 31, **fields: Any
) -> CustomerMeasure:
    """A measure of July to September 2026."""
    defaults = {
        "value_e4": value * 10_000,
        "starts": date(2026, 7, 1),
        "ends": date(2026, 9, 30),
        "n": 412,
        "weights": ["1.0000"] * 3 if measure == "acsi" else [],
        "currency": "EUR" if measure == "revenue" else "",
        "imported_at": NOW,
    }
    return CustomerMeasure.objects.create(
        location=where,
        measure=measure,
        imported_by=by,
        **{**defaults, **fields},
    )
