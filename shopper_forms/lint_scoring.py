"""Bands that leave percents out, points nobody can earn, and points that look upside down.

Definitions
- `band_hole`: there is no band, or the lowest one does not start at 0.
- `band_overlap`: a band does not start above the one before it.
- `no_points`: the best possible answer to a scored question earns nothing (also when it lies
  outside the question's minimum and maximum); a comment or photo waits for a miss of a question
  that is unscored or bonus and so cannot have one; or no question of the document earns anything.
- `critical_escape`: a critical question can be answered without failing or passing on its merits:
  N/A under `exclude` or `pass`, an option without points, or no score at all.
- `reversed_points`: *no* earns more than *yes*; the limit of a curve lies on the better side of
  its target; a table's points fall and rise again.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from shopper_forms.document import CurveRule, OptionsRule, Question, TableRule, YesNoRule
from shopper_forms.findings import Finding
from shopper_forms.lint_subject import Subject
from shopper_forms.points import earned, is_scored, possible
from shopper_forms.reading import Loc


def scoring_faults(subject: Subject) -> Iterator[Finding]:
    """The faults of the bands and of every question's points."""
    yield from _band_faults(subject)
    found: list[Finding] = []
    for loc, question in subject.placed:
        if not subject.is_broken(loc):
            found += _point_faults(question, loc)
            found += _escapes(question, loc)
            found += _reversed(question, loc)
    yield from found
    if not subject.is_broken(("sections",)) and not any(
        finding.code == "no_points" and finding.loc[-1] == "score" for finding in found
    ):
        yield from _nothing_to_earn(subject)


def _band_faults(subject: Subject) -> Iterator[Finding]:
    loc: Loc = ("scoring", "bands")
    if subject.is_broken(loc):
        return
    starts = [band.start for band in subject.document.scoring.bands]
    if not starts or min(starts) > 0:
        place = (*loc, starts.index(min(starts)), "from") if starts else loc
        yield Finding(place, "band_hole", "The lowest band must start at 0.")
    for index in range(1, len(starts)):
        if starts[index] <= starts[index - 1]:
            sentence = "A band must start above the band before it."
            yield Finding((*loc, index, "from"), "band_overlap", sentence)


def _point_faults(question: Question, loc: Loc) -> Iterator[Finding]:
    scored = is_scored(question)
    if scored and (possible(question) <= 0 or _best_within_bounds(question) <= 0):
        yield Finding((*loc, "score"), "no_points", "No answer to this question earns a point.")
    if not scored or question.bonus:
        sentence = "This waits for a miss, but the question has no points to miss."
        if question.comment == "on_miss":
            yield Finding((*loc, "comment"), "no_points", sentence)
        if question.photos is not None and question.photos.when == "on_miss":
            yield Finding((*loc, "photos", "when"), "no_points", sentence)


def _best_within_bounds(question: Question) -> Fraction:
    """The points of the best number that may be answered."""
    rule = question.score
    if isinstance(rule, CurveRule):
        bound = question.minimum if rule.better == "lower" else question.maximum
        points = None if bound is None else earned(question, bound)
        return rule.points if points is None else points
    return possible(question)


def _nothing_to_earn(subject: Subject) -> Iterator[Finding]:
    if not any(is_scored(question) and not question.bonus for _, question in subject.placed):
        sentence = "No question of the document can earn a point."
        yield Finding(("sections",), "no_points", sentence)


def _escapes(question: Question, loc: Loc) -> Iterator[Finding]:
    if not question.critical:
        return
    if not is_scored(question):
        sentence = "This question is critical but has no score, so it can never fail."
        yield Finding((*loc, "critical"), "critical_escape", sentence)
        return
    if question.not_applicable in ("exclude", "pass"):
        sentence = "This question is critical, but N/A keeps it from failing."
        yield Finding((*loc, "not_applicable"), "critical_escape", sentence)
    if isinstance(question.score, OptionsRule):
        for index, option in enumerate(question.options):
            if option.points is None:
                sentence = "This question is critical, but this option keeps it from failing."
                place = (*loc, "options", index, "points")
                yield Finding(place, "critical_escape", sentence)


def _reversed(question: Question, loc: Loc) -> Iterator[Finding]:
    rule = question.score
    if isinstance(rule, YesNoRule) and rule.no > rule.yes:
        sentence = "No earns more than yes. Is that meant?"
        yield Finding((*loc, "score"), "reversed_points", sentence)
    elif isinstance(rule, CurveRule) and rule.limit is not None:
        is_better = rule.limit < rule.target if rule.better == "lower" else rule.limit > rule.target
        if is_better:
            sentence = "The limit is better than the target, so points stop at the target."
            yield Finding((*loc, "score", "limit"), "reversed_points", sentence)
    elif isinstance(rule, TableRule):
        points = [worth for _, worth in rule.rows]
        pairs = list(pairwise(points))
        first_fall = next((i for i, (left, right) in enumerate(pairs) if right < left), len(pairs))
        if any(right > left for left, right in pairs[first_fall:]):
            sentence = "The points fall and rise again. Is that meant?"
            yield Finding((*loc, "score", "table"), "reversed_points", sentence)
