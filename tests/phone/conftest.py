"""The server over a small phone form in a folder of its own."""

from __future__ import annotations

import pytest

from tests.phone.app_folder import app_folder


@pytest.fixture
def folder(settings, tmp_path):
    """The folder that is served."""
    settings.PWA_DIR = app_folder(tmp_path / "pwa")
    return settings.PWA_DIR
