"""Did it work: an action's standard before and after it was done, beside the other locations.

The same months are looked at everywhere, so that what changed for all (a season, a new
questionnaire) is not taken for the action's doing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Q, QuerySet

from backend.actions.models import Action
from backend.visits.models import COUNTED, Visit
from reports.exact import ten_thousandths
from reports.gaps_pools import pooled_percent
from reports.gaps_standards import FEWEST_TO_JUDGE

WINDOW_DAYS = 180
_MOST_VISITS = 4_000  # a side: the nearest to the closing day say what there is to say


@dataclass(frozen=True, slots=True)
class Pooled:
    """A standard over the `n` visits that measured it; `percent` is None without any."""

    percent: Fraction | None
    n: int


@dataclass(frozen=True, slots=True)
class Effect:
    """The standard up to the day an action was closed and after it, here and at the others."""

    closed: date
    before: Pooled
    after: Pooled
    others_before: Pooled
    others_after: Pooled

    @property
    def is_too_early(self) -> bool:
        """Whether too few visits were made since to say anything."""
        return self.after.n < FEWEST_TO_JUDGE

    @property
    def has_little_before(self) -> bool:
        """Whether too few visits stand before it to say where it began."""
        return self.before.n < FEWEST_TO_JUDGE

    @property
    def change(self) -> Fraction | None:
        """Points gained here; None when either side is missing."""
        return _difference(self.before, self.after)

    @property
    def others_change(self) -> Fraction | None:
        """Points the others gained over the same time."""
        return _difference(self.others_before, self.others_after)

    @property
    def beyond_others(self) -> Fraction | None:
        """Points gained here beyond what the others gained."""
        if self.change is None or self.others_change is None:
            return None
        return self.change - self.others_change


def effect_of(action: Action) -> Effect | None:
    """What came of an action that is done or verified; None for any other. Four queries.

    Visits of the closing day count as before. The others are all other locations of the brand in
    the programme: whoever sees the action sees of them these four numbers alone.
    """
    if action.closed_on is None or action.state == "no_action":
        return None
    counted = Visit.objects.filter(
        programme=action.programme_id, state__in=COUNTED, percent_e4__isnull=False
    )
    here = counted.filter(location=action.location_id)
    others = counted.filter(location__brand=action.location.brand_id).exclude(
        location=action.location_id
    )
    closed, window = action.closed_on, timedelta(days=WINDOW_DAYS)
    before = Q(visit_date__gt=closed - window, visit_date__lte=closed)
    after = Q(visit_date__gt=closed, visit_date__lte=closed + window)
    return Effect(
        closed=closed,
        before=_pool(here.filter(before).order_by("-visit_date", "id"), action.standard),
        after=_pool(here.filter(after).order_by("visit_date", "id"), action.standard),
        others_before=_pool(others.filter(before).order_by("-visit_date", "id"), action.standard),
        others_after=_pool(others.filter(after).order_by("visit_date", "id"), action.standard),
    )


def _pool(visits: QuerySet[Visit], standard: str) -> Pooled:
    """The standard's score by its definition: points pooled over the visits with P > 0."""
    earned = possible = n = 0
    for text in visits.values_list("scorecard__vector", flat=True)[:_MOST_VISITS]:
        cell = json.loads(text)["standards"].get(standard)
        if cell is not None and (most := ten_thousandths(cell[1])) > 0:
            earned, possible, n = earned + ten_thousandths(cell[0]), possible + most, n + 1
    return Pooled(pooled_percent(earned, possible), n)


def _difference(before: Pooled, after: Pooled) -> Fraction | None:
    if before.percent is None or after.percent is None:
        return None
    return after.percent - before.percent
