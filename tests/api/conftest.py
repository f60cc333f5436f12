"""A stage that is built once per module, for tests that play many short scenes on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import override_settings

from backend import clock
from tests.api.role_objects import Stage
from tests.cast import NOW


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Stage]:
    """The stage, built once for a module; the database is as before afterwards."""
    media = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media),
        clock.frozen_at(NOW),
        transaction.atomic(),
    ):
        stage = Stage()
        stage.media = media
        yield stage
        transaction.set_rollback(True)


@pytest.fixture
def act(stage, db, settings) -> Iterator[Stage]:
    """The stage for one scene; what happens in it is taken back (`db` is a transaction within
    that of the stage)."""
    settings.MEDIA_ROOT = stage.media
    for signal in (request_started, request_finished):  # it would end the stage's transaction
        signal.disconnect(close_old_connections)
    yield stage
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
