"""People for signing in."""

from __future__ import annotations

import pytest

from tests.accounts.phone import PASSWORD


@pytest.fixture
def sam(cast):
    """Sam with a password."""
    cast.sam.set_password(PASSWORD)
    cast.sam.save()
    return cast.sam
