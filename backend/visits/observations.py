"""The answers that count for a visit: the newest revision's, under a reviewer's corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from backend.visits.models import Correction, Visit, VisitRevision
from shopper_forms.canonical import canonical_json
from shopper_forms.parsing import load_json

Answers = dict[str, object]


def effective_answers(visit: Visit) -> Answers:
    """What is scored and shown: `{question: Answer}` with every correction that still holds."""
    corrections = list(visit.corrections.all())
    revisions = (
        list(visit.revisions.all())
        if corrections
        else list(VisitRevision.objects.filter(visit=visit, revision=visit.revision))
    )
    return overlaid(visit.revision, revisions, corrections)


def overlaid(
    current: int, revisions: Sequence[VisitRevision], corrections: Sequence[Correction]
) -> Answers:
    """The answers of revision `current` with the corrections laid over them, oldest first.

    A correction stands for the answer it was made on: as soon as a later revision brings another
    one, it has fallen, and it does not rise again should the old answer come back.
    """
    answers = answers_of(next(each for each in revisions if each.revision == current))
    for correction in standing_corrections(current, revisions, corrections):
        answers[correction.question] = load_json(correction.answer.encode())
    return answers


def standing_corrections(
    current: int, revisions: Sequence[VisitRevision], corrections: Sequence[Correction]
) -> list[Correction]:
    """The corrections that hold for revision `current`, oldest first; see `overlaid`."""
    if not corrections:
        return []
    given = {each.revision: answers_of(each) for each in revisions}
    return [each for each in corrections if _still_holds(each, current, given)]


def answers_of(revision: VisitRevision) -> Answers:
    """The answers document of one revision, numbers exact."""
    return cast(Answers, load_json(revision.answers.encode()))


def _still_holds(
    correction: Correction, current: int, given: Mapping[int, Mapping[str, object]]
) -> bool:
    spellings = {
        canonical_json(given[number].get(correction.question))
        for number in range(correction.revision, current + 1)
    }
    return len(spellings) == 1
