"""The truth of the invented client: met-rates by location and standard, fixed by a seed.

Real programmes never know it. Here it is written beside the data, so that what the statistics
say can be held against it.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

from backend.config.demo.world import PLACES, STANDARDS

SEED = 20260401

_BASE = {
    "PHONE": 0.82, "HOURS": 0.97, "FRONT": 0.93, "GREET": 0.74, "KNOW": 0.96, "LISTEN": 0.84,
    "SPEED": 0.66, "DRINK": 0.92, "PRICE": 0.985, "CLEAN": 0.77, "UNIFORM": 0.93,
    "RECEIPT": 0.85, "THANKS": 0.88, "RECOVER": 0.72,
}  # fmt: skip


def met_rates() -> dict[str, dict[str, float]]:
    """`{location: {standard: chance that a visit finds it met}}`, the same at every call."""
    dice = random.Random(SEED)
    rates: dict[str, dict[str, float]] = {}
    for place in PLACES:
        lift = dice.gauss(0.0, 0.05)
        rates[place.code] = {
            standard["code"]: round(
                min(0.995, max(0.15, _BASE[standard["code"]] + lift + dice.gauss(0.0, 0.07))), 3
            )
            for standard in STANDARDS
        }
    # One place that everybody should drive to first, and one that shows how it is done.
    rates["LIS-01"].update(SPEED=0.10, CLEAN=0.20, GREET=0.30, LISTEN=0.45)
    rates["VIE-01"].update(dict.fromkeys(("SPEED", "CLEAN", "GREET", "RECOVER"), 0.97))
    return rates


def findings(
    rates: Mapping[str, float], dice: random.Random, always_miss: str | None = None
) -> dict[str, bool]:
    """What one visit finds: met or not, by standard; `always_miss` is missed for certain."""
    found = {code: dice.random() < rate for code, rate in rates.items()}
    if always_miss is not None:
        found[always_miss] = False
    return found
