"""Reading what is to be scheduled: names become rows, local windows moments, all faults named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.accounts.models import Person, Role
from backend.errors import Invalid, NoPublishedVersion
from backend.fieldwork.models import Programme, Wave
from backend.fieldwork.windows import Window, read_window
from backend.network.models import Location
from backend.standards.models import QuestionnaireVersion
from shopper_forms.findings import Finding, Refused

Loc = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An assignment as somebody asks for it; amounts in minor units of one currency.

    Without `questionnaire` it is the programme's only one. A window may lie outside the wave's
    days: fieldwork overruns.
    """

    wave: str
    location: str
    questionnaire: str | None = None
    window_start: str
    window_end: str
    brief: str
    fee: int
    fee_currency: str
    reimbursement_cap: int
    cap_currency: str
    shopper: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ReadDraft:
    """A draft whose names all stand for something."""

    draft: Draft
    loc: Loc
    wave: Wave
    location: Location
    version: QuestionnaireVersion
    window: Window
    shopper: Person | None


@dataclass(frozen=True)
class _Known:
    """Everything that the drafts of one request name, read once."""

    waves: dict[str, Wave]
    locations: dict[str, Location]
    shoppers: dict[UUID, Person]
    questionnaires: dict[str, set[str]]
    places: dict[str, set[str]]
    competitor_places: dict[str, set[str]]
    versions: dict[str, QuestionnaireVersion]


def read_drafts(drafts: Sequence[tuple[Loc, Draft]]) -> list[ReadDraft]:
    """Drafts, each with the place where it stands in the request, as rows and moments.

    A fixed number of queries. Raises `Invalid` with the faults of all drafts, then
    `NoPublishedVersion` naming all that have none.
    """
    known = _known([draft for _, draft in drafts])
    findings: list[Finding] = []
    windows: list[Window | None] = []
    for loc, draft in drafts:
        findings += _reference_faults(loc, draft, known)
        windows.append(_window(loc, draft, known, findings))
    if findings:
        raise Invalid(errors=findings)
    missing = [
        no_version(loc, _questionnaire(draft, known))
        for loc, draft in drafts
        if _questionnaire(draft, known) not in known.versions
    ]
    if missing:
        raise NoPublishedVersion(errors=missing)
    return [
        ReadDraft(
            draft=draft,
            loc=loc,
            wave=known.waves[draft.wave],
            location=known.locations[draft.location],
            version=known.versions[_questionnaire(draft, known)],
            window=window,
            shopper=known.shoppers[draft.shopper] if draft.shopper else None,
        )
        for (loc, draft), window in zip(drafts, windows, strict=True)
        if window is not None
    ]


def newest_versions(codes: set[str]) -> dict[str, QuestionnaireVersion]:
    """Of each questionnaire the newest published version that is not retired; one query."""
    rows = QuestionnaireVersion.objects.filter(questionnaire__in=codes, retired_at=None)
    return {row.questionnaire_id: row for row in rows.defer("frozen").order_by("version")}


def no_version(loc: Loc, code: str) -> Finding:
    """That a questionnaire has no version to take."""
    sentence = f"Questionnaire {code} has no published version in use."
    return Finding((*loc, "questionnaire"), "no_published_version", sentence)


def other_currency(loc: Loc, currency: str) -> Finding:
    """That a reimbursement is in another currency than the fee."""
    return Finding(
        (*loc, "reimbursement_cap", "currency"),
        "other_currency",
        f"Fee and reimbursement are paid in one currency, here {currency}.",
    )


def _known(drafts: Sequence[Draft]) -> _Known:
    waves = Wave.objects.select_related("programme").in_bulk({draft.wave for draft in drafts})
    programmes = {wave.programme_id for wave in waves.values()}
    questionnaires = _linked(programmes, "questionnaires")
    named = {draft.questionnaire for draft in drafts if draft.questionnaire}
    return _Known(
        waves=waves,
        locations=Location.objects.in_bulk({draft.location for draft in drafts}),
        shoppers=Person.objects.filter(role=Role.SHOPPER).in_bulk(
            {draft.shopper for draft in drafts if draft.shopper}
        ),
        questionnaires=questionnaires,
        places=_linked(programmes, "locations"),
        competitor_places=_linked(programmes, "competitor_locations"),
        versions=newest_versions(named.union(*questionnaires.values())),
    )


def _linked(programmes: set[str], relation: str) -> dict[str, set[str]]:
    """By programme the codes on the other side of a relation."""
    linked: dict[str, set[str]] = {programme: set() for programme in programmes}
    rows = Programme.objects.filter(pk__in=programmes).order_by().values_list("pk", relation)
    for programme, code in rows:
        if code is not None:
            linked[programme].add(code)
    return linked


def _reference_faults(loc: Loc, draft: Draft, known: _Known) -> Iterator[Finding]:
    wave = known.waves.get(draft.wave)
    location = known.locations.get(draft.location)
    if wave is None:
        yield Finding((*loc, "wave"), "unknown_wave", f"There is no wave {draft.wave}.")
    if location is None:
        sentence = f"There is no location {draft.location}."
        yield Finding((*loc, "location"), "unknown_location", sentence)
    elif not location.active:
        sentence = f"Location {draft.location} is not active."
        yield Finding((*loc, "location"), "inactive_location", sentence)
    if wave is not None:
        if location is not None and not _is_place_of(wave.programme, location, known):
            sentence = f"Location {location.pk} does not belong to programme {wave.programme_id}."
            yield Finding((*loc, "location"), "not_in_programme", sentence)
        yield from _questionnaire_faults(loc, draft, wave.programme_id, known)
    if draft.shopper is not None and draft.shopper not in known.shoppers:
        yield Finding((*loc, "shopper"), "unknown_shopper", "There is no such shopper.")
    if draft.fee_currency != draft.cap_currency:
        yield other_currency(loc, draft.fee_currency)


def _is_place_of(programme: Programme, location: Location, known: _Known) -> bool:
    """A programme that names no locations of its own covers all of its brand."""
    own = known.places[programme.pk]
    if location.pk in own or location.pk in known.competitor_places[programme.pk]:
        return True
    return not own and location.brand_id == programme.brand_id


def _questionnaire_faults(
    loc: Loc, draft: Draft, programme: str, known: _Known
) -> Iterator[Finding]:
    codes = known.questionnaires[programme]
    if draft.questionnaire is None and len(codes) != 1:
        sentence = f"Programme {programme} has {len(codes)} questionnaires; name one."
        yield Finding((*loc, "questionnaire"), "required", sentence)
    elif draft.questionnaire is not None and draft.questionnaire not in codes:
        sentence = f"Programme {programme} has no questionnaire {draft.questionnaire}."
        yield Finding((*loc, "questionnaire"), "not_in_programme", sentence)


def _questionnaire(draft: Draft, known: _Known) -> str:
    if draft.questionnaire is not None:
        return draft.questionnaire
    (only,) = known.questionnaires[known.waves[draft.wave].programme_id]
    return only


def _window(loc: Loc, draft: Draft, known: _Known, findings: list[Finding]) -> Window | None:
    """The window; its faults go to `findings`. Without a location UTC shows its other faults."""
    location = known.locations.get(draft.location)
    wave = known.waves.get(draft.wave)
    try:
        return read_window(
            start=draft.window_start,
            end=draft.window_end,
            zone=location.time_zone if location else "UTC",
            grace_hours=wave.programme.grace_hours if wave else 0,
            loc=loc,
        )
    except Refused as refused:
        findings += refused.findings
        return None
