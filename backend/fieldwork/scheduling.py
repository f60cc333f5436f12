"""Making assignments: one or many, all or nothing; editing drafts; replacing what came to nothing.

`scheduling` makes drafts and offers, `assigning` gives them out and takes them back, `claiming`
is what shoppers do, `rescheduling` moves windows, `receiving` takes visits, `expiring` ends them.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from backend import clock
from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import (
    Invalid,
    NoPublishedVersion,
    NotEligible,
    WaveNotOpen,
    WindowOver,
    WrongState,
)
from backend.fieldwork.drafts import (
    Draft,
    Loc,
    ReadDraft,
    newest_versions,
    no_version,
    other_currency,
    read_drafts,
)
from backend.fieldwork.eligibility import booking_of, broken_rules
from backend.fieldwork.facts import calendar_for, lock_for_rules, shopper_facts, slot_for
from backend.fieldwork.models import Assignment, AssignmentState, Holding, Wave
from backend.fieldwork.states import lock, require_state
from backend.fieldwork.windows import Window, read_window
from shopper_forms.findings import Finding


@transaction.atomic
def schedule_visits(*, by: Person, drafts: Sequence[tuple[Loc, Draft]]) -> list[Assignment]:
    """Make assignments, all or none: `draft`, or `offered` where a shopper is named.

    Raises `Invalid` with the faults of all, then `NoPublishedVersion`, and for those with a
    shopper `WaveNotOpen`, `WindowOver` and `NotEligible`, each naming every draft it is about.
    """
    read = read_drafts(drafts)
    _require_offerable([each for each in read if each.shopper is not None])
    made = [_assignment(each) for each in read]
    Assignment.objects.bulk_create(made)
    Holding.objects.bulk_create(
        Holding(assignment=row, shopper=row.shopper, since=clock.now())
        for row in made
        if row.shopper is not None
    )
    chain.record_all(
        actor=by,
        verb="assignment.created",
        subjects=[(row, {"to": row.state, "shopper": row.shopper_id}) for row in made],
    )
    return made


@transaction.atomic
def edit_draft(
    *,
    assignment: Assignment,
    by: Person,
    brief: str | None = None,
    fee: tuple[int, str] | None = None,
    reimbursement_cap: tuple[int, str] | None = None,
) -> Assignment:
    """Change brief or money while it is a draft; amounts as (minor units, currency)."""
    assignment = lock(assignment.pk)
    require_state(assignment, AssignmentState.DRAFT)
    amount, currency = fee or (assignment.fee_amount, assignment.fee_currency)
    cap, cap_currency = reimbursement_cap or (
        assignment.reimbursement_cap,
        assignment.fee_currency,
    )
    if currency != cap_currency:
        raise Invalid(errors=[other_currency((), currency)])
    assignment.fee_amount, assignment.fee_currency = amount, currency
    assignment.reimbursement_cap = cap
    assignment.brief = assignment.brief if brief is None else brief
    assignment.brief_sha256 = brief_digest(assignment.brief)
    assignment.save()
    chain.record(actor=by, verb="assignment.edited", subject=assignment)
    return assignment


@transaction.atomic
def replace_assignment(
    *, assignment: Assignment, by: Person, window_start: str, window_end: str
) -> Assignment:
    """A new draft with the same terms and another window, after a void, an expiry or a cancel.

    Like any new assignment it takes the newest version of its questionnaire. Raises `Invalid`
    for the window, `WrongState` when there is nothing to replace or it was replaced before,
    `NoPublishedVersion`.
    """
    old = lock(assignment.pk)
    window = read_window(
        start=window_start,
        end=window_end,
        zone=old.location.time_zone,
        grace_hours=old.programme.grace_hours,
    )
    if not _came_to_nothing(old):
        raise WrongState(
            "Only a cancelled or expired assignment, or one whose visits are void, is replaced."
        )
    if Assignment.objects.filter(replaces=old).exists():
        raise WrongState("This assignment was replaced before.")
    questionnaire = old.questionnaire_version.questionnaire_id
    version = newest_versions({questionnaire}).get(questionnaire)
    if version is None:
        raise NoPublishedVersion(errors=[no_version((), questionnaire)])
    new = Assignment(
        wave=old.wave,
        programme=old.programme,
        location=old.location,
        questionnaire_version=version,
        **window_columns(window),
        brief=old.brief,
        brief_sha256=old.brief_sha256,
        fee_amount=old.fee_amount,
        fee_currency=old.fee_currency,
        reimbursement_cap=old.reimbursement_cap,
        replaces=old,
        created_at=clock.now(),
    )
    new.save(force_insert=True)
    chain.record(actor=by, verb="assignment.replaced", subject=old, data={"replacement": new.pk})
    chain.record(
        actor=by, verb="assignment.created", subject=new, data={"to": new.state, "replaces": old.pk}
    )
    return new


def brief_digest(brief: str) -> str:
    """SHA-256 of the brief's UTF-8 bytes: what a shopper says to have read."""
    return hashlib.sha256(brief.encode()).hexdigest()


