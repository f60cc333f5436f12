"""Actions in a browser: raised, closed, verified with keys alone; without a fault in any look."""

from __future__ import annotations

from datetime import date

import pytest

from backend.actions.models import Action
from tests.actions.actions import action
from tests.gap_reports.visits import visit as counted

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
]

PHONE, DESK = (360, 640), (1280, 800)
LOOKS = [(PHONE, "dark"), (DESK, "light")]


def test_gap_is_acted_on_closed_and_verified_with_keys_alone(cast, visit):
    for day in (1, 2, 3):
        counted(cast, cast.l1, date(2026, 8, day), 50, {"GREET": (0, 4, 30)})
    mona = visit(cast.mona, "/desk/actions/?from=2026-07-01&to=2026-09-30")
    page = mona.page

    mona.tab_to("Act on GREET at Harbour Coffee L1", most=40)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Act on GREET").wait_for()
    mona.tab_to("reason", most=40)
    page.keyboard.type("A host in peak hours.")
    mona.tab_to("Act")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Done?").wait_for()
    mona.tab_to("evidence", most=40)
    page.keyboard.type("On the rota since Monday.")
    mona.tab_to("Close as done")
    page.keyboard.press("Enter")
    page.get_by_text("Cleo verifies it.").wait_for()
    assert mona.complaints == []

    cleo = visit(cast.cleo, f"/desk/actions/{Action.objects.get().pk}/")
    cleo.tab_to("Verify that it is done", most=40)
    cleo.page.keyboard.press("Enter")
    cleo.page.get_by_text("✓ verified").wait_for()

    one = Action.objects.get()
    assert (one.state, one.reason, one.evidence) == (
        "verified",
        "A host in peak hours.",
        "On the rota since Monday.",
    )
    assert cleo.complaints == []


def test_pages_have_no_fault_for_any_reader(cast, visit):
    for day in (1, 2, 3):
        counted(cast, cast.l1, date(2026, 7, day), 50, {"GREET": (0, 4, 30), "SPEED": (1, 4, 9)})
    late = action(cast, due=date(2026, 8, 1), cause="roles", reason="Word " * 300)
    done = action(
        cast, standard="SPEED", state="done", closed_on=date(2026, 7, 2), evidence="Seen."
    )
    period = "from=2026-07-01&to=2026-09-30"
    for path in (
        f"/desk/actions/?{period}&state=all",
        f"/desk/actions/{late.pk}/",
        f"/desk/actions/{done.pk}/",
        "/desk/actions/new/",
        "/desk/actions/new/?location=L1&standard=GREET",
        "/desk/actions/new/?location=nowhere",
    ):
        visitor = visit(cast.cleo, path)
        for size, theme in LOOKS:
            visitor.look(size, theme)
            found = (path, size, theme, visitor.faults(), visitor.sideways())
            assert found == (path, size, theme, [], 0)
        noted = [each for each in visitor.complaints if "422" not in each]
        assert noted == []
