"""The visits that count, read as the gap analysis wants them: one query however many there are.

Who may see an analysis is settled on its location or region before anything here is called. What
it stands beside (the network, competitors) then counts in full, so these reads do not begin at
`visible_to`: a regional manager's benchmark is the whole brand's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from django.db.models import QuerySet

from backend.fieldwork.models import Programme
from backend.visits.models import COUNTED, Scorecard, Visit
from reports.analysis_shape import Daypart
from reports.gaps_facts import Cell, CriticalMissFacts, VisitFacts
from reports.periods import Period, trend_periods

_FIELDS = (
    "id",
    "location_id",
    "visit_date",
    "released_at",
    "daypart",
    "percent_e4",
    "questionnaire_version_id",
    "scorecard_id",
    "scorecard__outcome",
    "scorecard__band",
    "scorecard__vector",
)


class CountedVisit(NamedTuple):
    """A released visit with the few figures of its current scorecard.

    `standards` are in ten-thousandths; `measured` {question: decimal string}; `critical` the
    questions that failed. Without a scorecard (the place was closed, the shopper was refused) it
    has no percent and none of these.
    """

    id: str
    location: str
    date: date
    released_at: datetime
    daypart: str
    percent_e4: int | None
    version: int
    scorecard: int | None
    outcome: str
    band: str | None
    standards: Mapping[str, Cell]
    measured: Mapping[str, str]
    recommend: int | None
    critical: Sequence[str]


def visits_of_programme(programme: Programme, period: Period) -> QuerySet[Visit]:
    """Its released and appealed visits of a period, by visit date."""
    return Visit.objects.filter(
        programme=programme,
        state__in=COUNTED,
        visit_date__gte=period.start,
        visit_date__lte=period.end,
    )


def whole_trend(period: Period) -> Period:
    """From the first day of the six periods of the trend to the last of this one."""
    return Period(trend_periods(period)[0].start, period.end)


def read_counted(visits: QuerySet[Visit]) -> list[CountedVisit]:
    """The visits in order of date and release, the latest last.

    Each vector is taken apart as its row arrives: 15,000 of them kept as parsed JSON make the
    garbage collector cost more than the parsing.
    """
    rows = visits.order_by("visit_date", "released_at", "id").values_list(*_FIELDS)
    known = _TenThousandths()
    return [_counted(row, known) for row in rows.iterator(chunk_size=2_000)]


def visit_facts(
    visits: Iterable[CountedVisit], critical: Mapping[int, tuple[CriticalMissFacts, ...]]
) -> list[VisitFacts]:
    """The visits as the analysis takes them; `critical` by scorecard."""
    return [
        VisitFacts(
            id=visit.id,
            date=visit.date,
            daypart=cast(Daypart, visit.daypart),
            percent=visit.percent_e4,
            outcome=visit.outcome,
            band=visit.band,
            standards=visit.standards,
            critical=critical.get(visit.scorecard or 0, ()),
            location=visit.location,
        )
        for visit in visits
    ]


def critical_misses(
    visits: Sequence[CountedVisit], standard_of: Mapping[tuple[int, str], str]
) -> dict[int, tuple[CriticalMissFacts, ...]]:
    """By scorecard, the critical questions that failed, with what the scored answers say of them.

    `standard_of` names the standard of (questionnaire version, question). The answers are opened
    only for visits with a failure.
    """
    failed = {visit.scorecard: visit for visit in visits if visit.critical}
    cards = Scorecard.objects.filter(pk__in=list(failed)).values_list("pk", "answers")
    return {
        card: tuple(
            _critical_miss(question, standard_of[failed[card].version, question], answers)
            for question in failed[card].critical
        )
        for card, answers in ((card, json.loads(text)) for card, text in cards)
    }


class _TenThousandths(dict[str, int]):
    """From "83.8889" to 838889; the same figures recur too often to be read anew."""

    def __missing__(self, four_places: str) -> int:
        value = self[four_places] = int(four_places.replace(".", ""))
        return value


def _counted(row: tuple[Any, ...], known: _TenThousandths) -> CountedVisit:
    """A row of `_FIELDS`; without a scorecard its last three are null."""
    identity, *rest, outcome, band, text = row
    vector = json.loads(text) if text else {}
    standards = {
        code: (known[earned], known[possible], known[lost])
        for code, (earned, possible, lost) in vector.get("standards", {}).items()
    }
    return CountedVisit._make(
        (
            str(identity),
            *rest,
            outcome or "not_scored",
            band or None,
            standards,
            vector.get("measured", {}),
            vector.get("recommend"),
            vector.get("critical", ()),
        )
    )


def _critical_miss(question: str, standard: str, answers: Mapping[str, Any]) -> CriticalMissFacts:
    answer: Mapping[str, Any] = answers.get(question) or {}
    return CriticalMissFacts(
        question=question,
        standard=standard,
        comment=answer.get("comment") or None,
        photos=tuple(answer.get("photos") or ()),
    )
