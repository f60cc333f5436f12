"""Where the phone form's files are, and how tests name them."""

from __future__ import annotations

from pathlib import Path

PWA = Path(__file__).parents[2] / "shopper_forms/pwa"


def modules() -> list[Path]:
    """Every JavaScript file of the form."""
    return sorted(PWA.rglob("*.js"))


def name_of(path: Path) -> str:
    """The path below the form's folder."""
    return path.relative_to(PWA).as_posix()
