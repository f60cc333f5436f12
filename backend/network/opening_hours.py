"""Opening hours as data: per weekday the spans in which a location is open, in its local time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from shopper_forms.findings import Finding

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_SPANS = 6
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00")


def opening_hours_faults(value: Any, loc: tuple[str | int, ...]) -> Iterator[Finding]:
    """What is wrong with opening hours such as `{"mon": [["08:00", "18:00"]]}`.

    Spans of a day stand in order and do not overlap; one that goes past midnight is written as
    two, the first ending at 24:00.
    """
    if not isinstance(value, dict):
        yield Finding(loc, "wrong_type", "Opening hours are an object of weekdays.")
        return
    for day, spans in value.items():
        if day not in WEEKDAYS:  # it may be anything at all, so it is not repeated
            yield Finding(loc, "unknown_key", f"Weekdays are {', '.join(WEEKDAYS)}.")
        elif not isinstance(spans, list) or len(spans) > MOST_SPANS:
            yield Finding((*loc, day), "wrong_type", f"Give a list of at most {MOST_SPANS} spans.")
        else:
            yield from _day_faults(spans, (*loc, day))


def _day_faults(spans: list[Any], loc: tuple[str | int, ...]) -> Iterator[Finding]:
    end_before = ""
    for index, span in enumerate(spans):
        here = (*loc, index)
        if not _is_span(span):
            yield Finding(here, "bad_format", 'A span is two times such as ["08:00", "18:00"].')
            continue
        start, end = span
        if start >= end:
            yield Finding(here, "out_of_range", "A span ends after it begins.")
        elif start < end_before:
            yield Finding(here, "out_of_range", "Spans stand in order and do not overlap.")
        end_before = max(end_before, end)


def _is_span(span: Any) -> bool:
    return (
        isinstance(span, list | tuple)
        and len(span) == 2
        and all(isinstance(time, str) and _TIME.fullmatch(time) for time in span)
    )
