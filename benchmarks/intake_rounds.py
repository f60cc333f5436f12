"""The rounds of the intake benchmark: the same visits in-process, over HTTP, and as bare SQL."""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import random
import shutil
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple
from urllib.request import urlopen

from django.core.management import call_command
from django.db import connection
from django.test import Client

from benchmarks.intake_stage import Stage, make_stage
from benchmarks.scoring import answers_of

SENDERS = 8
PROCESSES = 2
SEED = 2026

Statement = tuple[str, Any]


class Sent(NamedTuple):
    """A visit on its way: its address and its bytes."""

    path: str
    body: bytes


class Spent(NamedTuple):
    """Seconds by the wall clock, and of this process's CPU: the second hardly minds neighbours."""

    wall: float
    cpu: float

    @classmethod
    def now(cls) -> Spent:
        """The two clocks."""
        return cls(perf_counter(), process_time())

    def until_now(self) -> Spent:
        """What has gone by since."""
        return Spent(perf_counter() - self.wall, process_time() - self.cpu)


def compare(folder: str, rounds: int, visits: int, port: int) -> None:
    """Run the rounds and print what they took."""
    place = Path(folder)
    chance = random.Random(SEED)
    stage = _prepare(place, (rounds + 1) * visits)
    bare = sqlite3.connect(place / "bare.sqlite3", isolation_level=None)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
        bare.execute(f"PRAGMA {pragma}")
    taken: list[tuple[Spent, Spent, float, float]] = []
    counted = 0
    with _server(place / "http.sqlite3", folder, port), _senders() as senders:
        for _ in range(rounds + 1):
            batch = visits_of(stage, chance, visits)
            spent, statements = _in_process(stage, batch)
            taken.append(
                (_replay(bare, statements), spent, *_over_http(senders, stage, batch, port))
            )
            counted = len(statements) // visits
    _require_same(place, rounds, visits)
    print(
        f"visits of {len(stage.document.questions)} answers, SQLite synchronous=FULL, seed {SEED}"
    )
    print(f"medians of {rounds} interleaved rounds of {visits} visits; {counted} statements each")
    _print_figures(taken[1:], visits)  # the first round warmed up


def _print_figures(taken: Sequence[tuple[Spent, Spent, float, float]], visits: int) -> None:
    limit = median(visits / bare.wall for bare, _, _, _ in taken)
    rows = {
        "the same statements, bare sqlite3 (limit)": limit,
        "in-process, one at a time": median(visits / spent.wall for _, spent, _, _ in taken),
        f"HTTP, {PROCESSES} processes, {SENDERS} senders at once": median(
            visits / seconds for _, _, seconds, _ in taken
        ),
    }
    print(f"{'':44}{'visits/s':>10}{'ratio':>8}")
    for label, rate in rows.items():
        print(f"{label:44}{rate:10.0f}{rate / limit:8.2f}")
    bare_cpu = median(bare.cpu for bare, _, _, _ in taken) / visits * 1000
    cpu = median(spent.cpu for _, spent, _, _ in taken) / visits * 1000
    print(f"CPU of a visit: bare {bare_cpu:.2f} ms, in-process {cpu:.2f} ms ({bare_cpu / cpu:.2f})")
    print(f"HTTP, 95 % answered within {median(p95 for *_, p95 in taken) * 1000:.0f} ms")


def profile(folder: str, visits: int) -> None:
    """Print where the time of in-process intake goes."""
    stage = _prepare(Path(folder), 2 * visits + 1)
    chance = random.Random(SEED)
    _in_process(stage, visits_of(stage, chance, visits))
    batch = visits_of(stage, chance, visits)
    profiler = cProfile.Profile()
    profiler.enable()
    _in_process(stage, batch)
    profiler.disable()
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(70)
    _, statements = _in_process(stage, visits_of(stage, chance, 1))
    for sql, _ in statements:
        print(sql[:150])


def visits_of(stage: Stage, chance: random.Random, visits: int) -> list[Sent]:
    """New visits for assignments that have none."""
    batch = []
    for _ in range(visits):
        body = {
            "assignment": stage.assignments.pop(),
            "revision": 0,
            "outcome": "completed",
            "questionnaire": stage.questionnaire,
            "answers": answers_of(stage.document, chance),
            "photos": [],
            "events": [
                {"kind": "check_in", "at": stage.started_at, "latitude": 38.7, "longitude": -9.1}
            ],
            "started_at": stage.started_at,
            "sealed_at": stage.started_at,
            "time_zone": "Europe/Lisbon",
            "device": "bench",
        }
        batch.append(Sent(f"/api/v1/visits/{uuid.uuid4()}", json.dumps(body).encode()))
    return batch


