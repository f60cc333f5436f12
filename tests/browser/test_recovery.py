"""The recovery page in a browser: filled, empty and refusing, without a fault for any reader."""

from __future__ import annotations

import uuid

import pytest

from tests.browser.test_desk import DESK, LOOKS, PHONE
from tests.cast import assignment
from tests.visits.recovery_files import draft, recovery, sealed, written

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.django_db(transaction=True)]
VISIT = uuid.UUID("0e7b5d5e-1d9b-4d7e-9a54-0d9c7f4a1b01")
OTHER = uuid.UUID("0e7b5d5e-1d9b-4d7e-9a54-0d9c7f4a1b02")


@pytest.mark.slow
def test_recovery_has_no_fault_for_any_reader(cast, visit):
    items = [sealed(assignment(cast), VISIT), sealed(assignment(cast), OTHER, sha256="0" * 64)]
    content = written(recovery(cast.sam, items=items, drafts=[draft(OTHER)]))
    visitor = visit(cast.ada, "/desk/recovery/")
    page = visitor.page

    for name, raw, shown in (
        ("unsent.json", content, "From the phone of Sam"),
        ("page.html", b"<html>", "Nothing was taken in."),
    ):
        page.get_by_label("Recovery file").set_input_files(
            {"name": name, "mimeType": "application/json", "buffer": raw}
        )
        page.get_by_role("button", name="Load").click()
        page.get_by_text(shown).wait_for()
        for size, theme in LOOKS:
            visitor.look(size, theme)
            assert (shown, size, theme, visitor.faults()) == (shown, size, theme, [])
        for size in (PHONE, DESK, (320, 640)):
            visitor.look(size, "light")
            assert (shown, size, visitor.sideways()) == (shown, size, 0)

    # the browser itself writes down that the second file was answered with 400
    assert [told for told in visitor.complaints if "400" not in told] == []
