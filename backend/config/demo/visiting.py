"""One visit of the story, from its offer to its release, as steps in time.

A step is a generator: it yields the moment at which it wants to go on, and `story` moves the
service's clock there first.
"""

from __future__ import annotations

import hashlib
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from backend.config.demo import world
from backend.config.demo.answers import house_answers, phone_answers
from backend.config.demo.client import Caller
from backend.config.demo.months import Planned
from backend.config.demo.pictures import photograph
from backend.config.demo.truth import findings

OK, CREATED, CONFLICT = 200, 201, 409


@dataclass
class Cast:
    """Who calls, by short name, and what has happened so far."""

    callers: dict[str, Caller]
    shoppers: dict[str, str]  # short name -> id
    rates: dict[str, dict[str, float]]
    counts: dict[str, int] = field(default_factory=dict)
    visits: list[str] = field(default_factory=list)

    def count(self, what: str, by: int = 1) -> None:
        """Remember that something happened."""
        self.counts[what] = self.counts.get(what, 0) + by


@dataclass(frozen=True)
class Fate:
    """What becomes of a visit beyond its answers."""

    late: bool = False
    returned: bool = False
    recognised: bool = False
    board: bool = False
    repeated: bool = False
    critical: bool = False


def draw_fate(dice: random.Random) -> Fate:
    """Most visits go well; some come late, are returned, or end because somebody noticed."""
    throw = dice.random()
    return Fate(
        late=throw < 0.05,
        returned=0.05 <= throw < 0.11,
        recognised=0.11 <= throw < 0.145,
        board=dice.random() < 0.3,
        repeated=dice.random() < 0.2,
    )


def visit_steps(
    cast: Cast, plan: Planned, assignment: dict[str, Any], fate: Fate, dice: random.Random
) -> Iterator[datetime]:
    """Offer or claim, visit, photos and answers, review: each at its moment."""
    ident = assignment["id"]
    yield plan.at(-60 * 24 * dice.randint(4, 9) + dice.randint(0, 300))
    name = _give_out(cast, ident, assignment["brief_sha256"], fate, dice)
    shopper = cast.callers[name]

    arrived = plan.at(dice.randint(0, 150))
    yield arrived
    spot = {"latitude": plan.place.latitude, "longitude": plan.place.longitude, "accuracy_m": 18.0}
    shopper.post(f"/assignments/{ident}/start", {"at": _utc(arrived), **spot})
    report = Report(cast, plan, assignment, fate, dice, arrived)

    sealed = arrived + timedelta(hours=52 if fate.late else 0, minutes=dice.randint(35, 160))
    yield sealed
    report.send(shopper, sealed, revision=0)

    yield sealed + timedelta(hours=dice.randint(14, 50))
    yield from _judge(cast, report, shopper, fate, sealed, dice)


def _give_out(cast: Cast, ident: str, brief_sha256: str, fate: Fate, dice: random.Random) -> str:
    """To the board or to one shopper; whom the rules exclude is told why, and the next is asked."""
    sol = cast.callers["sol"]
    if fate.board:
        sol.post(f"/assignments/{ident}/publish", {})
    names = list(cast.shoppers)
    dice.shuffle(names)
    for name in names:
        shopper = cast.callers[name]
        if fate.board:
            status, answer = shopper.send(
                "POST",
                f"/assignments/{ident}/claim",
                {"brief_sha256": brief_sha256},
                (OK, CONFLICT),
            )
        else:
            status, answer = sol.send(
                "POST",
                f"/assignments/{ident}/offer",
                {"shopper": cast.shoppers[name]},
                (OK, CONFLICT),
            )
        if status == CONFLICT:
            if answer["code"] != "not_eligible":
                raise RuntimeError(f"unforeseen refusal: {answer}")
            cast.count("refused by a rule")
            continue
        if not fate.board:
            shopper.post(f"/assignments/{ident}/accept", {"brief_sha256": brief_sha256})
        cast.count("claimed from the board" if fate.board else "offered and accepted")
        return name
    raise RuntimeError(f"no shopper may take assignment {ident}")


