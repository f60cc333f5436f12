"""The headlines of the parts after page one, each a finding with its wording for every case."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reports.analysis_shape import Analysis, StandardFigures
from reports.printed import count, day, number, signed, size, things
from reports.snapshot import Correction, Evidence, Visit
from reports.words import Finding, listed


def points_headline(analysis: Analysis) -> str:
    """State which standards the points were lost on."""
    order = analysis["priorities"]
    worth = {one["code"]: Decimal(one["lost"]) for one in analysis["standards"]}
    total = sum(worth.values(), Decimal(0))
    if analysis["score"]["percent"] is None:
        return "Nothing was scored, so no points were lost or earned"
    if not order:
        return "No points were lost on any standard"
    first = order[:3]
    cost = sum((worth[code] for code in first), Decimal(0))
    if len(first) == len(order):
        return f"{listed(first, 3)} cost{'s' if len(first) == 1 else ''} all {size(total)} points"
    return f"{listed(first, 3)} cost {size(cost)} of the {size(total)} points lost"


def standards_headline(standards: Sequence[StandardFigures]) -> str:
    """Count the standards by status."""
    many = dict.fromkeys(("met", "gap", "watch", "too_few", "not_measured"), 0)
    for one in standards:
        many[one["status"]] += 1
    parts = [
        (many["met"], "met"),
        (many["gap"], "gap" if many["gap"] == 1 else "gaps"),
        (many["watch"], "to watch"),
        (many["too_few"], "with too few visits"),
        (many["not_measured"], "not measured"),
    ]
    said = ", ".join(f"{count(n)} {words}" for n, words in parts if n)
    return said[:1].upper() + said[1:] or "No standard was asked about"


def evidence_headline(
    critical: int, failed: set[str], evidence: Sequence[Evidence], whose: str = "shoppers’"
) -> str:
    """Say what the evidence shows: critical misses first, then the gaps that are none.

    `critical` counts the misses, `failed` holds their standards; `whose` words they are told in.
    """
    if not evidence:
        return "No miss was recorded"
    standards = {one["standard"] for one in evidence}
    gaps = {one["standard"] for one in evidence if one["status"] == "gap"} - failed
    said = []
    if critical:
        said.append(f"{count(critical)} critical {'miss' if critical == 1 else 'misses'}")
    if gaps:
        said.append(f"{count(len(gaps))} {'gap' if len(gaps) == 1 else 'gaps'}")
    if not said:
        said.append(f"misses on {count(len(standards))} standard{'s'[: len(standards) != 1]}")
    return f"{capital(' and '.join(said))}, in the {whose} words"


def actions_headline(missed: Sequence[str], acted: Sequence[str], judged: int) -> str:
    """Say which missed standards (status gap) have an action and which have none.

    `judged` is the number of standards with enough visits to say anything.
    """
    if not judged:
        return "Too little was measured to call for an action"
    if not missed:
        return "No standard is a gap, so none needs an action"
    without = [code for code in missed if code not in acted]
    if not without:
        return "Every gap has an action"
    gaps = f"{count(len(missed))} {'standard' if len(missed) == 1 else 'standards'} missed"
    if len(without) == len(missed):
        return f"{capital(gaps)}, no action recorded"
    many = len(missed) - len(without)
    done = f"{count(many)} of {count(len(missed))} gaps {'has' if many == 1 else 'have'} an action"
    return f"{capital(done)}; {listed(without, 3)} {'has' if len(without) == 1 else 'have'} none"


def appendix_headline(visits: int, void: int | None, scored: int) -> str:
    """Say how many visits stand behind the figures; `scored` of them have a percent."""
    if not visits and not void:
        return "No visit stands behind this report"
    said = f"{capital(count(visits))} {'visit' if visits == 1 else 'visits'} "
    said += "made, none scored" if visits and not scored else "counted"
    if void:
        said += f", {count(void)} void"
    return f"{said}; every point can be followed" if scored else said


def counted_visits(visits: int, void: int | None) -> str:
    """Say the number of visits in the line under the title."""
    said = things(visits, "visit")
    return f"{said} ({void} more void, left out)" if void else said


def visit_headline(visit: Visit, target: str) -> str:
    """Say how one visit stands against the target of the programme."""
    if visit["percent"] is None:
        return "This visit could not be scored"
    gap = Decimal(visit["percent"]) - Decimal(target)
    if gap == 0:
        return "Exactly on target"
    return f"{size(gap)} points {'above' if gap > 0 else 'below'} target"


def visit_lost(visit: Visit) -> Finding:
    """Say what one visit lost, and on which standards."""
    worth: dict[str, Decimal] = {}
    for line in visit["ledger"]:
        worth[line["standard"]] = worth.get(line["standard"], Decimal(0)) + Decimal(line["lost"])
    order = sorted(
        (code for code in worth if worth[code] > 0), key=lambda code: (-worth[code], code)
    )
    if visit["percent"] is None:
        return Finding("Nothing counted", not_scored(visit))
    if not order:
        return Finding("No points were lost", "Everything that counted was met in full.")
    total = sum(worth.values(), Decimal(0))
    cost = sum((worth[code] for code in order[:3]), Decimal(0))
    if len(order) <= 3:
        verb = "cost" if len(order) > 1 else "costs"
        return Finding(f"{listed(order, 3)} {verb} points", f"All of the {size(total)} lost.")
    return Finding(
        f"{listed(order[:3], 3)} cost most", f"{size(cost)} of the {size(total)} points lost."
    )


def not_scored(visit: Visit) -> str:
    """Say in one sentence that a visit has no score, and why."""
    why = _UNSCORED.get(visit["outcome"], "no question that counts was answered")
    return f"Nothing was scored: {why}."


def correction_words(visit: Visit, one: Correction) -> str:
    """Say what a reviewer corrected, by the question's text, and why."""
    texts = {line["question"]: line["text"] for line in visit["ledger"]}
    asked = one.get("text") or texts.get(one["question"]) or one["question"]
    return f"Reviewer, {day(one['date'], short=True)}, corrected “{asked}”: {one['reason']}"


_UNSCORED = {
    "closed": "the place was closed",
    "refused": "the shopper was refused",
    "recognised": "the shopper was recognised",
    "unsafe": "the visit was not safe to make",
}


def closing_words(visit: Visit) -> list[tuple[str, str]]:
    """Give the lines that lead from the ledger to the printed number: (words, printed)."""
    gone = sum((Decimal(line["lost"]) for line in visit["ledger"]), Decimal(0))
    closing = visit["closing"]
    return [
        ("100 less the points lost", number(100 - gone)),
        ("Bonus", signed(closing["bonus"])),
        ("Floor and cap", signed(closing["floor_and_cap"])),
        ("Critical effect", signed(closing["critical_effect"])),
        ("Score", number(visit["percent"])),
    ]


def capital(words: str) -> str:
    """Begin with a capital letter."""
    return words[:1].upper() + words[1:]
