"""Routes of waves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from backend.api.door import AGENCY, CLIENT, SETTERS_UP, Door, found, one, person_of
from backend.api.lists import PageQuery, page
from backend.api.schemas import Code, Day, In, NothingIn, Out, refusals
from backend.fieldwork.models import Wave
from backend.fieldwork.waves import add_wave, change_wave, open_wave

router = Router()

READERS = (*AGENCY, *CLIENT)


class WaveIn(In):
    """A wave, from the first to the last day."""

    code: Code
    programme: Code
    starts: Day = Field(alias="from")
    ends: Day = Field(alias="to")


class WaveChangeIn(In):
    """Other days; a key that is missing or null stays as it is."""

    starts: Day | None = Field(None, alias="from")
    ends: Day | None = Field(None, alias="to")


class WaveOut(Out):
    """A wave as it stands."""

    code: str
    programme: str
    starts: date = Field(alias="from")
    ends: date = Field(alias="to")
    state: str


class WavesOut(Out):
    """A page of waves."""

    items: list[WaveOut]
    next: str | None


@router.get(
    "/waves",
    response={200: WavesOut, **refusals(422)},
    auth=Door(*READERS),
    by_alias=True,
)
def list_waves(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """Waves in the order of their first days."""
    rows = Wave.objects.visible_to(person_of(request))
    return page(rows, query, ["starts", "code"], show_wave)


@router.post(
    "/waves", response={201: WaveOut, **refusals(409)}, auth=Door(*SETTERS_UP), by_alias=True
)
def create_wave(request: HttpRequest, body: WaveIn) -> Status[dict[str, Any]]:
    """Plan a wave."""
    wave = add_wave(
        by=person_of(request),
        code=body.code,
        programme=body.programme,
        starts=body.starts,
        ends=body.ends,
    )
    return Status(201, show_wave(wave))


@router.get(
    "/waves/{code}",
    response=WaveOut,
    auth=Door(*READERS, find=one(Wave, "code")),
    by_alias=True,
)
def read_wave(request: HttpRequest, code: str) -> dict[str, Any]:
    """One wave."""
    return show_wave(found(request, Wave))


@router.patch(
    "/waves/{code}",
    response=WaveOut,
    auth=Door(*SETTERS_UP, find=one(Wave, "code")),
    by_alias=True,
)
def update_wave(request: HttpRequest, code: str, body: WaveChangeIn) -> dict[str, Any]:
    """Move the first or the last day."""
    wave = change_wave(
        wave=found(request, Wave), by=person_of(request), starts=body.starts, ends=body.ends
    )
    return show_wave(wave)


@router.post(
    "/waves/{code}/open",
    response={200: WaveOut, **refusals(409)},
    auth=Door(*SETTERS_UP, find=one(Wave, "code")),
    by_alias=True,
)
def open_a_wave(request: HttpRequest, code: str, body: NothingIn | None = None) -> dict[str, Any]:
    """Open a planned wave, so that its assignments may be given out."""
    return show_wave(open_wave(wave=found(request, Wave), by=person_of(request)))


def show_wave(wave: Wave) -> dict[str, Any]:
    """A wave as the API tells it."""
    return {
        "code": wave.code,
        "programme": wave.programme_id,
        "from": wave.starts,
        "to": wave.ends,
        "state": wave.state,
    }
