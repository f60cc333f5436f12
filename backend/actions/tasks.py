"""Background work of actions; the schedule in `config` says how often."""

from __future__ import annotations

from django_tasks import task

from backend.actions.reminding import remind


@task()
def send_reminders() -> int:
    """Remind of what is due and overdue; returns how many mails were handed over."""
    return remind()
