"""Which newly released visits somebody is told about, and why.

A visit is news once, when it is released. What happens to it later (a correction, an appeal)
alerts nobody, and is asked again before the mail goes: a visit that was voided meanwhile, or that
its reader may no longer see, is not told of.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Min

from backend import clock
from backend.accounts.models import Person
from backend.delivery.choosing import ALERTS, readers
from backend.delivery.models import Alert, Kind, LogCursor, Mailing, Subscription
from backend.visits.models import FiguresChange, Visit

_CURSOR = "alerts"
_MOST_CHANGES = 500
_POINT_E4 = 10_000

Reasons = Mapping[UUID, frozenset[Kind]]
"""Why a person is told about each of some visits."""


def note_alerts() -> int:
    """Read on in the log of changes and lay down a mail for everybody with news in it: one mail,
    however many visits. Returns how many mails were laid down.

    The mails and the place in the log are one transaction: after a crash both are there or none,
    and of two workers at the same place one writes. What takes time is read before it begins,
    since nobody else writes meanwhile on SQLite.
    """
    place = _place()
    if place is None:
        return 0
    changes = FiguresChange.objects.filter(pk__gt=place).order_by("pk")
    read = list(changes.values_list("pk", "visit_id")[:_MOST_CHANGES])
    if not read:
        return 0
    released = _first_changes([visit for _, visit in read], after=place)
    alerts = [
        alert
        for person, subscriptions in (_by_person() if released else ())
        for alert in _alerts(person, subscriptions, released)
    ]
    mailings = {alert.mailing_id: alert.mailing for alert in alerts}
    with transaction.atomic():
        moved = LogCursor.objects.filter(pk=_CURSOR, change=place).update(change=read[-1][0])
        if not moved:
            return 0
        Mailing.objects.bulk_create(mailings.values())
        Alert.objects.bulk_create(alerts)
    return len(mailings)


def reasons_to_tell(
    person: Person, subscriptions: Sequence[Subscription], visits: Collection[UUID]
) -> Reasons:
    """Of these visits, those that the person sees now and wanted to hear about, and why."""
    rows = (
        Visit.objects.visible_to(person)
        .filter(pk__in=visits)
        .values_list(
            "pk",
            "programme_id",
            "programme__target_score",
            "percent_e4",
            "scorecard__outcome",
            "scorecard__vector",
        )
    )
    found = {}
    for visit, programme, target, percent_e4, outcome, vector in rows:
        critical = bool(vector and json.loads(vector).get("critical"))
        found[visit] = frozenset(
            Kind(each.kind)
            for each in subscriptions
            if each.programme_id in (None, programme)
            and (
                critical
                if each.kind == Kind.CRITICAL_MISS
                else _is_low(percent_e4, int(target * _POINT_E4), each.margin)
                or (outcome == "fail" and not critical)
            )
        )
    return {visit: kinds for visit, kinds in found.items() if kinds}


def alerts_of(person: Person) -> list[Subscription]:
    """The person's subscriptions to alerts, if they may have mail at all."""
    return list(readers().filter(person=person, kind__in=ALERTS))


def _is_low(percent_e4: int | None, target_e4: int, margin: int) -> bool:
    """Below target, and by the margin at least. What also is a low score is a visit that failed by
    its questionnaire's pass mark; one that failed for a critical miss alone is told as that."""
    if percent_e4 is None:
        return False
    return percent_e4 < target_e4 and percent_e4 <= target_e4 - margin * _POINT_E4


def _place() -> int | None:
    """Up to where the log was read; None when that is its end. Without anybody to tell, it counts
    as read: what is released while no alert is switched on is nobody's news."""
    newest = FiguresChange.objects.aggregate(newest=Max("pk"))["newest"] or 0
    oldest = readers().filter(kind__in=ALERTS).aggregate(oldest=Min("since_change"))["oldest"]
    cursor = LogCursor.objects.filter(pk=_CURSOR).first()
    if cursor is None:
        begin = newest if oldest is None else oldest
        cursor, _ = LogCursor.objects.get_or_create(pk=_CURSOR, defaults={"change": begin})
    if oldest is None and cursor.change < newest:
        LogCursor.objects.filter(pk=_CURSOR, change__lt=newest).update(change=newest)
        return None
    return cursor.change if cursor.change < newest else None


def _first_changes(visits: Collection[UUID], *, after: int) -> dict[UUID, int]:
    """Of these visits, those whose first change of all is new: their release. A later one is a
    correction or a void."""
    first = (
        FiguresChange.objects.filter(visit__in=visits)
        .order_by()
        .values_list("visit")
        .annotate(first=Min("pk"))
    )
    return {visit: change for visit, change in first if change > after}


def _by_person() -> Iterator[tuple[Person, list[Subscription]]]:
    rows = readers().filter(kind__in=ALERTS).order_by("person", "kind")
    for _, mine in groupby(rows, lambda each: each.person_id):
        subscriptions = list(mine)
        yield subscriptions[0].person, subscriptions


def _alerts(
    person: Person, subscriptions: Sequence[Subscription], released: Mapping[UUID, int]
) -> list[Alert]:
    """What the person is told about, all in one mail that is not yet written."""
    news = [
        (visit, kind)
        for each in subscriptions
        for visit, kinds in reasons_to_tell(
            person, [each], [visit for visit, at in released.items() if at > each.since_change]
        ).items()
        for kind in kinds
    ]
    if not news:
        return []
    told = set(Alert.objects.filter(person=person, visit__in=released).values_list("visit", "kind"))
    now = clock.now()
    mailing = Mailing(person=person, made_at=now, try_after=now)
    return [
        Alert(person=person, visit_id=visit, kind=kind, mailing=mailing)
        for visit, kind in news
        if (visit, kind) not in told
    ]