class Report:
    """What the phone holds of one visit: its id, answers, photos; and sending them."""

    def __init__(
        self,
        cast: Cast,
        plan: Planned,
        assignment: dict[str, Any],
        fate: Fate,
        dice: random.Random,
        arrived: datetime,
    ) -> None:
        self.cast = cast
        self.plan = plan
        self.assignment = assignment
        self.fate = fate
        self.arrived = arrived
        self.id = str(uuid.UUID(int=dice.getrandbits(128), version=4))
        self.photos: dict[str, bytes] = {}
        self.listed: list[dict[str, Any]] = []
        found = findings(
            cast.rates[plan.place.code], dice, always_miss="PRICE" if fate.critical else None
        )
        if plan.questionnaire == "house-visit":
            self.answers = house_answers(found, dice, f"{arrived:%H:%M}")
            if not fate.recognised:
                self._photograph(dice)
        else:
            self.answers = phone_answers(found, dice)
        if fate.recognised:
            self.answers = {"story": {"value": "The barista asked me whether I am the tester."}}

    def send(self, shopper: Caller, sealed: datetime, revision: int) -> None:
        """Photos one by one and the body somewhere between them, as a phone on a bad network."""
        first = len(self.photos) // 2
        sent = list(self.photos.items()) if revision == 0 else []
        for digest, content in sent[:first]:
            self._put_photo(shopper, digest, content)
        self._put_body(shopper, sealed, revision)
        for digest, content in sent[first:]:
            self._put_photo(shopper, digest, content)
        if self.fate.repeated:
            self._put_body(shopper, sealed, revision, expect=OK)
            self.cast.count("submissions repeated, counted once")

    def _put_body(
        self, shopper: Caller, sealed: datetime, revision: int, expect: int = CREATED
    ) -> None:
        events = [{"kind": "check_in", "at": _utc(self.arrived), "elapsed_ms": 0,
                   "latitude": self.plan.place.latitude, "longitude": self.plan.place.longitude,
                   "accuracy_m": 18.0}]  # fmt: skip
        body = {
            "assignment": self.assignment["id"],
            "revision": revision,
            "outcome": "recognised" if self.fate.recognised else "completed",
            "questionnaire": self.assignment["questionnaire"],
            "answers": self.answers,
            "photos": self.listed,
            "events": events,
            "started_at": _utc(self.arrived),
            "sealed_at": _utc(sealed),
            "time_zone": self.plan.place.zone,
            "device": "demo phone",
        }
        _, receipt = shopper.send("PUT", f"/visits/{self.id}", body, (expect,))
        if receipt["visit"] != self.id or receipt["revision"] != revision:
            raise RuntimeError(f"a receipt for something else: {receipt}")

    def _put_photo(self, shopper: Caller, digest: str, content: bytes) -> None:
        shopper.call("PUT", f"/visits/{self.id}/photos/{digest}", content, "image/jpeg", (CREATED,))
        self.cast.count("photos")

    def _photograph(self, dice: random.Random) -> None:
        paid = self.answers["paid"]["value"]
        self._add("charged_right", "receipt", dice, f"{paid // 100},{paid % 100:02d}")
        if self.answers["charged_right"]["value"] == "no":
            self._add("charged_right", "counter", dice, "1,40")
        if self.answers["serve_wait"]["value"] > 300:
            wait = self.answers["serve_wait"]["value"]
            self._add("order_screen", "screen", dice, f"{wait // 60:02d}:{wait % 60:02d}")
        if "comment" in self.answers["clean"]:
            dirty = "table" if "restroom" in self.answers["clean"]["value"] else "restroom"
            self._add("clean", dirty, dice, "")

    def _add(self, question: str, subject: str, dice: random.Random, note: str) -> None:
        taken = self.arrived + timedelta(minutes=dice.randint(5, 30))
        content = photograph(subject, self.plan.place, taken, dice.getrandbits(32), note)
        digest = hashlib.sha256(content).hexdigest()
        self.photos[digest] = content
        self.listed.append({"id": digest, "question": question, "taken_at": _utc(taken)})
        answer = self.answers.setdefault(question, {})
        answer.setdefault("photos", []).append(digest)


def _judge(
    cast: Cast,
    report: Report,
    shopper: Caller,
    fate: Fate,
    sealed: datetime,
    dice: random.Random,
) -> Iterator[datetime]:
    rae = cast.callers["rae"]
    visit = f"/visits/{report.id}"
    rae.post(f"{visit}/take", {})
    cast.visits.append(report.id)
    if fate.recognised:
        rae.post(f"{visit}/void", {"reason": "The shopper was recognised.", "payable": True})
        cast.count("void")
        return
    if fate.returned:
        note = "Please say a little more: how busy was it, and who served you (role only)?"
        rae.post(f"{visit}/return", {"notes": {"story": note}})
        cast.count("returned")
        yield sealed + timedelta(hours=dice.randint(52, 70))
        story = report.answers["story"]["value"]
        report.answers["story"] = {"value": f"{story} About six guests; one barista, one cashier."}
        report.send(shopper, sealed + timedelta(hours=50), revision=1)
        yield sealed + timedelta(hours=dice.randint(72, 96))
        rae.post(f"{visit}/take", {})
    rae.post(f"{visit}/release", {})
    cast.count("late" if fate.late else "in time")
    cast.count("released")


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


BRIEFS = {"house-visit": world.BRIEF, "phone-enquiry": world.PHONE_BRIEF}
