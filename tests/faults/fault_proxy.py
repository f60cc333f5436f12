"""A bad line between a browser and the server: passes requests on, or plays the fault it is told.

FaultProxy ── listens on a free port of 127.0.0.1, one thread a connection
 ├─ plan(method, path) ── the fault of a request, or None: see `line_faults.Script` and `Dice`
 ├─ pace ─────────────── how slow the line is: see `Pace`
 └─ exchanges ────────── what was asked and what became of it
"""

from __future__ import annotations

import contextlib
import http.client
import re
import select
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.faults.line_faults import Fault, Reply, Script

_CHUNK = 4096
_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}
_LONGEST_HEAD = 64 * 1024


class FaultProxy:
    """Stands before `target` (host, port); a context manager."""

    def __init__(
        self,
        target: tuple[str, int],
        plan: Callable[[str, str], Fault | None] | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.target = target
        self.script = Script()
        self.plan = plan or self.script
        self.pace = pace
        self.cut = False
        self.exchanges: list[Exchange] = []
        self._open: set[socket.socket] = set()
        self._server = _Server(("127.0.0.1", 0), _Connection)
        self._server.proxy = self
        self.port = int(self._server.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> FaultProxy:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        for client in list(self._open):
            _reset(client)

    def asked(self, method: str, path: str) -> list[Exchange]:
        """The requests whose path matches the pattern, the faulty ones too."""
        wanted = re.compile(path)
        return [each for each in self.exchanges if each.is_like(method, wanted)]

    def cut_off(self) -> None:
        """No network: every connection breaks, and none is taken until `join`."""
        self.cut = True
        for client in list(self._open):
            _reset(client)

    def join(self) -> None:
        """The network is there again."""
        self.cut = False


@dataclass
class Exchange:
    """A request and what became of it: the fault played, the status the browser was told.

    `at` in seconds of the monotonic clock, when its head had come.
    """

    method: str
    path: str
    headers: dict[str, str]
    at: float = field(default_factory=time.monotonic)
    fault: str | None = None
    status: int | None = None
    server_status: int | None = None

    def is_like(self, method: str, path: re.Pattern[str]) -> bool:
        """Whether the method is this one and the path matches."""
        return self.method == method and path.search(self.path) is not None


class Pace:
    """A slow line shared by all connections; the defaults are Lighthouse's slow 4G."""

    def __init__(
        self, latency: float = 0.15, down: float = 1_638_400 / 8, up: float = 750_000 / 8
    ) -> None:
        self.latency = latency
        self._rates = {"down": down, "up": up}
        self._free_at = {"down": 0.0, "up": 0.0}
        self._lock = threading.Lock()

    def carry(self, way: str, count: int) -> None:
        """Wait until so many bytes have passed."""
        with self._lock:
            begins = max(time.monotonic(), self._free_at[way])
            ends = self._free_at[way] = begins + count / self._rates[way]
        time.sleep(max(0.0, ends - time.monotonic()))


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    proxy: FaultProxy

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that broke is what this is for."""

    def shutdown_request(self, request: Any) -> None:
        """Only close: a farewell before it would hide a reset."""
        self.close_request(request)


class _Connection(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        proxy = self.server.proxy  # type: ignore[attr-defined]
        client: socket.socket = self.request
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        proxy._open.add(client)
        try:
            while not proxy.cut:
                line = _read_line(proxy, client)
                if line is None:
                    return
                line.serve()
                if line.is_over:
                    return
            _reset(client)
        except OSError:
            _reset(client)
        finally:
            proxy._open.discard(client)


class _Line:
    """A request on its way; see `line_faults.Line`."""

    def __init__(self, proxy: FaultProxy, client: socket.socket, head: bytes, rest: bytes) -> None:
        first, *fields = head.decode("latin-1").split("\r\n")
        self.method, self.path, _ = first.split(" ", 2)
        self.headers = [(k, v.strip()) for k, v in (each.split(":", 1) for each in fields)]
        named = {name.lower(): value for name, value in self.headers}
        self.length = int(named.get("content-length", 0))
        self.exchange = Exchange(self.method, self.path, named)
        self.is_over = False
        self._proxy, self._client, self._read = proxy, client, rest

    def serve(self) -> None:
        """Pass it on, or let its fault happen."""
        fault = self._proxy.plan(self.method, self.path)
        self.exchange.fault = type(fault).__name__ if fault else None
        self._proxy.exchanges.append(self.exchange)
        if self._proxy.pace:
            time.sleep(self._proxy.pace.latency)
        if fault:
            fault.play(self)
        else:
            self.answer(self.forward())

    def body(self) -> bytes:
        return self._body(self.length)

    def forward(self) -> Reply:
        body = self.body()
        upstream = http.client.HTTPConnection(*self._proxy.target, timeout=120)
        with contextlib.closing(upstream):
            self._send_head(upstream)
            upstream.send(body)
            got = upstream.getresponse()
            headers = tuple(h for h in got.getheaders() if h[0].lower() not in _HOP_BY_HOP)
            self.exchange.server_status = got.status
            return Reply(got.status, headers, got.read())

    def forward_part(self, count: int) -> None:
        part = self._body(min(count, max(0, self.length - 1)))
        upstream = http.client.HTTPConnection(*self._proxy.target, timeout=120)
        with contextlib.closing(upstream):
            self._send_head(upstream)
            upstream.send(part)

    def answer(self, reply: Reply) -> None:
        self.exchange.status = reply.status
        lines = [f"HTTP/1.1 {reply.status} {http.client.responses.get(reply.status, 'Other')}"]
        lines += [f"{name}: {value}" for name, value in reply.headers]
        has_body = self.method != "HEAD" and reply.status not in (204, 304)
        if has_body:
            lines.append(f"Content-Length: {len(reply.body)}")
        message = "\r\n".join([*lines, "", ""]).encode("latin-1") + (
            reply.body if has_body else b""
        )
        if self._proxy.pace is None:
            self._client.sendall(message)
            return
        for start in range(0, len(message), _CHUNK):
            part = message[start : start + _CHUNK]
            self._proxy.pace.carry("down", len(part))
            self._client.sendall(part)

    def reset(self) -> None:
        self.is_over = True
        _reset(self._client)

    def wait(self, seconds: float) -> None:
        if len(self._read) >= self.length:  # else more of the body would look like a hang-up
            select.select([self._client], [], [], seconds)
        else:
            time.sleep(seconds)

    def _body(self, count: int) -> bytes:
        while len(self._read) < count:
            part = self._client.recv(min(64 * 1024, count - len(self._read)))
            if not part:
                raise ConnectionResetError
            if self._proxy.pace:
                self._proxy.pace.carry("up", len(part))
            self._read += part
        return self._read[:count]

    def _send_head(self, upstream: http.client.HTTPConnection) -> None:
        upstream.putrequest(self.method, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers:
            if name.lower() not in ("connection", "keep-alive"):
                upstream.putheader(name, value)
        upstream.putheader("Connection", "close")
        upstream.endheaders()


def _read_line(proxy: FaultProxy, client: socket.socket) -> _Line | None:
    """The next request on a connection, its body still unread; None when the browser hangs up."""
    read = b""
    while b"\r\n\r\n" not in read:
        part = client.recv(64 * 1024)
        if not part or len(read) > _LONGEST_HEAD:
            return None
        read += part
    if proxy.pace:
        proxy.pace.carry("up", len(read))
    head, rest = read.split(b"\r\n\r\n", 1)
    return _Line(proxy, client, head, rest)


def _reset(client: socket.socket) -> None:
    """Close with RST: the other side learns that something broke, not that all was said."""
    with contextlib.suppress(OSError):
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.shutdown(socket.SHUT_RD)
    with contextlib.suppress(OSError):
        client.close()
