"""A standard as the register takes it, and small questionnaires that ask for such standards."""

from __future__ import annotations

import copy
from typing import Any

WELCOME: dict[str, Any] = {
    "code": "WELCOME",
    "text": {"en": "Every guest is welcomed."},
    "stage": "pre_transaction",
    "dimension": "responsiveness",
    "behaviours": ["respect", "sincere_interest"],
    "trust": ["honesty"],
    "target_percent": 92.5,
    "critical": False,
    "owner_role": "host",
}


def standard(code: str = "WELCOME", **changes: Any) -> dict[str, Any]:
    """The body of `POST /standards`: harbour's, in force since New Year."""
    about_register = {"brand": "harbour", "effective_from": "2026-01-01", "unit": "yes or no"}
    return {**copy.deepcopy(WELCOME), **about_register, "code": code, **changes}


def form(code: str = "house-visit", *standards: str, **changes: Any) -> dict[str, Any]:
    """A questionnaire of one yes/no question for each of the standards (default: WELCOME)."""
    named = standards or ("WELCOME",)
    return {
        "schema": "questionnaire/1",
        "code": code,
        "version": 1,
        "title": {"en": "House visit"},
        "default_language": "en",
        "languages": ["en"],
        "channel": "in_store",
        "scoring": {
            "mode": "pooled",
            "critical": {"effect": "keep"},
            "bands": [{"from": 0, "label": "Below"}, {"from": 80, "label": "On"}],
        },
        "standards": {each: {**copy.deepcopy(WELCOME), "code": each} for each in named},
        "sections": [
            {
                "code": "arrival",
                "title": {"en": "Arrival"},
                "questions": [
                    {
                        "code": f"q{number}",
                        "type": "yes_no",
                        "text": {"en": "Were you welcomed?"},
                        "standard": each,
                        "score": {"yes": 1, "no": 0},
                    }
                    for number, each in enumerate(named)
                ],
            }
        ],
        "checks": [],
        **changes,
    }
