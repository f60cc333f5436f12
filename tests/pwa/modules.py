"""Where the phone form's files are, and the figures of them that tests look at."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

PWA = Path(__file__).parents[2] / "shopper_forms/pwa"

_IMPORT = re.compile(r'^(?:import|export)\b[^;"]*?"(\.[^"]+)"', re.MULTILINE)


def modules() -> list[Path]:
    """Every JavaScript file of the form."""
    return sorted(PWA.rglob("*.js"))


def name_of(path: Path) -> str:
    """The path below the form's folder."""
    return path.relative_to(PWA).as_posix()


def needed_by(*names: str) -> set[Path]:
    """These modules and all that they import before they can run."""
    todo = [PWA / name for name in names]
    found: set[Path] = set()
    while todo:
        path = todo.pop()
        if path not in found:
            found.add(path)
            todo += [(path.parent / each).resolve() for each in _IMPORT.findall(path.read_text())]
    return found


def gzipped(path: Path) -> int:
    """The bytes of a file as it travels."""
    return len(gzip.compress(path.read_bytes(), 9))
