"""kill -9 of the worker in mid-pack: the next one finishes it, once, and no part is ever seen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from backend import files
from backend.audit.models import Event
from backend.gap_reports.models import GapReport, Pack
from backend.gap_reports.pack_files import pack_key
from tests.cast import location
from tests.gap_reports.packs import asked
from tests.gap_reports.released import released

PLACES = 16
WORKER = """
import django; django.setup()
from datetime import timedelta
from backend.jobs.worker import Worker
Worker(lease=timedelta(seconds=2)).run()
"""


@pytest.mark.slow
@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_pack_of_a_killed_worker_is_finished_once_by_the_next(cast, tmp_path):
    for number in range(PLACES):
        place = location(f"K{number:02}", cast.porto)
        cast.programme.locations.add(place)
        released(cast, place)
    pack = asked(cast, cast.max)
    workers = [worker(tmp_path)]
    try:
        wait_for(lambda: Pack.objects.get().done >= 3)
        workers[0].send_signal(signal.SIGKILL)
        workers[0].wait()
        left = dict(GapReport.objects.values_list("location", "sha256"))
        assert 3 <= len(left) < PLACES
        assert Pack.objects.get().state == "drawing"
        assert not files.exists(pack_key(pack))
        wait_for(lambda: drawing_processes(pack) == 0)

        workers += [worker(tmp_path), worker(tmp_path)]
        wait_for(lambda: Pack.objects.get().state == "done")
    finally:
        for process in workers:
            process.kill()
            process.wait()

    reports = dict(GapReport.objects.values_list("location", "sha256"))
    assert GapReport.objects.count() == len(reports) == PLACES
    assert {code: reports[code] for code in left} == left
    assert Event.objects.filter(verb="report.issued").count() == PLACES
    assert Event.objects.filter(verb="pack.done").count() == 1
    with zipfile.ZipFile(files.path(pack_key(pack))) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == PLACES
    assert [each.name for each in files.path("packs").iterdir()] == [f"{pack.pk}.zip"]


def worker(folder: Path) -> subprocess.Popen[bytes]:
    """A worker in a process of its own on the test's database and media, drawing with two more."""
    database = connection.settings_dict["NAME"]
    with (folder / "worker.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-c", WORKER],
            env={
                **os.environ,
                "DATABASE_URL": f"sqlite:///{database}",
                "DATA_DIR": str(folder),
                "DJANGO_SETTINGS_MODULE": "backend.config.settings",
                "JOBS_WORKER": "none",
                "PACK_PROCESSES": "2",
            },
            stderr=log,
        )


def drawing_processes(pack: Pack) -> int:
    """How many processes that draw this pack are alive."""
    wanted = f"backend.gap_reports.pack_child\0{pack.pk}".encode()
    found = 0
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += wanted in process.read_bytes()
        except OSError:  # it ended just now
            continue
    return found


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 90
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
