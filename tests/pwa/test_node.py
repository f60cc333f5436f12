"""The phone form's own tests, which Node runs: one pytest test for each file of them."""

import os
import subprocess
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = sorted(path.relative_to(HERE).as_posix() for path in HERE.rglob("test_*.mjs"))


@pytest.mark.needs("node")
@pytest.mark.parametrize("name", FILES)
def test_node_file(name):
    # A test that waits for ever must fail with its name, not hang the run.
    ran = subprocess.run(
        ["node", "--test", name],
        cwd=HERE,
        env={
            "PATH": os.environ["PATH"],
            "TZ": "UTC",
            "NODE_OPTIONS": _options(),
            "DEMAND": os.environ.get("DEMAND", ""),
        },
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert ran.returncode == 0, f"{name}\n{ran.stdout[-20_000:]}\n{ran.stderr[-5_000:]}"


@cache
def _options():
    """Node 18 has the browser's `crypto` only when asked for it; later ones always."""
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    return "--experimental-global-webcrypto" if version.stdout.startswith("v18.") else ""
