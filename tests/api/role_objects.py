"""The stage of the role matrix: the known cast with one object of every kind, built once.

`Objects` name, per kind, the path values of one row. Kinds are seen with the eyes of sam
(shopper), mona (manager of lisbon) and cleo (client admin of harbour).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from backend import files
from backend.accounts.models import DeviceToken, Person, Role
from backend.gap_reports.issuing import issue_report
from backend.standards.models import Questionnaire
from backend.visits.models import Photo
from backend.visits.parking import park_body
from backend.visits.photo_files import Size, derivative_key
from reports.periods import Period
from tests.actions.actions import action
from tests.api.role_packs import pack_with_file, packs_of
from tests.cast import NOW, Api, Cast, assignment, person, programme, published, wave
from tests.customer_measures.files import measured
from tests.review.appeals import appealed
from tests.standards.forms import form
from tests.visits.phone import RECEIPT_PHOTO, sent_visit

NO_CODE = "no-such-code"
Q3 = Period(date(2026, 7, 1), date(2026, 9, 30))
NO_ID = "00000000-0000-4000-8000-00000000dead"


class Stage(Cast):
    """The cast, and what else the matrix needs to point at."""

    media: Path  # where its files lie

    def __init__(self) -> None:
        super().__init__()
        self.rory = person("rory", Role.REVIEWER)
        self.tokens = {
            name: DeviceToken.objects.create(
                person=getattr(self, name),
                device="phone",
                token_hash=f"{name:0<64}",
                created_at=NOW,
            )
            for name in ("sam", "sol", "rae", "mona", "cleo", "ada", "sue")
        }
        self.callers = {
            name: Api(self.who(name)) for name in ("sam", "sol", "rae", "mona", "cleo", "ada")
        }
        self.nobody = Api()
        self.summit_care = programme("summit-care", self.summit, self.version, [self.s1])
        self.summit_q3 = wave("summit-q3", self.summit_care)
        summit = {"wave": self.summit_q3, "programme": self.summit_care}
        self.visits = {
            "own": sent_visit(self, self.l1, self.sam, "released"),
            "unreleased": sent_visit(self, self.l1, self.sam, "received"),
            "other": sent_visit(self, self.p1, self.sue, "released"),
            "other_brand": sent_visit(self, self.s1, self.sue, "released", **summit),
            "competitor": sent_visit(self, self.r1, self.sue, "released"),
        }
        Photo.objects.update(state=Photo.State.READY)
        self.versions = {
            "own": self.version,
            "other": published(form("phone-promise", "WELCOME"), self.harbour),
            "other_brand": published(form("summit-visit", "SUMMIT-WELCOME"), self.summit),
        }
        self.unplaced = Questionnaire.objects.create(code="unplaced", draft='{"code":"unplaced"}')
        for where, by in ((self.l1, self.cleo), (self.p1, self.cleo), (self.s1, self.oto)):
            measured(where, by)
        self.reports = {
            kind: issue_report(location=where, programme=of, period=Q3, by=self.ada).report
            for kind, where, of in (
                ("own", self.l1, self.programme),
                ("other", self.p1, self.programme),
                ("other_brand", self.s1, self.summit_care),
            )
        }
        self.appeals = {
            "own": appealed(self.visits["own"], self.mona),
            "other": appealed(self.visits["other"], self.cleo),
            "other_brand": appealed(self.visits["other_brand"], self.oto),
        }
        self.actions = {
            kind: action(self, where, programme=of)
            for kind, where, of in (
                ("own", self.l1, self.programme),
                ("other", self.p1, self.programme),
                ("other_brand", self.s1, self.summit_care),
            )
        }
        self.packs = packs_of(self)
        self.parked = park_body(sender=self.sam, raw=b"not a visit")
        self.assignments = {
            "own": assignment(self, state="accepted"),
            "open": assignment(self, state="open"),
            "taken": assignment(self, state="accepted", holder=self.sue, ever_open=True),
            "other": assignment(self, state="offered", holder=self.sue),
            "draft": assignment(self, state="draft"),
        }

    def who(self, name: str) -> Person:
        """Somebody of the cast by name."""
        person = getattr(self, name)
        assert isinstance(person, Person)
        return person


@dataclass(frozen=True)
class Objects:
    """Kinds of objects; each is a function of the stage and the name of who asks, that answers
    the value of the path's parameter (or a dict of values, when there are several)."""

    kinds: Mapping[str, Callable[[Stage, str], Any]]
    missing: Any
    key: str = "code"


