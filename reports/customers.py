"""How imported customer measures are printed, the same on paper and on a page."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reports import printed
from reports.analysis_shape import CustomerMeasure

NAMES = {
    "nps": "Net promoter score",
    "acsi": "ACSI-type index",
    "complaints": "Complaints",
    "churn": "Churn",
    "revenue": "Revenue",
}
SHORT_NAMES = {**NAMES, "nps": "NPS"}
_COUNTED = {"nps": ("reply", "replies"), "acsi": ("reply", "replies"), "churn": ("customer", "")}


def name(measure: str) -> str:
    """Give the name of a measure; one without a name is printed as it is called."""
    return NAMES.get(measure, measure.upper())


def value(one: CustomerMeasure) -> str:
    """Print a measure in its own unit; an NPS is never printed with decimals."""
    kind, figure = one["measure"], one["value"]
    if kind == "nps":
        return printed.whole_signed(figure)
    if kind == "churn":
        return f"{printed.number(figure)}{printed.NBSP}%"
    if kind == "complaints":
        return printed.plain(figure)
    if kind == "revenue":
        return printed.in_unit(figure, "money", one["currency"])
    return printed.number(figure)


def basis(one: CustomerMeasure) -> str:
    """Say what a measure rests on: how many answered or were counted, with which weights."""
    parts = []
    if one["n"] is not None:
        single, many = _COUNTED.get(one["measure"], ("", ""))
        parts.append(
            printed.things(one["n"], single, many or None)
            if single
            else f"n{printed.NBSP}{one['n']}"
        )
    elif one["measure"] in {"nps", "acsi"}:
        parts.append("n not given")
    if one["measure"] == "acsi":
        parts.append(weights(one.get("weights", [])))
    return ", ".join(part for part in parts if part)


def weights(of: Sequence[str]) -> str:
    """Say how the three answers of an index were weighted; nothing when it is not known."""
    if not of:
        return ""
    if len({Decimal(each) for each in of}) == 1:
        return "equal weights"
    return f"weights {' : '.join(printed.plain(each) for each in of)}"


def days(one: CustomerMeasure, first: str, last: str) -> str:
    """Name a measure's own days where they are not all of the period; else nothing."""
    if (one["from"], one["to"]) == (first, last):
        return ""
    return printed.months_or_days(one["from"], one["to"], short=True)
