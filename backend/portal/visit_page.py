"""The page of one visit: its score, every question with answer, words and photos, corrections."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.accounts.models import STAFF_ROLES, Person
from backend.errors import NotFound
from backend.gap_reports.printed_answers import STATES, printed_answer
from backend.gap_reports.visit_records import Record, local_date, read_records
from backend.portal.appeals import appeals_on_visit
from backend.portal.door import CLIENT, READERS, filters_of, page, person_of
from backend.portal.ledger_rows import outcome_chip, points_of, taken, visit_row, when
from backend.portal.location_page import crumbs
from backend.portal.location_rows import Picture, photo_address
from backend.portal.shell import shell
from backend.visits.gathering import Gathered, gather
from backend.visits.models import COUNTED, Scorecard, Visit, VisitState
from backend.visits.presenter import questions_for_clients
from reports import headlines, printed
from reports.snapshot import LedgerLine
from shopper_forms.conditions import observe
from shopper_forms.document import Question


@dataclass(frozen=True)
class QuestionRow:
    """A question that was asked: the answer in words, what it earned, what was said and seen."""

    code: str
    text: str
    standard: str
    critical: bool
    missed: bool
    answer: str
    comment: str
    points: str
    lost: str
    bonus: bool
    correction: str
    pictures: list[Picture]


@dataclass(frozen=True)
class CardRow:
    """A scorecard of the visit; the one that counts is `current`, none is ever thrown away."""

    number: int
    on: str
    score: str
    outcome: str
    reason: str
    current: bool


@page(*READERS)
def visit(request: HttpRequest, visit_id: str) -> HttpResponse:
    """A visit as a client may see it, whoever looks: no shopper, no minute, no trap question.

    The filters of its address are those of the page it was reached from, and lead back there.
    """
    person = person_of(request)
    found = _visit(person, visit_id)
    place = found.location
    (record,) = read_records(Visit.objects.filter(pk=found.pk), place.time_zone)
    (gathered,) = gather([found])
    printed_visit = record.printed
    on = when(printed_visit["date"], printed_visit["daypart"], year=True)
    state = VisitState(found.state)
    filters = filters_of(request, usual={"programme": found.programme_id})
    context = {
        **shell(request, "locations", filters),
        "filters": None,  # they lead back; of a visit there is nothing to filter
        "query": filters.query,
        "visit": found,
        "may_act": person.role in CLIENT and found.state in COUNTED,
        "place": place,
        "crumbs": crumbs(filters, place.region.path),
        "on": on,
        "row": visit_row(record, year=True),
        "record": printed_visit,
        "outcome": outcome_chip(printed_visit),
        "score": printed.number(printed_visit["percent"], f"{found.programme.target_score}"),
        "target": printed.plain(found.programme.target_score),
        "said": headlines.visit_headline(printed_visit, f"{found.programme.target_score}"),
        "lost": headlines.visit_lost(printed_visit),
        "sections": _sections(record, gathered, on),
        "corrections": [
            headlines.correction_words(printed_visit, one) for one in printed_visit["corrections"]
        ],
        "cards": _cards(gathered),
        "released": printed.day(printed_visit["released"], year=True),
        "state": state.label if state not in (VisitState.RELEASED, VisitState.APPEALED) else "",
        "void_reason": found.void_reason if person.role in STAFF_ROLES else "",
        "has_pdf": state not in (VisitState.INCOMPLETE, VisitState.VOID),
        **appeals_on_visit(found, gathered, person),
    }
    return render(request, "portal/visit.html", context)


def _visit(person: Person, visit_id: str) -> Visit:
    """The visit if the person may see it; raises `NotFound`."""
    visible = Visit.objects.visible_to(person).select_related(
        "location__region", "location__brand", "programme", "questionnaire_version"
    )
    found = visible.filter(pk=visit_id).first()
    if found is None:
        raise NotFound
    return found


def _sections(record: Record, gathered: Gathered, on: str) -> list[tuple[str, list[QuestionRow]]]:
    """The questions that were asked, section by section; sections of which none was are left
    out."""
    document = gathered.document
    asked = questions_for_clients(gathered)
    view = observe(document, gathered.answers, [])
    lines = {line["question"]: line for line in record.printed["ledger"]}
    language = document.default_language

    def row(question: Question) -> QuestionRow:
        line = lines.get(question.code)
        observation = view[question.code]
        answer = printed_answer(question, observation, language)
        return QuestionRow(
            code=question.code,
            text=question.text[language],
            standard=question.standard or "",
            critical=question.code in record.printed["critical_failures"],
            missed=line is not None and _is_missed(line),
            answer=answer or STATES.get(observation.state, printed.DASH),
            comment=record.comments.get(question.code, ""),
            points=points_of(line["earned"], line["possible"]) if line else "",
            lost=taken(line["lost"]) if line and _is_missed(line) else "",
            bonus=question.bonus,
            correction=record.edited.get(question.code, ""),
            pictures=[
                Picture(
                    photo_address(record.printed["visit"], photo.photo),
                    f"Photo for “{question.text[language]}”, {on}",
                )
                for photo in record.photos
                if photo.question == question.code
            ],
        )

    found = [
        (section.title[language], [row(each) for each in section.questions if each.code in asked])
        for section in document.sections
    ]
    return [(title, rows) for title, rows in found if rows]


def _is_missed(line: LedgerLine) -> bool:
    return "bonus" not in line and float(line["earned"]) < float(line["possible"])


def _cards(gathered: Gathered) -> list[CardRow]:
    """The scorecards, the newest first, counted as they are shown. One that was made because of a
    question nobody may know of is told as the one before, whose score it has."""
    zone = ZoneInfo(gathered.visit.location.time_zone)
    asked = questions_for_clients(gathered)
    corrections = gathered.visit.corrections.all()
    told = {"", *(each.reason for each in corrections if each.question in asked)}
    rows: list[CardRow] = []
    for card in sorted(gathered.scorecards, key=lambda card: card.sequence):
        row = _card(card, len(rows) + 1, card.pk == gathered.visit.scorecard_id, zone)
        if card.reason in told:
            rows.append(row)
        elif rows and (row.score, row.outcome) == (rows[-1].score, rows[-1].outcome):
            rows[-1] = replace(rows[-1], current=rows[-1].current or row.current)
        else:
            rows.append(replace(row, reason="Corrected"))
    return rows[::-1]


def _card(card: Scorecard, number: int, current: bool, zone: ZoneInfo) -> CardRow:
    body = json.loads(card.body)
    return CardRow(
        number=number,
        on=printed.day(local_date(card.created_at, zone), year=True),
        score=printed.number(body["percent"]),
        outcome=headlines.capital(body["outcome"].replace("_", " ")),
        reason=card.reason,
        current=current,
    )
