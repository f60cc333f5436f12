"""Taking turns to write: one at a time on SQLite, released whatever happens, patience ends."""

import threading

import pytest
from django.db import connection

from backend.errors import Busy
from backend.visits import turns
from backend.visits.turns import turn


def in_a_thread(action):
    """What the action answers, or raises, in a thread of its own."""
    answers = []

    def run():
        try:
            answers.append(action())
        except Busy as refusal:
            answers.append(refusal)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return answers[0]


def take_a_turn():
    """Wait for a turn and give it back."""
    with turn():
        return "done"


@pytest.mark.sqlite_only
def test_turn_that_is_taken_is_waited_for_and_then_refused_as_busy(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.05)

    with turn():
        meanwhile = in_a_thread(take_a_turn)
    afterwards = in_a_thread(take_a_turn)

    assert isinstance(meanwhile, Busy)
    assert afterwards == "done"


def test_turn_is_given_back_after_a_fault():
    with pytest.raises(RuntimeError), turn():
        raise RuntimeError("in the middle")

    assert in_a_thread(take_a_turn) == "done"


def test_postgresql_needs_no_turns(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "postgresql")

    with turn():
        assert in_a_thread(lambda: "nobody waits") == "nobody waits"
        with turn():
            pass
