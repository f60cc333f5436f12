"""Scoring a visit of 60 questions against bare loops over the same answers: `make bench-scoring`.

The float loop only adds earned and possible points per standard from a list prepared beforehand: it
knows no states, no conditions, no rounding. `json.loads` reads the answers' text. Neither is a
rival; both are floors to measure from.
"""

import json
import random
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter
from typing import Any

from backend.scoring import as_dict, score
from backend.scoring.plan import make_plan
from shopper_forms.conditions import observe
from shopper_forms.document import Document
from shopper_forms.parsing import parse_document
from shopper_forms.points import earned, possible
from shopper_forms.validation import validate

ROUNDS = 9
VISITS = 200
SEED = 2026
STAGES = ("pre_transaction", "transaction", "post_transaction")
DIMENSIONS = ("reliability", "assurance", "tangibles", "empathy", "responsiveness")
BEHAVIOURS = ("broad_knowledge", "sincere_interest", "understanding", "respect", "empowered")
TRUST = ("best_interest", "honesty", "timeliness", "fair_price", "guarantee")
KINDS = (
    *("yes_no", "yes_no", "yes_no", "yes_no", "single_choice"),
    *("single_choice", "multi_choice", "scale", "duration", "text"),
)

Answers = Mapping[str, Any]
Lines = list[tuple[str, float, float]]


def main() -> None:
    """Print the median microseconds of a visit for each step, and its ratio to the float loop."""
    document = parse_document(document_data())
    figures = run(document)
    scored = len(score(document, {}).ledger)
    print(f"{len(document.questions)} questions, {scored} scored; {VISITS} new visits a round")
    print(f"medians of {ROUNDS} interleaved rounds, seed {SEED}")
    print(f"{'':38}{'us a visit':>12}{'ratio':>9}")
    floor = next(iter(figures.values()))
    for name, seconds in figures.items():
        print(f"{name:38}{seconds / VISITS * 1e6:12.1f}{seconds / floor:9.1f}")
    plan = median(timed(lambda: make_plan(document)) for _ in range(ROUNDS))
    print(f"preparing a document, once per document: {plan * 1e6:.0f} us")


def run(document: Document) -> dict[str, float]:
    """Median seconds of each step, over rounds in which the steps take turns.

    Every round, and each step that scores, has visits of its own: the scorer keeps what an answer
    it has met is worth, and the same visits again would flatter it.
    """
    chance = random.Random(SEED)
    rounds = []
    for _ in range(ROUNDS + 1):
        steps = steps_of(document, *(visits_of(document, chance) for _ in range(2)))
        rounds.append({name: timed(step) for name, step in steps.items()})
    return {name: median(each[name] for each in rounds[1:]) for name in rounds[0]}


def steps_of(
    document: Document, visits: list[Answers], others: list[Answers]
) -> dict[str, Callable[[], object]]:
    """What is timed, the floor first."""
    texts = [json.dumps(visit) for visit in visits]
    lines = [lines_of(document, visit) for visit in visits]
    return {
        "float loop over ready lines (floor)": lambda: [add_up(each) for each in lines],
        "json.loads of the answers": lambda: [json.loads(text) for text in texts],
        "score": lambda: [score(document, visit) for visit in visits],
        "score and as_dict": lambda: [as_dict(score(document, visit)) for visit in others],
        "validate": lambda: [validate(document, visit) for visit in visits],
    }


def timed(step: Callable[[], object]) -> float:
    """Seconds of one run."""
    start = perf_counter()
    step()
    return perf_counter() - start


def add_up(lines: Lines) -> object:
    """The floor: the sums any score of these lines must at least make, in floats."""
    sums: dict[str, list[float]] = {}
    total_earned = total_possible = 0.0
    for standard, got, most in lines:
        total_earned += got
        total_possible += most
        pool = sums.setdefault(standard, [0.0, 0.0])
        pool[0] += got
        pool[1] += most
    return 100 * total_earned / total_possible, sums


def lines_of(document: Document, answers: Answers) -> Lines:
    """The points of a visit as plain floats by standard, for the floor to add up."""
    view = observe(document, answers, [])
    lines = []
    for question in document.questions:
        value = view[question.code].value
        points = None if value is None else earned(question, value)
        if question.score is not None and points is not None:
            weight = float(question.weight)
            most = weight * float(possible(question))
            lines.append((str(question.standard), weight * float(points), most))
    return lines


