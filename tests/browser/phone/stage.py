"""Sets the stage in a server's own database: places, questionnaires, shoppers with work to do.

`main` runs in a process of its own where Django is set up on that database. It reads from stdin a
list of what each shopper has to do, as `[{"every": 1, "short": 2, "open": 1}, ...]`, and writes who
they are as JSON: see `told`. Windows are around the present moment, for browsers live in it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import transaction

from backend.accounts.models import Person, Role, ShopperProfile
from backend.accounts.tokens import issue_token
from backend.fieldwork.models import Assignment, AssignmentState, Wave
from tests import cast
from tests.browser.phone import questions

PASSWORD = "a long passphrase"
ZONE = "Europe/Lisbon"
_DOCUMENTS = {
    "every": questions.every_type,
    "short": questions.short,
    "rtl": questions.right_to_left,
    "long": questions.long,
}
_NAMES = {
    "every": "Harbour Coffee Rossio",
    "short": "Harbour Coffee Chiado",
    "rtl": "Harbour Coffee Mouraria",
    "long": "Harbour Coffee Belém",
    "offered": "Harbour Coffee Baixa",
    "open": "Harbour Coffee Alfama",
}
_CODES = {name: f"L-{name}" for name in _NAMES}


def main() -> None:
    """Prepare the database and play the cast in."""
    call_command("prepare")
    wanted = json.load(sys.stdin)
    with transaction.atomic():
        stage = _Stage()
        told = {
            "shoppers": [stage.shopper(number, work) for number, work in enumerate(wanted)],
            "reviewer": stage.staff("rae", Role.REVIEWER),
            "scheduler": stage.staff("sol", Role.SCHEDULER),
            "admin": stage.staff("ada", Role.SYSTEM_ADMIN),
        }
    json.dump(told, sys.stdout)


class _Stage:
    def __init__(self) -> None:
        self.now = datetime.now(UTC).replace(microsecond=0)
        brand = cast.brand("harbour", "Harbour Coffee")
        within = cast.region("lisbon", brand)
        self.places = {name: cast.location(code, within, ZONE) for name, code in _CODES.items()}
        for name, place in self.places.items():
            place.name = _NAMES[name]
            place.save()
        self.versions = {
            name: cast.published(document(), brand) for name, document in _DOCUMENTS.items()
        }
        self.brand = brand
        self.wave = self._wave("promise")
        self.password = make_password(PASSWORD)

    def shopper(self, number: int, work: dict[str, int]) -> dict[str, Any]:
        """A shopper with a password, a session and their assignments."""
        person = cast.person(f"shopper{number}", Role.SHOPPER)
        skills = [f"skill-{number}"]
        ShopperProfile.objects.create(
            person=person, latitude=38.72, longitude=-9.15, qualifications=skills
        )
        Person.objects.filter(pk=person.pk).update(password=self.password)
        person.refresh_from_db()
        return {
            "id": str(person.pk),
            "email": person.email,
            "session": _session_of(person),
            "work": {
                kind: [self._assignment(kind, person, skills) for _ in range(count)]
                for kind, count in work.items()
            },
        }

    def staff(self, name: str, role: str) -> dict[str, str]:
        """Somebody of the agency, with a token."""
        person = cast.person(name, role)
        _, token = issue_token(person=person, device="test")
        return {"id": str(person.pk), "token": token}

    def _assignment(self, kind: str, person: Person, skills: list[str]) -> str:
        states = {"open": AssignmentState.OPEN, "offered": AssignmentState.OFFERED}
        state = states.get(kind, AssignmentState.ACCEPTED)
        wave = self._wave(f"open-{skills[0]}", skills) if kind == "open" else self.wave
        on_stage = SimpleNamespace(
            wave=wave,
            version=self.versions.get(kind, self.versions["every"]),
            l1=self.places[kind],
            sam=person,
        )
        starts, ends = self.now - timedelta(hours=2), self.now + timedelta(hours=6)
        made: Assignment = cast.assignment(
            on_stage,  # type: ignore[arg-type]
            state=state,
            window_start=_local(starts),
            window_end=_local(ends),
            window_start_utc=starts,
            window_end_utc=ends,
            submit_by_utc=ends + timedelta(hours=24),
        )
        return str(made.pk)

    def _wave(self, code: str, skills: list[str] | None = None) -> Wave:
        programme = cast.programme(
            code, self.brand, self.versions["every"], list(self.places.values())
        )
        programme.questionnaires.add(*(each.questionnaire for each in self.versions.values()))
        programme.qualifications = skills or []
        programme.save()
        wave = cast.wave(f"{code}-now", programme)
        wave.starts = (self.now - timedelta(days=30)).date()
        wave.ends = (self.now + timedelta(days=30)).date()
        wave.save()
        return wave


def brief_sha256() -> str:
    """The digest of the one brief, by which it is confirmed."""
    return hashlib.sha256(cast.BRIEF.encode()).hexdigest()


def _session_of(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _local(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%dT%H:%M")
