"""Who is on stage on the server, handed out one by one so that no test meets another's work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.browser.phone.service import Service

# What a shopper of a kind has to do (see `stage`), and how many of them there are.
KINDS: dict[str, tuple[int, dict[str, int]]] = {
    "plain": (90, {"every": 1, "short": 2, "offered": 1, "open": 1}),
    "idle": (4, {}),
    "rtl": (3, {"rtl": 1}),
    "long": (3, {"long": 1}),
    "forty": (5, {"short": 40}),
}


@dataclass(frozen=True)
class Shopper:
    """Somebody with work to do: ids of assignments by what they are about."""

    id: str
    email: str
    session: str
    work: dict[str, list[str]]

    @property
    def every(self) -> str:
        """The assignment with every type of question."""
        return self.work["every"][0]

    @property
    def short(self) -> str:
        """The first short one."""
        return self.work["short"][0]


class Theatre:
    """The server with everybody on stage; `reviewer`, `scheduler`, `admin` are tokens."""

    def __init__(self, service: Service, kinds: dict[str, tuple[int, dict[str, int]]] = KINDS):
        self.service = service
        wanted = [(kind, work) for kind, (count, work) in kinds.items() for _ in range(count)]
        told = service.set_stage([work for _, work in wanted])
        self._waiting: dict[str, list[Shopper]] = {kind: [] for kind in kinds}
        for (kind, _), person in zip(wanted, told["shoppers"], strict=True):
            self._waiting[kind].append(Shopper(**person))
        self.reviewer: str = told["reviewer"]["token"]
        self.scheduler: str = told["scheduler"]["token"]
        self.admin: str = told["admin"]["token"]
        service.start()

    def next(self, kind: str = "plain") -> Shopper:
        """Somebody who has not been handed out yet."""
        return self._waiting[kind].pop()

    def expire(self, shopper: Shopper) -> None:
        """End the shopper's sessions on the server."""
        self.service.books.change(
            "DELETE FROM django_session WHERE session_key = ?", shopper.session
        )

    def ask(self, token: str, method: str, path: str, body: Any = None) -> Any:
        """A call of the API by one of the agency."""
        return self.service.call(token, method, path, body)
