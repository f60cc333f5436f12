"""What a page is narrowed to: programme, period and region, all of them in its address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import OuterRef, QuerySet, Subquery

from backend import clock
from backend.accounts.models import Person
from backend.fieldwork.models import Programme
from backend.network.models import Brand, Location, Region
from backend.visits.models import COUNTED, Visit
from reports import printed
from reports.periods import Period, month_of, previous_period, quarter_of, trend_periods

_QUARTERS, _MONTHS = 6, 6
_OLDEST, _NEWEST = date(2000, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class Choice:
    """One value of a filter: its words and the address of the same page with it."""

    words: str
    query: str
    chosen: bool
    depth: int = 0


@dataclass(frozen=True)
class Filters:
    """What a page shows. `faults` say by field what the address had wrong: then the page shows
    them and no figures. `programme` is None for who has none to see yet.

    `visible` are the locations that the person may see of the programme's brand, narrowed to
    `region` where one is chosen; a manager of several regions who chose none sees all of theirs.
    `kept` is what the page itself adds to its address and no filter may lose.
    """

    person: Person
    programme: Programme | None
    period: Period
    region: Region | None
    programmes: list[Programme]
    regions: list[Region]
    faults: Mapping[str, str]
    asked: Mapping[str, str]
    latest: date | None = None
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """The filters as the query of an address."""
        return urlencode(self._values())

    @property
    def locations(self) -> QuerySet[Location]:
        """The locations the page is about, of the programme's own brand."""
        visible = Location.objects.visible_to(self.person)
        if self.programme is None:
            return visible.none()
        visible = visible.filter(brand_id=self.programme.brand_id)
        if self.region is not None:
            visible = visible.filter(region__path__startswith=self.region.path)
        return visible

    @property
    def scope(self) -> str:
        """What the chosen locations are called together."""
        if self.region is not None:
            return self.region.name
        if len(self.roots) == 1:
            return self.roots[0].name
        if self.person.brand_code and self.person.role == "manager":
            return "My regions"
        return str(self.programme.brand.name) if self.programme else ""

    @property
    def roots(self) -> list[Region]:
        """The uppermost regions the person may choose."""
        paths = [region.path for region in self.regions]
        return [
            region
            for region in self.regions
            if not any(region.path != path and region.path.startswith(path) for path in paths)
        ]

    @property
    def period_words(self) -> str:
        """The period in words: "July to September 2026"."""
        return _words(self.period, short=False)

    @property
    def period_short(self) -> str:
        """The period in few letters: "Jul–Sep 2026"."""
        return _short(self.period)

    @property
    def previous_words(self) -> str:
        """The period before, in few letters."""
        return _short(previous_period(self.period))

    @property
    def period_choices(self) -> list[Choice]:
        """The last quarters and months up to the newest visit, newest first."""
        newest = max(self.latest or self.period.end, self.period.end)
        return [
            Choice(_short(period), self._with(period=period), period == self.period)
            for period in (*_last(quarter_of(newest), _QUARTERS), *_last(month_of(newest), _MONTHS))
        ]

    @property
    def region_choices(self) -> list[Choice]:
        """All that the person may see, then each region under its parent."""
        shallowest = min((region.path.count("/") for region in self.regions), default=0)
        everything = "All regions" if len(self.roots) != 1 else f"All of {self.roots[0].name}"
        found = [Choice(everything, self._with(region=""), self.region is None)]
        for region in self.regions:
            if [region] != self.roots:
                chosen = self.region is not None and region.pk == self.region.pk
                depth = region.path.count("/") - shallowest
                found.append(Choice(region.name, self._with(region=region.pk), chosen, depth))
        return found

    @property
    def programme_choices(self) -> list[Choice]:
        """The programmes of the brand, of all brands for the agency; each with its own period."""
        return [
            Choice(
                programme.name,
                urlencode({"programme": programme.pk}),
                self.programme is not None and programme.pk == self.programme.pk,
            )
            for programme in self.programmes
        ]

    @property
    def here(self) -> str:
        """The filters with what the page itself keeps, as the query of this very page."""
        return self._with()

    def with_region(self, code: str) -> str:
        """The query of the same page narrowed to a region, or to none."""
        return self._with(region=code)

    def _values(self) -> dict[str, str]:
        values = {
            "programme": self.programme.pk if self.programme else "",
            "from": self.period.start.isoformat(),
            "to": self.period.end.isoformat(),
            "region": self.region.pk if self.region else "",
        }
        return {name: value for name, value in values.items() if value}

    def _with(self, period: Period | None = None, region: str | None = None) -> str:
        values: dict[str, str] = self._values()
        if period is not None:
            values |= {"from": period.start.isoformat(), "to": period.end.isoformat()}
        if region is not None:
            values["region"] = region
        return urlencode({name: value for name, value in {**values, **self.kept}.items() if value})


