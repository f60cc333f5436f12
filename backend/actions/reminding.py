"""Reminding by e-mail: owners of what is due and overdue, client admins of what stays undone.

Each action is told of once at each step: three days before it is due and when it is overdue to its
owner, when it is overdue for more than a week to the client admins as well. Another owner or
another day begins anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from backend import clock
from backend.accounts.mailing import send_soon
from backend.accounts.models import Person, Role
from backend.actions.models import Action, ActionState
from backend.audit import chain
from reports import printed

SOON_DAYS, LONG_DAYS = 3, 7
_MOST_A_RUN = 500
Told = Action.Told


class Reminder(NamedTuple):
    """An action to be told of, how far it had been told before, how far it is now, and today."""

    action: Action
    before: int
    step: Told
    today: date


def remind() -> int:
    """Send every reminder that is due; returns how many mails were handed over.

    What is told of is noted before its mail goes: after a crash a mail may be missing, and none is
    ever sent twice, however many processes run this at the same time.
    """
    reminders = _note_due()
    letters = [*_to_owners(reminders), *_to_admins(reminders)]
    for address, subject, text in letters:
        send_soon(to=address, subject=subject, text=text)
    return len(letters)


@transaction.atomic
def _note_due() -> list[Reminder]:
    """Note how far each action is told of now; those for which that is a step further."""
    actions = (
        Action.objects.select_related("location", "owner")
        .filter(_a_step_further(), state=ActionState.OPEN)
        .order_by("due", "id")[:_MOST_A_RUN]
    )
    found = []
    for action in actions:
        today = clock.today(action.location.time_zone)
        step = step_of(action.due, today)
        if action.told < step and _step_up(action, step):
            found.append(Reminder(action, action.told, step, today))
    if found:
        chain.record_all(
            actor=chain.SYSTEM,
            verb="action.reminded",
            subjects=[(each.action, {"step": each.step.name.lower()}) for each in found],
        )
    return found


def step_of(due: date, today: date) -> Told:
    """How far an open action is to be told of on a day."""
    late = (today - due).days
    if late > LONG_DAYS:
        return Told.LONG_OVERDUE
    if late > 0:
        return Told.OVERDUE
    return Told.DUE_SOON if -late <= SOON_DAYS else Told.NOTHING


def _a_step_further() -> Q:
    """What has a step to take, in some time zone at least: those that wait for their next one for
    days would else fill every run and keep all others from being told of."""
    ahead = clock.today("UTC") + timedelta(days=1)  # a zone may be a day ahead
    return (
        Q(told__lt=Told.DUE_SOON, due__lte=ahead + timedelta(days=SOON_DAYS))
        | Q(told__lt=Told.OVERDUE, due__lt=ahead)
        | Q(told__lt=Told.LONG_OVERDUE, due__lt=ahead - timedelta(days=LONG_DAYS))
    )


def _step_up(action: Action, step: Told) -> bool:
    """Take the step, unless somebody else has just done so or the action was changed."""
    standing = Action.objects.filter(
        pk=action.pk, state=ActionState.OPEN, told=action.told, due=action.due
    )
    return bool(standing.update(told=step))


def _to_owners(reminders: Sequence[Reminder]) -> list[tuple[str, str, str]]:
    """One mail to each owner, of what they may see today; what is long overdue was told of when it
    was overdue, unless that step was missed."""
    mine: dict[Person, list[Reminder]] = defaultdict(list)
    for each in reminders:
        if each.action.owner and each.action.owner.is_active and each.before < Told.OVERDUE:
            mine[each.action.owner].append(each)
    letters = []
    for owner, told in mine.items():
        seen = _seen_by(owner, told)
        if seen:
            letters.append((owner.email, _subject(seen), _text(seen, "You own")))
    return letters


def _to_admins(reminders: Sequence[Reminder]) -> list[tuple[str, str, str]]:
    """One mail to each client admin of the brands where something is overdue for long."""
    late = [each for each in reminders if each.step == Told.LONG_OVERDUE]
    brands = {each.action.location.brand_id for each in late}
    admins = Person.objects.filter(
        role=Role.CLIENT_ADMIN, is_active=True, brand_code__in=brands
    ).order_by("email")
    letters = []
    for admin in admins:
        owned = {each.action.pk for each in late if each.action.owner_id == admin.pk}
        seen = [each for each in _seen_by(admin, late) if each.action.pk not in owned]
        if seen:
            letters.append((admin.email, _subject(seen), _text(seen, "Overdue for over a week:")))
    return letters


def _seen_by(person: Person, reminders: Sequence[Reminder]) -> list[Reminder]:
    keys = [each.action.pk for each in reminders]
    visible = set(
        Action.objects.visible_to(person).filter(pk__in=keys).values_list("pk", flat=True)
    )
    return [each for each in reminders if each.action.pk in visible]


def _subject(reminders: Sequence[Reminder]) -> str:
    """No names: subjects are shown on locked screens."""
    late = sum(each.step >= Told.OVERDUE for each in reminders)
    soon = len(reminders) - late
    parts = [f"{late} overdue" if late else "", f"{soon} due soon" if soon else ""]
    return f"Actions: {', '.join(part for part in parts if part)}"


def _text(reminders: Sequence[Reminder], begins: str) -> str:
    things = printed.things(len(reminders), "action").replace(printed.NBSP, " ")
    head = begins if begins.endswith(":") else f"{begins} {things}:"
    lines = [_line(each) for each in reminders]
    return "\n\n".join([head, *lines, "Sign in to close them, change the day or decide."]) + "\n"


def _line(each: Reminder) -> str:
    action = each.action
    day = printed.day(action.due.isoformat(), year=True).replace(printed.NBSP, " ")
    owner = f", {action.owner.name}" if action.owner else ", nobody owns it"
    late = (each.today - action.due).days
    when = f"due {day}"
    if late > 0:
        when += f", {late} {'day' if late == 1 else 'days'} late"
    return (
        f"{action.standard} at {action.location.name}{owner}\n{when}\n"
        f"{settings.PUBLIC_URL}/desk/actions/{action.pk}/"
    )
