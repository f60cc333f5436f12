"""The bad line itself: each fault as the browser and as the server meet it."""

from __future__ import annotations

import http.client
import http.server
import json
import threading
import time

import pytest

from tests.faults.fault_proxy import FaultProxy, Pace
from tests.faults.line_faults import (
    Delay,
    Dice,
    Drop,
    LostAnswer,
    ResetAfter,
    Stall,
    WrongReceipt,
    captive_portal,
    problem,
    redirect,
    unavailable,
)


class Listening(http.server.ThreadingHTTPServer):
    """`arrived`: path, length promised, length come."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Echo)
        self.arrived: list[tuple[str, int, int]] = []


class Echo(http.server.BaseHTTPRequestHandler):
    """Tells the length of what it was sent, and notes what arrived."""

    server: Listening

    def do_PUT(self):
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        self.server.arrived.append((self.path, length, len(body)))
        told = json.dumps({"length": len(body)}).encode()
        try:
            self.send_response(201)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)
        except OSError:
            pass  # the line broke meanwhile

    def log_message(self, *_):
        """Quiet."""


@pytest.fixture
def server():
    listening = Listening()
    threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True).start()
    yield listening
    listening.shutdown()
    listening.server_close()


@pytest.fixture
def proxy(server):
    with FaultProxy(server.server_address) as standing:
        yield standing


def put(proxy, path="/thing", body=b"x" * 5000, timeout=5):
    client = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=timeout)
    try:
        client.request("PUT", path, body)
        reply = client.getresponse()
        return reply.status, dict(reply.getheaders()), reply.read()
    finally:
        client.close()


def test_good_line_passes_everything(proxy, server):
    status, headers, body = put(proxy)

    assert (status, headers["Content-Type"], json.loads(body)) == (
        201,
        "application/json",
        {"length": 5000},
    )
    assert server.arrived == [("/thing", 5000, 5000)]
    assert [(e.fault, e.status, e.server_status) for e in proxy.exchanges] == [(None, 201, 201)]


def test_connection_is_kept_for_the_next_request(proxy, server):
    client = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=5)
    for number in range(3):
        client.request("PUT", f"/{number}", b"abc")
        assert json.loads(client.getresponse().read()) == {"length": 3}
    client.close()

    assert [path for path, _, _ in server.arrived] == ["/0", "/1", "/2"]


def test_drop_never_reaches_the_server(proxy, server):
    proxy.script.add("PUT", "^/thing", Drop())

    with pytest.raises(OSError):
        put(proxy)

    assert server.arrived == []
    assert put(proxy)[0] == 201
    assert [(e.fault, e.status) for e in proxy.asked("PUT", "thing")] == [
        ("Drop", None),
        (None, 201),
    ]


def test_reset_gives_the_server_so_many_bytes(proxy, server):
    proxy.script.add("PUT", "thing", ResetAfter(1200))

    with pytest.raises(OSError):
        put(proxy)

    _wait_for(lambda: server.arrived)
    assert server.arrived == [("/thing", 5000, 1200)]


def test_lost_answer_is_done_by_the_server(proxy, server):
    proxy.script.add("PUT", "thing", LostAnswer())

    with pytest.raises(OSError):
        put(proxy)

    assert server.arrived == [("/thing", 5000, 5000)]
    assert [(e.status, e.server_status) for e in proxy.exchanges] == [(None, 201)]


def test_wrong_receipt_is_altered_in_part(proxy):
    proxy.script.add("PUT", "thing", WrongReceipt({"more": "0"}))

    assert json.loads(put(proxy)[2]) == {"length": 5000, "more": "0"}


@pytest.mark.parametrize(
    ("fault", "status", "header"),
    [
        (unavailable(500), 500, ("Content-Type", "text/html")),
        (unavailable(503, retry_after=2), 503, ("Retry-After", "2")),
        (problem(409, "different_content"), 409, ("Content-Type", "application/problem+json")),
        (redirect(), 302, ("Location", "/somewhere/else/")),
        (captive_portal(), 200, ("Content-Type", "text/html; charset=utf-8")),
    ],
)
def test_somebody_else_answers(proxy, server, fault, status, header):
    proxy.script.add("PUT", "thing", fault)

    told, headers, _ = put(proxy)

    assert (told, headers[header[0]]) == (status, header[1])
    assert server.arrived == []
    assert put(proxy)[0] == 201


def test_delay_passes_late(proxy):
    proxy.script.add("PUT", "thing", Delay(0.2))
    began = time.monotonic()

    assert put(proxy)[0] == 201
    assert 0.2 <= time.monotonic() - began < 2


def test_stall_ends_when_the_browser_gives_up(proxy, server):
    proxy.script.add("PUT", "thing", Stall())

    with pytest.raises(TimeoutError):
        put(proxy, timeout=0.2)

    assert server.arrived == []


def test_no_server_is_a_reset(proxy, server):
    server.shutdown()
    server.server_close()

    with pytest.raises(OSError):
        put(proxy)


def test_cut_off_breaks_what_is_open_and_takes_nothing_until_joined(proxy):
    client = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=5)
    client.request("PUT", "/thing", b"abc")
    client.getresponse().read()

    proxy.cut_off()
    with pytest.raises(OSError):
        put(proxy)
    client.sock.settimeout(2)
    with pytest.raises(ConnectionResetError):
        client.sock.recv(1)
    client.close()
    proxy.join()

    assert put(proxy)[0] == 201


def test_pace_slows_what_is_carried(server):
    with FaultProxy(server.server_address, pace=Pace(latency=0.1, up=50_000)) as slow:
        began = time.monotonic()
        put(slow, body=b"x" * 10_000)
        took = time.monotonic() - began

    assert 0.28 <= took < 2


def test_dice_throw_the_same_for_the_same_seed():
    one, same, other = (Dice(seed, 0.5, "/api/") for seed in (7, 7, 8))
    thrown = [[dice("PUT", "/api/x") for _ in range(40)] for dice in (one, same, other)]

    assert thrown[0] == thrown[1]
    assert thrown[0] != thrown[2]
    assert 8 < sum(each is not None for each in thrown[0]) < 32
    assert one("GET", "/app/") is None


def _wait_for(condition, seconds=3.0):
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.01)
