"""The weekly digest: where the scope stands, and what is new, due, late and unread in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from backend import clock
from backend.accounts.models import Person, Role
from backend.actions.counting import due_actions
from backend.delivery.alert_mail import critical_texts
from backend.delivery.digesting import Week
from backend.delivery.letters import Letter, letter, link, one_line, when
from backend.delivery.openings import unread
from backend.fieldwork.models import Programme
from backend.gap_reports.models import GapReport
from backend.gap_reports.scope_figures import read_scope, where_to_go
from backend.network.models import Location, Region
from backend.visits.models import COUNTED, Visit, VisitQuerySet
from reports import printed
from reports.periods import Period, previous_period, quarter_of
from reports.scope_shape import ScopeFigures

_NONE_CRITICAL = '"critical":[]'  # as `visits.scoring` writes it, without spaces
_MOST_GAPS = 3
_MOST_ROWS = 10
_VERDICTS = {
    "better": "more than chance explains",
    "worse": "more than chance explains",
    "within_noise": "within noise",
}


def digest_letter(person: Person, programme: Programme | None, week: Week) -> Letter | None:
    """The digest of one programme, or of every one the person sees; None when nothing is new in
    any, nothing due and nothing unread."""
    programmes = Programme.objects.visible_to(person).filter(brand_id=person.brand_code)
    if programme is not None:
        programmes = programmes.filter(pk=programme.pk)
    blocks = [
        block for each in programmes.order_by("name", "pk") for block in _blocks(person, each, week)
    ]
    number = int(week.name[-2:])
    return letter(f"Weekly digest, week {number}", blocks) if blocks else None


def _blocks(person: Person, programme: Programme, week: Week) -> Iterator[list[str]]:
    """One programme; nothing when there is nothing to tell of it."""
    locations = Location.objects.visible_to(person).filter(brand_id=programme.brand_id)
    visits = Visit.objects.visible_to(person).filter(programme=programme, location__in=locations)
    today = clock.today(week.zone)
    new = visits.filter(released_at__gte=week.since, released_at__lt=week.until)
    latest = visits.filter(state__in=COUNTED, visit_date__lte=today).order_by("-visit_date").first()
    period = quarter_of(latest.visit_date if latest else today)
    released = new.count()
    news = [
        block
        for block in (
            _critical(new),
            _actions(person, programme, locations, today),
            _unread(person, programme),
        )
        if block
    ]
    if not released and not news:
        return
    figures = read_scope(programme=programme, period=period, locations=locations)
    yield list(_standing(person, programme, period, figures, today, released))
    yield from (block for block in (_gaps(figures), _where_to_go(figures)) if block)
    yield from news
    chosen = {"programme": programme.pk, "from": f"{period.start}", "to": f"{period.end}"}
    yield [f"The figures: {link('/desk/', **chosen)}"]


def _standing(
    person: Person,
    programme: Programme,
    period: Period,
    figures: ScopeFigures,
    today: date,
    released: int,
) -> Iterator[str]:
    """Score, interval, change, and how many visits are new."""
    head = f"{one_line(programme.name)}, {_scope(person, programme)}"
    yield head
    yield "=" * len(head)
    yield f"{_months(period)}{' so far' if period.end >= today else ''}"
    score, change = figures["score"], figures["change"]
    if score["percent"] is None:
        yield "No visit has a score yet."
    else:
        low, high = score["low"], score["high"]
        interval = (
            f", 95 % interval {printed.number(low)}–{printed.number(high)}" if low and high else ""
        )
        yield (
            f"Score {printed.number(score['percent'], figures['target'])}{interval}, target"
            f" {printed.number(figures['target'])}; {printed.things(score['visits'], 'visit')} to"
            f" {printed.things(score['n'], 'location')}."
            f"{' Too few visits for a rating.' if figures['status'] == 'too_few' else ''}"
        )
    before = _months(previous_period(period))
    if change["verdict"] in _VERDICTS:
        points = printed.signed(change["points"])
        yield f"Change from {before}: {points} points, {_VERDICTS[change['verdict']]}."
    elif change["verdict"] == "too_few":
        yield f"Change from {before}: too few visits to tell."
    were = "was" if released == 1 else "were"
    yield f"{printed.things(released, 'visit')} {were} released in the last seven days."


def _gaps(figures: ScopeFigures) -> list[str]:
    by_code = {standard["code"]: standard for standard in figures["standards"]}
    lossy = [by_code[code] for code in figures["priorities"]]  # most points lost first
    missed = [one for one in lossy if Decimal(one["gap"] or 0) < 0]
    rows = [
        f"- {one_line(one['text']).rstrip('.')}:"
        f" {printed.number(one['percent'], one['target'])}, target"
        f" {printed.number(one['target'])} ({printed.things(one['n'], 'visit')}), costs"
        f" {printed.lost(one['lost'])} points"
        for one in missed[:_MOST_GAPS]
    ]
    return ["Largest gaps", *rows] if rows else []


def _where_to_go(figures: ScopeFigures) -> list[str]:
    rows = [
        f"- {one_line(row['name'])} ({row['location']}): {printed.number(row['percent'])} from"
        f" {printed.things(row['n'], 'visit')}"
        + (
            f", {printed.things(row['critical'], 'critical miss', 'critical misses')}"
            if row["critical"]
            else ""
        )
        for row in where_to_go(figures)[:_MOST_GAPS]
    ]
    title = "Where to go first (shortfall, and two points for each critical miss)"
    return [title, *rows] if rows else []


def _critical(new: VisitQuerySet) -> list[str]:
    rows = []
    visits = (
        new.filter(scorecard__isnull=False)
        .exclude(scorecard__vector__contains=_NONE_CRITICAL)
        .select_related("location", "scorecard", "questionnaire_version")
        .defer("scorecard__answers", "scorecard__body")
    )
    for visit in visits.order_by("-visit_date", "location__name", "pk"):
        where = f"{one_line(visit.location.name)} ({visit.location_id})"
        day = when(visit.visit_date.isoformat(), visit.daypart)
        for text in critical_texts(visit):
            rows += [[f"- {where}, {day}: {text}", f"  {link(f'/desk/visits/{visit.pk}/')}"]]
    return _listed("New critical misses", rows)


def _actions(
    person: Person, programme: Programme, locations: QuerySet[Location], today: date
) -> list[str]:
    due = due_actions(person, programme, locations, today)
    rows = [
        [
            f"- {one.standard}, {one_line(one.location_name)} ({one.location}): "
            + (_late(-one.days) if one.is_late else f"due {printed.day(one.due.isoformat())}")
        ]
        for one in due
    ]
    late = sum(one.is_late for one in due)
    return _listed(f"Actions: {late} late, {len(due) - late} due within seven days", rows)


def _late(days: int) -> str:
    return f"{printed.things(days, 'day')} late"


def _unread(person: Person, programme: Programme) -> list[str]:
    now = clock.now()
    issued = GapReport.objects.visible_to(person).filter(programme=programme)
    reports = unread(issued.order_by("created_at", "id"), most=_MOST_ROWS + 1)
    rows = []
    for report in reports:
        where = f"{one_line(report.location.name)} ({report.location_id})"
        period = _months(Period(report.starts, report.ends))
        rows.append(
            [f"- {where}, {period}: for {printed.things((now - report.created_at).days, 'day')}"]
        )
    return _listed("Reports that no manager of the region has opened", rows)


def _listed(title: str, rows: list[list[str]]) -> list[str]:
    """A title with the first rows below it; nothing without rows."""
    if not rows:
        return []
    more = len(rows) - _MOST_ROWS
    rest = [f"- and {more} more"] if more > 1 else ["- and more"] if more == 1 else []
    return [title, *(line for row in rows[:_MOST_ROWS] for line in row), *rest]


def _scope(person: Person, programme: Programme) -> str:
    """What the reader's locations are called together."""
    if person.role != Role.MANAGER:
        return one_line(programme.brand.name)
    regions = Region.objects.visible_to(person).order_by("path")
    roots: list[Region] = []
    for region in regions:
        if not roots or not region.path.startswith(roots[-1].path):
            roots.append(region)
    return ", ".join(one_line(region.name) for region in roots) or "no region"


def _months(period: Period) -> str:
    return printed.months_or_days(period.start.isoformat(), period.end.isoformat())
