"""A finding: one fault of an input, where it stands, its stable code and a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault; `loc` is the path of keys and indexes from the top of the input."""

    loc: tuple[str | int, ...]
    code: str
    message: str


class Refused(Exception):  # noqa: N818  # a refusal is an answer, not a malfunction
    """An input that cannot be taken; carries every finding at once."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{'.'.join(map(str, f.loc))}: {f.code}" for f in self.findings))
