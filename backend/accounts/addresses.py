"""From which network address a request comes, also when proxies of ours stand in front."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings


def client_address(meta: Mapping[str, Any]) -> str:
    """The address of the client, from the headers of a request (`request.META`).

    Of `X-Forwarded-For` only the entries that our own proxies (`PROXIES` of them) have added are
    believed; what stands left of them the client may have written itself.
    """
    address = str(meta.get("REMOTE_ADDR", ""))
    proxies = int(settings.NINJA_NUM_PROXIES)
    forwarded = [part.strip() for part in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    if proxies and any(forwarded):
        return forwarded[-min(proxies, len(forwarded))]
    return address
