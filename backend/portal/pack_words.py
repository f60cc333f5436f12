"""Bytes, seconds and days in words, as pages of packs say them."""

from __future__ import annotations

_KILO, _MEGA, _GIGA = 1000, 1000**2, 1000**3


def in_bytes(size: float) -> str:
    """612 kB, 3.4 MB, 126 MB, 1.2 GB."""
    for unit, name in ((_GIGA, "GB"), (_MEGA, "MB")):
        if size >= unit:
            share = size / unit
            return f"{share:.1f} {name}" if share < 9.95 else f"{share:.0f} {name}"
    return f"{max(1, round(size / _KILO))} kB" if size else "0 kB"


def in_days(days: int) -> str:
    """12 months, 90 days."""
    return "12 months" if days == 365 else f"{days} day{'' if days == 1 else 's'}"


def in_time(seconds: float) -> str:
    """5 seconds, 40 seconds, 3 minutes: rounded up to what one can rely on."""
    if seconds <= 10:
        whole = max(1, -int(-seconds // 1))
        return f"{whole} second{'' if whole == 1 else 's'}"
    if seconds <= 90:
        return f"{-int(-seconds // 5) * 5} seconds"
    minutes = -int(-seconds // 60)
    return f"{minutes} minutes"
