"""For whom a digest is due: once in an ISO week, on Monday morning where its reader is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from backend import clock
from backend.accounts.models import Person
from backend.delivery.choosing import readers
from backend.delivery.models import Kind, Mailing, Subscription
from backend.network.models import Location

MORNING = time(7)
_WEEK = timedelta(days=7)
_EASTERNMOST, _WESTERNMOST = timedelta(hours=14), timedelta(hours=-12)


@dataclass(frozen=True)
class Week:
    """The seven days that a digest tells of, up to Monday morning in `zone`; `name` is the ISO
    week that begins then."""

    name: str
    since: datetime
    until: datetime
    zone: str


def note_digests() -> int:
    """Lay down the digests that are due; returns how many. One query in the middle of a week.

    What begins after Monday morning waits for the next; an outage on Monday is made good for.
    """
    laid_down = 0
    for subscription in _without_digest():
        week = week_of(subscription.person)
        now = clock.now()
        if not subscription.since < week.until <= now:
            continue
        try:
            with transaction.atomic():
                Mailing.objects.create(
                    person=subscription.person, week=week.name, made_at=now, try_after=now
                )
        except IntegrityError:  # another worker was first, or this week's is there
            continue
        laid_down += 1
    return laid_down


def week_of(person: Person) -> Week:
    """The week whose digest the person has, or gets, in the present one."""
    zone = zone_of(person)
    today = clock.today(zone)
    monday = today - timedelta(days=today.weekday())
    since, until = (
        datetime.combine(day, MORNING, ZoneInfo(zone)) for day in (monday - _WEEK, monday)
    )
    return Week(_name(today.isocalendar()), since, until, zone)


def last_seven_days(person: Person) -> Week:
    """As if the digest were sent now."""
    now = clock.now()
    zone = zone_of(person)
    return Week(_name(clock.today(zone).isocalendar()), now - _WEEK, now, zone)


def zone_of(person: Person) -> str:
    """The time zone of all locations the person sees, when it is one; else `DIGEST_ZONE`."""
    zones = Location.objects.visible_to(person).filter(active=True).order_by()
    found = list(zones.values_list("time_zone", flat=True).distinct()[:2])
    return found[0] if len(found) == 1 else str(settings.DIGEST_ZONE)


def digest_choice(person: Person) -> Subscription | None:
    """The person's subscription to the digest, if they may have mail at all."""
    chosen = readers().filter(person=person, kind=Kind.DIGEST).select_related("programme")
    return chosen.first()


def _without_digest() -> list[Subscription]:
    """Those who lack the digest of a week that it is now somewhere on earth: one name except
    around Monday's beginning, when it is two."""
    now = clock.now()
    weeks = {_name((now + shift).isocalendar()) for shift in (_EASTERNMOST, _WESTERNMOST)}
    laid_down = Count("person__mailings", filter=Q(person__mailings__week__in=weeks))
    rows = readers().filter(kind=Kind.DIGEST).annotate(laid_down=laid_down)
    return list(rows.filter(laid_down__lt=len(weeks)))


def _name(week: tuple[int, int, int]) -> str:
    return f"{week[0]}-W{week[1]:02}"
