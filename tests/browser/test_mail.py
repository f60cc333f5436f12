"""The page of mails in a browser: read aloud, used with keys alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.delivery.models import Mailing, Subscription
from tests.cast import NOW
from tests.gap_reports.released import released

pytestmark = [
    pytest.mark.slow,
    pytest.mark.needs("chromium"),
    pytest.mark.django_db(transaction=True),
]

PHONE, DESK = (360, 640), (1280, 800)
_CHECKED = "[...document.querySelectorAll('input:checked')].map(box => box.name)"


def test_digest_is_switched_on_and_off_with_keys_alone(cast, visit):
    released(cast, at=NOW - timedelta(minutes=1))
    Mailing.objects.create(person=cast.mona, state="sent", made_at=NOW, try_after=NOW)
    visitor = visit(cast.mona, "/desk/mail/")
    page = visitor.page

    for expected in (["digest"], []):
        page.locator("#id_digest").focus()
        page.keyboard.press("Space")
        visitor.tab_to("Save")
        with page.expect_navigation():
            page.keyboard.press("Enter")

        assert page.get_by_role("status").inner_text() == "✓ Saved."
        assert page.evaluate(_CHECKED) == expected
        assert list(Subscription.objects.values_list("kind", flat=True)) == expected

    for size in (PHONE, DESK):
        for theme in ("light", "dark"):
            visitor.look(size, theme)
            assert (size, theme, visitor.faults(), visitor.sideways()) == (size, theme, [], 0)
    assert visitor.complaints == []