def read_filters(person: Person, asked: Mapping[str, str]) -> Filters:
    """The filters of an address, with what it leaves open filled in: the programme with the
    newest counted visit, and the last quarter that is over and has one. Three queries at most."""
    faults: dict[str, str] = {}
    programmes = list(_programmes(person))
    programme = _programme(programmes, asked.get("programme", ""), faults)
    latest: date | None = getattr(programme, "latest", None)
    regions = _regions(person, programme)
    region = _region(regions, asked.get("region", ""), faults)
    return Filters(
        person=person,
        programme=programme,
        period=_period(asked, latest, faults),
        region=region,
        programmes=programmes,
        regions=regions,
        faults=faults,
        asked=asked,
        latest=latest,
    )


def _programmes(person: Person) -> QuerySet[Programme]:
    """Those of own brands, each with the day of its newest counted visit."""
    newest = Visit.objects.filter(programme=OuterRef("pk"), state__in=COUNTED)
    return (
        Programme.objects.visible_to(person)
        .filter(brand__kind=Brand.Kind.OWN)
        .select_related("brand")
        .annotate(latest=Subquery(newest.order_by("-visit_date").values("visit_date")[:1]))
        .order_by("brand__name", "name", "pk")
    )


def _programme(programmes: list[Programme], code: str, faults: dict[str, str]) -> Programme | None:
    if code:
        for programme in programmes:
            if programme.pk == code:
                return programme
        faults["programme"] = "There is no such programme."
    return max(programmes, key=_newest, default=None)


def _newest(programme: Programme) -> date:
    found: date | None = getattr(programme, "latest", None)
    return found or date.min


def _regions(person: Person, programme: Programme | None) -> list[Region]:
    if programme is None:
        return []
    visible = Region.objects.visible_to(person).filter(brand_id=programme.brand_id)
    return list(visible.order_by("path"))


def _region(regions: list[Region], code: str, faults: dict[str, str]) -> Region | None:
    if not code:
        return None
    for region in regions:
        if region.pk == code:
            return region
    faults["region"] = "There is no such region."
    return None


def _period(asked: Mapping[str, str], latest: date | None, faults: dict[str, str]) -> Period:
    days = {name: _day(asked[name], name, faults) for name in ("from", "to") if asked.get(name)}
    start, end = days.get("from"), days.get("to")
    if start and end and start > end:
        faults["to"] = "The period ends before it begins."
    elif ("from" in days) != ("to" in days):
        faults["to" if "from" in days else "from"] = "Give both days of the period, or neither."
    if faults or start is None or end is None:
        return _usual(latest)
    return Period(start, end)


def _day(text: str, name: str, faults: dict[str, str]) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        faults[name] = "Write the day as 2026-07-01."
        return None
    if not _OLDEST <= day <= _NEWEST:
        faults[name] = "Choose a day from 2000 to 2100."
        return None
    return day


def _usual(latest: date | None) -> Period:
    """The newest quarter with a counted visit that is over; the running one before there is."""
    today = clock.today("UTC")
    period = quarter_of(min(latest or today, today))
    return previous_period(period) if period.end >= today and latest else period


def _last(period: Period, many: int) -> Iterator[Period]:
    yield from reversed(trend_periods(period)[-many:])


def _short(period: Period) -> str:
    return _words(period, short=True)


def _words(period: Period, *, short: bool) -> str:
    return printed.months_or_days(period.start.isoformat(), period.end.isoformat(), short=short)
