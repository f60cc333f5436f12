"""The rounds of `benchmarks.portal`: who looks at what, and what the same sums cost bare."""

import gc
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from statistics import median, quantiles
from time import process_time

from django.core.management import call_command
from django.db import connection
from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, QuerySet, Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend import clock
from backend.accounts.models import Person, PersonRegion, Role
from backend.actions.models import Action, ActionKind
from backend.fieldwork.models import Programme
from backend.gap_reports.counted_visits import visits_of_programme
from backend.gap_reports.scope_figures import read_scope
from backend.network.models import Location
from benchmarks.gap_rows import QUARTER, SEED, Stage, bare, timed
from reports.periods import Period, trend_periods

VISITS = 100_000
LOCATIONS = 1_000
REGION = 100
FIRST_DAY = date(2024, 10, 1)
TODAY = datetime(2026, 10, 5, 9, tzinfo=UTC)
ROUNDS = 25
PAGES = ("/desk/", "/desk/league/", "/desk/heat-map/")


def compare() -> None:
    """Fill the database, then measure figures and pages for both people in interleaved rounds."""
    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
    stage = Stage(region_size=REGION, each=VISITS // LOCATIONS, first_day=FIRST_DAY)
    chance = random.Random(SEED)
    stage.fill_to(VISITS, chance)
    add_actions(stage.programme, chance)
    with clock.frozen_at(TODAY):
        measure(stage)


def add_actions(programme: Programme, chance: random.Random) -> None:
    """An open action at every location, half of them late."""
    Action.objects.bulk_create(
        Action(
            location=location,
            programme=programme,
            standard="S00",
            standard_text="Standard 0",
            kind=ActionKind.CRITICAL,
            due=TODAY.date() + timedelta(days=chance.randint(-30, 30)),
            noticed_on=QUARTER.end,
            opened_at=TODAY,
        )
        for location in programme.locations.all()
    )


def measure(stage: Stage) -> None:
    """Print a line for each person and thing: p50, p95, what the processor did of it, and that
    against the statements bare."""
    # as the server does once it is up (deploy/gunicorn.conf.py)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    print(f"{connection.vendor}; {VISITS} released visits, {LOCATIONS} locations, 24 months;")
    print(f"{ROUNDS} interleaved rounds, seed {SEED}; milliseconds")
    print(f"{'':60}{'p50':>8}{'p95':>8}{'cpu':>8}{'cpu p95':>9}{'to bare':>9}")
    for person in (admin(), manager()):
        locations = Location.objects.visible_to(person)
        client = Client(headers={"host": "localhost"})
        client.force_login(person)
        scope = partial(read_scope, programme=stage.programme, period=QUARTER, locations=locations)
        things: dict[str, Callable[[], object]] = {
            "its statements bare": partial(bare, statements_of(scope)),
            "read_scope": scope,
            **{page: partial(looked_at, client, page) for page in PAGES},
            "scores alone, from visits": partial(sum_visits, stage, locations),
        }
        report(f"{person.role}, {locations.count()} locations: ", things)


def report(who: str, things: dict[str, Callable[[], object]]) -> None:
    """Run all in turn and print their times."""
    for thing in things.values():
        thing()
    walls: dict[str, list[float]] = {name: [] for name in things}
    cpus: dict[str, list[float]] = {name: [] for name in things}
    for _ in range(ROUNDS):
        for name, thing in things.items():
            before = process_time()
            walls[name].append(timed(thing) * 1e3)
            cpus[name].append((process_time() - before) * 1e3)
    limit = median(next(iter(cpus.values())))
    for name, wall in walls.items():
        p50, p95 = median(wall), quantiles(wall, n=20)[-1]
        cpu, cpu95 = median(cpus[name]), quantiles(cpus[name], n=20)[-1]
        print(f"{who + name:60}{p50:8.0f}{p95:8.0f}{cpu:8.0f}{cpu95:9.0f}{cpu / limit:9.1f}")
        who = " " * len(who)


def statements_of(thing: Callable[[], object]) -> list[str]:
    """What it asks the database."""
    with CaptureQueriesContext(connection) as captured:
        thing()
    return [query["sql"] for query in captured.captured_queries]


def sum_visits(stage: Stage, locations: QuerySet[Location]) -> object:
    """The scores alone, added up by the database from the visits of six periods: no standards."""
    whole = Period(trend_periods(QUARTER)[0].start, QUARTER.end)
    square = ExpressionWrapper(F("percent_e4") * F("percent_e4"), output_field=BigIntegerField())
    visits = visits_of_programme(stage.programme, whole).filter(location__in=locations)
    return list(
        visits.order_by()
        .values_list("location", "visit_date__year", "visit_date__quarter")
        .annotate(Count("percent_e4"), Sum("percent_e4"), squares=Sum(square))
    )


def admin() -> Person:
    """Who sees the whole brand."""
    return _person("admin", Role.CLIENT_ADMIN)


def manager() -> Person:
    """Who sees one region of it."""
    person = _person("manager", Role.MANAGER)
    PersonRegion.objects.create(person=person, region_code="region-0")
    return person


def looked_at(client: Client, address: str) -> None:
    """A page as it is served; an error if it is not."""
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")


def _person(name: str, role: str) -> Person:
    return Person.objects.create(
        email=f"{name}@bench.example", name=name, role=role, brand_code="brand", password="!"
    )
