"""The answers that count for a visit: the newest revision's, under a reviewer's corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, cast

from backend.visits.models import Correction, Visit, VisitRevision
from shopper_forms.canonical import canonical_json
from shopper_forms.parsing import load_json

Answers = dict[str, object]


class Effective(NamedTuple):
    """The answers that are scored and shown, and their canonical spelling."""

    answers: Answers
    canonical: str


def effective(visit: Visit) -> Effective:
    """The newest revision's answers with every correction that still holds."""
    corrections = list(visit.corrections.all())
    if not corrections:
        newest = VisitRevision.objects.only("answers").get(visit=visit, revision=visit.revision)
        return Effective(answers_of(newest), newest.answers)
    return spelled(overlaid(visit.revision, list(visit.revisions.all()), corrections))


def effective_answers(visit: Visit) -> Answers:
    """`effective`, without the spelling."""
    return effective(visit).answers


def spelled(answers: Answers) -> Effective:
    """Answers with their canonical spelling."""
    return Effective(answers, canonical_json(answers).decode())


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
