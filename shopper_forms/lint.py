"""Judging a questionnaire before the first visit: errors block publishing, warnings do not.

lint
 ├─ parsing ──────────── faults of form: unknown_key, wrong_type, bad_weight, no_standard ...
 ├─ lint_conditions ──── later_question, unlike_types, unknown_option, unknown_question
 ├─ lint_scoring ─────── band_hole, band_overlap, no_points; critical_escape, reversed_points
 ├─ lint_reach ───────── unreachable; not_checked
 └─ lint_wording ─────── too_many_questions, double_barrelled, text_missing
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from shopper_forms.findings import Finding
from shopper_forms.lint_conditions import condition_faults
from shopper_forms.lint_reach import reach_faults
from shopper_forms.lint_scoring import scoring_faults
from shopper_forms.lint_subject import Subject
from shopper_forms.lint_wording import wording_faults
from shopper_forms.parsing import read_document
from shopper_forms.reading import MOST_FINDINGS

# `not_checked` stands here and not among the errors: it tells of the checker's limit and not of a
# fault, and the author of a rich but right form could do nothing to get it published.
WARNINGS = frozenset(
    {
        "critical_escape",
        "too_many_questions",
        "double_barrelled",
        "reversed_points",
        "text_missing",
        "not_checked",
    }
)


RULES = (condition_faults, scoring_faults, reach_faults, wording_faults)


@dataclass(frozen=True, slots=True)
class LintResult:
    """Findings with their paths in the document, faults of form first."""

    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]


def lint(document_data: object) -> LintResult:
    """Every finding on a decoded document (see `parsing.load_json`), whatever its state.

    A part that has a fault of form is judged no further: what its author meant is unknown, and a
    guess would bury the one finding that matters. All other parts are judged to the end. Of the
    errors and of the warnings the first thousand are given.
    """
    reading = read_document(document_data)
    errors = list(reading.findings)
    warnings: list[Finding] = []
    # Of one that is too large nothing was read; of a thousand faults, not all parts are known.
    if not reading.is_too_large and len(errors) < MOST_FINDINGS:
        subject = Subject(reading)
        for finding in chain.from_iterable(rule(subject) for rule in RULES):
            # Each kind has its own room, so that no flood of warnings washes an error away.
            kind = warnings if finding.code in WARNINGS else errors
            if len(kind) < MOST_FINDINGS:
                kind.append(finding)
    return LintResult(tuple(errors), tuple(warnings))
