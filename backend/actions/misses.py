"""What a counted visit says about standards: critical ones missed, and those below target."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.conf import settings

from backend.standards.documents import document_of
from backend.visits.models import COUNTED, Visit
from reports.exact import ten_thousandths
from reports.gaps_pools import pooled_percent
from shopper_forms.document import Document

_LOOKED_BACK = 4  # times k: a standard that few visits measure is judged by older ones, too


@dataclass(frozen=True, slots=True)
class Seen:
    """One standard in one counted visit, in ten-thousandths; `possible` is above 0."""

    visit: str
    date: date
    earned: int
    possible: int


@dataclass(frozen=True, slots=True)
class Miss:
    """A standard that a visit gives reason to act on.

    `critical` is the question that failed, in the document's words. `seen` are the last k visits
    that measured the standard, newest first, this visit among them, when together they lie below
    `target`; empty otherwise.
    """

    standard: str
    text: str
    target: Fraction
    critical: str | None
    seen: Sequence[Seen]

    @property
    def percent(self) -> Fraction | None:
        """What `seen` comes to, pooled as a standard's score is; None without any."""
        return pooled(self.seen)


def find_misses(visit: Visit) -> list[Miss]:
    """What the visit gives reason to act on, by standard; two queries.

    Nothing when the visit has no percent. The visits are those that count now, this one as it
    stands in the database.
    """
    rows = _recent(visit)
    own = next((vector for key, _, vector in rows if key == visit.pk), None)
    if own is None:
        return []
    document = document_of(visit.questionnaire_version)
    failed = _critical_questions(own, document)
    history = _history(rows)
    found = []
    for code, standard in sorted(document.standards.items()):
        seen = history.get(code, [])[: settings.ACTION_VISITS]
        target = Fraction(standard.target_percent)
        is_below = (
            len(seen) == settings.ACTION_VISITS
            and any(each.visit == str(visit.pk) for each in seen)
            and (pooled(seen) or Fraction(0)) < target
        )
        if code in failed or is_below:
            text = standard.text[document.default_language]
            found.append(Miss(code, text, target, failed.get(code), seen if is_below else ()))
    return found


def pooled(seen: Sequence[Seen]) -> Fraction | None:
    """100 x max(0, sum E) / sum P; None without a measurement (see scoring: standard's score)."""
    return pooled_percent(sum(one.earned for one in seen), sum(one.possible for one in seen))


def _recent(visit: Visit) -> list[tuple[Any, date, Mapping[str, Any]]]:
    """The location's newest visits of the programme that have a percent: id, date, vector."""
    counted = Visit.objects.filter(
        programme=visit.programme_id,
        location=visit.location_id,
        state__in=COUNTED,
        percent_e4__isnull=False,
    ).order_by("-visit_date", "-released_at", "-id")
    rows = counted.values_list("pk", "visit_date", "scorecard__vector")
    newest = list(rows[: settings.ACTION_VISITS * _LOOKED_BACK])
    if all(key != visit.pk for key, _, _ in newest):  # an old one, released late
        newest += list(rows.filter(pk=visit.pk))
    return [(key, day, json.loads(text)) for key, day, text in newest]


def _history(
    rows: Sequence[tuple[Any, date, Mapping[str, Any]]],
) -> dict[str, list[Seen]]:
    found: dict[str, list[Seen]] = {}
    for key, day, vector in rows:
        for code, (earned, possible, _) in vector["standards"].items():
            cell = Seen(str(key), day, ten_thousandths(earned), ten_thousandths(possible))
            if cell.possible > 0:
                found.setdefault(code, []).append(cell)
    return found


def _critical_questions(vector: Mapping[str, Any], document: Document) -> dict[str, str]:
    """By standard, the first critical question that failed."""
    failed = set(vector["critical"])
    found: dict[str, str] = {}
    for question in document.questions:
        if question.code in failed and question.standard is not None:
            found.setdefault(question.standard, question.text[document.default_language])
    return found