LOCATIONS = Objects(
    {
        "own": lambda stage, who: "L1",
        "other": lambda stage, who: "P1",
        "other_brand": lambda stage, who: "S1",
        "competitor": lambda stage, who: "R1",
    },
    NO_CODE,
)
MEASURES = Objects(
    {kind: LOCATIONS.kinds[kind] for kind in ("own", "other", "other_brand")}, NO_CODE, "location"
)
PROGRAMMES = Objects(
    {
        "own": lambda stage, who: "promise",
        "other_brand": lambda stage, who: "summit-care",
    },
    NO_CODE,
)
WAVES = Objects(
    {
        "own": lambda stage, who: "promise-q3",
        "other_brand": lambda stage, who: "summit-q3",
    },
    NO_CODE,
)
STANDARDS = Objects(
    {
        "own": lambda stage, who: "WELCOME",
        "other_brand": lambda stage, who: "SUMMIT-WELCOME",
    },
    NO_CODE,
)
QUESTIONNAIRES = Objects(
    {
        "own": lambda stage, who: stage.version.questionnaire_id,
        "other_brand": lambda stage, who: "summit-visit",
        "unplaced": lambda stage, who: "unplaced",
    },
    NO_CODE,
)
VERSIONS = Objects(
    {
        kind: lambda stage, who, kind=kind: {  # type: ignore[misc]
            "code": stage.versions[kind].questionnaire_id,
            "number": stage.versions[kind].version,
        }
        for kind in ("own", "other", "other_brand")
    },
    {"code": "coffee-dine-in", "number": 999},
)
REGIONS = Objects(
    {
        "own": lambda stage, who: "lisbon",
        "other": lambda stage, who: "porto",
        "above": lambda stage, who: "pt",
        "other_brand": lambda stage, who: "alps",
    },
    NO_CODE,
)
BRANDS = Objects(
    {
        "own": lambda stage, who: "harbour",
        "other_brand": lambda stage, who: "summit",
        "competitor": lambda stage, who: "rival",
    },
    NO_CODE,
)
PEOPLE = Objects(
    {
        "own": lambda stage, who: stage.who(who).pk,
        "shopper": lambda stage, who: stage.sue.pk,
        "client": lambda stage, who: stage.max.pk,
        "other_client": lambda stage, who: stage.otis.pk,
        "agency": lambda stage, who: stage.rory.pk,
    },
    NO_ID,
    "id",
)
TOKENS = Objects(
    {
        "own": lambda stage, who: stage.tokens[who].pk,
        "other": lambda stage, who: stage.tokens["sue"].pk,
    },
    NO_ID,
    "id",
)
VISITS = Objects(
    {
        "own": lambda stage, who: stage.visits["own"].pk,
        "unreleased": lambda stage, who: stage.visits["unreleased"].pk,
        "other": lambda stage, who: stage.visits["other"].pk,
        "other_brand": lambda stage, who: stage.visits["other_brand"].pk,
        "competitor": lambda stage, who: stage.visits["competitor"].pk,
    },
    NO_ID,
    "id",
)


def picture_of_visit(kind: str) -> Callable[[Stage, str], dict[str, Any]]:
    """The photo of a visit; its picture is laid into the media folder of the running test."""

    def path_values(stage: Stage, who: str) -> dict[str, Any]:
        visit_id = stage.visits[kind].pk
        files.store(derivative_key(visit_id, RECEIPT_PHOTO, Size.FULL), b"a picture")
        return {"visit_id": visit_id, "sha256": RECEIPT_PHOTO}

    return path_values


PHOTOS = Objects(
    {
        kind: picture_of_visit(kind)
        for kind in ("own", "unreleased", "other", "other_brand", "competitor")
    },
    {"visit_id": NO_ID, "sha256": "0" * 64},
)
REPORTS = Objects(
    {
        "own": lambda stage, who: stage.reports["own"].pk,
        "other": lambda stage, who: stage.reports["other"].pk,
        "other_brand": lambda stage, who: stage.reports["other_brand"].pk,
    },
    NO_ID,
    "id",
)
APPEALS = Objects(
    {
        "own": lambda stage, who: stage.appeals["own"].pk,
        "other": lambda stage, who: stage.appeals["other"].pk,
        "other_brand": lambda stage, who: stage.appeals["other_brand"].pk,
    },
    NO_ID,
    "id",
)
ACTIONS = Objects(
    {
        "own": lambda stage, who: stage.actions["own"].pk,
        "other": lambda stage, who: stage.actions["other"].pk,
        "other_brand": lambda stage, who: stage.actions["other_brand"].pk,
    },
    NO_ID,
    "id",
)
PACKS = Objects(
    {who: pack_with_file(who) for who in ("mona", "cleo", "max", "otis")},
    NO_ID,
    "id",
)
PARKED = Objects({"parked": lambda stage, who: stage.parked.pk}, "987654321", "id")
ASSIGNMENTS = Objects(
    {
        "own": lambda stage, who: stage.assignments["own"].pk,
        "open": lambda stage, who: stage.assignments["open"].pk,
        "taken": lambda stage, who: stage.assignments["taken"].pk,
        "other": lambda stage, who: stage.assignments["other"].pk,
        "draft": lambda stage, who: stage.assignments["draft"].pk,
    },
    NO_ID,
    key="id",
)
