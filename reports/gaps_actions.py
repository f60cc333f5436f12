"""Whether a closed action worked: its standard in the visits since, judged as any standard is."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from reports.analysis_shape import Action, Status, Worked, WorkedWord
from reports.exact import four_places, four_places_or_none
from reports.gaps_facts import StandardFacts, VisitFacts
from reports.gaps_pools import pool_earlier
from reports.gaps_standards import status_of
from reports.statistics import wilson_interval


def judge_actions(
    actions: Sequence[Action], visits: Sequence[VisitFacts], standards: Sequence[StandardFacts]
) -> list[Action]:
    """The actions, those that were done or verified with what their standard came to since.

    `visits` are the scored ones of this period and the one before. Visits of the closing day
    itself count as before: nobody knows which came first.
    """
    known = {standard.code: standard for standard in standards}
    return [
        {**action, "worked": _worked(action["closed"], visits, known[action["standard"]])}
        if action["state"] in ("done", "verified")
        and action.get("closed")
        and action["standard"] in known
        else action
        for action in actions
    ]


def _worked(closed: str | None, visits: Sequence[VisitFacts], standard: StandardFacts) -> Worked:
    day, target = date.fromisoformat(closed or ""), Fraction(standard.target_percent)
    before = pool_earlier([one for one in visits if one.date <= day], [standard])[standard.code]
    since = pool_earlier([one for one in visits if one.date > day], [standard])[standard.code]
    interval = None if since.percent is None else wilson_interval(since.percent, since.n)
    low, high = interval or (None, None)
    status = status_of(since.percent, since.n, target, high)
    return {
        "status": _TOLD[status],
        "percent": four_places_or_none(since.percent),
        "low": four_places_or_none(low),
        "high": four_places_or_none(high),
        "n": since.n,
        "before": four_places_or_none(before.percent),
        "before_n": before.n,
        "target": four_places(target),
    }


_TOLD: Mapping[Status, WorkedWord] = {
    "not_measured": "too_early",
    "too_few": "too_early",
    "met": "met",
    "watch": "watch",
    "gap": "gap",
}
