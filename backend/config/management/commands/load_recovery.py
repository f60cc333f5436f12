"""`manage.py load_recovery FILE`: take in what a phone saved because it could not send it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from backend.accounts.models import Person, Role
from backend.errors import Refusal
from backend.visits.recovery import Entry, Fate, RecoveryResult, load_recovery


class Command(BaseCommand):
    """Prints what became of each thing; exit code 0 only when nothing was refused."""

    help = __doc__

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The file, and who loads it."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--as",
            dest="email",
            help="the system admin who loads it; needed when there are several",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, print, and say by the exit code whether all came in."""
        result = self._load(options["file"], _admin(options["email"]))
        self.stdout.write(f"From the phone of {result.person.name} <{result.person.email}>\n\n")
        for entry in result.entries:
            self._print(entry)
        counts = ", ".join(f"{result.count(fate)} {fate}" for fate in Fate)
        self.stdout.write(f"\n{counts}")
        if not result.is_whole:
            raise CommandError("Something was refused; the file may be loaded again.")

    def _load(self, file: Path, by: Person) -> RecoveryResult:
        try:
            if file.stat().st_size > settings.RECOVERY_MAX_BYTES:
                raise CommandError(f"{file} has more than {settings.RECOVERY_MAX_BYTES} bytes.")
            return load_recovery(raw=file.read_bytes(), by=by)
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}.") from None
        except Refusal as refusal:
            lines = [refusal.detail, *(_finding(found) for found in refusal.errors)]
            raise CommandError("\n  ".join(lines)) from None

    def _print(self, entry: Entry) -> None:
        kept = "" if entry.parked is None else f"; kept as number {entry.parked}"
        said = f": {entry.detail}" if entry.detail else ""
        self.stdout.write(
            f"{entry.what:<6} {entry.visit}  {entry.name[:16]:<16}  {entry.fate}{said}{kept}"
        )
        for found in entry.errors:
            self.stdout.write(f"         {_finding(found)}")


def _finding(found: Any) -> str:
    place = ".".join(str(part) for part in found.loc)
    return f"{place}: {found.message}" if place else found.message


def _admin(email: str | None) -> Person:
    """The named system admin, or the only one."""
    admins = Person.objects.filter(role=Role.SYSTEM_ADMIN, is_active=True)
    if email is not None:
        admins = admins.filter(email=email.strip().lower())
    found = list(admins[:2])
    if len(found) == 1:
        return found[0]
    if email is not None:
        raise CommandError(f"{email} is no active system admin.")
    raise CommandError("Say who loads it: --as EMAIL of a system admin.")
