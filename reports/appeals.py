"""What the appeals of some visits come to: how many, how many were decided, how many upheld."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from reports import printed
from reports.snapshot import Visit


class Share(NamedTuple):
    """Appeals by how they ended. A lapsed one, whose visit became void, was never decided."""

    upheld: int
    rejected: int
    open: int
    lapsed: int

    @property
    def decided(self) -> int:
        """The number the share is of."""
        return self.upheld + self.rejected

    @property
    def percent(self) -> str | None:
        """100 x upheld / decided, with four places; None before anything is decided."""
        if not self.decided:
            return None
        return f"{printed.rounded(Decimal(100 * self.upheld) / self.decided, 4)}"


def share_upheld(states: Iterable[str]) -> Share:
    """Count appeals by their states."""
    many = Counter(states)
    return Share(many["upheld"], many["rejected"], many["open"], many["lapsed"])


def share_of_visits(visits: Iterable[Visit]) -> Share:
    """Count the appeals of these visits; a visit of an old snapshot knows none."""
    return share_upheld(one["state"] for visit in visits for one in visit.get("appeals", []))


def share_words(share: Share) -> str:
    """Say it in one line: 2 of 3 upheld (66.7 %), 1 open."""
    said = []
    if share.decided:
        said.append(
            f"{share.upheld} of {share.decided} upheld ({printed.number(share.percent)}\u00a0%)"
        )
    if share.open:
        said.append(f"{share.open} open")
    if share.lapsed:
        said.append(f"{share.lapsed} lapsed")
    return ", ".join(said) or "none"
