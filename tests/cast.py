"""The known cast: two clients, their people and places, one published questionnaire.

Dull factories that write rows directly; what is under test goes through use cases.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.test import Client

from backend.accounts.models import DeviceToken, Person, PersonRegion, Role, ShopperProfile
from backend.accounts.tokens import _hash
from backend.fieldwork.models import Assignment, AssignmentState, Holding, Programme, Wave
from backend.network.models import Brand, Location, Region
from backend.standards.models import Questionnaire, QuestionnaireVersion, StandardVersion

NOW = datetime(2026, 8, 14, 10, 0, tzinfo=UTC)
DATA = Path(__file__).parent / "data"
EXAMPLE = json.loads((DATA / "questionnaire-example.json").read_text())
BRIEF = "Order a coffee, ask about allergens, keep the receipt."


class Cast:
    """harbour (own brand): region pt with lisbon and porto below, locations L1 L2 in lisbon, P1
    in porto. summit (own brand of another client): region alps, location S1. rival: a competitor
    with location R1, which lies in harbour's region lisbon because it is compared there.

    ada system admin · sol scheduler · rae reviewer · cleo client admin of harbour · mona manager
    of lisbon · max manager of porto · oto client admin and otis manager of summit · sam and sue
    shoppers, of different households.
    """

    def __init__(self) -> None:
        self.harbour = brand("harbour", "Harbour Coffee")
        self.summit = brand("summit", "Summit Bikes")
        self.rival = brand("rival", "Rival Coffee", kind="competitor")
        self.pt = region("pt", self.harbour)
        self.lisbon = region("lisbon", self.harbour, self.pt)
        self.porto = region("porto", self.harbour, self.pt)
        self.alps = region("alps", self.summit)
        self.rival_pt = region("rival-pt", self.rival)
        self.l1 = location("L1", self.lisbon)
        self.l2 = location("L2", self.lisbon)
        self.p1 = location("P1", self.porto, latitude=41.15, longitude=-8.61)
        self.s1 = location("S1", self.alps, zone="Europe/Vienna", latitude=47.26, longitude=11.39)
        self.r1 = location("R1", self.lisbon, of=self.rival)
        self.ada = person("ada", Role.SYSTEM_ADMIN)
        self.sol = person("sol", Role.SCHEDULER)
        self.rae = person("rae", Role.REVIEWER)
        self.cleo = person("cleo", Role.CLIENT_ADMIN, "harbour")
        self.mona = person("mona", Role.MANAGER, "harbour", ["lisbon"])
        self.max = person("max", Role.MANAGER, "harbour", ["porto"])
        self.oto = person("oto", Role.CLIENT_ADMIN, "summit")
        self.otis = person("otis", Role.MANAGER, "summit", ["alps"])
        self.sam = shopper("sam", household="h-sam")
        self.sue = shopper("sue", household="h-sue")
        self.version = published(EXAMPLE, self.harbour)
        self.programme = programme(
            "promise", self.harbour, self.version, [self.l1, self.l2, self.p1]
        )
        self.wave = wave("promise-q3", self.programme)


def brand(code: str, name: str, kind: str = "own") -> Brand:
    """A brand."""
    return Brand.objects.create(code=code, name=name, kind=kind)


def region(code: str, of: Brand, parent: Region | None = None) -> Region:
    """A region under `parent`."""
    path = f"{parent.path if parent else '/'}{code}/"
    return Region.objects.create(code=code, name=code.title(), brand=of, parent=parent, path=path)


def location(
    code: str,
    within: Region,
    zone: str = "Europe/Lisbon",
    latitude: float = 38.71,
    longitude: float = -9.14,
    of: Brand | None = None,
) -> Location:
    """A location in a region, of the region's brand or of a competitor's."""
    return Location.objects.create(
        code=code,
        name=f"{(of or within.brand).name} {code}",
        brand=of or within.brand,
        region=within,
        address=f"{code} Street 1",
        latitude=latitude,
        longitude=longitude,
        time_zone=zone,
        opening_hours={},
    )


def person(name: str, role: str, brand_code: str = "", regions: list[str] | None = None) -> Person:
    """Somebody of the cast; they have no password, tests use tokens."""
    made = Person.objects.create(
        email=f"{name}@cast.example",
        name=name.title(),
        role=role,
        brand_code=brand_code,
        is_superuser=role == Role.SYSTEM_ADMIN,
        password="!",
    )
    for code in regions or []:
        PersonRegion.objects.create(person=made, region_code=code)
    return made


def shopper(name: str, household: str = "") -> Person:
    """A shopper with a profile near Lisbon."""
    made = person(name, Role.SHOPPER)
    ShopperProfile.objects.create(person=made, latitude=38.72, longitude=-9.15, household=household)
    return made


def published(document: dict[str, Any], of: Brand) -> QuestionnaireVersion:
    """A published version of a document, with its standards in the register."""
    frozen = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    for standard in document["standards"].values():
        StandardVersion.objects.get_or_create(
            code=standard["code"],
            effective_from=date(2026, 1, 1),
            defaults={
                "brand": of,
                **{k: standard[k] for k in ("text", "stage", "dimension", "behaviours", "trust")},
                "target_percent": Decimal(str(standard["target_percent"])),
                "critical": standard["critical"],
                "owner_role": standard["owner_role"],
            },
        )
    questionnaire, _ = Questionnaire.objects.get_or_create(
        code=document["code"], defaults={"brand": of, "draft": frozen}
    )
    return QuestionnaireVersion.objects.create(
        questionnaire=questionnaire,
        version=document["version"],
        sha256=hashlib.sha256(frozen.encode()).hexdigest(),
        frozen=frozen,
        published_at=datetime(2026, 1, 2, tzinfo=UTC),
    )


def programme(
    code: str, of: Brand, version: QuestionnaireVersion, locations: list[Location]
) -> Programme:
    """A declared programme without rotation or clean days, so that tests add what they need."""
    made = Programme.objects.create(
        code=code,
        name=code.title(),
        brand=of,
        target_score=Decimal(90),
        rotation_days=0,
        clean_days=0,
        max_per_day=100,
        declaration="Staff were told on 12 January 2026.",
    )
    made.questionnaires.add(version.questionnaire)
    made.locations.add(*locations)
    return made


def wave(code: str, of: Programme, state: str = "open") -> Wave:
    """A wave of July to September 2026."""
    return Wave.objects.create(
        code=code, programme=of, starts=date(2026, 7, 1), ends=date(2026, 9, 30), state=state
    )


def assignment(
    cast: Cast,
    where: Location | None = None,
    state: str = AssignmentState.ACCEPTED,
    holder: Person | None = None,
    **fields: Any,
) -> Assignment:
    """An assignment for 14 August 2026, 09:00 to 17:00 in Lisbon (UTC+1); by default sam's."""
    held = state not in (AssignmentState.DRAFT, AssignmentState.OPEN)
    holder = holder or (cast.sam if held else None)
    defaults: dict[str, Any] = {
        "wave": cast.wave,
        "programme": cast.wave.programme,
        "location": where or cast.l1,
        "questionnaire_version": cast.version,
        "window_start": "2026-08-14T09:00",
        "window_end": "2026-08-14T17:00",
        "window_start_utc": datetime(2026, 8, 14, 8, tzinfo=UTC),
        "window_end_utc": datetime(2026, 8, 14, 16, tzinfo=UTC),
        "submit_by_utc": datetime(2026, 8, 15, 16, tzinfo=UTC),
        "brief": BRIEF,
        "brief_sha256": hashlib.sha256(BRIEF.encode()).hexdigest(),
        "fee_amount": 1500,
        "fee_currency": "EUR",
        "reimbursement_cap": 600,
        "ever_open": state == AssignmentState.OPEN,
    }
    made = Assignment.objects.create(state=state, shopper=holder, **{**defaults, **fields})
    if holder is not None:
        Holding.objects.create(
            assignment=made,
            shopper=holder,
            since=NOW,
            accepted_at=NOW if state != AssignmentState.OFFERED else None,
        )
    return made


