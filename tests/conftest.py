"""What every test stands on: a database of its own, a media folder, a still clock, the cast."""

from __future__ import annotations

import os
import shutil

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection

from backend import clock
from tests.cast import NOW, Cast

# Laws are tried on a few examples while one works, on many where everything is demanded.
hypothesis.settings.register_profile("quick", max_examples=15, deadline=None)
hypothesis.settings.register_profile("thorough", max_examples=200, deadline=None)
hypothesis.settings.load_profile("thorough" if os.environ.get("DEMAND") else "quick")


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
    settings.PACK_PROCESSES = 0  # a process of its own would look into another database
    cache.clear()


@pytest.fixture(autouse=True)
def _still_clock():
    with clock.frozen_at(NOW):
        yield


@pytest.fixture
def cast(db) -> Cast:
    """The known cast."""
    return Cast()


def pytest_runtest_setup(item):
    """What the machine lacks skips a test by name; where DEMAND is set, it fails instead."""
    for mark in item.iter_markers("needs"):
        missing = [what for what in mark.args if not _has(what)]
        if missing:
            reason = f"needs {', '.join(missing)}"
            if os.environ.get("DEMAND"):
                pytest.fail(f"{reason}, and DEMAND is set")
            pytest.skip(reason)
    if item.get_closest_marker("slow") and not os.environ.get("DEMAND"):
        pytest.skip("slow: run where DEMAND is set")
    if item.get_closest_marker("sqlite_only") and connection.vendor != "sqlite":
        pytest.skip("about SQLite alone")


def _has(what: str) -> bool:
    return shutil.which(what) is not None
