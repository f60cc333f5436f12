"""The example questionnaire and a small one that every lint and parse test varies."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from shopper_forms.decoding import load_json

DATA = Path(__file__).parent.parent / "data"
EXAMPLE_BYTES = (DATA / "questionnaire-example.json").read_bytes()

STANDARD = {
    "code": "GREET",
    "text": {"en": "Every guest is greeted."},
    "stage": "pre_transaction",
    "dimension": "responsiveness",
    "behaviours": ["respect"],
    "trust": ["honesty"],
    "target_percent": 90,
    "critical": False,
    "owner_role": "host",
}

SMALL = {
    "schema": "questionnaire/1",
    "code": "small",
    "version": 1,
    "title": {"en": "Small visit"},
    "default_language": "en",
    "languages": ["en"],
    "channel": "in_store",
    "scoring": {
        "mode": "pooled",
        "critical": {"effect": "keep"},
        "bands": [{"from": 0, "label": "Below"}, {"from": 80, "label": "On"}],
    },
    "standards": {"GREET": STANDARD},
    "sections": [
        {
            "code": "arrival",
            "title": {"en": "Arrival"},
            "questions": [
                {
                    "code": "greeted",
                    "type": "yes_no",
                    "text": {"en": "Were you greeted?"},
                    "standard": "GREET",
                    "score": {"yes": 1, "no": 0},
                }
            ],
        }
    ],
    "checks": [],
}

QUESTIONS = ("sections", 0, "questions")
FIRST = (*QUESTIONS, 0)
SECOND = (*QUESTIONS, 1)


def example() -> Any:
    """The decoded example questionnaire, fresh for each caller."""
    return load_json(EXAMPLE_BYTES)


def small(*questions: dict[str, object], **changes: object) -> Any:
    """The small document with further questions and changed top-level keys."""
    document: Any = copy.deepcopy(SMALL)
    document["sections"][0]["questions"] += copy.deepcopy(list(questions))
    return {**document, **changes}


def small_first(**changes: object) -> Any:
    """The small document whose one question has these keys besides (or instead)."""
    document = small()
    document["sections"][0]["questions"][0].update(changes)
    return document


def question(code: str, kind: str, **changes: object) -> dict[str, object]:
    """An unscored question of a type."""
    return {"code": code, "type": kind, "text": {"en": "What was it?"}, **changes}


def scored(code: str, kind: str, score: object, **changes: object) -> dict[str, object]:
    """A question that counts against the one standard of the small document."""
    return question(code, kind, standard="GREET", score=score, **changes)


def options(*points: object) -> list[dict[str, object]]:
    """Options o0, o1, ... worth these points."""
    return [
        {"code": f"o{index}", "text": {"en": f"Option {index}"}, "points": worth}
        for index, worth in enumerate(points)
    ]