def document_data() -> dict[str, object]:
    """A questionnaire of 60 questions in 6 sections against 14 standards."""
    return {
        "schema": "questionnaire/1",
        "code": "bench",
        "version": 1,
        "title": {"en": "Bench"},
        "default_language": "en",
        "languages": ["en"],
        "channel": "in_store",
        "scoring": {
            "mode": "pooled",
            "critical": {"effect": "cap", "cap": 50},
            "cap_at_100": True,
            "pass_mark": 80,
            "bands": [{"from": 0, "label": "C"}, {"from": 75, "label": "B"}],
        },
        "standards": {f"S{number}": standard_data(number) for number in range(14)},
        "sections": [
            {
                "code": f"section{section}",
                "title": {"en": f"Section {section}"},
                "weight": 1 + section % 3,
                "questions": [question_data(10 * section + number) for number in range(10)],
            }
            for section in range(6)
        ],
        "checks": [
            {
                "code": "slow_but_praised",
                "when": {"all": [{"question": "q8", "gt": 90}, {"question": "q7", "gte": 4}]},
                "severity": "review",
                "message": {"en": "Slow, yet praised."},
            }
        ],
    }


def standard_data(number: int) -> dict[str, object]:
    """A standard with two behaviours and a trust belief."""
    return {
        "code": f"S{number}",
        "text": {"en": f"Standard {number}"},
        "stage": STAGES[number % 3],
        "dimension": DIMENSIONS[number % 5],
        "behaviours": [BEHAVIOURS[number % 5], BEHAVIOURS[(number + 2) % 5]],
        "trust": [TRUST[number % 5]],
        "target_percent": 90,
        "owner_role": "lead",
    }


def question_data(number: int) -> dict[str, object]:
    """A question; every ten hold each kind, every seventh hangs on an earlier yes."""
    kind = KINDS[number % 10]
    data: dict[str, object] = {"code": f"q{number}", "type": kind, "text": {"en": f"Q {number}"}}
    if number % 7 == 6:
        data["show_if"] = {"question": f"q{number - number % 10}", "is": "yes"}
        if number % 10 == 0:
            data["show_if"] = {"question": "q0", "is": "yes"}
    if kind == "text":
        return data
    data |= {"standard": f"S{number % 14}", "weight": 1 + number % 3, "not_applicable": "exclude"}
    data |= {"critical": number == 11, "bonus": number == 31, "required": number != 31}
    if kind == "yes_no":
        data["score"] = {"yes": 1, "no": 0}
    elif kind == "scale":
        data |= {"minimum": 1, "maximum": 5, "score": {"points": 2}}
    elif kind == "duration":
        data |= {"minimum": 0, "maximum": 3600, "score": curve_data()}
    else:
        data |= {"score": {"by": "options"}, "options": [option_data(n) for n in range(4)]}
    return data


def curve_data() -> dict[str, object]:
    """Full points up to 60 seconds, none from 180."""
    return {"better": "lower", "target": 60, "limit": 180, "curve": "linear", "points": 2}


def option_data(number: int) -> dict[str, object]:
    """An option worth nothing to one and a half points."""
    return {"code": f"o{number}", "text": {"en": f"Option {number}"}, "points": number / 2}


def visits_of(document: Document, chance: random.Random) -> list[Answers]:
    """The visits of one round."""
    return [answers_of(document, chance) for _ in range(VISITS)]


def answers_of(document: Document, chance: random.Random) -> dict[str, dict[str, object]]:
    """Answers as a phone sends them: mostly good, one in twenty N/A."""
    answers: dict[str, dict[str, object]] = {}
    for question in document.questions:
        if question.not_applicable == "exclude" and chance.random() < 0.05:
            answers[question.code] = {"state": "not_applicable", "reason": "Not offered here"}
        else:
            answers[question.code] = {"value": value_of(question.type, chance)}
    return answers


def value_of(kind: str, chance: random.Random) -> object:
    """A value of the kind, good more often than not."""
    if kind == "yes_no":
        return "yes" if chance.random() < 0.8 else "no"
    if kind == "single_choice":
        return f"o{min(3, chance.randrange(6))}"
    if kind == "multi_choice":
        return [f"o{number}" for number in range(4) if chance.random() < 0.7]
    if kind == "scale":
        return chance.randint(2, 5)
    if kind == "duration":
        return chance.randint(20, 240)
    return "The team was quick and kind, and the counter was clean."


if __name__ == "__main__":
    main()
