"""`manage.py demo`: an invented client, six months lived through by the API, and the result."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from backend import clock
from backend.accounts.models import Person
from backend.config.demo import world
from backend.config.demo.client import Unexpected
from backend.config.demo.closing import check_the_chain, issue_reports
from backend.config.demo.present import plan_the_present
from backend.config.demo.server import Server, port_is_free
from backend.config.demo.story import live_through
from backend.config.demo.truth import met_rates

MARK = "demo.json"
_PEOPLE = [
    ("ada", "system admin"),
    ("sol", "scheduler"),
    ("rae", "reviewer"),
    ("cleo", "client admin"),
    ("mona", "manager, Western Europe"),
    ("max", "manager, Eastern Europe and America"),
    ("sam", "shopper"),
    ("sue", "shopper"),
]


class Command(BaseCommand):
    """The whole job on invented data; exit code 0 only when every link of the chain held."""

    help = __doc__

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Port, and whether to go on serving."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="end after the work")

    def handle(self, *args: Any, **options: Any) -> None:
        """Start over, do the work, print what there is, serve."""
        began = time.monotonic()
        folder = Path(settings.DATA_DIR)
        port = options["port"]
        if settings.PRODUCTION or connection.vendor != "sqlite":
            raise CommandError("The demo works on a local SQLite database only.")
        if not port_is_free(port):
            raise CommandError(f"Port {port} is taken. Say PORT=… or stop what listens there.")
        self._start_over(folder)
        password = os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(9)
        self._prepare(folder, password)
        try:
            self._do_the_job(folder, port, password, began, options["no_serve"])
        except (Unexpected, RuntimeError) as failure:
            raise CommandError(f"The chain broke: {failure}") from failure

    def _do_the_job(
        self, folder: Path, port: int, password: str, began: float, ending: bool
    ) -> None:
        with Server(port, folder) as server:
            lived = live_through(server, clock.today("UTC"), password, self._say)
            server.back_to_real_time()
            counts = ", ".join(f"{number} {what}" for what, number in lived.cast.counts.items())
            self._say(f"{counts}; {lived.calls} calls of the API")
            files = issue_reports(lived, folder / "reports", self._say)
            check_the_chain(lived, self._say)
            plan_the_present(server, lived, self._say)
            (folder / MARK).write_text(json.dumps({"complete": True}))
            self._tell(folder, files, port, password, ending)
            self._say(f"\nDone in {time.monotonic() - began:.0f} s.")
            if not ending:
                self._say("Press Ctrl-C to stop. `make run` serves the same data again.")
                sys.exit(server.serve_until_stopped())

    def _start_over(self, folder: Path) -> None:
        database = folder / "plainclothes.sqlite3"
        if not database.exists():
            self._say(f"Starting in an empty folder: {folder}")
            return
        if not (folder / MARK).exists():
            raise CommandError(
                f"{folder} holds data that is not a demo's; it stays untouched. Say DATA_DIR=…"
            )
        self._say(f"Starting over: the demo data of {folder} is removed.")
        connection.close()
        for name in (
            "plainclothes.sqlite3",
            "plainclothes.sqlite3-wal",
            "plainclothes.sqlite3-shm",
        ):
            (folder / name).unlink(missing_ok=True)
        for name in ("media", "reports"):
            shutil.rmtree(folder / name, ignore_errors=True)
        (folder / "clock").unlink(missing_ok=True)

    def _prepare(self, folder: Path, password: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        # The mark comes first: a demo that was interrupted may be removed by the next one.
        (folder / MARK).write_text(json.dumps({"complete": False}))
        call_command("prepare")
        (folder / "demo-truth.json").write_text(json.dumps(met_rates(), indent=1))
        Person.objects.create_superuser(
            email=f"ada@{world.DOMAIN}", password=password, name="Ada Verhoeven"
        )
        connection.close()

    def _tell(
        self, folder: Path, files: list[Path], port: int, password: str, ending: bool
    ) -> None:
        self._say(f"\nPDF gap reports: {len(files)} files in {folder / 'reports'}")
        self._say(f"  for example {files[0]}")
        self._say(f"True met-rates: {folder / 'demo-truth.json'}")
        self._say("The six months were simulated: the service was told the time by the demo.")
        address = f"http://127.0.0.1:{port}"
        self._say(f"\n{'After `make run`' if ending else 'Now'} at {address}")
        self._say(f"  {address}/desk/         reports and PDFs in the browser")
        self._say(f"  {address}/app/          the phone form (sam, sue)")
        self._say(f"  {address}/admin/        master data (ada, sol)")
        self._say(f"  {address}/api/v1/docs   the API")
        self._say(f"\nSign in with the password {password}")
        for short, role in _PEOPLE:
            self._say(f"  {short}@{world.DOMAIN:<16}{role}")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