def _prepare(place: Path, visits: int) -> Stage:
    """A database with everything but visits, twice copied."""
    call_command("prepare")  # with write-ahead logging, which copies keep
    stage = make_stage(visits)
    with connection.cursor() as cursor:
        cursor.execute(
            "PRAGMA journal_mode=WAL"
        )  # as `manage.py prepare` leaves it; copies keep it
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    for name in ("bare", "http"):
        shutil.copy(place / "in-process.sqlite3", place / f"{name}.sqlite3")
    return stage


def _in_process(stage: Stage, batch: Sequence[Sent]) -> tuple[Spent, list[Statement]]:
    """Send the batch through Django without a server; the time, and every statement asked."""
    client = Client(SERVER_NAME="127.0.0.1")
    statements: list[Statement] = []

    def record(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql.replace("%s", "?"), params))
        return execute(sql, params, many, context)

    headers = {"Authorization": f"Bearer {stage.token}"}
    start = Spent.now()
    with connection.execute_wrapper(record), _transactions_recorded(statements):
        for sent in batch:
            answer = client.put(
                sent.path, sent.body, content_type="application/json", headers=headers
            )
            if answer.status_code != 201:
                raise RuntimeError(answer.content.decode())
    return start.until_now(), statements


@contextmanager
def _transactions_recorded(statements: list[Statement]) -> Iterator[None]:
    """Let commits, which bypass the wrapper, stand in the record too."""
    commit = connection._commit  # type: ignore[attr-defined]

    def recorded_commit() -> None:
        statements.append(("COMMIT", None))
        commit()

    connection._commit = recorded_commit  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection._commit = commit  # type: ignore[attr-defined]


def _replay(bare: sqlite3.Connection, statements: Sequence[Statement]) -> Spent:
    start = Spent.now()
    for sql, params in statements:
        bare.execute(sql, params or ()).fetchall()
    return start.until_now()


def _over_http(
    senders: subprocess.Popen[str], stage: Stage, batch: Sequence[Sent], port: int
) -> tuple[float, float]:
    """Send the batch from another process, `SENDERS` at once; seconds, and the 95th percentile."""
    shares = [
        [(sent.path, sent.body.decode()) for sent in batch[each::SENDERS]]
        for each in range(SENDERS)
    ]
    if senders.stdin is None or senders.stdout is None:
        raise RuntimeError("the senders have no pipes")
    senders.stdin.write(json.dumps({"port": port, "token": stage.token, "shares": shares}) + "\n")
    senders.stdin.flush()
    answer = json.loads(senders.stdout.readline())
    return answer["seconds"], answer["p95"]


@contextmanager
def _senders() -> Iterator[subprocess.Popen[str]]:
    """The sending process; its end is the end of its input."""
    command = [sys.executable, "-m", "benchmarks.intake_senders"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as senders:
        yield senders


@contextmanager
def _server(database: Path, folder: str, port: int) -> Iterator[None]:
    """A gunicorn of our own on its own database."""
    command = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--bind"]
    command += [f"127.0.0.1:{port}", "--workers", str(PROCESSES), "--threads", str(SENDERS)]
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "DATA_DIR": folder}
    server = subprocess.Popen(
        [*command, "backend.config.wsgi"], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/api/v1/openapi.json", server)
        yield
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if server.poll() is not None:
            raise RuntimeError("the server did not start; is the port taken?")
        try:
            urlopen(address).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not answer")


def _require_same(place: Path, rounds: int, visits: int) -> None:
    """A benchmark that did not do the work would be fast."""
    expected = (rounds + 1) * visits
    for name in ("in-process", "bare", "http"):
        rows = sqlite3.connect(place / f"{name}.sqlite3").execute(
            "SELECT count(*), count(percent_e4) FROM visits_visit"
        )
        found = rows.fetchone()
        if found != (expected, expected):
            raise RuntimeError(f"{name}: {found} visits and scores instead of {expected}")
