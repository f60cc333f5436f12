"""What schedulers send to make an assignment, and the faults they are told."""

from tests.cast import BRIEF

EUR = "EUR"


def body(**changes):
    asked = {
        "wave": "promise-q3",
        "location": "L1",
        "window_start": "2026-08-20T09:00",
        "window_end": "2026-08-20T17:00",
        "brief": BRIEF,
        "fee": {"amount": 1500, "currency": EUR},
        "reimbursement_cap": {"amount": 600, "currency": EUR},
    }
    return {key: value for key, value in {**asked, **changes}.items() if value is not None}


def faults(answer):
    return [(error["loc"], error["code"]) for error in answer.json()["errors"]]
