"""A real server for the phone's tests: gunicorn as deployed, on a database and folder of its own.

Service ── start, kill (SIGKILL, all of it), stop; always on the same port
 ├─ set_stage ── the cast played in by `stage.main`, in a process of its own
 ├─ pwa ──────── the folder of the form's files it serves, a copy that a test may change
 └─ books ────── what its database holds, read past the server
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[3]
_STAGE = "import django; django.setup(); from tests.browser.phone.stage import main; main()"
_START_SECONDS = 30


class Service:
    """The server, its data under `folder`; a context manager that leaves no process behind.

    SQLite, unless DATABASE_URL names a PostgreSQL server: then a database of its own there.
    """

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = ("127.0.0.1", self.port)
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self.books = _books(folder)
        self.pwa = folder / "pwa"
        shutil.copytree(ROOT / "shopper_forms" / "pwa", self.pwa)
        self._environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.browser.phone.settings",
            "DATA_DIR": str(folder),
            "DATABASE_URL": self.books.url,
            "JOBS_WORKER": "none",  # nobody here looks at thumbnails
            "MODE": "local",
            **environment,
        }

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.books.drop()

    def set_stage(self, wanted: list[dict[str, int]]) -> dict[str, Any]:
        """Prepare the database; who is on stage, see `stage`."""
        run = subprocess.run(
            [sys.executable, "-c", _STAGE],
            input=json.dumps(wanted),
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        told: dict[str, Any] = json.loads(run.stdout)
        return told

    def start(self) -> None:
        """Start and wait until it answers."""
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn"),
                    *("--config", str(ROOT / "deploy" / "gunicorn.conf.py")),
                    *("--bind", f"127.0.0.1:{self.port}"),
                    "backend.config.wsgi",
                ],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_ready()

    def ensure_running(self) -> None:
        """Start where a test before left it killed."""
        if self._process is None:
            self.start()

    def kill(self) -> None:
        """SIGKILL to the server and all its children, as when the power fails."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def call(self, token: str, method: str, path: str, body: Any = None) -> Any:
        """A call of the API by somebody with a token, past every bad line."""
        request = urllib.request.Request(
            f"{self.url}/api/v1{path}",
            None if body is None else json.dumps(body).encode(),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=10) as reply:
            return json.load(reply)

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until and self._process and self._process.poll() is None:
            client = http.client.HTTPConnection(*self.address, timeout=5)
            try:
                client.request("GET", "/health/ready")
                if client.getresponse().status == 200:
                    return
            except OSError:
                pass
            finally:
                client.close()
            time.sleep(0.05)
        words = (self.folder / "server.log").read_text()[-2000:]
        raise RuntimeError(f"the server did not start: {words}")


class Books(ABC):
    """What a database holds, counted by plain SQL; `?` stands for a value."""

    url: str

    @abstractmethod
    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query."""

    @abstractmethod
    def change(self, sql: str, *values: Any) -> None:
        """One statement that changes something, committed."""

    def drop(self) -> None:  # noqa: B027  # a file goes with its folder
        """Leave nothing behind."""

    def visits(self, owner: str) -> list[tuple[str, int]]:
        """Visits of a shopper with their revision, oldest first."""
        found = self.rows(
            "SELECT id, revision FROM visits_visit WHERE owner_id = ? ORDER BY received_at, id",
            self.key(owner),
        )
        return [(str(uuid.UUID(str(key))), revision) for key, revision in found]

    def photos(self, owner: str) -> int:
        """How many photos of a shopper are kept."""
        return self._count("SELECT count(*) FROM visits_photo WHERE owner_id = ?", owner)

    def bodies(self, sender: str) -> list[int]:
        """How often each kept body of a shopper came, whatever the answer was."""
        found = self.rows(
            "SELECT times FROM visits_intakebody WHERE sender_id = ? ORDER BY id", self.key(sender)
        )
        return [times for (times,) in found]

    @abstractmethod
    def key(self, text: str) -> Any:
        """An id as this database keeps it."""

    def _count(self, sql: str, owner: str) -> int:
        return int(self.rows(sql, self.key(owner))[0][0])


class _SqliteBooks(Books):
    def __init__(self, file: Path) -> None:
        self._file = file
        self.url = f"sqlite:///{file}"

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self._file, timeout=10)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def change(self, sql: str, *values: Any) -> None:
        connection = sqlite3.connect(self._file, timeout=10)
        try:
            with connection:
                connection.execute(sql, values)
        finally:
            connection.close()

    def key(self, text: str) -> str:
        return uuid.UUID(text).hex


class _PostgresBooks(Books):
    def __init__(self, server: str) -> None:
        self._server = server
        self._name = f"phone_{uuid.uuid4().hex[:12]}"
        self._on(server, f"CREATE DATABASE {self._name}")
        self.url = urlunsplit(urlsplit(server)._replace(path=f"/{self._name}"))

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return list(self._on(self.url, sql, *values))

    def change(self, sql: str, *values: Any) -> None:
        self._on(self.url, sql, *values)

    def drop(self) -> None:
        self._on(self._server, f"DROP DATABASE {self._name} WITH (FORCE)")

    def key(self, text: str) -> uuid.UUID:
        return uuid.UUID(text)

    def _on(self, url: str, sql: str, *values: Any) -> Iterable[tuple[Any, ...]]:
        import psycopg  # noqa: PLC0415  # an extra; only where PostgreSQL is

        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(sql.replace("?", "%s"), values)
            return cursor.fetchall() if cursor.description else []


def _books(folder: Path) -> Books:
    server = os.environ.get("DATABASE_URL", "")
    if server.startswith("postgres"):
        return _PostgresBooks(server)
    return _SqliteBooks(folder / "plainclothes.sqlite3")


def free_port() -> int:
    """A port of 127.0.0.1 nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
