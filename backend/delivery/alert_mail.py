"""The mail about newly released visits: low scores and critical misses, visit by visit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import UUID

from backend.accounts.models import Person
from backend.delivery.alerting import alerts_of, reasons_to_tell
from backend.delivery.letters import Letter, letter, link, one_line, when
from backend.delivery.models import Alert, Kind, Mailing
from backend.standards.documents import document_of
from backend.visits.models import Visit
from reports import printed

_MOST_VISITS = 30


def alert_letter(mailing: Mailing, person: Person) -> Letter | None:
    """What the mail says now; None when nothing of it still holds for this person."""
    noted: dict[UUID, set[str]] = {}
    for visit, kind in Alert.objects.filter(mailing=mailing).values_list("visit_id", "kind"):
        noted.setdefault(visit, set()).add(kind)
    reasons = {
        visit: still
        for visit, kinds in reasons_to_tell(person, alerts_of(person), list(noted)).items()
        if (still := {Kind(kind) for kind in kinds & noted[visit]})
    }
    if not reasons:
        return None
    visits = list(
        Visit.objects.visible_to(person)
        .filter(pk__in=reasons)
        .select_related("location", "programme", "scorecard", "questionnaire_version")
        .order_by("-visit_date", "location__name", "pk")
    )
    blocks: list[list[str]] = [[_opening(len(visits))]]
    blocks += [list(_lines(visit, reasons[visit.pk])) for visit in visits[:_MOST_VISITS]]
    if len(visits) > _MOST_VISITS:
        rest = printed.things(len(visits) - _MOST_VISITS, "more visit")
        blocks.append([f"And {rest}: {link('/desk/')}"])
    blocks.append(["One visit is not a rating of a location."])
    return letter(_subject([reasons[visit.pk] for visit in visits]), blocks)


def _subject(reasons: list[set[Kind]]) -> str:
    said = []
    for kind, one, more in (
        (Kind.CRITICAL_MISS, "critical miss", "critical misses"),
        (Kind.LOW_SCORE, "low score", "low scores"),
    ):
        many = sum(kind in kinds for kinds in reasons)
        if many:
            said.append(one if many == 1 else more)
    words = " and ".join(said)
    return f"{words[0].upper()}{words[1:]} in {printed.things(len(reasons), 'new visit')}".replace(
        printed.NBSP, " "
    )


def _opening(many: int) -> str:
    counted = "One visit was" if many == 1 else f"{printed.count(many).capitalize()} visits were"
    return f"{counted} released that you asked to be told about."


def _lines(visit: Visit, kinds: set[Kind]) -> Iterator[str]:
    where = f"{one_line(visit.location.name)} ({visit.location_id})"
    yield f"{where}, {when(visit.visit_date.isoformat(), visit.daypart)}"
    card = visit.scorecard
    if card is None:
        return
    if Kind.CRITICAL_MISS in kinds:
        yield from (f"  Critical miss: {text}" for text in critical_texts(visit))
    percent = json.loads(card.body)["percent"]
    target = visit.programme.target_score
    yield f"  Score {printed.number(percent, target)}, target {printed.number(target)}"
    yield f"  {link(f'/desk/visits/{visit.pk}/')}"


def critical_texts(visit: Visit) -> list[str]:
    """The critical questions that failed, as the questionnaire puts them: never what somebody
    wrote in the field. Scorecard and version are loaded."""
    if visit.scorecard is None:
        return []
    document = document_of(visit.questionnaire_version)
    asked = {question.code: question.text for question in document.questions}
    failed = json.loads(visit.scorecard.vector).get("critical", ())
    return [one_line(asked[code][document.default_language]) for code in failed if code in asked]