GOOD_ANSWERS: dict[str, Any] = {
    "answer_time": {"value": 15},
    "greeted": {"value": "yes"},
    "greet_wait": {"value": 25},
    "clean": {"value": ["tables", "floor", "restroom"]},
    "allergens": {"value": "knew"},
    "serve_wait": {"value": 240},
    "friendly": {"value": 5},
    "charged_right": {"value": "yes", "photos": []},
    "paid": {"value": 740},
    "complained": {"value": "yes"},
    "recovery": {"value": ["apology", "explained", "remedy", "followed_up"]},
    "recommend": {"value": 9},
    "trap_colour": {"value": "red"},
    "story": {"value": "Fine."},
}


class Api:
    """The API as one person (None: nobody) meets it."""

    def __init__(self, who: Person | None = None) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.headers: dict[str, str] = {}
        if who is not None:
            secret = f"pc_{uuid.uuid4().hex}"
            DeviceToken.objects.create(
                person=who, device="test", token_hash=_hash(secret), created_at=NOW
            )
            self.headers = {"Authorization": f"Bearer {secret}"}

    def get(self, path: str, **query: Any) -> Any:
        """GET below /api/v1."""
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """A JSON request below /api/v1."""
        return self.client.generic(
            method,
            f"/api/v1{path}",
            b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            headers=self.headers,
        )

    def post(self, path: str, body: Any = None) -> Any:
        """POST JSON."""
        return self.send("POST", path, {} if body is None else body)

    def put(self, path: str, body: Any) -> Any:
        """PUT JSON."""
        return self.send("PUT", path, body)

    def patch(self, path: str, body: Any) -> Any:
        """PATCH JSON."""
        return self.send("PATCH", path, body)

    def raw(self, method: str, path: str, body: bytes, content_type: str) -> Any:
        """A request with raw bytes."""
        return self.client.generic(
            method, f"/api/v1{path}", body, content_type=content_type, headers=self.headers
        )
