"""The form of a new pack: what it holds, as what, and how large it would be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.http import QueryDict

from backend.gap_reports.models import Pack
from backend.gap_reports.pack_scope import Estimate, Scope, estimate
from backend.network.models import Location
from backend.portal.filters import Filters
from backend.portal.pack_words import in_bytes, in_time
from reports import printed

_MOST_TO_CHOOSE = 300


@dataclass(frozen=True)
class Box:
    """A location to tick."""

    code: str
    name: str
    ticked: bool


@dataclass(frozen=True)
class BoxGroup:
    """The locations of a region."""

    region: str
    boxes: list[Box]


@dataclass
class PackForm:
    """What was asked for, and `faults` by field. Nothing `chosen` means all of the filters."""

    filters: Filters
    kind: str = Pack.Kind.ZIP
    leave_out_empty: bool = True
    chosen: tuple[str, ...] = ()
    faults: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        places = self.filters.locations.select_related("region").order_by("region__path", "name")
        listed = places.filter(programmes=self.filters.programme)
        self._places = list(listed[: _MOST_TO_CHOOSE + 1])
        self._estimate: Estimate | None = None

    @property
    def scope(self) -> Scope:
        """Of the ticked locations, or of all that the page is about."""
        return Scope(region=self.filters.region, codes=self.chosen)

    @property
    def groups(self) -> list[BoxGroup]:
        """The locations to tick by region; none where they are too many to look through."""
        if len(self._places) > _MOST_TO_CHOOSE:
            return []
        by_region = groupby(self._places, lambda place: place.region)
        return [
            BoxGroup(region.name, [self._box(place) for place in places])
            for region, places in by_region
        ]

    @property
    def all_words(self) -> str:
        """What is taken when nothing is ticked."""
        return f"All of {self.filters.scope}"

    @property
    def chosen_words(self) -> str:
        """What is taken now."""
        return printed.things(len(self.chosen), "location") if self.chosen else self.all_words

    @property
    def reports(self) -> int:
        """How many reports it would hold."""
        return self._counted().reports

    @property
    def amount(self) -> str:
        """64 reports, about 37 MB."""
        found = self._counted()
        return f"{printed.things(found.reports, 'report')}, about {in_bytes(found.size)}"

    @property
    def time(self) -> str:
        """Ready in about 25 seconds."""
        return f"ready in about {in_time(self._counted().seconds)}"

    @property
    def empty_words(self) -> str:
        """How many locations have no released visit; nothing when all have."""
        many = self._counted().without_visits
        if not many:
            return ""
        have = "has" if many == 1 else "have"
        fate = "left out" if self.leave_out_empty else "drawn all the same"
        return f"{printed.things(many, 'location')} {have} no released visit: {fate}"

    def _counted(self) -> Estimate:
        if self._estimate is None:
            programme = self.filters.programme
            assert programme is not None  # noqa: S101  # a page without one is answered before
            self._estimate = estimate(
                self.filters.person,
                programme,
                self.filters.period,
                self.scope,
                leave_out_empty=self.leave_out_empty,
            )
        return self._estimate

    def _box(self, place: Location) -> Box:
        return Box(place.pk, place.name, place.pk in self.chosen)


def empty_form(filters: Filters) -> PackForm:
    """The form as it is found."""
    return PackForm(filters)


def read_form(asked: QueryDict, filters: Filters) -> PackForm:
    """The form as it was filled in, with its faults."""
    faults: dict[str, str] = {}
    kind = asked.get("kind", "")
    if kind not in Pack.Kind.values:
        faults["kind"] = "Choose ZIP or one PDF."
        kind = Pack.Kind.ZIP
    codes = tuple(dict.fromkeys(asked.getlist("locations")))
    chosen = tuple(_known(codes, filters))
    if len(chosen) < len(codes):
        faults["locations"] = "One of these locations is not here."
    return PackForm(filters, kind, bool(asked.get("leave_out_empty")), chosen, faults)


def _known(codes: tuple[str, ...], filters: Filters) -> Iterator[str]:
    asked = [code for code in codes[:_MOST_TO_CHOOSE] if code.isprintable() and len(code) <= 60]
    known = set(filters.locations.filter(pk__in=asked).values_list("pk", flat=True))
    return (code for code in asked if code in known)
