"""What intake needs to be there before the first visit: a shopper with very many assignments."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from backend import clock
from backend.accounts.models import Person, Role
from backend.accounts.tokens import issue_token
from backend.fieldwork.models import Assignment, AssignmentState, Holding, Programme, Wave
from backend.network.models import Brand, Location, Region
from backend.standards.models import Questionnaire, QuestionnaireVersion
from benchmarks.scoring import document_data
from shopper_forms.canonical import canonical_json
from shopper_forms.document import Document
from shopper_forms.parsing import parse_document

SECTIONS = 4


@dataclass(slots=True)
class Stage:
    """The token of the shopper, and the assignments that have no visit yet."""

    token: str
    document: Document
    questionnaire: dict[str, Any]
    assignments: list[str]
    started_at: str


@transaction.atomic
def make_stage(visits: int) -> Stage:
    """One shopper, one location, and an assignment for each visit to come."""
    now = clock.now()
    data = document_data()
    data["sections"] = data["sections"][:SECTIONS]  # type: ignore[index]
    frozen = canonical_json(data)
    brand = Brand.objects.create(code="bench", name="Bench", kind=Brand.Kind.OWN)
    region = Region.objects.create(code="bench", name="Bench", brand=brand, path="/bench/")
    location = Location.objects.create(
        code="B1",
        name="Bench 1",
        brand=brand,
        region=region,
        latitude=38.7,
        longitude=-9.1,
        time_zone="Europe/Lisbon",
    )
    version = QuestionnaireVersion.objects.create(
        questionnaire=Questionnaire.objects.create(
            code="bench", brand=brand, draft=frozen.decode()
        ),
        version=1,
        sha256=hashlib.sha256(frozen).hexdigest(),
        frozen=frozen.decode(),
        published_at=now,
    )
    programme = Programme.objects.create(
        code="bench", name="Bench", brand=brand, target_score=Decimal(90), declaration="Told."
    )
    wave = Wave.objects.create(
        code="bench-1",
        programme=programme,
        starts=now.date(),
        ends=now.date() + timedelta(days=30),
        state=Wave.State.OPEN,
    )
    shopper = Person.objects.create(
        email="bench@bench.example", name="Bench", role=Role.SHOPPER, password="!"
    )
    assignments = _assignments(visits, wave, location, version, shopper, now)
    _, token = issue_token(person=shopper, device="bench")
    return Stage(
        token=token,
        document=parse_document(data),
        questionnaire={"code": "bench", "version": 1, "sha256": version.sha256},
        assignments=assignments,
        started_at=now.astimezone(UTC).isoformat(timespec="seconds"),
    )


def _assignments(
    visits: int,
    wave: Wave,
    location: Location,
    version: QuestionnaireVersion,
    shopper: Person,
    now: datetime,
) -> list[str]:
    made = [
        Assignment(
            id=uuid.uuid4(),
            wave=wave,
            programme=wave.programme,
            location=location,
            questionnaire_version=version,
            window_start="2026-01-01T09:00",
            window_end="2026-01-01T17:00",
            window_start_utc=now - timedelta(hours=4),
            window_end_utc=now + timedelta(hours=4),
            submit_by_utc=now + timedelta(days=1),
            brief="Order something.",
            brief_sha256="0" * 64,
            state=AssignmentState.ACCEPTED,
            shopper=shopper,
        )
        for _ in range(visits)
    ]
    Assignment.objects.bulk_create(made, batch_size=500)
    Holding.objects.bulk_create(
        [Holding(assignment=each, shopper=shopper, since=now, accepted_at=now) for each in made],
        batch_size=500,
    )
    return [str(each.pk) for each in made]
