"""Reminders: to whom, when, what they say, and that each goes once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from backend import clock
from backend.accounts.mailing import wait_until_sent
from backend.actions import reminding
from backend.actions.handling import change_action
from backend.actions.reminding import remind, step_of
from backend.audit.models import Event
from tests.actions.actions import action

pytestmark = pytest.mark.django_db

DUE = date(2026, 8, 20)


def reminded(day):
    """What is sent at noon of that day of August: (to, subject)."""
    mail.outbox.clear()
    with clock.frozen_at(datetime(2026, 8, 1, 12, tzinfo=UTC) + timedelta(days=day - 1)):
        remind()
    wait_until_sent()
    return sorted((one.to[0], one.subject) for one in mail.outbox)


MONA, CLEO = "mona@cast.example", "cleo@cast.example"


def test_each_step_is_told_once_and_to_whom_it_concerns(cast):
    action(cast, due=DUE)

    sent = {day: reminded(day) for day in (16, 17, 18, 20, 21, 22, 27, 28, 29)}

    assert {day: told for day, told in sent.items() if told} == {
        17: [(MONA, "Actions: 1 due soon")],
        21: [(MONA, "Actions: 1 overdue")],
        28: [(CLEO, "Actions: 1 overdue")],
    }
    assert Event.objects.filter(verb="action.reminded").count() == 3


def test_mail_says_where_what_and_until_when_and_links_to_the_desk(cast, settings):
    settings.PUBLIC_URL = "https://desk.example"
    one = action(cast, due=DUE)

    reminded(22)

    assert mail.outbox[0].body == (
        "You own 1 action:\n\n"
        "WELCOME at Harbour Coffee L1, Mona\n"
        "due 20 August 2026, 2 days late\n"
        f"https://desk.example/desk/actions/{one.pk}/\n\n"
        "Sign in to close them, change the day or decide.\n"
    )


def test_actions_told_of_already_hold_up_no_other(cast, monkeypatch):
    monkeypatch.setattr(reminding, "_MOST_A_RUN", 2)
    for standard in "AB":
        action(cast, standard=standard, due=date(2026, 8, 10))
    assert reminded(12) == [(MONA, "Actions: 2 overdue")]
    action(cast, standard="C", due=date(2026, 8, 16))

    assert reminded(14) == [(MONA, "Actions: 1 due soon")]


def test_many_actions_come_in_one_mail(cast):
    action(cast, standard="A", due=date(2026, 8, 12))
    action(cast, standard="B", due=date(2026, 8, 1))
    action(cast, standard="C", due=date(2026, 8, 17))

    assert reminded(14) == [
        (CLEO, "Actions: 1 overdue"),
        (MONA, "Actions: 2 overdue, 1 due soon"),
    ]
    assert reminded(14) == []


def test_settled_unowned_and_unseen_actions_are_not_told_to_an_owner(cast):
    action(cast, standard="A", state="done", closed_on=date(2026, 8, 1), due=date(2026, 8, 13))
    action(cast, standard="B", owner=None, due=date(2026, 8, 13))
    action(cast, cast.p1, "C", owner=cast.mona, due=date(2026, 8, 13))  # no longer her region
    action(cast, standard="D", owner=cast.max, due=date(2026, 8, 13))
    cast.max.is_active = False
    cast.max.save()

    assert reminded(14) == []


def test_another_day_or_owner_begins_anew(cast):
    one = action(cast, due=date(2026, 8, 13))
    assert reminded(14) == [(MONA, "Actions: 1 overdue")]

    fields: Any = {"due": date(2026, 8, 16)}
    change_action(action=one, by=cast.cleo, fields=fields)

    assert reminded(14) == [(MONA, "Actions: 1 due soon")]


def test_steps_follow_the_days():
    today = date(2026, 8, 14)

    steps = [step_of(today + timedelta(days=days), today).name for days in (4, 3, 0, -1, -7, -8)]

    assert steps == [
        "NOTHING",
        "DUE_SOON",
        "DUE_SOON",
        "OVERDUE",
        "OVERDUE",
        "LONG_OVERDUE",
    ]
