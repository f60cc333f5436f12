"""A client appeals a question of a released visit; a reviewer upholds or rejects it.

appeal ── `released` or `appealed` -> `appealed`
decide ── the last open appeal decided: `appealed` -> `released`; upheld: a new scorecard at once

Everything here holds the visit locked: two who appeal or decide at once take turns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from backend import clock
from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import AlreadyExists, AppealWindowClosed, Invalid, WrongState, invalid
from backend.review.correcting import correct, faults_of_correction
from backend.review.judging import locked, require
from backend.review.models import Appeal, AppealState
from backend.visits.changes import note_change
from backend.visits.gathering import gather
from backend.visits.models import COUNTED, Visit, VisitState
from backend.visits.presenter import questions_for_clients
from shopper_forms.findings import Finding

_LONGEST_WINDOW = 3650
"""Days; what a programme sets beyond is as good as endless, and calendars end."""


@transaction.atomic
def appeal(*, visit: Visit, by: Person, question: str, category: str, text: str) -> Appeal:
    """Doubt one question of a visit that counts, once and within the window.

    Raises `Invalid` for a question that client staff do not see of this visit: unknown, hidden and
    integrity questions are refused alike, so that none is told from another. Raises `WrongState`,
    `AlreadyExists` for a question that was appealed before (whatever became of that), and
    `AppealWindowClosed`.
    """
    visit = locked(visit)
    if question not in questions_for_clients(gather([visit])[0]):
        sentence = f"The visit has no question “{question}”."
        raise invalid((("question",), "unknown_question", sentence))
    require(visit, *COUNTED)
    if Appeal.objects.filter(visit=visit, question=question).exists():
        raise AlreadyExists("This question of the visit was appealed before.")
    if not is_window_open(visit):
        raise AppealWindowClosed
    made = Appeal.objects.create(
        visit=visit, question=question, category=category, text=text, by=by, at=clock.now()
    )
    _move(visit, VisitState.APPEALED)
    chain.record(
        actor=by,
        verb="visit.appealed",
        subject=visit,
        data={"appeal": made.pk, "question": question, "category": category},
    )
    note_change(visit)  # reports name the open appeals
    return made


@transaction.atomic
def decide(
    *,
    appeal: Appeal,
    by: Person,
    upheld: bool,
    reason: str,
    answer: Mapping[str, object] | None = None,
) -> Appeal:
    """Uphold an open appeal with the answer that should have stood, or reject it.

    Upheld, the answer is laid over the shopper's as every correction is (see
    `review.correcting.correct`): the new scorecard carries the reason, the old one stays.
    Raises `Invalid` when an upheld appeal comes without an answer, with one that a shopper could
    not have given either, or a rejected one with any; `WrongState` when it was decided before.
    """
    visit = locked(appeal.visit)
    faults = list(_faults_of_decision(visit, appeal.question, upheld, answer))
    if faults:
        raise Invalid(errors=faults)
    appeal = Appeal.objects.get(pk=appeal.pk)
    if appeal.state != AppealState.OPEN:
        raise WrongState(f"The appeal is {appeal.state}.")
    if answer is not None:
        visit = correct(visit=visit, by=by, question=appeal.question, answer=answer, reason=reason)
        appeal.scorecard_id = visit.scorecard_id
    appeal.state = AppealState.UPHELD if upheld else AppealState.REJECTED
    appeal.reason = reason
    appeal.decided_by = by
    appeal.decided_at = clock.now()
    appeal.save(update_fields=["state", "reason", "decided_by", "decided_at", "scorecard"])
    if not Appeal.objects.filter(visit=visit, state=AppealState.OPEN).exists():
        _move(visit, VisitState.RELEASED)
    chain.record(
        actor=by,
        verb=f"appeal.{appeal.state}",
        subject=appeal,
        data={"visit": visit.pk, "scorecard": appeal.scorecard_id},
    )
    if not upheld:
        note_change(visit)  # the correction noted its own
    return appeal


def is_window_open(visit: Visit) -> bool:
    """Whether the visit may still be appealed: until `appeal_days` times 24 hours after its
    release, that moment included. A programme of 0 days takes no appeals."""
    closes = _closes(visit)
    return closes is not None and clock.now() <= closes


def last_full_day(visit: Visit) -> date | None:
    """The last day, where the location is, on which an appeal is taken up to midnight.

    The window closes within the day after it, at the minute of the release, which is nobody's
    business at the client. None without a window.
    """
    closes = _closes(visit)
    if closes is None:
        return None
    return closes.astimezone(ZoneInfo(visit.location.time_zone)).date() - timedelta(days=1)


def _closes(visit: Visit) -> datetime | None:
    days = min(visit.programme.appeal_days, _LONGEST_WINDOW)
    if visit.released_at is None or not days:
        return None
    return visit.released_at + timedelta(days=days)


def _faults_of_decision(
    visit: Visit, question: str, upheld: bool, answer: Mapping[str, object] | None
) -> Iterator[Finding]:
    if not upheld:
        if answer is not None:
            sentence = "A rejected appeal leaves the answer as it is."
            yield Finding(("answer",), "not_with_rejection", sentence)
    elif answer is None:
        sentence = "Say which answer should have stood: the score follows from it."
        yield Finding(("answer",), "required", sentence)
    else:
        for fault in faults_of_correction(visit=visit, question=question, answer=answer):
            yield Finding(("answer", *fault.loc[2:]), fault.code, fault.message)


def _move(visit: Visit, state: VisitState) -> None:
    if visit.state != state:
        visit.state = state
        visit.save(update_fields=["state"])
