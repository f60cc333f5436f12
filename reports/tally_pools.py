"""Tallies of many locations as the analyses want them: samples, pools, what costs most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reports.gaps_facts import Place, StandardFacts
from reports.periods import TREND_LENGTH
from reports.statistics import Sample
from reports.tallies import COLUMNS, NO_SAMPLE, NOTHING_MEASURED, StandardSums, Tally


def samples_by_period(
    places: Sequence[Place], samples: Mapping[str, Sequence[Sample]]
) -> list[dict[str, Sample]]:
    """The samples of all places in each of the six periods; whoever is missing has no visits."""
    none = [NO_SAMPLE] * TREND_LENGTH
    found = [samples.get(place.code, none) for place in places]
    return [
        {place.code: six[index] for place, six in zip(places, found, strict=True)}
        for index in range(TREND_LENGTH)
    ]


def pool_tally(whole: Tally, standards: Sequence[StandardFacts]) -> dict[str, StandardSums]:
    """Each standard's sums; ValueError for sums of one that the facts do not describe, as its
    points lost would vanish."""
    found = whole.standards
    unknown = sorted(found.keys() - {standard.code for standard in standards})
    if unknown:
        raise ValueError(f"Visits score standards without facts: {unknown}")
    return pool_sums(found, standards)


def pool_sums(
    sums: Mapping[str, StandardSums], standards: Sequence[StandardFacts]
) -> dict[str, StandardSums]:
    """Each standard's sums; what is no longer asked is left out."""
    return {standard.code: sums.get(standard.code, NOTHING_MEASURED) for standard in standards}


def visits_with(whole: Tally, codes: frozenset[str]) -> int:
    """How many visits measured at least one of these standards."""
    return sum(n for together, n in whole.together.items() if together & codes)


def costliest(tallies: Mapping[str, Tally]) -> dict[str, tuple[str, int]]:
    """By place, the first of its priorities and what that lost, in ten-thousandths."""
    found: dict[str, tuple[str, int]] = {}
    for place, one in tallies.items():
        lost = one.sums[COLUMNS - 1 :: COLUMNS]
        most = max(lost, default=0)
        if most > 0:
            # codes are in order, so that the first one is the tie's
            found[place] = one.codes[lost.index(most)], most
    return found
