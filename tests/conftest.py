"""What every test stands on: a database of its own, a media folder, a still clock, the cast."""

from __future__ import annotations

import os

import pytest
from django.core.cache import cache
from django.db import connection

from backend import clock
from tests.cast import NOW, Cast


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory, request):
    """A database file per test process: threads then meet real locks, runs never each other."""
    from django.conf import settings  # noqa: PLC0415  # settings exist only once pytest-django ran

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        name = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    else:
        name = f"test_plainclothes_{os.getpid()}"
    connection.settings_dict["TEST"]["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Write-ahead logging as in production (SQLite)."""
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media").mkdir()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.JOBS_WORKER = "none"
    cache.clear()


@pytest.fixture(autouse=True)
def _still_clock():
    with clock.frozen_at(NOW):
        yield


@pytest.fixture
def cast(db) -> Cast:
    """The known cast."""
    return Cast()
