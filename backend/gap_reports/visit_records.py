"""The visits of a report as it prints them: figures, ledgers, answers in words, photos to show.

What a record takes from a visit is written out here key by key: who made it, when to the minute,
on which device and what nobody at the client may know of has no way in.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from backend.gap_reports.printed_answers import printed_answer
from backend.review.models import Appeal
from backend.scoring import ENGINE_VERSION, closing_as_dict, closing_lines, score
from backend.visits.gathering import Gathered, gather
from backend.visits.models import Correction, Photo, Scorecard, Visit, VisitState
from backend.visits.observations import standing_corrections
from backend.visits.presenter import photos_for_clients
from reports import snapshot
from reports.analysis_shape import Daypart
from shopper_forms.conditions import observe
from shopper_forms.document import Document, Question
from shopper_forms.observations import Observation

NO_CLOSING: snapshot.Closing = {
    "bonus": "0.0000",
    "floor_and_cap": "0.0000",
    "critical_effect": "0.0000",
}


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A photo clients may see: `photo` is the shopper's id, `file_sha256` the picture drawn."""

    photo: str
    question: str
    file_sha256: str


@dataclass(frozen=True, slots=True)
class Record:
    """A visit for the report: `printed` goes into the snapshot, the rest finds its evidence.

    `comments` are the shopper's words by question, `edited` the reason of the last correction of
    each question that was corrected.
    """

    printed: snapshot.Visit
    document: Document
    comments: Mapping[str, str]
    edited: Mapping[str, str]
    photos: Sequence[ShownPhoto]


def read_records(visits: QuerySet[Visit], zone: str) -> list[Record]:
    """The visits as records, by date and id as the analysis lists them.

    The number of queries does not grow with the visits. `zone` is the location's.
    """
    rows = list(visits.select_related(None).order_by("visit_date", "id"))
    pictures = _pictures(rows)
    appeals = _appeals(rows)
    return [
        _record(gathered, number, ZoneInfo(zone), pictures, appeals[gathered.visit.pk])
        for number, gathered in enumerate(gather(rows), 1)
    ]


def _pictures(visits: Sequence[Visit]) -> dict[tuple[object, str], str]:
    """The digest of the small picture of each photo that is ready."""
    ready = Photo.objects.filter(
        visit_id__in=[visit.pk for visit in visits], state=Photo.State.READY
    )
    return {
        (visit, sha256): thumb
        for visit, sha256, thumb in ready.values_list("visit_id", "sha256", "thumb_sha256")
    }


def _appeals(visits: Sequence[Visit]) -> dict[object, list[Appeal]]:
    """The appeals of each visit, oldest first."""
    found: dict[object, list[Appeal]] = defaultdict(list)
    for appeal in Appeal.objects.filter(visit__in=[visit.pk for visit in visits]):
        found[appeal.visit_id].append(appeal)
    return found


def _record(
    gathered: Gathered,
    number: int,
    zone: ZoneInfo,
    pictures: Mapping[tuple[object, str], str],
    appeals: Sequence[Appeal],
) -> Record:
    visit, document = gathered.visit, gathered.document
    view = observe(document, gathered.answers, [])
    asked = {
        question.code: question
        for question in document.questions
        if not question.integrity and view[question.code].state != "hidden"
    }
    corrections = [
        each
        for each in standing_corrections(
            visit.revision, list(visit.revisions.all()), list(visit.corrections.all())
        )
        if each.question in asked
    ]
    return Record(
        printed=_printed(gathered, number, zone, view, corrections, appeals),
        document=document,
        comments={code: words for code in asked if (words := _words(gathered.answers.get(code)))},
        edited={each.question: each.reason for each in corrections},
        photos=[
            ShownPhoto(photo["id"], cast(str, photo["question"]), pictures[visit.pk, photo["id"]])
            for photo in photos_for_clients(gathered)
            if (visit.pk, photo["id"]) in pictures
        ],
    )


def _words(answer: object) -> str | None:
    """The comment; without one, why something did not apply or could not be seen."""
    if not isinstance(answer, Mapping):
        return None
    said = answer.get("comment") or answer.get("reason")
    return said if isinstance(said, str) else None


