"""Settings refuse what must not start; each case is a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEY = "k" * 50
MAIL = {"EMAIL_URL": "smtp+tls://user:word@mail.example", "MAIL_FROM": "notes@shop.example"}


def start(tmp_path, **environment):
    """Load the settings in a fresh process with nothing but this environment."""
    return subprocess.run(
        [sys.executable, "-c", "from backend.config import settings; print(settings.MODE)"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_local_use_needs_nothing_and_keeps_its_own_key(tmp_path):
    first = start(tmp_path)
    key = (tmp_path / "secret-key").read_text()
    second = start(tmp_path)

    assert (first.returncode, first.stdout.strip()) == (0, "local")
    assert second.returncode == 0
    assert (tmp_path / "secret-key").read_text() == key
    assert len(key) >= 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_production_starts_with_key_hosts_and_mail(tmp_path):
    started = start(
        tmp_path, MODE="production", SECRET_KEY=KEY, ALLOWED_HOSTS="shop.example", **MAIL
    )

    assert (started.returncode, started.stdout.strip()) == (0, "production")


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"APP_NAME": " "}, "APP_NAME must have 1 to 30 printable characters"),
        ({"APP_NAME": "n" * 31}, "APP_NAME must have 1 to 30 printable characters"),
        ({"APP_NAME": "two\nlines"}, "APP_NAME must have 1 to 30 printable characters"),
        ({"APP_ICON_DIR": "/nowhere/icons"}, "APP_ICON_DIR must be a folder"),
        ({"MODE": "production", "ALLOWED_HOSTS": "a.example"}, "SECRET_KEY must be set"),
        (
            {"MODE": "production", "ALLOWED_HOSTS": "a.example", "SECRET_KEY": "short"},
            "SECRET_KEY must have at least 50 characters",
        ),
        ({"MODE": "production", "SECRET_KEY": KEY}, "ALLOWED_HOSTS must name the hosts"),
        (
            {"MODE": "production", "SECRET_KEY": KEY, "ALLOWED_HOSTS": "*"},
            "ALLOWED_HOSTS must name the hosts",
        ),
        (
            {
                "MODE": "production",
                "SECRET_KEY": KEY,
                "ALLOWED_HOSTS": "a.example",
                "CLOCK_FILE": "clock",
            },
            "CLOCK_FILE simulates time and is refused",
        ),
        (
            {"MODE": "production", "SECRET_KEY": KEY, "ALLOWED_HOSTS": "a.example"},
            "EMAIL_URL must name the mail server",
        ),
        (
            {
                "MODE": "production",
                "SECRET_KEY": KEY,
                "ALLOWED_HOSTS": "a.example",
                "EMAIL_URL": MAIL["EMAIL_URL"],
            },
            "MAIL_FROM must name the sender",
        ),
        ({"EMAIL_URL": "pigeon://loft"}, "Invalid email schema pigeon"),
        ({"PUBLIC_URL": "shop.example"}, "PUBLIC_URL must be http or https://, a host and nothing"),
        ({"PUBLIC_URL": "https://shop.example/desk"}, "PUBLIC_URL must be http or https://, a"),
        ({"PUBLIC_URL": "https://ada:word@shop.example"}, "PUBLIC_URL must be http or https://"),
        ({"PUBLIC_URL": "https://shop.example:port"}, "PUBLIC_URL must be http or https://"),
        (
            {
                "MODE": "production",
                "SECRET_KEY": KEY,
                "ALLOWED_HOSTS": "a.example",
                "PUBLIC_URL": "http://a.example",
                **MAIL,
            },
            "PUBLIC_URL must be https://, a host and nothing else",
        ),
        ({"DIGEST_ZONE": "Lisbon"}, "DIGEST_ZONE must be a time zone such as Europe/Lisbon"),
        ({"SESSION_DAYS": "0"}, "SESSION_DAYS must lie between 1 and 365"),
        ({"MODE": "prod"}, "MODE must be one of local, production"),
        ({"JOBS_WORKER": "many"}, "JOBS_WORKER must be one of embedded, none"),
        ({"PROXIES": "9"}, "PROXIES must lie between 0 and 5"),
        ({"PAGE_SIZE": "A3"}, "PAGE_SIZE must be one of A4, Letter"),
    ],
)
def test_odd_settings_stop_the_start(tmp_path, environment, words):
    started = start(tmp_path, **environment)

    assert started.returncode != 0
    assert words in started.stderr


def test_deployment_check_has_no_warning(tmp_path):
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(tmp_path),
            "MODE": "production",
            "SECRET_KEY": "Zq3-vN8_wX5.rT2~yB7+kL4=mH9!cJ6#pD1$fS0%gAeU8&hQ2*iV5^oW",
            "ALLOWED_HOSTS": "shop.example",
            **MAIL,
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr
