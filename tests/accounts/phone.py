"""A phone's browser at the sign-in routes."""

from __future__ import annotations

import json
import re
from typing import Any

from django.core import mail
from django.test import Client

from backend.accounts.mailing import wait_until_sent

PASSWORD = "a long passphrase"
ROOT = "/_allauth/browser/v1/auth"
SIGNED_OUT = {
    "status": 401,
    "data": {"flows": [{"id": "login"}, {"id": "login_by_code"}]},
    "meta": {"is_authenticated": False},
}


class Phone:
    """One browser with its cookies; it sends the CSRF token it was given, as the form does."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.call("GET", "/session")

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """A JSON call below /_allauth/browser/v1/auth."""
        raw = (
            body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        )
        sent = {"X-CSRFToken": self.cookie("csrftoken"), **headers}
        return self.client.generic(
            method, ROOT + path, raw, content_type="application/json", headers=sent
        )

    def password(self, email: str = "sam@cast.example", password: str = PASSWORD) -> Any:
        """Sign in by password."""
        return self.call("POST", "/login", {"email": email, "password": password})

    def ask(self, email: str = "sam@cast.example", **headers: str) -> Any:
        """Ask for a code."""
        answer = self.call("POST", "/code/request", {"email": email}, **headers)
        wait_until_sent()
        return answer

    def confirm(self, code: str) -> Any:
        """Type a code."""
        return self.call("POST", "/code/confirm", {"code": code})

    def cookie(self, name: str) -> str:
        """What the browser holds under a name."""
        return self.client.cookies[name].value if name in self.client.cookies else ""

    def who(self) -> str | None:
        """Whose session this is."""
        answer = self.call("GET", "/session").json()
        return answer["data"]["user"]["email"] if "user" in answer["data"] else None


def code_of_last_mail() -> str:
    """The code of the newest mail."""
    found = re.search(r"[A-Z]{3}-[A-Z]{3}", str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


def error_codes(response: Any) -> list[tuple[str, str]]:
    """The faults an answer names: field and code."""
    return [(error["param"], error["code"]) for error in response.json()["errors"]]
