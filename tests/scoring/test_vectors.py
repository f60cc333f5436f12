"""The scorer against its golden cases, one by one."""

import json

import pytest

from backend.scoring import as_dict, score
from tests.scoring.vectors import DATA, Case, random_cases, worked_cases

CASES = [*worked_cases(), *random_cases()]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_score_of_a_golden_case(case: Case):
    scorecard = as_dict(score(case.document, case.answers))

    assert scorecard == case.expected


def test_golden_cases_are_all_there():
    assert (len(worked_cases()), len(random_cases())) == (27, 48)


def test_score_is_the_same_from_floats():
    case = random_cases()[0]
    path = DATA / "vectors/scoring-random.json"
    answers = json.loads(path.read_text())["cases"][0]["answers"]

    assert as_dict(score(case.document, answers)) == case.expected
