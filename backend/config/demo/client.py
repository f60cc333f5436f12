"""Calling the API the way a phone or a browser does: one connection, JSON, bearer token."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlencode


class Unexpected(Exception):  # noqa: N818  # the story ends here, with the answer that ended it
    """The API answered something the story does not allow."""


class Caller:
    """One signed-in person with one open connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._token = ""
        self.calls = 0

    def sign_in(self, email: str, password: str) -> dict[str, Any]:
        """Exchange e-mail and password for a token; answers the person."""
        body = {"email": email, "password": password, "device": "demo"}
        answer: dict[str, Any] = self.post("/tokens", body, expect=(201,))
        self._token = answer["token"]
        user: dict[str, Any] = answer["user"]
        return user

    def get(self, path: str, **query: Any) -> Any:
        """GET JSON."""
        return json.loads(self.fetch(path, **query))

    def fetch(self, path: str, **query: Any) -> bytes:
        """GET bytes."""
        address = f"{path}?{urlencode(query)}" if query else path
        _, content = self.call("GET", address, b"", "", (200,))
        return content

    def post(self, path: str, body: Any = None, expect: tuple[int, ...] = (200, 201)) -> Any:
        """POST JSON; the decoded answer."""
        return self.send("POST", path, body, expect)[1]

    def send(self, method: str, path: str, body: Any, expect: tuple[int, ...]) -> tuple[int, Any]:
        """Any JSON call; status and decoded answer."""
        raw = json.dumps({} if body is None else body).encode()
        status, content = self.call(method, path, raw, "application/json", expect)
        return status, json.loads(content) if content else None

    def call(
        self, method: str, path: str, body: bytes, content_type: str, expect: tuple[int, ...]
    ) -> tuple[int, bytes]:
        """One request; raises `Unexpected` with the whole answer for any other status."""
        headers = {"Content-Type": content_type} if content_type else {}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        try:
            answer = self._exchange(method, path, body, headers)
        except (http.client.RemoteDisconnected, ConnectionError):
            # The server closes a connection that was quiet for long. Every call here may be
            # repeated, so it simply is, on a new one.
            self._connection.close()
            answer = self._exchange(method, path, body, headers)
        content = answer.read()
        self.calls += 1
        if answer.status not in expect:
            words = content.decode(errors="replace")[:2000]
            raise Unexpected(f"{method} {path} answered {answer.status}: {words}")
        return answer.status, content

    def _exchange(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        self._connection.request(method, f"/api/v1{path}", body or None, headers)
        return self._connection.getresponse()
