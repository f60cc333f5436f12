"""Hands that draw the reports of a pack: one child process each, or the worker's own thread."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast
from uuid import UUID

from backend.gap_reports.models import Pack
from backend.gap_reports.pack_items import Outcome, draw_item

logger = logging.getLogger(__name__)

SECONDS_FOR_ONE = 60.0
_TRIES = 2
_PROGRAM = "backend.gap_reports.pack_child"
_FEW = 4  # reports that are drawn sooner than a child has started
_SECONDS_TO_LOOK = 0.3
_ROOT = Path(__file__).resolve().parents[2]


@dataclass
class News:
    """What happened since the last look: who was begun, and what became of whom."""

    begun: list[str] = field(default_factory=list)
    ended: dict[str, Outcome] = field(default_factory=dict)


def draw_all(pack: Pack, locations: Sequence[str], *, processes: int) -> Iterator[News]:
    """Draw the reports of these locations, and tell what happened a few times a second.

    With `processes` 0, or for a handful, here and now; else by so many children at once. Whoever
    stops asking stops the drawing: the children end, and what they had in hand is lost.
    """
    if processes == 0 or len(locations) <= _FEW:
        for code in locations:
            yield News(begun=[code])
            yield News(ended={code: draw_item(pack, code)})
        return
    with _hands(pack.pk, locations, min(processes, len(locations))) as (hands, events):
        while any(hand.is_alive() for hand in hands) or not events.empty():
            yield _news(events)


@contextlib.contextmanager
def _hands(
    pack: UUID, locations: Sequence[str], many: int
) -> Iterator[tuple[list[Hand], queue.Queue[tuple[str, Outcome | None]]]]:
    waiting = deque(locations)
    events: queue.Queue[tuple[str, Outcome | None]] = queue.Queue()
    hands = [Hand(pack, waiting, events) for _ in range(many)]
    for hand in hands:
        hand.start()
    try:
        yield hands, events
    finally:
        for hand in hands:
            hand.let_go()
        for hand in hands:
            hand.join()


def _news(events: queue.Queue[tuple[str, Outcome | None]]) -> News:
    """All that is told within the time of a look: written down together, it costs one commit, and
    keeps the children from the database's one writer only now and then."""
    news = News()
    until = time.monotonic() + _SECONDS_TO_LOOK
    with contextlib.suppress(queue.Empty):
        while (left := until - time.monotonic()) > 0:
            _note(news, *events.get(timeout=left))
    return news


def _note(news: News, code: str, outcome: Outcome | None) -> None:
    if outcome is None:
        news.begun.append(code)
    else:
        news.ended[code] = outcome


class Hand(threading.Thread):
    """A thread that gives one child report after report and waits for it.

    A child that dies or takes too long may have met a crowded machine, so its report gets a
    second try in a fresh one.
    """

    def __init__(
        self, pack: UUID, waiting: deque[str], events: queue.Queue[tuple[str, Outcome | None]]
    ) -> None:
        super().__init__(name="pack-hand", daemon=True)
        self._pack = pack
        self._waiting = waiting
        self._events = events
        self._child: subprocess.Popen[bytes] | None = None
        self._over = threading.Event()

    def run(self) -> None:
        """Take what is waiting until nothing is."""
        try:
            while not self._over.is_set():
                try:
                    code = self._waiting.popleft()
                except IndexError:
                    return
                self._events.put((code, None))
                outcome = self._outcome(code)
                if not self._over.is_set():
                    self._events.put((code, outcome))
        finally:
            self._close()

    def let_go(self) -> None:
        """Stop in the middle; nothing more is told."""
        self._over.set()
        child = self._child
        if child is not None:
            child.kill()

    def _outcome(self, code: str) -> Outcome:
        for _ in range(_TRIES):
            answer = self._ask(code)
            if answer is not None:
                return answer
            if self._over.is_set():
                break
            logger.error("a process that draws pack %s died or was too slow", self._pack)
        return Outcome(None, problem="the drawing stopped without an answer, tried twice")

    def _ask(self, code: str) -> Outcome | None:
        """The child's answer; None when it died or took too long."""
        try:
            child = self._child or self._new_child()
        except OSError:  # no memory, or no process to be had
            return None
        if self._over.is_set():
            return None
        timer = threading.Timer(SECONDS_FOR_ONE, child.kill)
        timer.start()
        try:
            told = cast("IO[bytes]", child.stdin)
            told.write(f"{code}\n".encode())
            told.flush()
            return Outcome.from_json(cast("IO[bytes]", child.stdout).readline())
        except (OSError, ValueError, TypeError):
            self._close()
            return None
        finally:
            timer.cancel()

    def _new_child(self) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(  # noqa: S603  # a fixed command of ours
            [sys.executable, "-m", _PROGRAM, str(self._pack)],
            cwd=_ROOT,
            env=os.environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C in a terminal ends us first, and then the child
        )
        self._child = child
        timer = threading.Timer(SECONDS_FOR_ONE, child.kill)
        timer.start()
        cast("IO[bytes]", child.stdout).readline()  # ready, or nothing when it could not start
        timer.cancel()
        return child

    def _close(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            with contextlib.suppress(OSError):
                cast("IO[bytes]", pipe).close()
