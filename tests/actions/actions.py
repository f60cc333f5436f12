"""A dull factory of actions; what is under test goes through use cases."""

from __future__ import annotations

from datetime import date
from typing import Any

from backend.actions.models import Action
from backend.network.models import Location
from tests.cast import NOW, Cast


def action(
    cast: Cast,
    where: Location | None = None,
    standard: str = "WELCOME",
    due: date = date(2026, 8, 20),
    **fields: Any,
) -> Action:
    """An open action of mona's on L1, raised by hand on 14 August 2026; cleo verifies."""
    defaults: dict[str, Any] = {
        "programme": cast.programme,
        "standard_text": "Guests are greeted within 30 seconds.",
        "kind": "by_hand",
        "owner": cast.mona,
        "verifier": cast.cleo,
        "reason": "Somebody stands at the door in peak hours.",
        "noticed_on": date(2026, 8, 14),
        "opened_at": NOW,
    }
    return Action.objects.create(
        location=where or cast.l1, standard=standard, due=due, **{**defaults, **fields}
    )
