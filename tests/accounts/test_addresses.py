"""The address that sign-in tries are counted by."""

import pytest

from backend.accounts.addresses import client_address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, "10.0.0.7"),
        (0, "203.0.113.9", "10.0.0.7"),
        (1, None, "10.0.0.7"),
        (1, "", "10.0.0.7"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        (2, "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "203.0.113.9"),
    ],
)
def test_client_address_believes_our_own_proxies_only(settings, proxies, forwarded, expected):
    settings.NINJA_NUM_PROXIES = proxies
    meta = {"REMOTE_ADDR": "10.0.0.7"}
    if forwarded is not None:
        meta["HTTP_X_FORWARDED_FOR"] = forwarded

    assert client_address(meta) == expected
