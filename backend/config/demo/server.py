"""The service under test: a real gunicorn on loopback, living in the demo's time."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from django.conf import settings

_START_SECONDS = 20
_STOP_SECONDS = 25


class Server:
    """gunicorn as a child process; `move_to` sets the clock it lives by."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port = port
        self._folder = folder
        self._clock = folder / "clock"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Server:
        """Start and wait until it answers."""
        log = (self._folder / "server.log").open("ab")
        environment = {**os.environ, "CLOCK_FILE": str(self._clock), "MODE": "local"}
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "--config",
                str(settings.BASE_DIR / "deploy" / "gunicorn.conf.py"),
                "--bind",
                f"127.0.0.1:{self.port}",
                "backend.config.wsgi",
            ],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=log,
            stderr=log,
        )
        self._wait_until_ready()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop gracefully, and make sure."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def move_to(self, moment: datetime) -> None:
        """Let the service believe it is `moment`; the change is whole or not there."""
        beside = self._clock.with_suffix(".next")
        beside.write_text(moment.astimezone(UTC).isoformat())
        beside.replace(self._clock)

    def back_to_real_time(self) -> None:
        """End the simulation; the service goes on by the machine's clock."""
        self._clock.unlink(missing_ok=True)

    def serve_until_stopped(self) -> int:
        """Wait for the service to end (Ctrl-C); its exit code."""
        if self._process is None:
            return 1
        try:
            return self._process.wait()
        except KeyboardInterrupt:
            return 0

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                break
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
            try:
                connection.request("GET", "/health/ready")
                if connection.getresponse().status == http.client.OK:
                    return
            except OSError:
                pass
            finally:
                connection.close()
            time.sleep(0.1)
        log = self._folder / "server.log"
        raise RuntimeError(f"the server did not start; its words are in {log}")


def port_is_free(port: int) -> bool:
    """Whether nobody listens on 127.0.0.1:`port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