def _came_to_nothing(assignment: Assignment) -> bool:
    if assignment.state in (AssignmentState.CANCELLED, AssignmentState.EXPIRED):
        return True
    # visits live one floor up; their state is read through the relation, never set from here
    states = set(assignment.visits.values_list("state", flat=True))
    return assignment.state == AssignmentState.RECEIVED and states == {"void"}


def _assignment(read: ReadDraft) -> Assignment:
    offered = read.shopper is not None
    return Assignment(
        wave=read.wave,
        programme=read.wave.programme,
        location=read.location,
        questionnaire_version=read.version,
        **window_columns(read.window),
        brief=read.draft.brief,
        brief_sha256=brief_digest(read.draft.brief),
        fee_amount=read.draft.fee,
        fee_currency=read.draft.fee_currency,
        reimbursement_cap=read.draft.reimbursement_cap,
        shopper=read.shopper,
        state=AssignmentState.OFFERED if offered else AssignmentState.DRAFT,
        created_at=clock.now(),
    )


def _require_offerable(read: Sequence[ReadDraft]) -> None:
    """The guards of an offer, for drafts that name a shopper; they count against each other."""
    if not read:
        return
    now = clock.now()
    closed = [
        Finding((*each.loc, "wave"), "wave_not_open", f"The wave {each.wave.pk} is not open yet.")
        for each in read
        if each.wave.state != Wave.State.OPEN
    ]
    if closed:
        raise WaveNotOpen(errors=closed)
    over = [
        Finding((*each.loc, "window_end"), "window_over", "The visiting window is over.")
        for each in read
        if now >= each.window.end_utc
    ]
    if over:
        raise WindowOver(errors=over)
    shoppers = {each.shopper.pk for each in read if each.shopper is not None}
    lock_for_rules(locations=[each.location.pk for each in read], shoppers=shoppers)
    facts = shopper_facts(shoppers)
    slots = [
        slot_for(
            programme=each.wave.programme,
            location=each.location,
            start=each.window.start,
            end=each.window.end,
            end_utc=each.window.end_utc,
            assignment=uuid.uuid4(),
        )
        for each in read
    ]
    calendar = calendar_for(slots, shoppers)
    findings: list[Finding] = []
    for each, slot in zip(read, slots, strict=True):
        if each.shopper is None:
            continue
        shopper = facts[each.shopper.pk]
        loc = (*each.loc, "shopper")
        findings += broken_rules(slot=slot, shopper=shopper, calendar=calendar, now=now, loc=loc)
        calendar.add([booking_of(slot, shopper)])
    if findings:
        raise NotEligible(errors=findings)


def window_columns(window: Window) -> dict[str, Any]:
    """A window as the columns of an assignment."""
    return {
        "window_start": window.start,
        "window_end": window.end,
        "window_start_utc": window.start_utc,
        "window_end_utc": window.end_utc,
        "submit_by_utc": window.submit_by_utc,
    }
