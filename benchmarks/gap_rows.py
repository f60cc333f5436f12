"""The rows behind `benchmarks.gap_queries`: a network, its visits, and the race over them."""

import hashlib
import json
import random
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.test.utils import CaptureQueriesContext

from backend.accounts.models import Person, Role
from backend.fieldwork.models import Assignment, AssignmentState, Programme, Wave
from backend.gap_reports.analysing import analyse_location_gaps, analyse_region_gaps
from backend.network.models import Brand, Location, Region
from backend.standards.models import Questionnaire, QuestionnaireVersion
from backend.visits.models import Outcome, Scorecard, Visit, VisitState
from backend.visits.rollup import rebuild
from reports.periods import Period

ROUNDS = 9
SEED = 2026
SIZES = (1_000, 100_000)
STANDARDS = 14
VISITS_A_QUARTER = 5
QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
FIRST_DAY = date(2025, 4, 1)
STAGES = ("pre_transaction", "transaction", "post_transaction")
DIMENSIONS = ("reliability", "assurance", "tangibles", "empathy", "responsiveness")
# Forty answers as text, so that a page of the table holds as few rows as in life.
ANSWERS = json.dumps(
    {f"q-{number:02}": {"value": "yes", "comment": "x" * 30} for number in range(40)}
)
NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)


def compare() -> None:
    """Fill the database to each size and race the analyses against their statements."""
    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
    chance = random.Random(SEED)
    stage = Stage()
    print(f"{connection.vendor}; six quarters of {VISITS_A_QUARTER} visits to each location;")
    print(f"medians of {ROUNDS} interleaved rounds, seed {SEED}")
    print(f"{'':44}{'analysis ms':>13}{'bare SQL ms':>13}{'ratio':>8}{'queries':>9}")
    for size in SIZES:
        stage.fill_to(size, chance)
        one = Location.objects.select_related("region").get(pk="L00000")
        region = Region.objects.get(pk="region-0")
        inside = Location.objects.filter(region=region).count()
        race(
            f"{size:>7} visits: one location",
            partial(analyse_location_gaps, location=one, programme=stage.programme, period=QUARTER),
        )
        race(
            f"{size:>7} visits: region of {inside}",
            partial(analyse_region_gaps, region=region, programme=stage.programme, period=QUARTER),
        )


def race(name: str, analysis: Callable[[], object]) -> None:
    """One line: an analysis, its statements bare, and how many they are."""
    analysis()
    with CaptureQueriesContext(connection) as captured:
        analysis()
    statements = [query["sql"] for query in captured.captured_queries]
    rounds = [(timed(analysis), timed(lambda: bare(statements))) for _ in range(ROUNDS)]
    ours, floor = median(one[0] for one in rounds), median(one[1] for one in rounds)
    print(f"{name:44}{ours * 1e3:13.2f}{floor * 1e3:13.2f}{ours / floor:8.1f}{len(statements):9}")


