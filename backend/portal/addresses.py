"""Addresses of pages that many rows lead to, made without asking Django once a row."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.urls import reverse

from backend.portal.filters import Filters

Address = Callable[[str], str]


def place_addresses(filters: Filters) -> Address:
    """From a location's code to the address of its page, with the filters of this one."""
    begin = reverse("locations")
    query = filters.query
    return lambda code: f"{begin}{quote(code, safe='')}/?{query}"


def region_addresses(filters: Filters) -> Address:
    """From a region's code to this page narrowed to it."""
    return lambda code: f"?{filters.with_region(code)}"
