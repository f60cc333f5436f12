"""Everything that showing visits needs, in a number of queries that does not grow with them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Prefetch, prefetch_related_objects

from backend.standards.documents import document_of
from backend.standards.models import QuestionnaireVersion
from backend.visits.completeness import ListedPhoto, missing_of, photos_of
from backend.visits.models import Correction, Flag, Photo, Scorecard, Visit, VisitRevision
from backend.visits.observations import Answers, answers_of, overlaid
from shopper_forms.document import Document

_NOTE = "outcome_note"


@dataclass(frozen=True, slots=True)
class Gathered:
    """One visit with what hangs on it; `own` are the shopper's words, `answers` what counts."""

    visit: Visit
    document: Document
    version: QuestionnaireVersion
    own: Answers
    answers: Answers
    listed: list[ListedPhoto]
    photo_states: dict[str, str]
    scorecards: list[Scorecard]
    flags: list[Flag]

    @property
    def missing(self) -> list[str]:
        """Listed photos that are neither stored nor waived."""
        return missing_of(self.listed, self.photo_states, self.visit.waived_photos)


def gather(visits: Sequence[Visit]) -> list[Gathered]:
    """The visits, in their order, each with its newest revision, photos, scorecards and flags."""
    prefetch_related_objects(
        visits,
        Prefetch(
            "questionnaire_version",
            QuestionnaireVersion.objects.select_related(None).defer("frozen"),
        ),
        Prefetch("revisions", VisitRevision.objects.defer("trail")),
        Prefetch("corrections", Correction.objects.all()),
        Prefetch("scorecards", Scorecard.objects.defer("answers", "vector")),
        Prefetch("flags", Flag.objects.all()),
    )
    stored: dict[UUID, dict[str, str]] = defaultdict(dict)
    rows = Photo.objects.filter(visit_id__in=[visit.pk for visit in visits])
    for visit_id, sha256, state in rows.values_list("visit_id", "sha256", "state"):
        stored[visit_id][sha256] = state
    return [_gathered(visit, stored[visit.pk]) for visit in visits]


def outcome_notes(visits: Sequence[Visit]) -> dict[UUID, str]:
    """What shoppers wrote about how their visits turned out, by visit; few write anything.

    For shoppers and the agency: the trail it stands in is not for client staff.
    """
    rows = VisitRevision.objects.filter(
        visit__in=[visit.pk for visit in visits],
        revision=F("visit__revision"),
        trail__contains=f'"{_NOTE}":',  # so that the others' trails, long ones, stay unread
    )
    trails = {visit: json.loads(trail) for visit, trail in rows.values_list("visit_id", "trail")}
    return {visit: trail[_NOTE] for visit, trail in trails.items() if _NOTE in trail}


def _gathered(visit: Visit, photo_states: dict[str, str]) -> Gathered:
    revisions = list(visit.revisions.all())
    newest = next(each for each in revisions if each.revision == visit.revision)
    corrections = list(visit.corrections.all())
    own = answers_of(newest)
    return Gathered(
        visit=visit,
        document=document_of(visit.questionnaire_version),
        version=visit.questionnaire_version,
        own=own,
        answers=overlaid(visit.revision, revisions, corrections) if corrections else own,
        listed=photos_of(newest),
        photo_states=photo_states,
        scorecards=list(visit.scorecards.all()),
        flags=list(visit.flags.all()),
    )