def bare(statements: Sequence[str]) -> None:
    """The statements without Django's reading of rows or ours."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.cursor.execute(statement)
            cursor.cursor.fetchall()


def timed(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    start = perf_counter()
    work()
    return perf_counter() - start


class Stage:
    """A brand with regions of 500 locations, one questionnaire, and visits as many as asked."""

    def __init__(
        self, region_size: int = 500, each: int = 6 * VISITS_A_QUARTER, first_day: date = FIRST_DAY
    ) -> None:
        self.region_size, self.each, self.first_day = region_size, each, first_day
        self.days = (QUARTER.end - first_day).days + 1
        self.brand = Brand.objects.create(code="brand", name="Brand", kind="own")
        self.shopper = Person.objects.create(
            email="shopper@bench.example", name="Shopper", role=Role.SHOPPER, password="!"
        )
        self.version = self._version()
        self.programme = Programme.objects.create(
            code="programme", name="Programme", brand=self.brand, target_score=90
        )
        self.programme.questionnaires.add(self.version.questionnaire)
        self.wave = Wave.objects.create(
            code="wave",
            programme=self.programme,
            starts=first_day,
            ends=QUARTER.end,
            state=Wave.State.OPEN,
        )
        chance = random.Random(SEED)
        self.figures = [figures_of(chance) for _ in range(1_000)]
        self.locations: list[Location] = []

    def fill_to(self, visits: int, chance: random.Random) -> None:
        """Add locations, each with its visits, until there are so many visits."""
        with transaction.atomic():
            while len(self.locations) * self.each < visits:
                self._add_location(chance, self.each)
            card = Scorecard.objects.filter(visit=OuterRef("pk"))
            Visit.objects.filter(scorecard=None).update(
                scorecard=Subquery(card.values("pk")),
                percent_e4=Subquery(card.values("percent_e4")),
            )
        rebuild(self.programme)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _version(self) -> QuestionnaireVersion:
        frozen = json.dumps(document())
        questionnaire = Questionnaire.objects.create(code="bench", brand=self.brand, draft=frozen)
        return QuestionnaireVersion.objects.create(
            questionnaire=questionnaire,
            version=1,
            sha256=hashlib.sha256(frozen.encode()).hexdigest(),
            frozen=frozen,
            published_at=NOON,
        )

    def _add_location(self, chance: random.Random, visits: int) -> None:
        number = len(self.locations)
        code = f"region-{number // self.region_size}"
        region, _ = Region.objects.get_or_create(
            code=code, defaults={"name": code, "brand": self.brand, "path": f"/{code}/"}
        )
        location = Location.objects.create(
            code=f"L{number:05}",
            name=f"Place {number}",
            brand=self.brand,
            region=region,
            latitude=0,
            longitude=0,
            time_zone="UTC",
        )
        self.programme.locations.add(location)
        self.locations.append(location)
        assignments = [self._assignment(location) for _ in range(visits)]
        made = [self._visit(chance, one) for one in assignments]
        Assignment.objects.bulk_create(assignments)
        Visit.objects.bulk_create(made)
        Scorecard.objects.bulk_create([self._scorecard(chance, visit) for visit in made])

    def _assignment(self, location: Location) -> Assignment:
        return Assignment(
            wave=self.wave,
            programme=self.programme,
            location=location,
            questionnaire_version=self.version,
            window_start="2026-07-01T09:00",
            window_end="2026-07-01T17:00",
            window_start_utc=NOON,
            window_end_utc=NOON,
            submit_by_utc=NOON,
            brief="",
            brief_sha256="",
            state=AssignmentState.RECEIVED,
            shopper=self.shopper,
        )

    def _visit(self, chance: random.Random, assignment: Assignment) -> Visit:
        return Visit(
            id=uuid.UUID(int=chance.getrandbits(128), version=4),
            owner=self.shopper,
            assignment=assignment,
            wave=self.wave,
            programme=self.programme,
            location=assignment.location,
            questionnaire_version=self.version,
            state=VisitState.RELEASED,
            outcome=Outcome.COMPLETED,
            visit_date=self.first_day + timedelta(days=chance.randrange(self.days)),
            daypart="midday",
            started_at=NOON,
            submitted_at=NOON,
            received_at=NOON,
            completed_at=NOON,
            released_at=NOON,
        )

    def _scorecard(self, chance: random.Random, visit: Visit) -> Scorecard:
        percent, vector = chance.choice(self.figures)
        return Scorecard(
            visit=visit,
            sequence=1,
            engine="1",
            questionnaire_version=self.version,
            document_sha256=self.version.sha256,
            answers=ANSWERS,
            answers_sha256="0" * 64,
            percent_e4=percent,
            raw_percent_e4=percent,
            outcome="pass" if percent >= 800_000 else "fail",
            band="Developing",
            body="x" * 4_000,
            vector=vector,
            created_at=NOON,
        )


def figures_of(chance: random.Random) -> tuple[int, str]:
    """A percent and a vector that belongs to it: 1 to 5 points a standard, 80 % of them met."""
    possible = [chance.randint(1, 5) for _ in range(STANDARDS)]
    earned = [points if chance.random() < 0.8 else points / 2 for points in possible]
    total = sum(possible)
    vector = {
        "standards": {
            f"S{number:02}": [f"{got:.4f}", f"{points:.4f}", f"{100 * (points - got) / total:.4f}"]
            for number, (got, points) in enumerate(zip(earned, possible, strict=True))
        },
        "measured": {"q-wait": str(chance.randint(60, 900))},
        "recommend": chance.randint(0, 10),
        "critical": ["q-00"] if chance.random() < 0.02 else [],
    }
    return round(1_000_000 * sum(earned) / total), json.dumps(vector, separators=(",", ":"))


def document() -> dict[str, Any]:
    """A questionnaire of one question a standard, and one measured."""
    standards = {
        f"S{number:02}": {
            "code": f"S{number:02}",
            "text": {"en": f"Standard {number}"},
            "stage": STAGES[number % 3],
            "dimension": DIMENSIONS[number % 5],
            "behaviours": ["respect"],
            "trust": ["honesty"],
            "target_percent": 90,
            "critical": number == 0,
            "owner_role": "Manager",
        }
        for number in range(STANDARDS)
    }
    questions: list[dict[str, Any]] = [
        {
            "code": f"q-{number:02}",
            "type": "yes_no",
            "text": {"en": f"Question {number}"},
            "standard": f"S{number:02}",
            "score": {"yes": 1, "no": 0},
            "critical": number == 0,
        }
        for number in range(STANDARDS)
    ]
    questions.append(
        {
            "code": "q-wait",
            "type": "duration",
            "text": {"en": "How long was the wait?"},
            "standard": "S01",
            "score": {"better": "lower", "target": 300, "curve": "step"},
        }
    )
    return {
        "schema": "questionnaire/1",
        "code": "bench",
        "version": 1,
        "title": {"en": "Bench"},
        "default_language": "en",
        "languages": ["en"],
        "channel": "in_store",
        "scoring": {
            "mode": "pooled",
            "critical": {"effect": "keep"},
            "bands": [{"from": 0, "label": "Below"}, {"from": 90, "label": "On standard"}],
        },
        "standards": standards,
        "sections": [{"code": "all", "title": {"en": "All"}, "questions": questions}],
        "checks": [],
    }
