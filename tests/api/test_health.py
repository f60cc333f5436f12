"""Liveness and readiness."""

from django.db import OperationalError
from django.test import Client


def test_live_needs_no_sign_in_and_no_database():
    answer = Client().get("/health/live")

    assert answer.status_code == 200
    assert answer.json() == {"status": "live"}
    assert answer["Cache-Control"] == "no-store"


def test_ready_when_database_and_media_folder_answer(db, settings):
    answer = Client().get("/health/ready")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "checks": {"database": "ok", "media": "ok"}}
    assert list(settings.MEDIA_ROOT.iterdir()) == []


def test_not_ready_when_the_media_folder_cannot_be_written(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("in the way")

    answer = Client().get("/health/ready")

    assert answer.status_code == 503
    assert answer.json() == {"status": "not_ready", "checks": {"database": "ok", "media": "failed"}}
    assert answer["Retry-After"] == "5"


def test_not_ready_when_the_database_does_not_answer(db, monkeypatch):
    def fail():
        raise OperationalError("connection to server at 10.0.0.7 failed")

    monkeypatch.setattr("backend.api.health._ask_database", fail)

    answer = Client().get("/health/ready")

    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": "failed", "media": "ok"}
    assert b"10.0.0.7" not in answer.content


def test_health_takes_no_writing_method(db):
    answer = Client().post("/health/ready")

    assert answer.status_code == 405
