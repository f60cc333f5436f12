"""The network behind `benchmarks.pack`, and the rounds in which its pack is drawn."""

import cProfile
import os
import pstats
import random
import resource
import shutil
import uuid
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import override_settings

from backend import clock, files
from backend.fieldwork.models import Assignment
from backend.gap_reports.models import GapReport, Pack
from backend.gap_reports.pack_drawing import draw_pack_now
from backend.gap_reports.pack_files import pack_key
from backend.gap_reports.pack_items import draw_item
from backend.gap_reports.pack_scope import Scope
from backend.gap_reports.packs import start_pack
from backend.network.models import Location
from backend.visits.models import Photo, Scorecard, Visit, VisitRevision
from backend.visits.photo_files import Size, derivative_key
from reports.periods import Period
from tests.cast import Cast
from tests.gap_reports.released import released
from tests.reports.snapshots import jpeg

SEED = 2026
QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
SPRING = date(2026, 4, 1)
VISITS_A_QUARTER = 5
LATER = datetime(2026, 10, 5, 9, tzinfo=UTC)
FLOOR = "f" * 64  # the photo of a miss; every visit has one of its receipt
PATTERNS: list[dict[str, Any]] = [
    {},
    {"allergens": {"value": "guessed", "comment": "Probably no nuts, she said."}},
    {"clean": {"value": ["tables"], "photos": [FLOOR]}, "serve_wait": {"value": 610}},
    {"charged_right": {"value": "no", "comment": "1.60 for 1.40, without a word."}},
    {"friendly": {"value": 2}, "recommend": {"value": 3}, "greet_wait": {"value": 140}},
    {"recovery": {"value": ["apology"]}, "clean": {"value": ["floor"], "photos": [FLOOR]}},
    {"clean": {"value": ["none"], "photos": [FLOOR]}, "greet_wait": {"value": 90}},
    {"serve_wait": {"value": 900}, "friendly": {"value": 3}},
]


def compare(*, reports: int, rounds: int, profile: bool) -> None:
    """Print the medians of both and their ratio."""
    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
    with clock.frozen_at(LATER):
        cast = Cast()
        fill(cast, reports)
    if profile:
        return profiled(cast)
    seconds: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    for _ in range(rounds):
        for processes, found in seconds.items():
            found.append(drawn(cast, reports, processes))
    print(f"{reports} reports of {2 * VISITS_A_QUARTER} visits, {connection.vendor}, FULL;")
    print(f"medians of {rounds} interleaved rounds, seed {SEED}")
    print(f"{'':16}{'s':>9}{'CPU s':>9}{'reports/s':>12}")
    middle = {}
    for processes, found in seconds.items():
        wall, spent = (median(one[at] for one in found) for at in (0, 1))
        middle[processes] = wall
        name = f"{processes} process{'' if processes == 1 else 'es'}"
        print(f"{name:16}{wall:9.1f}{spent:9.1f}{reports / wall:12.1f}")
    print(f"two against one: {middle[1] / middle[2]:.2f} x")
    return None


def drawn(cast: Cast, reports: int, processes: int) -> tuple[float, float]:
    """Seconds of one pack from nothing, by the clock and of processor."""
    forget()
    before = spent()
    start = perf_counter()
    with override_settings(PACK_PROCESSES=processes):
        pack = start_pack(
            programme=cast.programme, period=QUARTER, scope=Scope(), kind="zip", by=cast.cleo
        )
        state = draw_pack_now(pack.pk, 1)
    took = perf_counter() - start
    with zipfile.ZipFile(files.path(pack_key(pack))) as archive:
        assert (state, len(archive.namelist())) == ("done", reports)
    return took, spent() - before


def profiled(cast: Cast) -> None:
    """What a hundred reports spend their time with, in this process."""
    pack = start_pack(
        programme=cast.programme, period=QUARTER, scope=Scope(), kind="zip", by=cast.cleo
    )
    codes = list(pack.items.values_list("location", flat=True)[:101])
    draw_item(pack, codes.pop())  # fonts, documents
    profile = cProfile.Profile()
    profile.enable()
    start = perf_counter()
    for code in codes:
        draw_item(pack, code)
    profile.disable()
    print(f"{(perf_counter() - start) / len(codes) * 1e3:.1f} ms a report under the profiler")
    pstats.Stats(profile).sort_stats("cumulative").print_stats(70)


