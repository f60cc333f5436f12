"""The desk as somebody of the cast opens it, and reports that lie there already."""

from __future__ import annotations

import html
import re
import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client

from backend.accounts.models import Person
from backend.gap_reports.models import GapReport
from backend.network.models import Location
from tests.cast import NOW, Cast

PASSWORD = "a long passphrase"


def signed_in(person: Person) -> Client:
    """A browser with the person's session, strict about CSRF."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    return client


def with_password(person: Person) -> Person:
    """The person, who can now sign in with `PASSWORD`."""
    person.set_password(PASSWORD)
    person.save()
    return person


def report(
    cast: Cast,
    where: Location | None = None,
    percent: str | None = "80.0000",
    status: str = "watch",
    visits: int = 6,
    **fields: Any,
) -> GapReport:
    """A report of July to September 2026, its interval five points to either side."""
    margin = Decimal(5) if percent is not None and status != "too_few" else None
    mean = Decimal(percent or 0)
    headline = {
        "percent": percent,
        "low": None if margin is None else f"{mean - margin}",
        "high": None if margin is None else f"{mean + margin}",
        "target": "90.0000",
        "status": status,
        "visits": visits,
    }
    defaults: dict[str, Any] = {
        "programme": cast.programme,
        "starts": date(2026, 7, 1),
        "ends": date(2026, 9, 30),
        "snapshot": "{}",
        "snapshot_sha256": uuid.uuid4().hex * 2,
        "renderer": "1",
        "sha256": "0" * 64,
        "size": 1,
        "headline": headline,
        "reads_from": date(2025, 4, 1),
        "created_by": cast.cleo,
        "created_at": NOW,
    }
    return GapReport.objects.create(location=where or cast.l1, **{**defaults, **fields})


def words(response: Any) -> str:
    """What the page's `main` says, as one line without tags."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    text = html.unescape(re.sub(r"<[^>]*>", " ", main.partition(">")[2]))
    return " ".join(text.replace("\u00a0", " ").split())


def places(response: Any) -> list[str]:
    """The codes of the listed reports' locations, from top to bottom."""
    return re.findall(
        r'<span class="muted small">([A-Z]\w*)</span></th>', response.content.decode()
    )
