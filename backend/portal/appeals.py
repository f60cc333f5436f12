"""Pages of appeals: the list, a reviewer's decision, a client's doubt about a question."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from backend.accounts.models import CLIENT_ROLES, Person, Role
from backend.errors import Conflict, Invalid, NotFound
from backend.gap_reports.printed_answers import STATES, printed_answer
from backend.portal.appeal_forms import CATEGORIES, AppealForm, DecisionForm
from backend.portal.appeal_rows import AppealRow, appeal_row, share_rows, window_words
from backend.portal.asking import ROWS_A_PAGE, Slice, page_number
from backend.portal.door import CLIENT, READERS, filters_of, page, person_of
from backend.portal.location_rows import photo_address
from backend.portal.shell import shell
from backend.review import appealing
from backend.review.models import Appeal, AppealQuerySet, AppealState
from backend.review.presenting import with_visits
from backend.visits.gathering import Gathered, gather
from backend.visits.models import COUNTED, Photo, Visit
from backend.visits.presenter import questions_for_clients
from shopper_forms.conditions import observe

_DECIDERS = (Role.REVIEWER, Role.SYSTEM_ADMIN)
_MOST_OPEN = 100


@page(*READERS)
def appeals(request: HttpRequest) -> HttpResponse:
    """Open appeals, oldest first, and decided ones, newest first; the share upheld is of the
    period's visits. An agency's queue is not narrowed: nothing in it may be overlooked."""
    faults: dict[str, str] = {}
    number = page_number(request.GET, faults)
    person, filters = person_of(request), filters_of(request, faults=faults)
    visible = _listed(Appeal.objects.visible_to(person))
    here = visible.filter(visit__programme=filters.programme, visit__location__in=filters.locations)
    waiting = here if person.role in CLIENT_ROLES else visible
    waiting = waiting.filter(state=AppealState.OPEN).order_by("at", "id")[: _MOST_OPEN + 1]
    decided = here.exclude(state=AppealState.OPEN).order_by(F("decided_at").desc(), "id")
    of_period = Appeal.objects.filter(
        pk__in=here.values("pk"),
        visit__visit_date__gte=filters.period.start,
        visit__visit_date__lte=filters.period.end,
    )
    context = {
        **shell(request, "appeals", filters),
        "waiting": [appeal_row(each, person) for each in waiting],
        "most": _MOST_OPEN,
        "slice": _slice(decided, number, person),
        "shares": share_rows(of_period),
        "decides": person.role in _DECIDERS,
        "is_client": person.role in CLIENT_ROLES,
    }
    return render(request, "portal/appeals.html", context)


@page(*_DECIDERS, methods=("GET", "HEAD", "POST"))
def appeal(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    """One appeal beside the answer as it stands; a reviewer upholds or rejects it."""
    person = person_of(request)
    found = _listed(Appeal.objects.visible_to(person)).filter(pk=appeal_id).first()
    if found is None:
        raise NotFound
    (gathered,) = gather([found.visit])
    form = _decision_form(request, found, gathered)
    status, refusal = 200, ""
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                appealing.decide(
                    appeal=found,
                    by=person,
                    upheld=form.is_upheld,
                    reason=form.cleaned_data["why"],
                    answer=form.answer,
                )
                return redirect("appeals")
            except Invalid as wrong:
                form.show_faults(wrong.errors)
            except Conflict as conflict:
                status, refusal = conflict.status, conflict.detail
    context = {
        **shell(request, "appeals"),
        "row": appeal_row(found, person),
        "is_open": found.state == AppealState.OPEN,
        "stands": _as_it_stands(gathered, found.question),
        "photos": _photos(gathered, found.question),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "portal/appeal.html", context, status=status)


@page(*CLIENT, methods=("GET", "HEAD", "POST"))
def visit_appeal(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Doubt a question of a visit; the visit's own page holds the same form per question."""
    person = person_of(request)
    found = _visit(person, visit_id)
    (gathered,) = gather([found])
    open_to = _open_questions(gathered, found)
    asked = {"question": request.GET.get("question", "")}
    form = AppealForm(request.POST or None, initial=asked, questions=open_to.items())
    if request.method == "POST" and not form.is_bound:
        form = AppealForm({}, questions=open_to.items())
    status, refusal = 200, ""
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                appealing.appeal(visit=found, by=person, **form.cleaned_data)
                return redirect(f"{reverse('visit', args=[visit_id])}#appeals")
            except Invalid as wrong:
                form.add_error("question", wrong.errors[0].message)
            except Conflict as conflict:
                status, refusal = conflict.status, conflict.detail
    context = {
        **shell(request, "appeals"),
        "visit": found,
        "form": form,
        "refusal": refusal,
        "window": window_words(found),
        "may_appeal": bool(open_to) and appealing.is_window_open(found),
    }
    return render(request, "portal/appeal_new.html", context, status=status)


