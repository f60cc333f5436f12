"""`manage.py prepare`: make the data folder ready to serve (database, journal, static files)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    """Migrate, and switch SQLite to write-ahead logging once.

    The switch is made here and not at each connection: the first switch takes an exclusive
    lock, and several processes that start together would fail on it.
    """

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Make everything ready; repeatable."""
        Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA journal_mode=WAL")
        call_command("migrate", verbosity=0, interactive=False)
        if settings.PRODUCTION:
            call_command("collectstatic", verbosity=0, interactive=False)
