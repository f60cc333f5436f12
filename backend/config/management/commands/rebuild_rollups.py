"""`manage.py rebuild_rollups [--check]`: count the month tallies anew from the visits."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.fieldwork.models import Programme
from backend.visits.rollup import differences, rebuild


class Command(BaseCommand):
    """Prints how many months each programme had wrong; with --check nothing is changed, and the
    exit code is 0 only when none was."""

    help = __doc__

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Whether to look only."""
        parser.add_argument("--check", action="store_true", help="change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the programmes."""
        found = 0
        for programme in Programme.objects.order_by("pk"):
            wrong = len(differences(programme)) if options["check"] else rebuild(programme)
            self.stdout.write(f"{programme.pk}: {wrong} months were wrong")
            found += wrong
        if found and options["check"]:
            raise CommandError("Run it without --check to count these months anew.")
