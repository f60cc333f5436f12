"""Every transition from every state: what the state table allows happens, all else is refused."""

import pytest

from backend.audit.models import Event
from backend.fieldwork.models import Assignment, Holding
from tests.cast import Api, assignment

STATES = [
    "draft",
    "open",
    "offered",
    "accepted",
    "in_progress",
    "received",
    "cancelled",
    "expired",
]
WINDOW = {"window_start": "2026-08-20T09:00", "window_end": "2026-08-20T17:00"}
SAME = "unchanged"

# transition: who calls it, and what becomes of each state that it may start from
TABLE = {
    "publish": ("sol", {"draft": "open"}),
    "offer": ("sol", {"draft": "offered", "open": "offered"}),
    "reassign": ("sol", {"offered": "offered", "accepted": "offered", "in_progress": "offered"}),
    "cancel": (
        "sol",
        {
            "draft": "cancelled",
            "open": "cancelled",
            "offered": "cancelled",
            "accepted": "cancelled",
            "in_progress": "cancelled",
        },
    ),
    "reschedule": (
        "sol",
        {"draft": "draft", "open": "open", "offered": "offered", "accepted": "accepted"},
    ),
    "claim": (
        "sam",
        {"open": "accepted", "accepted": SAME, "in_progress": SAME, "received": SAME},
    ),
    "accept": (
        "sam",
        {"offered": "accepted", "accepted": SAME, "in_progress": SAME, "received": SAME},
    ),
    "decline": ("sam", {"offered": "draft", "accepted": "draft"}),
    "start": ("sam", {"accepted": "in_progress", "in_progress": SAME, "received": SAME}),
}


def body_of(transition, cast, job):
    return {
        "publish": {},
        "offer": {"shopper": str(cast.sue.pk)},
        "reassign": {"shopper": str(cast.sue.pk)},
        "cancel": {"reason": "The shop is closed."},
        "reschedule": WINDOW,
        "claim": {"brief_sha256": job.brief_sha256},
        "accept": {"brief_sha256": job.brief_sha256},
        "decline": {"reason": "Ill."},
        "start": {"at": "2026-08-14T10:00:00Z"},
    }[transition]


def everything(job):
    return (
        Assignment.objects.filter(pk=job.pk).values().get(),
        list(Holding.objects.values()),
        Event.objects.count(),
    )


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("transition", TABLE)
def test_transition_from_each_state(cast, transition, state):
    who, allowed = TABLE[transition]
    job = assignment(cast, state=state)
    if who == "sam" and job.shopper is None:
        job.ever_open = True  # a draft is seen by who had it once
        job.save()
    before = everything(job)

    answer = Api(getattr(cast, who)).post(
        f"/assignments/{job.pk}/{transition}", body_of(transition, cast, job)
    )

    expected = allowed.get(state)
    if expected is None:
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    else:
        assert answer.status_code == 200
    if expected in (None, SAME):
        assert everything(job) == before
    else:
        assert answer.json()["state"] == expected
        assert Assignment.objects.get().state == expected
        assert Event.objects.count() == before[2] + 1


@pytest.mark.parametrize("transition", ["publish", "offer", "claim", "accept", "decline", "start"])
@pytest.mark.parametrize("state", ["draft", "open", "offered", "accepted"])
def test_what_should_have_expired_moves_as_if_it_had(cast, transition, state):
    job = assignment(
        cast,
        state=state,
        window_end_utc="2026-08-13T08:00Z",
        submit_by_utc="2026-08-14T09:59:59Z",
        ever_open=True,
    )
    before = everything(job)

    answer = Api(getattr(cast, TABLE[transition][0])).post(
        f"/assignments/{job.pk}/{transition}", body_of(transition, cast, job)
    )

    # the same as once the clock's job has been round; a draft does not expire, it is past
    repeats = (transition, state) in [("claim", "accepted"), ("accept", "accepted")]
    past = state == "draft" and transition in ("publish", "offer")
    assert answer.status_code == (200 if repeats else 409)
    assert answer.json().get("code") == (
        None if repeats else "window_over" if past else "wrong_state"
    )
    assert everything(job) == before


@pytest.mark.parametrize("transition", ["reassign", "reschedule"])
def test_scheduler_does_not_revive_what_should_have_expired(cast, transition):
    job = assignment(cast, submit_by_utc="2026-08-14T09:59:59Z")

    answer = Api(cast.sol).post(
        f"/assignments/{job.pk}/{transition}", body_of(transition, cast, job)
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