def appeals_on_visit(visit: Visit, gathered: Gathered, person: Person) -> dict[str, Any]:
    """What the page of a visit shows of its appeals: `portal/_visit_appeals.html` and, per
    question, the row of `appealed` or the form where `open_to` has it."""
    mine = _listed(Appeal.objects.visible_to(person)).filter(visit=visit)
    rows = [appeal_row(each, person) for each in mine.order_by("at", "id")]
    may = person.role in CLIENT_ROLES and appealing.is_window_open(visit)
    taken = {row.question for row in rows}
    return {
        "appeals_block": "portal/_visit_appeals.html",
        "appeals": rows,
        "appealed": {row.question: row for row in rows},
        "open_to": set(questions_for_clients(gathered)) - taken if may else set(),
        "window": window_words(visit),
        "categories": CATEGORIES,
        "is_client": person.role in CLIENT_ROLES,
        "is_counted": visit.state in COUNTED,
    }


def _listed(appeals: AppealQuerySet) -> AppealQuerySet:
    return with_visits(appeals).select_related("visit__programme", "decided_by")


def _slice(decided: AppealQuerySet, number: int | None, person: Person) -> Slice[AppealRow]:
    """A page of a list that may be long, without reading the rest of it."""
    total = decided.count()
    pages = max(1, -(-total // ROWS_A_PAGE))
    number = min(number or 1, pages)
    first = (number - 1) * ROWS_A_PAGE
    rows = [appeal_row(each, person) for each in decided[first : first + ROWS_A_PAGE]]
    return Slice(rows, number, pages, first + min(1, len(rows)), first + len(rows), total)


def _visit(person: Person, visit_id: UUID) -> Visit:
    visible = Visit.objects.visible_to(person).select_related("location", "programme")
    found = visible.filter(pk=visit_id).first()
    if found is None:
        raise NotFound
    return found


def _open_questions(gathered: Gathered, visit: Visit) -> dict[str, str]:
    """The questions that may still be appealed, by code, in their words."""
    taken = set(Appeal.objects.filter(visit=visit).values_list("question", flat=True))
    language = gathered.document.default_language
    return {
        code: question.text[language]
        for code, question in questions_for_clients(gathered).items()
        if code is not None and code not in taken
    }


def _decision_form(request: HttpRequest, of: Appeal, gathered: Gathered) -> DecisionForm:
    question = next(each for each in gathered.document.questions if each.code == of.question)
    stands = gathered.answers.get(of.question)
    return DecisionForm(
        request.POST if request.method == "POST" else None,
        question=question,
        language=gathered.document.default_language,
        stands=stands if isinstance(stands, dict) else {},
        photos=list(dict.fromkeys(photo["id"] for photo in gathered.listed)),
    )


def _as_it_stands(gathered: Gathered, code: str) -> dict[str, str]:
    """The answer that counts just now, in words, with what was said beside it."""
    question = next(each for each in gathered.document.questions if each.code == code)
    observation = observe(gathered.document, gathered.answers, [])[code]
    entry = gathered.answers.get(code)
    given = entry if isinstance(entry, dict) else {}
    words = printed_answer(question, observation, gathered.document.default_language)
    return {
        "answer": words or STATES.get(observation.state, ""),
        "comment": str(given.get("comment") or ""),
        "reason": str(given.get("reason") or ""),
    }


def _photos(gathered: Gathered, code: str) -> list[dict[str, Any]]:
    """Every photo of the visit, those of the question first; `address` only of what is ready."""
    visit = str(gathered.visit.pk)
    found: dict[str, dict[str, Any]] = {}
    for photo in sorted(gathered.listed, key=lambda photo: photo["question"] != code):
        ready = gathered.photo_states.get(photo["id"]) == Photo.State.READY
        found.setdefault(
            photo["id"],
            {
                "id": photo["id"],
                "address": photo_address(visit, photo["id"]) if ready else "",
                "here": photo["question"] == code,
                "words": f"Photo {len(found) + 1} of the visit",
            },
        )
    return list(found.values())
