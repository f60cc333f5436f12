"""Hands that draw: whatever becomes of a child, every report has its outcome and none stays."""

from __future__ import annotations

import threading
import time

import pytest

from backend.gap_reports import pack_hands
from backend.gap_reports.models import Pack
from backend.gap_reports.pack_hands import draw_all
from backend.gap_reports.pack_items import Outcome

pytestmark = pytest.mark.slow

STOPPED = Outcome(None, problem="the drawing stopped without an answer, tried twice")


@pytest.fixture(autouse=True)
def _fake(monkeypatch):
    monkeypatch.setattr(pack_hands, "_PROGRAM", "tests.gap_reports.fake_pack_child")
    monkeypatch.setattr(pack_hands, "SECONDS_FOR_ONE", 5.0)


def test_every_report_has_an_outcome_whatever_its_child_does():
    codes = ["A", "DIES", "B", "HANGS", "C", "BABBLES", "D", "FAILS"]
    begun: list[str] = []
    ended: dict[str, Outcome] = {}

    for news in draw_all(Pack(), codes, processes=2):
        begun += news.begun
        ended |= news.ended

    drawn = {code: Outcome(code, pages=7) for code in "ABCD"}
    troubled = dict.fromkeys(["DIES", "HANGS", "BABBLES"], STOPPED)
    assert sorted(begun) == sorted(codes)
    assert ended == {**drawn, **troubled, "FAILS": Outcome(None, pages=7)}


def test_who_stops_asking_stops_the_drawing():
    started = time.monotonic()
    news = draw_all(Pack(), ["HANGS"] * 8, processes=2)
    next(news)

    news.close()  # type: ignore[attr-defined]

    assert time.monotonic() - started < 5.0
    assert [each.name for each in threading.enumerate() if each.name == "pack-hand"] == []
