"""A short soak; `make soak` runs the long one."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.needs("chromium")
@pytest.mark.slow
def test_short_soak_loses_and_doubles_nothing():
    environment = {**os.environ, "VISITS": "8", "PHOTOS": "2", "KILLS": "1", "SEED": "3"}

    run = subprocess.run(
        [sys.executable, "-m", "tests.faults.soak"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
        check=False,
    )

    assert run.returncode == 0, run.stdout
    assert run.stdout.splitlines()[-1] == (
        "seed 3: 8 visits, 16 photos, 8 confirmed, 0 lost, 0 doubled"
    )
