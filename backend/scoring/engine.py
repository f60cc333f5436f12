"""One visit's answers to a scorecard, exact and without a look at anything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from backend.scoring.plan import Plan, PlannedLine, PlannedSection, Points, plan_for
from backend.scoring.scorecard import Line, Outcome, Scorecard, SectionScore, Slice
from shopper_forms.conditions import observe
from shopper_forms.document import Document, Scoring
from shopper_forms.findings import Finding, Refused
from shopper_forms.observations import Observation, State
from shopper_forms.points import ZERO

# Stored with every scorecard. Raise it when the same document and answers would score differently.
ENGINE_VERSION = "1"

_HUNDRED = Fraction(100)
_NOTHING = Points(ZERO, 0, 1)


def score(document: Document, answers: Mapping[str, object]) -> Scorecard:
    """Score the answers (`{code: Answer}`) of one visit against its questionnaire.

    Answers are not validated: a required question left out is `skipped`, a number outside its range
    is scored by the rule as it is written, codes the document does not know are left alone. What
    cannot be read at all (a wrong type, an unknown option, a number beyond 10^12 or six decimals)
    raises `Refused` with a finding for each. The steps are those of *One visit: the scorecard*.
    """
    view = _view(document, answers)
    plan = plan_for(document)
    judged = [_judge(line, view[line.code]) for line in plan.lines]
    failures = tuple(
        line.code for line, found in zip(plan.lines, judged, strict=True) if _failed(line, found)
    )
    sums = _sums(plan, judged)
    sections = tuple(_section(each, sums, document.scoring) for each in plan.sections)
    raw = _raw_percent(plan, sums, sections, document.scoring)
    percent = _after_critical(raw, failures, document.scoring)
    shares = _shares(plan, sums, sections, document.scoring)
    lost = _lost(plan, sums, shares)
    return Scorecard(
        percent=percent,
        raw_percent=raw,
        outcome=_outcome(percent, failures, document.scoring),
        band=_band(percent, document.scoring),
        critical_failures=failures,
        sections=sections,
        standards=_slices(plan.standards, sums, lost, shares.denominator),
        stages=_slices(plan.stages, sums, lost, shares.denominator),
        dimensions=_slices(plan.dimensions, sums, lost, shares.denominator),
        behaviours=_slices(plan.behaviours, sums, lost, shares.denominator),
        trust=_slices(plan.trust, sums, lost, shares.denominator),
        ledger=_ledger(plan, judged, lost, shares.denominator),
        bonus=_bonus(plan, sums, shares),
    )


class _Judged(NamedTuple):
    """One line: its state, what it earned and what it could have earned."""

    state: State
    earned: Points
    possible: Points


class _Sums(NamedTuple):
    """The lines in whole units of `1 / denominator` points; a bonus line has nothing possible."""

    denominator: int
    earned: list[int]
    possible: list[int]


class _Shares(NamedTuple):
    """Per section, the percentage points that one unit is worth: `numerators / denominator`."""

    denominator: int
    numerators: list[int]


def _view(document: Document, answers: object) -> Mapping[str, Observation]:
    if not isinstance(answers, Mapping):
        sentence = "Answers are an object: question code to answer."
        raise Refused([Finding(("answers",), "wrong_type", sentence)])
    findings: list[Finding] = []
    view = observe(document, answers, findings)
    if findings:
        raise Refused(findings)
    return view


def _judge(line: PlannedLine, observation: Observation) -> _Judged:
    state, value = observation
    if value is not None:
        worth = line.worth[value]
        if worth is None:  # an option without points: N/A under `exclude`, whatever the policy
            return _Judged("not_applicable", _NOTHING, _NOTHING)
        return _Judged("answered", worth, line.possible)
    if state == "not_applicable":
        if line.not_applicable == "pass":
            return _Judged(state, line.possible, line.possible)
        if line.not_applicable == "zero":
            return _Judged(state, _NOTHING, line.possible)
    return _Judged(state, _NOTHING, _NOTHING)


def _failed(line: PlannedLine, found: _Judged) -> bool:
    if line.passing is None:
        return False
    if found.state == "answered":
        return found.earned.exact < line.passing
    # `possible` tells N/A under `zero` from an option without points.
    return (
        found.state == "not_applicable"
        and line.not_applicable == "zero"
        and found.possible is line.possible
    )


def _sums(plan: Plan, judged: Sequence[_Judged]) -> _Sums:
    # A straight line between target and limit earns odd fractions: widen the unit for this visit.
    widen = lcm(*(found.earned.parts for found in judged))
    earned = [found.earned.units * (widen // found.earned.parts) for found in judged]
    possible = [
        0 if line.bonus else found.possible.units * widen
        for line, found in zip(plan.lines, judged, strict=True)
    ]
    return _Sums(plan.denominator * widen, earned, possible)


def _section(section: PlannedSection, sums: _Sums, scoring: Scoring) -> SectionScore:
    earned = sum(sums.earned[section.start : section.stop])
    possible = sum(sums.possible[section.start : section.stop])
    return SectionScore(
        code=section.code,
        earned=Fraction(earned, sums.denominator),
        possible=Fraction(possible, sums.denominator),
        percent=_percent(earned, possible, scoring.cap_at_100),
    )


def _percent(earned: int, possible: int, cap_at_100: bool) -> Fraction | None:
    if possible <= 0:
        return None
    if earned <= 0:
        return ZERO
    if cap_at_100 and earned >= possible:
        return _HUNDRED
    return Fraction(100 * earned, possible)


def _raw_percent(
    plan: Plan, sums: _Sums, sections: Sequence[SectionScore], scoring: Scoring
) -> Fraction | None:
    if scoring.mode == "pooled":
        return _percent(sum(sums.earned), sum(sums.possible), scoring.cap_at_100)
    measured = [
        (planned.weight, section.percent)
        for planned, section in zip(plan.sections, sections, strict=True)
        if section.percent is not None
    ]
    if not measured:
        return None
    total = sum((weight * percent for weight, percent in measured), ZERO)
    return total / sum((weight for weight, _ in measured), ZERO)


def _after_critical(
    raw: Fraction | None, failures: Sequence[str], scoring: Scoring
) -> Fraction | None:
    if raw is None or not failures or scoring.critical.effect == "keep":
        return raw
    if scoring.critical.effect == "zero":
        return ZERO
    return raw if scoring.critical.cap is None else min(raw, scoring.critical.cap)


def _outcome(percent: Fraction | None, failures: Sequence[str], scoring: Scoring) -> Outcome:
    if failures:
        return "fail"
    if percent is None:
        return "not_scored"
    if scoring.pass_mark is not None and percent < scoring.pass_mark:
        return "fail"
    return "pass"


def _band(percent: Fraction | None, scoring: Scoring) -> str | None:
    label = None
    if percent is not None:
        for band in scoring.bands:
            if band.start <= percent:
                label = band.label
    return label


def _shares(plan: Plan, sums: _Sums, sections: Sequence[SectionScore], scoring: Scoring) -> _Shares:
    if scoring.mode == "pooled":
        possible = sum(sums.possible)
        if possible <= 0:
            return _Shares(1, [0 for _ in sections])
        return _Shares(possible, [100 for _ in sections])
    weights = sum(
        (p.weight for p, s in zip(plan.sections, sections, strict=True) if s.percent is not None),
        ZERO,
    )
    shares = [
        ZERO
        if section.percent is None
        else 100 * planned.weight / (weights * section.possible * sums.denominator)
        for planned, section in zip(plan.sections, sections, strict=True)
    ]
    denominator = lcm(*(share.denominator for share in shares))
    return _Shares(
        denominator, [share.numerator * (denominator // share.denominator) for share in shares]
    )


def _lost(plan: Plan, sums: _Sums, shares: _Shares) -> list[int]:
    lost = [0] * len(plan.lines)
    for section, share in zip(plan.sections, shares.numerators, strict=True):
        for index in range(section.start, section.stop):
            if not plan.lines[index].bonus:
                lost[index] = (sums.possible[index] - sums.earned[index]) * share
    return lost


def _bonus(plan: Plan, sums: _Sums, shares: _Shares) -> Fraction:
    brought = sum(
        sums.earned[index] * share
        for section, share in zip(plan.sections, shares.numerators, strict=True)
        for index in section.bonus
    )
    return Fraction(brought, shares.denominator)


def _slices(
    lines_by: Mapping[str, Sequence[int]], sums: _Sums, lost: Sequence[int], denominator: int
) -> dict[str, Slice]:
    slices = {}
    for key, lines in lines_by.items():
        earned = sum([sums.earned[index] for index in lines])
        possible = sum([sums.possible[index] for index in lines])
        slices[key] = Slice(
            earned=Fraction(earned, sums.denominator),
            possible=Fraction(possible, sums.denominator),
            percent=_percent(earned, possible, cap_at_100=False),
            lost=Fraction(sum([lost[index] for index in lines]), denominator),
        )
    return slices


def _ledger(
    plan: Plan, judged: Sequence[_Judged], lost: Sequence[int], denominator: int
) -> tuple[Line, ...]:
    return tuple(
        Line(
            line.code,
            found.state,
            found.earned.exact,
            found.possible.exact,
            Fraction(points, denominator) if points else ZERO,
        )
        for line, found, points in zip(plan.lines, judged, lost, strict=True)
    )
