"""One visit's answers to a scorecard, exact and without a look at anything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

from backend.scoring.ledger import (
    Judged,
    Shares,
    Sums,
    has_failed,
    judge,
    percent_of,
    points_lost,
    sum_up,
)
from backend.scoring.plan import Plan, PlannedSection, plan_for
from backend.scoring.scorecard import Line, Outcome, Scorecard, SectionScore
from backend.scoring.slices import slices_of_standards, slices_of_tags
from shopper_forms.conditions import observe
from shopper_forms.document import Document, Scoring
from shopper_forms.findings import Finding, Refused
from shopper_forms.observations import Observation
from shopper_forms.points import ZERO

# Stored with every scorecard. Raise it when the same document and answers would score differently.
ENGINE_VERSION = "1"


def score(document: Document, answers: Mapping[str, object]) -> Scorecard:
    """Score the answers (`{code: Answer}`) of one visit against its questionnaire.

    Answers are not validated: a required question left out is `skipped`, a number outside its range
    is scored by the rule as it is written, codes the document does not know are left alone. What
    cannot be read at all (a wrong type, an unknown option, a number beyond 10^12 or six decimals)
    raises `Refused` with a finding for each. The steps are those of *One visit: the scorecard*.
    """
    view = _view(document, answers)
    plan = plan_for(document)
    judged = [judge(line, view[line.code]) for line in plan.lines]
    failures = tuple(
        line.code for line, found in zip(plan.lines, judged, strict=True) if has_failed(line, found)
    )
    sums = sum_up(plan, judged)
    sections = tuple(_section(each, sums, document.scoring) for each in plan.sections)
    raw = _raw_percent(plan, sums, sections, document.scoring)
    percent = _after_critical(raw, failures, document.scoring)
    shares = _shares(plan, sums, sections, document.scoring)
    lost = points_lost(plan, sums, shares)
    standards = slices_of_standards(plan.standards, sums, shares, lost)
    listed = list(standards.values())
    return Scorecard(
        percent=percent,
        raw_percent=raw,
        outcome=_outcome(percent, failures, document.scoring),
        band=_band(percent, document.scoring),
        critical_failures=failures,
        sections=sections,
        standards=standards,
        stages=slices_of_tags(plan.stages, listed),
        dimensions=slices_of_tags(plan.dimensions, listed),
        behaviours=slices_of_tags(plan.behaviours, listed),
        trust=slices_of_tags(plan.trust, listed),
        ledger=_lines(plan, judged, lost, shares.denominator),
        bonus=_bonus(plan, sums, shares),
    )


def _view(document: Document, answers: object) -> Mapping[str, Observation]:
    if not isinstance(answers, Mapping):
        sentence = "Answers are an object: question code to answer."
        raise Refused([Finding(("answers",), "wrong_type", sentence)])
    findings: list[Finding] = []
    view = observe(document, answers, findings)
    if findings:
        raise Refused(findings)
    return view


def _section(section: PlannedSection, sums: Sums, scoring: Scoring) -> SectionScore:
    earned = sum(sums.earned[section.start : section.stop])
    possible = sum(sums.possible[section.start : section.stop])
    return SectionScore(
        code=section.code,
        earned=Fraction(earned, sums.denominator),
        possible=Fraction(possible, sums.denominator),
        percent=percent_of(earned, possible, scoring.cap_at_100),
    )


def _raw_percent(
    plan: Plan, sums: Sums, sections: Sequence[SectionScore], scoring: Scoring
) -> Fraction | None:
    if scoring.mode == "pooled":
        return percent_of(sum(sums.earned), sum(sums.possible), scoring.cap_at_100)
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


def _shares(plan: Plan, sums: Sums, sections: Sequence[SectionScore], scoring: Scoring) -> Shares:
    if scoring.mode == "pooled":
        possible = sum(sums.possible)
        if possible <= 0:
            return Shares(1, [0 for _ in sections])
        return Shares(possible, [100 for _ in sections])
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
    return Shares(
        denominator, [share.numerator * (denominator // share.denominator) for share in shares]
    )


def _bonus(plan: Plan, sums: Sums, shares: Shares) -> Fraction:
    brought = sum(
        sums.earned[index] * share
        for section, share in zip(plan.sections, shares.numerators, strict=True)
        for index in section.bonus
    )
    return Fraction(brought, shares.denominator)


def _lines(
    plan: Plan, judged: Sequence[Judged], lost: Sequence[int], denominator: int
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
