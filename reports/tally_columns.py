"""Tallies as columns of a row and back: numbers, and JSON for what differs in length."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from reports.exact import SCALE
from reports.statistics import Sample
from reports.tallies import NO_SAMPLE, Moment, StandardSums, Tally, add_standards, latest_of


class TallyColumns(NamedTuple):
    """A tally as it is kept.

    `codes` is a JSON array of the standards; `sums` a JSON array, four numbers for each;
    `together` a JSON object: which of the codes were measured, as hexadecimal bits (the first is
    1), to the number of visits; `latest` a JSON object of questionnaire versions to moments.
    """

    released: int
    n: int
    total: int
    squares: int
    lowest: int
    highest: int
    passed: int
    critical: int
    codes: str
    sums: str
    together: str
    latest: str


def as_columns(tally: Tally) -> TallyColumns:
    """A tally as it is kept; the same tally always gives the same text."""
    sample = tally.sample
    bits = {code: 1 << place for place, code in enumerate(tally.codes)}
    together = {
        f"{sum(bits[code] for code in measured):x}": n for measured, n in tally.together.items()
    }
    return TallyColumns(
        released=tally.released,
        n=sample.n,
        total=sample.total,
        squares=sample.squares,
        lowest=sample.lowest,
        highest=sample.highest,
        passed=tally.passed,
        critical=tally.critical,
        codes=_compact(tally.codes),
        sums=_compact(tally.sums),
        together=_compact(together),
        latest=_compact({str(version): moment for version, moment in tally.latest.items()}),
    )


def from_columns(rows: Mapping[str, Sequence[TallyColumns]]) -> dict[str, Tally]:
    """By location, what its rows, one or more of them, come to together."""
    every = [row for found in rows.values() for row in found]
    sums, latest = iter(_parsed("sums", every)), iter(_parsed("latest", every))
    return {
        place: _tally(found, list(islice(sums, len(found))), list(islice(latest, len(found))))
        for place, found in rows.items()
    }


def sum_columns(rows: Sequence[tuple[str, str]]) -> dict[str, StandardSums]:
    """What the `codes` and `sums` of the rows come to, by standard."""
    texts = ",".join([sums for _, sums in rows])
    found = json.loads(f"[{texts}]")
    codes, sums = add_standards(
        [(_codes(text), one) for (text, _), one in zip(rows, found, strict=True)]
    )
    return Tally(codes=codes, sums=sums).standards


def _tally(
    rows: Sequence[TallyColumns],
    sums: Sequence[Sequence[int]],
    latest: Sequence[Mapping[str, Moment]],
) -> Tally:
    codes, total = add_standards(
        [(_codes(row.codes), one) for row, one in zip(rows, sums, strict=True)]
    )
    together: dict[frozenset[str], int] = {}
    for row in rows:
        for measured, n in _together(row.codes, row.together):
            together[measured] = together.get(measured, 0) + n
    moments = latest_of(each for one in latest for each in one.items())
    return Tally(
        released=sum([row.released for row in rows]),
        sample=_sample(rows),
        passed=sum([row.passed for row in rows]),
        critical=sum([row.critical for row in rows]),
        codes=codes,
        sums=total,
        together=together,
        latest={int(version): moment for version, moment in moments.items()},
    )


def _sample(rows: Sequence[TallyColumns]) -> Sample:
    """As `add_samples`, without a sample for each of thousands of rows."""
    scored = [row for row in rows if row.n]
    if not scored:
        return NO_SAMPLE
    return Sample(
        n=sum([row.n for row in scored]),
        total=sum([row.total for row in scored]),
        squares=sum([row.squares for row in scored]),
        lowest=min([row.lowest for row in scored]),
        highest=max([row.highest for row in scored]),
        scale=SCALE,
    )


def _parsed(column: str, rows: Sequence[TallyColumns]) -> list[Any]:
    """The JSON of a column, taken apart in one go."""
    texts = ",".join([getattr(row, column) for row in rows])
    return list(json.loads(f"[{texts}]"))


@lru_cache(maxsize=1_000)
def _codes(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


@lru_cache(maxsize=10_000)
def _together(codes: str, text: str) -> list[tuple[frozenset[str], int]]:
    """Few different ones recur in thousands of rows: most visits measure every standard."""
    return [
        (
            frozenset(
                code for place, code in enumerate(_codes(codes)) if int(bits, 16) >> place & 1
            ),
            n,
        )
        for bits, n in json.loads(text).items()
    ]


def _compact(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
