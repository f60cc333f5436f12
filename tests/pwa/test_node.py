"""The phone form's own tests, which Node runs: one pytest test for each file of them."""

import os
import subprocess
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
        env={"PATH": os.environ["PATH"], "TZ": "UTC"},
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert ran.returncode == 0, f"{name}\n{ran.stdout[-20_000:]}\n{ran.stderr[-5_000:]}"
