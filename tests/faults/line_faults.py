"""What can happen to a request on a bad line; each is played by `fault_proxy` instead of passing.

before the server sees it ── Drop · ResetAfter · Answer (5xx, 429, captive portal, redirect)
after the server did it ──── LostAnswer · WrongReceipt
neither ──────────────────── Delay · Stall
"""

from __future__ import annotations

import json
import random
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Reply:
    """An answer as it goes to the browser; framing headers are the proxy's."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class Line(Protocol):
    """One request on its way, as a fault may treat it."""

    method: str
    path: str

    def body(self) -> bytes:
        """The whole body, read from the browser."""

    def forward(self) -> Reply:
        """Let the server do it; raises OSError where there is none."""

    def forward_part(self, count: int) -> None:
        """Give the server the head and so many bytes of the body, then hang up on it."""

    def answer(self, reply: Reply) -> None:
        """Answer the browser."""

    def reset(self) -> None:
        """Hang up on the browser with a reset."""

    def wait(self, seconds: float) -> None:
        """Say nothing for so long, or until the browser hangs up."""


class Fault(Protocol):
    """Something that happens to one request."""

    def play(self, line: Line) -> None:
        """Let it happen."""


@dataclass(frozen=True)
class Drop:
    """The request is lost before the server sees it."""

    def play(self, line: Line) -> None:
        line.body()
        line.reset()


@dataclass(frozen=True)
class ResetAfter:
    """The connection breaks after so many bytes of the body; the server sees those."""

    count: int

    def play(self, line: Line) -> None:
        line.forward_part(self.count)
        line.reset()


@dataclass(frozen=True)
class Delay:
    """The request takes its time and passes."""

    seconds: float

    def play(self, line: Line) -> None:
        line.wait(self.seconds)
        line.answer(line.forward())


@dataclass(frozen=True)
class Stall:
    """Nothing comes back until the browser gives up (or the seconds are over)."""

    seconds: float = 120.0

    def play(self, line: Line) -> None:
        line.body()
        line.wait(self.seconds)
        line.reset()


@dataclass(frozen=True)
class Answer:
    """Somebody else answers: a broken server, a captive portal."""

    reply: Reply

    def play(self, line: Line) -> None:
        line.body()
        line.answer(self.reply)


@dataclass(frozen=True)
class LostAnswer:
    """The server did it, and nobody hears of it."""

    def play(self, line: Line) -> None:
        line.forward()
        line.reset()


@dataclass(frozen=True)
class WrongReceipt:
    """The server did it, and something on the way alters what it says."""

    changes: Mapping[str, Any]

    def play(self, line: Line) -> None:
        reply = line.forward()
        told = {**json.loads(reply.body), **self.changes}
        line.answer(Reply(reply.status, reply.headers, json.dumps(told).encode()))


def unavailable(status: int, retry_after: int | None = None) -> Answer:
    """A server or a gateway in trouble, which speaks HTML as gateways do."""
    headers = [("Content-Type", "text/html")]
    if retry_after is not None:
        headers.append(("Retry-After", str(retry_after)))
    return Answer(Reply(status, tuple(headers), b"<h1>Trouble</h1>"))


def problem(status: int, code: str, detail: str = "No.", **more: Any) -> Answer:
    """A refusal as this server says it."""
    told = {"type": "about:blank", "title": "No.", "status": status, "detail": detail}
    headers = (("Content-Type", "application/problem+json"),)
    return Answer(Reply(status, headers, json.dumps({**told, "code": code, **more}).encode()))


def captive_portal() -> Answer:
    """The shop's free network: 200 and a page that wants a click."""
    page = b"<!doctype html><title>Free WiFi</title><h1>Welcome! Accept our terms.</h1>"
    return Answer(Reply(200, (("Content-Type", "text/html; charset=utf-8"),), page))


def redirect(to: str = "/somewhere/else/") -> Answer:
    """The shop's free network again, of the kind that sends elsewhere."""
    return Answer(Reply(302, (("Location", to),), b""))


@dataclass
class Script:
    """Faults for matching requests, each as often as said, in the order they were added."""

    _steps: list[tuple[str, re.Pattern[str], Fault, list[int]]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, method: str, path: str, fault: Fault, times: int = 1) -> None:
        """Let `fault` happen to the next `times` requests whose path matches the pattern."""
        with self._lock:
            self._steps.append((method, re.compile(path), fault, [times]))

    def clear(self) -> None:
        """From now on all is well."""
        with self._lock:
            self._steps.clear()

    def __call__(self, method: str, path: str) -> Fault | None:
        with self._lock:
            for wanted, pattern, fault, left in self._steps:
                if wanted == method and left[0] > 0 and pattern.search(path):
                    left[0] -= 1
                    return fault
        return None


class Dice:
    """Faults at random for paths that match: the same seed throws the same sequence."""

    def __init__(self, seed: int, share: float, path: str) -> None:
        self._random = random.Random(seed)
        self._share = share
        self._path = re.compile(path)
        self._lock = threading.Lock()

    def __call__(self, method: str, path: str) -> Fault | None:
        if not self._path.search(path):
            return None
        with self._lock:
            if self._random.random() >= self._share:
                return None
            kinds: list[Fault] = [
                Drop(),
                ResetAfter(self._random.randrange(2_000)),
                Delay(self._random.uniform(0.05, 0.6)),
                unavailable(500),
                unavailable(502),
                unavailable(503, retry_after=1),
                unavailable(429, retry_after=1),
                captive_portal(),
                LostAnswer(),
                LostAnswer(),
            ]
            return self._random.choice(kinds)