def spent() -> float:
    """Seconds of processor of this process and of all children that have ended."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def forget() -> None:
    """No report, no pack, no file of either."""
    Pack.objects.all().delete()
    GapReport.objects.update(supersedes=None)
    GapReport.objects.all().delete()
    for folder in ("reports", "packs"):
        shutil.rmtree(Path(settings.MEDIA_ROOT) / folder, ignore_errors=True)


def fill(cast: Cast, reports: int) -> None:
    """One real visit of each pattern, copied to every location, day by day."""
    chance = random.Random(SEED)
    originals = []
    for number, pattern in enumerate(PATTERNS):
        photo = f"{number:064x}"
        answers = {
            **pattern,
            "charged_right": {**pattern.get("charged_right", {}), "photos": [photo]},
        }
        originals.append(released(cast, day=date(2026, 7, 2 + number), at=LATER, **answers))
    pictures = Path(settings.MEDIA_ROOT) / "pictures"
    pictures.mkdir()
    for number in range(len(PATTERNS)):
        (pictures / f"{number}.jpg").write_bytes(jpeg(number))
    copies = Copies(cast, originals, pictures)
    with transaction.atomic():
        for number in range(reports):
            place = Location.objects.create(
                code=f"HC-{number:04}",
                name=f"Harbour Coffee {number}",
                brand=cast.harbour,
                region=(cast.lisbon, cast.porto)[number % 2],
                address=f"{number} Quay Street",
                latitude=38.7,
                longitude=-9.1,
                time_zone="Europe/Lisbon",
            )
            cast.programme.locations.add(place)
            for start in (QUARTER.start, SPRING):
                for _ in range(VISITS_A_QUARTER):
                    day = start + timedelta(days=chance.randrange(90))
                    copies.add(chance.choice(originals), place, day)
        copies.save()
        Visit.objects.filter(location__in=["L1"]).update(visit_date=date(2020, 1, 1))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class Copies:
    """Copies of visits with all that hangs on them."""

    def __init__(self, cast: Cast, originals: list[Visit], pictures: Path) -> None:
        self._pictures = pictures
        self._number = {visit.pk: number for number, visit in enumerate(originals)}
        self._cards = {card.visit_id: card for card in Scorecard.objects.all()}
        self._revisions = {one.visit_id: one for one in VisitRevision.objects.all()}
        self._photos: dict[uuid.UUID, list[Photo]] = {}
        for one in Photo.objects.all():
            self._photos.setdefault(one.visit_id, []).append(one)
        self._assignments = {one.pk: one for one in Assignment.objects.all()}
        self._made: dict[type, list[Any]] = {
            kind: [] for kind in (Assignment, Visit, VisitRevision, Photo, Scorecard)
        }

    def add(self, of: Visit, place: Location, day: date) -> None:
        """One more visit, to another place on another day."""
        key = uuid.uuid4()
        job = self._copy(self._assignments[of.assignment_id], id=uuid.uuid4(), location=place)
        self._copy(of, id=key, location=place, visit_date=day, assignment=job, scorecard=None)
        self._copy(self._cards[of.pk], id=None, visit_id=key)
        self._copy(self._revisions[of.pk], id=None, visit_id=key)
        for photo in self._photos[of.pk]:
            self._copy(photo, id=None, visit_id=key)
            file = files.path(derivative_key(key, photo.sha256, Size.THUMB))
            file.parent.mkdir(parents=True, exist_ok=True)
            os.link(self._pictures / f"{self._number[of.pk]}.jpg", file)

    def save(self) -> None:
        """Write them all, and point each visit at its scorecard."""
        for kind, rows in self._made.items():
            kind.objects.bulk_create(rows, batch_size=200)  # type: ignore[attr-defined]
        cards = dict(Scorecard.objects.values_list("visit_id", "pk"))
        for visit in self._made[Visit]:
            visit.scorecard_id = cards[visit.pk]
        Visit.objects.bulk_update(self._made[Visit], ["scorecard"], batch_size=200)

    def _copy(self, row: Any, **changes: Any) -> Any:
        fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        for name, value in changes.items():
            fields.pop(f"{name}_id", None)
            fields[name] = value
        made = type(row)(**fields)
        self._made[type(row)].append(made)
        return made
