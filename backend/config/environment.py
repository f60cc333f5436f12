"""Reading one setting from the environment; an odd value stops the start."""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured

_ENV = environ.Env()


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """One of a few words."""
    value = str(_ENV.str(name, default=default))
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {value!r}")
    return value


def whole(name: str, default: int, low: int, high: int) -> int:
    """A whole number within bounds, both included."""
    value = int(_ENV.int(name, default=default))
    if not low <= value <= high:
        raise ImproperlyConfigured(f"{name} must lie between {low} and {high}, not {value}")
    return value


def own_key(folder: Path) -> str:
    """A key made once for this data folder: local use needs no configuration and no default key."""
    file = folder / "secret-key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text().strip()


def name(name: str, default: str, longest: int) -> str:
    """A name on one line."""
    value = str(_ENV.str(name, default=default)).strip()
    if not 1 <= len(value) <= longest or not value.isprintable():
        raise ImproperlyConfigured(f"{name} must have 1 to {longest} printable characters")
    return value


def folder(name: str) -> Path | None:
    """A folder that is there, or None when nothing is set."""
    value = str(_ENV.str(name, default=""))
    if value and not Path(value).is_dir():
        raise ImproperlyConfigured(f"{name} must be a folder, which {value!r} is not")
    return Path(value).resolve() if value else None


def origin(name: str, default: str, *, only_tls: bool) -> str:
    """Where people reach us, as scheme and host alone: links in mails are put behind it."""
    value = str(_ENV.str(name, default=default))
    schemes = ("https",) if only_tls else ("http", "https")
    try:
        parts = urlsplit(value)
        host, port = parts.hostname or "", f":{parts.port}" if parts.port else ""
        plain = f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}"
    except ValueError:  # a port or an address that is none
        parts, host, plain = urlsplit(""), "", ""
    if parts.scheme not in schemes or not host or value.rstrip("/").lower() != plain:
        raise ImproperlyConfigured(
            f"{name} must be {' or '.join(schemes)}://, a host and nothing else, not {value!r}"
        )
    return plain


def zone(name: str, default: str) -> str:
    """An IANA time zone."""
    value = str(_ENV.str(name, default=default))
    if value not in available_timezones():
        raise ImproperlyConfigured(f"{name} must be a time zone such as Europe/Lisbon")
    return value
