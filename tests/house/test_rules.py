"""The house keeps its own rules: one clock, short files, no machine in the texts."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES_AT_MOST = 300


def tracked(*patterns: str) -> list[Path]:
    """Files under version control (or about to be), by pattern."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


SOURCES = [path for path in tracked("*.py", "*.js") if "migrations" not in path.parts]
PRODUCT = [path for path in SOURCES if path.relative_to(ROOT).parts[0] not in ("tests",)]


def test_files_stay_on_one_subject():
    long = {
        str(path.relative_to(ROOT)): count
        for path in SOURCES
        if (count := len(path.read_text().splitlines())) > LINES_AT_MOST
    }

    assert long == {}


def test_only_the_clock_reads_the_time():
    asks = re.compile(r"timezone\.now\(|datetime\.now\(|datetime\.utcnow\(|date\.today\(")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in PRODUCT
        if path != ROOT / "backend" / "clock.py"
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if asks.search(line)
    ]

    assert found == []


def test_texts_name_no_folder_of_this_machine():
    folders = [str(ROOT) + "/", str(Path.home()) + "/"]
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked("*.py", "*.md", "*.toml", "*.conf", "Makefile", ".ci/run")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if any(len(folder) > 2 and folder in line for folder in folders)
    ]

    assert found == []


def test_lock_names_no_address():
    assert "://" not in (ROOT / "requirements.lock").read_text()


def test_nothing_stands_unfinished():
    words = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in SOURCES
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if words.search(line)
    ]

    assert found == []


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "benchmarks/README.md"])
def test_commands_in_the_texts_exist(document):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    named = set(re.findall(r"\bmake ([a-z][a-z-]*)\b", (ROOT / document).read_text()))

    unknown = {name for name in named if name not in targets and not name.startswith("bench-")}
    assert unknown == set()


@pytest.mark.parametrize("document", tracked("*.md"), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_in_the_texts_lead_somewhere(document):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", document.read_text())

    missing = [link for link in links if not (document.parent / link).exists()]
    assert missing == []
