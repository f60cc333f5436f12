"""Background work of accounts; the schedule in `config` says how often."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore
from django_tasks import task


@task()
def clear_ended_sessions() -> None:
    """Delete sessions that are over; whoever asks for a code begins one, signed in or not."""
    SessionStore.clear_expired()
