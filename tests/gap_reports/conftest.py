"""What tests of packs start from."""

import pytest

from tests.gap_reports.released import released


@pytest.fixture
def filled(cast):
    """The cast with a released visit to L1 and P1, none to L2."""
    released(cast)
    released(cast, cast.p1)
    return cast
