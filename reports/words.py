"""Every finding a report states, with the wording for each case, in one place.

A headline is filled from the analysis and never claims more than the numbers carry: with one visit
there is no verdict, within noise is said so, and what was not measured is not guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from reports.analysis_shape import Analysis, Change, Score, TrendPoint
from reports.periods import Period, previous_period
from reports.printed import (
    count,
    lost,
    number,
    ordinal,
    period_kind,
    period_label,
    size,
    things,
)

ONE_VISIT = "One visit; not a rating of the location"


class Finding(NamedTuple):
    """A headline and the sentence under it."""

    headline: str
    note: str


def verdict(analysis: Analysis) -> tuple[str, str]:
    """Give the word and the kind of the chip under the score."""
    words = {
        "met": "On target",
        "watch": "To watch",
        "gap": "Below target",
        "too_few": f"Too few visits, n = {analysis['score']['n']}",
        "not_measured": "Not measured",
    }
    return words[analysis["status"]], analysis["status"]


def level(score: Score, not_scored: int) -> Finding:
    """State how far the score is from its target, and whether chance could explain it."""
    percent, target, n = score["percent"], score["target"], score["n"]
    if percent is None and not_scored:
        visits = things(not_scored, "visit")
        return Finding("No visit could be scored", f"{visits} without a single scored answer.")
    if percent is None:
        return Finding("No visits in this period", "Nothing was measured, so nothing is judged.")
    if target is None:
        return Finding("No target is set", "The score stands for itself.")
    gap = Decimal(percent) - Decimal(target)
    where = _where(gap)
    if n == 1:
        return Finding(ONE_VISIT, f"That visit was {where}.")
    if n == 2:
        return Finding("Two visits; too few to judge", f"Their mean is {where}.")
    headline = where[0].upper() + where[1:]
    low, high = score["low"], score["high"]
    if low is None or high is None or low == high:
        return Finding(headline, "All visits scored the same, so there is no interval.")
    if gap < 0 and Decimal(high) < Decimal(target):
        return Finding(
            headline, f"More than chance explains: the interval ends at {number(high, target)}."
        )
    if gap < 0:
        return Finding(headline, f"Chance could explain it: the interval reaches {number(high)}.")
    if Decimal(low) >= Decimal(target):
        return Finding(
            headline, f"More than chance explains: the interval begins at {number(low)}."
        )
    return Finding(
        headline, f"Chance could explain it: the interval begins at {number(low, target)}."
    )


def changed(change: Change, first: str, last: str) -> Finding:
    """State the change since the period before, and whether it is more than noise."""
    points, outcome = change["points"], change["verdict"]
    before = _before(first, last)
    if points is None or outcome == "not_measured":
        return Finding("No earlier score to compare", f"Nothing was scored in {before}.")
    step = Decimal(points)
    way = "Up" if step > 0 else "Down"
    headline = f"{way} {size(points)} on {before}" if step else f"Unchanged on {before}"
    if outcome == "too_few":
        return Finding(headline, "Too few visits to tell it from chance.")
    noise = change.get("noise")
    if outcome == "within_noise":
        limit = f"under ±{number(noise)}" if noise is not None else "of this size"
        if step:
            headline += ", within noise"
        return Finding(headline, f"A change {limit} cannot be told from chance.")
    beyond = f": chance alone stays under ±{number(noise)}" if noise is not None else ""
    return Finding(headline, f"More than chance explains{beyond}.")


def first_fix(analysis: Analysis) -> Finding:
    """State what to put right first: the shortest way to target, or why there is none."""
    way, order, score = analysis["shortest_way"], analysis["priorities"], analysis["score"]
    if score["percent"] is None:
        return Finding("Nothing to put right is known", "It takes a scored visit to find a gap.")
    if not order:
        return Finding("No points were lost", "Every standard that was measured was met in full.")
    worth = {one["code"]: one["lost"] for one in analysis["standards"]}
    if way is None:
        most = sum((Decimal(worth.get(code, "0")) for code in order), Decimal(score["percent"]))
        reach = number(min(most, Decimal(100)), score["target"])
        return Finding(
            "Even all standards do not reach the target",
            f"Recovered in full they lead to {reach}; the rest is bonus, cap or critical effect.",
        )
    if not way:
        return Finding(
            f"Target reached; {order[0]} costs most",
            f"{lost(worth[order[0]])} points are still to be had there.",
        )
    named = listed(way, 3)
    how = "it alone reaches" if len(way) == 1 else f"the {count(len(way))} alone reach"
    return Finding(f"Fix {named} first", f"Recovered in full, {how} the target.")


def way_sentence(analysis: Analysis) -> str:
    """Say the shortest way to target in one sentence."""
    way, score = analysis["shortest_way"], analysis["score"]
    worth = {one["code"]: Decimal(one["lost"]) for one in analysis["standards"]}
    if score["percent"] is None:
        return "There is no score to start from."
    percent = Decimal(score["percent"])
    if way is None:
        return "Even all standards, recovered in full, do not reach the target."
    if not way:
        return "The target is reached."
    reached = percent + sum(worth[code] for code in way)
    return (
        f"Recover {listed(way, 4)} in full: from {number(percent, score['target'])} "
        f"to {number(min(reached, Decimal(100)))}. An estimate."
    )


def benchmark_note(locations: int, percentile: str | None) -> str:
    """Say among how many locations this one stands, and where."""
    place = f", {ordinal(percentile)} percentile" if percentile is not None else ""
    return f"{things(locations, 'location')}{place}"


def recommend_note(n: int, promoters: int, detractors: int) -> str:
    """Say how many shoppers stand behind the recommendation."""
    return (
        f"{things(n, 'shopper')}: {things(promoters, 'promoter')}, "
        f"{things(detractors, 'detractor')}."
    )


def trend_title(trend: Sequence[TrendPoint]) -> str:
    """Name the trend by the kind of its periods: Six quarters."""
    if not trend:
        return "Trend"
    kind = period_kind(trend[-1]["from"], trend[-1]["to"])
    words = count(len(trend))
    title = f"{words[0].upper()}{words[1:]} {kind}{'s' if len(trend) > 1 else ''}"
    months = _period(trend[-1]["from"], trend[-1]["to"]).months
    return f"{title} of {count(months)} months" if kind == "period" and months else title


def trend_note(trend: Sequence[TrendPoint]) -> str:
    """Say how to read the trend, and where it has holes."""
    if not any(one["n"] for one in trend):
        return "No visit was scored in any of them."
    said = "Whiskers are 95\u00a0% intervals." if any(one["n"] > 1 for one in trend) else ""
    holes = [" ".join(period_label(one["from"], one["to"])) for one in trend if not one["n"]]
    if len(holes) == len(trend) - 1 and trend[-1]["n"]:
        said += " No score in the periods before."
    elif holes and period_kind(trend[-1]["from"], trend[-1]["to"]) == "period":
        said += f" No score in {count(len(holes))} of the {count(len(trend))} periods."
    elif holes:
        said += f" No score in {listed([hole.strip() for hole in holes], 5)}."
    return said.strip()


def trend_words(trend: Sequence[TrendPoint]) -> str:
    """Say the trend in words, for those who cannot see the chart."""
    said = [
        f"{' '.join(period_label(one['from'], one['to'])).strip()} {number(one['percent'])}"
        f" (n {one['n']})"
        for one in trend
    ]
    return "; ".join(said)


def listed(names: Sequence[str], most: int) -> str:
    """Join names as a sentence does, at most so many: A, B and 4 more."""
    shown = list(names[:most])
    rest = len(names) - len(shown)
    if rest == 1:
        shown.append(names[most])
    elif rest:
        shown.append(f"{rest} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _before(first: str, last: str) -> str:
    """Name the period before: last quarter, May–Jul, or what it is where no name is shorter."""
    kind, now = period_kind(first, last), _period(first, last)
    if kind != "period":
        return f"last {kind}"
    if now.months is None or now.months > 11:
        return "the period before"
    earlier = previous_period(now)
    return period_label(earlier.start.isoformat(), earlier.end.isoformat())[0]


def _period(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


def _where(gap: Decimal) -> str:
    if gap == 0:
        return "exactly on target"
    return f"{size(gap)} points {'above' if gap > 0 else 'below'} target"
