"""Sends visits and dies in the middle: a process that forks senders and kills them, for a test.

`main` runs where Django is set up on a database of its own; it reads a JSON list of
`[visit_id, sender_id, body]` and writes one JSON line per visit. Visit number n is sent by a fork
that kills itself with SIGKILL just before its n-th statement or commit; another fork then looks at
what is left, and sends it again.
"""

import json
import os
import signal
import sys
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection

from backend.accounts.models import Person
from backend.audit.chain import broken_links
from backend.visits.intake import accept_visit
from backend.visits.models import IntakeBody, Scorecard, Visit, VisitRevision


def main() -> None:
    """Kill and repeat, one visit after the other."""
    for number, (visit_id, sender_id, body) in enumerate(json.load(sys.stdin), 1):
        task = (uuid.UUID(visit_id), uuid.UUID(sender_id), body.encode())
        killed = forked(partial(send_and_die, *task, number))
        left, repeated, after = forked(partial(look_and_repeat, *task))
        told = {"killed": killed, "left": left, "repeated": repeated, "after": after}
        sys.stdout.write(json.dumps(told) + "\n")


def forked(action: Callable[[], Any]) -> Any:
    """What the action answers in a process of its own; None when it did not live to tell."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "w") as pipe:
            pipe.write(json.dumps(action()))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else None


def send(visit_id: uuid.UUID, sender_id: uuid.UUID, body: bytes) -> Any:
    """The receipt, as far as it may not change."""
    sender = Person.objects.get(pk=sender_id)
    receipt = accept_visit(visit_id=visit_id, sender=sender, raw=body)
    return [receipt.sha256, receipt.signature, receipt.complete, receipt.created]


def send_and_die(visit_id: uuid.UUID, sender_id: uuid.UUID, body: bytes, last: int) -> Any:
    """As `send`, unless the process comes to its last statement first."""
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(execute: Any, *arguments: Any) -> Any:
        count()
        return execute(*arguments)

    commit = connection._commit  # type: ignore[attr-defined]

    def counted_commit() -> None:
        count()
        commit()

    connection._commit = counted_commit  # type: ignore[attr-defined]
    with connection.execute_wrapper(counted):
        return send(visit_id, sender_id, body)


def look_and_repeat(visit_id: uuid.UUID, sender_id: uuid.UUID, body: bytes) -> Any:
    """What is left, the receipt of a repetition, and what is there after it."""
    return look(visit_id), send(visit_id, sender_id, body), look(visit_id)


def look(visit_id: uuid.UUID) -> Any:
    """What the store holds of a visit, and whether the audit chain is whole."""
    return {
        "bodies": IntakeBody.objects.filter(visit=visit_id).count(),
        "visits": [[each.state, each.percent_e4] for each in Visit.objects.filter(pk=visit_id)],
        "revisions": VisitRevision.objects.filter(visit=visit_id).count(),
        "scorecards": Scorecard.objects.filter(visit=visit_id).count(),
        "broken": list(broken_links()),
    }
