"""A shopper with a canary in every field that there is, and their visits, through the API."""

from __future__ import annotations

import copy
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from backend import clock
from backend.accounts.models import DeviceToken, Person, ShopperProfile
from backend.delivery.choosing import choose
from backend.delivery.models import Kind
from backend.fieldwork.models import Assignment
from backend.jobs.worker import Worker
from backend.visits.flags import raise_flag
from backend.visits.models import Visit
from tests.api.role_objects import Stage
from tests.cast import EXAMPLE, GOOD_ANSWERS, Api, assignment, published
from tests.visits.pictures import exif, jpeg

DAY = datetime(2026, 8, 14, tzinfo=UTC)
RECEIVED = DAY + timedelta(hours=11, minutes=37, seconds=41)
RELEASED = DAY + timedelta(hours=12, minutes=53, seconds=17)

# what may never reach a client, by what it is; words and numbers that stand nowhere else
WORDS = {
    "name": "Qanaria",
    "surname": "Finchley",
    "e-mail": "qanary.post@nowhere.example",
    "household": "qanary-household",
    "qualification": "qanary-qualified",
    "conflict": "qanary-conflict",
    "availability": "qanary-available",
    "home latitude": "38.7299133",
    "home longitude": "9.1522119",
    "token's device": "qanary-token",
    "brief": "qanary-brief",
    "device": "qanary-device",
    "event": "qanary-event",
    "latitude": "38.7177177",
    "longitude": "9.1477477",
    "accuracy": "17.77177",
    "elapsed": "771771",
    "zone of the phone": "qanary/zone",
    "note on the outcome": "qanary-outcome",
    "trap's comment": "qanary-trap",
    "trap's code": "trap_colour",
    "hidden comment": "qanary-hidden",
    "kept key": "qanary-kept",
    "camera": "qanary-camera",
    "words in the photo": "qanary-pixels",
    "note of the return": "qanary-return",
    "flag": "qanary-flag",
    "void reason": "qanary-void",
    "parked body": "qanary-parked",
    "unreleased words": "qanary-unreleased",
    "reviewer": "Qanareva",
    "reviewer's e-mail": "qanary.reviewer@nowhere.example",
    # moments: when it began, ended, was photographed, came, was released; local and UTC
    **{
        f"moment {moment}": moment
        for moment in (
            *("10:07", "09:07", "10:43", "09:43", "10:23", "09:23", "10:09", "11:20:05"),
            *("11:37", "12:37", "12:53", "13:53"),
        )
    },
}
WRONG = {"value": "no", "comment": "1.60 was charged instead of 1.40."}