def _printed(
    gathered: Gathered,
    number: int,
    zone: ZoneInfo,
    view: Mapping[str, Observation],
    corrections: Sequence[Correction],
    appeals: Sequence[Appeal],
) -> snapshot.Visit:
    visit, version = gathered.visit, gathered.version
    card = next((each for each in gathered.scorecards if each.pk == visit.scorecard_id), None)
    body: Mapping[str, Any] = json.loads(card.body) if card else _UNSCORED
    released = visit.released_at if visit.state in _RELEASED else None
    language = gathered.document.default_language
    texts = {question.code: question.text[language] for question in gathered.document.questions}
    shown: snapshot.Visit = {
        "visit": str(visit.pk),
        "number": number,
        "date": visit.visit_date.isoformat(),
        "daypart": cast(Daypart, visit.daypart),
        "percent": body["percent"],
        "raw_percent": body["raw_percent"],
        "outcome": body["outcome"] if card else str(visit.outcome),
        "band": body["band"],
        "submitted": _submitted(visit, zone),
        "released": local_date(released, zone) if released else None,
        "late": visit.late,
        "appealed": visit.state == VisitState.APPEALED,
        "critical_failures": list(body["critical_failures"]),
        "corrections": [
            {
                "question": each.question,
                "text": texts[each.question],
                "reason": each.reason,
                "date": local_date(each.at, zone),
            }
            for each in corrections
        ],
        "ledger": _ledger(gathered.document, body["ledger"], view),
        "closing": _closing(gathered, card, body),
        "questionnaire": {
            "code": version.questionnaire_id,
            "version": version.version,
            "sha256": version.sha256,
        },
        "engine": card.engine if card else ENGINE_VERSION,
    }
    if appeals:  # no key without any: snapshots of before there were appeals stay the same
        shown["appeals"] = [_appeal(each, texts, zone) for each in appeals]
    return shown


def _appeal(appeal: Appeal, texts: Mapping[str, str], zone: ZoneInfo) -> snapshot.Appeal:
    return {
        "question": appeal.question,
        "text": texts[appeal.question],
        "category": appeal.category,
        "said": appeal.text,
        "state": cast(Any, appeal.state),
        "appealed": local_date(appeal.at, zone),
        "decided": local_date(appeal.decided_at, zone) if appeal.decided_at else None,
        "reason": appeal.reason,
    }


_RELEASED = (VisitState.RELEASED, VisitState.APPEALED)
_UNSCORED: Mapping[str, Any] = {
    "percent": None,
    "raw_percent": None,
    "band": None,
    "critical_failures": [],
    "ledger": [],
}


def local_date(moment: datetime, zone: ZoneInfo) -> str:
    """The day of a moment where the location is."""
    return moment.astimezone(zone).date().isoformat()


def _submitted(visit: Visit, zone: ZoneInfo) -> str:
    """The day the phone sealed the visit; the day it arrived when the phone's clock, which may
    stand in any year, says a day on which it cannot have been sealed."""
    received = local_date(visit.received_at, zone)
    if not 1900 < visit.submitted_at.year < 2200:
        return received
    sealed = local_date(visit.submitted_at, zone)
    return sealed if visit.visit_date.isoformat() <= sealed <= received else received


def _ledger(
    document: Document, lines: Sequence[Mapping[str, Any]], view: Mapping[str, Observation]
) -> list[snapshot.LedgerLine]:
    questions = {question.code: question for question in document.questions}
    return [_line(questions[line["question"]], line, document, view) for line in lines]


def _line(
    question: Question,
    line: Mapping[str, Any],
    document: Document,
    view: Mapping[str, Observation],
) -> snapshot.LedgerLine:
    language = document.default_language
    shown: snapshot.LedgerLine = {
        "question": question.code,
        "text": question.text[language],
        "standard": question.standard or "",
        "state": line["state"],
        "earned": line["earned"],
        "possible": line["possible"],
        "lost": line["lost"],
        "answer": printed_answer(question, view[question.code], language),
    }
    if question.bonus:
        shown["bonus"] = True
    return shown


def _closing(
    gathered: Gathered, card: Scorecard | None, body: Mapping[str, Any]
) -> snapshot.Closing:
    """What leads from the ledger to the number. It is not stored: bonus, floor and cap cannot be
    told apart in rounded lines, so they are worked out again from the same answers."""
    if card is None or adds_up(body, gathered.document):
        return NO_CLOSING
    lines = closing_as_dict(closing_lines(score(gathered.document, gathered.answers)))
    return cast(snapshot.Closing, lines)


def adds_up(body: Mapping[str, Any], document: Document) -> bool:
    """Whether a scorecard's lost points alone lead to its score: no bonus, floor, cap or critical
    effect took part. Most do, and need not be scored again to say so."""
    if body["percent"] is None:
        return True
    bonus = {question.code for question in document.questions if question.bonus}
    earned = (Decimal(x["earned"]) for x in body["ledger"] if x["question"] in bonus)
    lost = sum(Decimal(line["lost"]) for line in body["ledger"])
    return (
        not body["critical_failures"]
        and not any(earned)
        and Decimal(body["raw_percent"]) == Decimal(body["percent"]) == 100 - lost
    )
