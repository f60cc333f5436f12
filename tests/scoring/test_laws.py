"""What must hold for every questionnaire and every visit."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from backend.scoring import as_dict, closing_lines, score
from shopper_forms.document import (
    CurveRule,
    Document,
    OptionsRule,
    Question,
    ScaleRule,
    TableRule,
    YesNoRule,
)
from shopper_forms.findings import Finding, Refused
from tests.scoring.visits import DOCUMENTS, documents, open_documents, values, visits
from tests.shopper_forms.test_validation import hostile_answers, json_values

law = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@law
@given(visits(documents()))
def test_percent_stays_within_bounds(visit):
    document, answers = visit
    document = replace(document, scoring=replace(document.scoring, cap_at_100=True))

    card = score(document, answers)

    percents = [
        card.percent,
        card.raw_percent,
        *(section.percent for section in card.sections),
        *(each.percent for each in card.standards.values()),
    ]
    assert all(percent is None or 0 <= percent <= 100 for percent in percents)
    assert (card.percent is None) == (card.raw_percent is None)


@law
@given(visits(documents()), st.randoms())
def test_order_of_answers_does_not_matter(visit, chance):
    document, answers = visit
    codes = list(answers)
    chance.shuffle(codes)

    shuffled = score(document, {code: answers[code] for code in codes})

    assert shuffled == score(document, answers)


@law
@given(visits(open_documents()))
def test_order_of_sections_does_not_matter_when_pooled(visit):
    document, answers = visit
    document = replace(document, scoring=replace(document.scoring, mode="pooled"))
    turned = replace(document, sections=document.sections[::-1])
    card = score(document, answers)

    other = score(turned, answers)

    assert (other.percent, other.raw_percent, other.outcome, other.band, other.bonus) == (
        (card.percent, card.raw_percent, card.outcome, card.band, card.bonus)
    )
    assert other.standards == card.standards
    assert sorted(other.ledger) == sorted(card.ledger)
    assert other.sections == card.sections[::-1]


@law
@given(visits(documents()))
def test_ledger_ends_at_the_percent(visit):
    document, answers = visit
    card = score(document, answers)
    assume(card.percent is not None)

    closing = closing_lines(card)

    end = 100 - sum(line.lost for line in card.ledger) + sum(closing)
    assert end == card.percent


@law
@given(visits(documents()))
def test_closing_lines_are_what_they_are_called(visit):
    document, answers = visit
    card = score(document, answers)
    assume(card.raw_percent is not None)
    bonus = {question.code for question in document.questions if question.bonus}

    closing = closing_lines(card)

    if not any(line.question in bonus and line.earned for line in card.ledger):
        assert closing.bonus == 0
    if not card.critical_failures:
        assert closing.critical_effect == 0
    if all(0 <= section.earned <= section.possible for section in card.sections):
        assert closing.floor_and_cap == 0


@law
@given(visits(documents()))
def test_pooled_ledger_follows_from_its_own_points(visit):
    document, answers = visit
    document = replace(document, scoring=replace(document.scoring, mode="pooled"))
    bonus = {question.code for question in document.questions if question.bonus}

    card = score(document, answers)

    possible = sum(line.possible for line in card.ledger if line.question not in bonus)
    for line in card.ledger:
        counts = line.question not in bonus and possible > 0
        lost = 100 * (line.possible - line.earned) / possible if counts else 0
        assert line.lost == lost


@law
@given(visits(documents()))
def test_slices_hold_every_line_once(visit):
    document, answers = visit
    bonus = {question.code for question in document.questions if question.bonus}

    card = score(document, answers)

    lines = [line for line in card.ledger if line.question not in bonus]
    for slices in (card.standards, card.stages, card.dimensions):
        assert sum(each.earned for each in slices.values()) == sum(one.earned for one in lines)
        assert sum(each.possible for each in slices.values()) == sum(one.possible for one in lines)
        assert sum(each.lost for each in slices.values()) == sum(one.lost for one in lines)


@law
@given(visits(open_documents()), st.data())
def test_better_answer_never_lowers_the_score(visit, data):
    document, answers = visit
    scored = [question for question in document.questions if question.score is not None]
    assume(scored)
    question = data.draw(st.sampled_from(scored))
    values_drawn = data.draw(st.lists(values(question), min_size=2, max_size=2))
    worse, better = sorted(values_drawn, key=lambda value: goodness(question, value))
    assume(goodness(question, worse) > OUT_OF_THE_SUM)

    before = score(document, answers | {question.code: {"value": worse}})
    after = score(document, answers | {question.code: {"value": better}})

    assert (before.percent is None) == (after.percent is None)
    assert (after.percent or 0) >= (before.percent or 0)
    assert set(after.critical_failures) <= set(before.critical_failures)


OUT_OF_THE_SUM = Fraction(-(10**9))


def goodness(question: Question, value: Any) -> Fraction:
    """How good a value is by the plain sense of the rule, without asking the scorer."""
    points = {option.code: option.points for option in question.options}
    match question.score:
        case YesNoRule(yes, no):
            return yes if value == "yes" else no
        case OptionsRule() if question.type == "multi_choice":
            return sum((points[code] or Fraction(0) for code in value), Fraction(0))
        case OptionsRule():
            worth = points[value]
            return OUT_OF_THE_SUM if worth is None else worth
        case ScaleRule():
            return Fraction(value)
        case CurveRule(better=better):
            return Fraction(-value if better == "lower" else value)
        case TableRule(rows):
            return next(each for upto, each in rows if upto is None or value <= upto)
    raise AssertionError(question.score)


def test_documents_cover_every_rule():
    rules = {type(q.score).__name__ for document in DOCUMENTS for q in document.questions}

    assert rules == {
        *("NoneType", "YesNoRule", "OptionsRule", "ScaleRule", "CurveRule", "TableRule"),
    }


@law
@given(st.sampled_from(DOCUMENTS), st.data())
def test_score_survives_any_json(document: Document, data):
    codes = [question.code for question in document.questions]
    answers = data.draw(json_values | hostile_answers)
    if isinstance(answers, dict):
        answers = dict(zip(codes, answers.values(), strict=False)) | answers

    faults = refusals(document, answers)

    assert {fault.code for fault in faults} <= {
        *("wrong_type", "unknown_option", "out_of_range", "too_many_decimals"),
    }
    assert all(fault.loc[0] == "answers" for fault in faults)


def refusals(document: Document, answers: Any) -> tuple[Finding, ...]:
    """What the scorer refuses; an answer that it takes must also print."""
    try:
        as_dict(score(document, answers))
    except Refused as refusal:
        return refusal.findings
    return ()