class Planted:
    """What was planted on a stage; `words` are all canaries, ids included."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.phone, self.rae = Api(stage.sam), Api(stage.rae)
        self.pictures = {
            name: jpeg(400 + 8 * number, 300, exif=_exif(), comment=b"qanary-pixels")
            for number, name in enumerate(("receipt", "trap", "unfiled"))
        }
        self._plant_people()
        version = published(_document(), stage.harbour)
        choose(person=stage.mona, kinds=list(Kind), margin=0)
        choose(person=stage.cleo, kinds=list(Kind), margin=0)
        self.jobs = {
            name: assignment(stage, brief="qanary-brief", questionnaire_version=version)
            for name in ("told", "closed", "void", "unreleased")
        }
        for name, job in self.jobs.items():
            with clock.frozen_at(RECEIVED):
                self._send(name, job)
        self.parked = self.phone.raw("POST", "/visits/parked", b"qanary-parked", "text/plain")
        with clock.frozen_at(RELEASED):
            Worker().drain()  # which makes the pictures
        self._review()
        self.visit = self.jobs["told"].pk

    @property
    def words(self) -> dict[str, str]:
        """Every canary by what it is."""
        people = {
            name: getattr(self.stage, name).pk for name in ("sam", "sue", "rae", "rory", "sol")
        }
        jobs = {f"assignment {job.pk}": job.pk for job in Assignment.objects.all()}
        jobs = {what: pk for what, pk in jobs.items() if pk not in self._visits()}
        ids = {**{f"id of {name}": pk for name, pk in people.items()}, **jobs}
        ids["unreleased visit"] = self.stage.visits["unreleased"].pk
        hidden = {
            f"{name} photo": hashlib.sha256(self.pictures[name]).hexdigest()
            for name in ("trap", "unfiled")
        }
        found = {**WORDS, **hidden, **{what: str(pk) for what, pk in ids.items()}}
        return {**found, **{f"{what}, bare": pk.hex for what, pk in ids.items()}}

    def _visits(self) -> set[Any]:
        """A visit may be given its assignment's id by a phone, as it is here."""
        return {job.pk for job in self.jobs.values()}

    def _plant_people(self) -> None:
        sam, rae = self.stage.sam, self.stage.rae
        Person.objects.filter(pk=sam.pk).update(name="Qanaria Finchley", email=WORDS["e-mail"])
        Person.objects.filter(pk=rae.pk).update(
            name="Qanareva Rae", email=WORDS["reviewer's e-mail"]
        )
        ShopperProfile.objects.filter(person=sam).update(
            household="qanary-household",
            qualifications=["qanary-qualified"],
            conflicts=["qanary-conflict"],
            availability={"mon": "qanary-available"},
            latitude=38.7299133,
            longitude=-9.1522119,
        )
        DeviceToken.objects.filter(person=sam).update(device="qanary-token")

    def _send(self, name: str, job: Assignment, revision: int = 0) -> None:
        """The phone's photos and body, with everything in them that a phone can tell."""
        for data in self.pictures.values():
            path = f"/visits/{job.pk}/photos/{hashlib.sha256(data).hexdigest()}"
            assert self.phone.raw("PUT", path, data, "image/jpeg").status_code in (200, 201)
        body = self._body(name, job, revision)
        answer = self.phone.put(f"/visits/{job.pk}", body)
        assert answer.status_code == 201, answer.content

    def _body(self, name: str, job: Assignment, revision: int) -> dict[str, Any]:
        shas = {what: hashlib.sha256(data).hexdigest() for what, data in self.pictures.items()}
        answers = copy.deepcopy(GOOD_ANSWERS)
        answers |= {
            "entered": {"value": "10:09"},
            "charged_right": {**WRONG, "photos": [shas["receipt"]]},
            "trap_colour": {"value": "red", "comment": "qanary-trap"},
            "complained": {"value": "no"},
            "recovery": {"value": [], "comment": "qanary-hidden"},
            "story": {"value": "Fine." if name != "unreleased" else "qanary-unreleased"},
        }
        if revision:
            answers["friendly"] = {"value": 4}
        places = {"receipt": "charged_right", "trap": "trap_colour", "unfiled": None}
        photos = [
            {"id": shas[what], "question": place, "taken_at": "2026-08-14T10:23:31+01:00"}
            for what, place in places.items()
        ]
        event = {
            "kind": "qanary-event",
            "at": "2026-08-14T10:07:13+01:00",
            "elapsed_ms": 771771,
            "latitude": 38.7177177,
            "longitude": -9.1477477,
            "accuracy_m": 17.77177,
        }
        version = job.questionnaire_version
        return {
            "assignment": str(job.pk),
            "revision": revision,
            "outcome": "closed" if name == "closed" else "completed",
            "questionnaire": {
                "code": version.questionnaire_id,
                "version": version.version,
                "sha256": version.sha256,
            },
            "answers": answers,
            "photos": photos,
            "events": [event],
            "started_at": "2026-08-14T10:07:13+01:00",
            "sealed_at": "2026-08-14T10:43:39+01:00",
            "time_zone": "Qanary/Zone",
            "device": {"model": "qanary-device"},
            "outcome_note": "qanary-outcome",
        }

    def _review(self) -> None:
        """Everything a reviewer leaves behind: notes, flags, a correction, a void, releases."""
        told, closed, void = (self.jobs[name].pk for name in ("told", "closed", "void"))
        with clock.frozen_at(RELEASED):
            self._post(told, "take")
            self._post(told, "return", {"notes": {"greeted": "qanary-return"}})
            self._send("told", self.jobs["told"], revision=1)
            for visit in (told, closed, void):
                self._post(visit, "take")
                self._post(visit, "release")
            self._post(void, "void", {"reason": "qanary-void", "payable": True})
            correction = {"question": "clean", "answer": {"value": ["tables", "floor", "restroom"]}}
            path = f"/visits/{told}/answers"
            answer = self.rae.patch(path, {**correction, "reason": "As the photo shows."})
            assert answer.status_code == 200, answer.content
            raise_flag(Visit.objects.get(pk=told), "check", "qanary-flag")
            self._appeals(told)

    def _appeals(self, told: Any) -> None:
        for question, is_upheld in (("greeted", False), ("friendly", True), ("paid", None)):
            body = {"question": question, "category": "wrong_comment", "text": "We doubt that."}
            made = Api(self.stage.mona).post(f"/visits/{told}/appeals", body)
            assert made.status_code == 201, made.content
            if is_upheld is None:
                continue
            decision = {"upheld": is_upheld, "reason": "As filmed."}
            if is_upheld:
                decision["answer"] = {"value": 5}
            decided = self.rae.post(f"/appeals/{made.json()['id']}/decide", decision)
            assert decided.status_code == 200, decided.content

    def _post(self, visit: Any, what: str, body: dict[str, Any] | None = None) -> None:
        answer = self.rae.post(f"/visits/{visit}/{what}", body)
        assert answer.status_code == 200, (what, answer.content)


def _exif() -> Any:
    tags = exif()
    tags[0x010F], tags[0x010E] = "qanary-camera", "qanary-pixels"
    return tags


def _document() -> dict[str, Any]:
    """The example with a question whose answer is a time of day."""
    document: dict[str, Any] = json.loads(json.dumps(EXAMPLE))
    document["code"] = "timed"
    document["sections"][0]["questions"].append(
        {"code": "entered", "type": "time", "text": {"en": "When did you enter?"}}
    )
    return document
