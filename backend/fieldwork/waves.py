"""Waves: the periods of a programme, and opening them."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import AlreadyExists, DeclarationMissing, Invalid, WrongState
from backend.fieldwork.models import Programme, Wave
from backend.fieldwork.programmes import TAKEN
from shopper_forms.findings import Finding


@transaction.atomic
def add_wave(*, by: Person, code: str, programme: str, starts: date, ends: date) -> Wave:
    """A planned wave from the first to the last day, both included.

    Waves may overlap, and visits may be agreed for days outside: fieldwork overruns, and a
    figure counts by the day of the visit. Raises `Invalid` with every fault at once, then
    `AlreadyExists` for a code that is taken.
    """
    findings = _order_faults(starts, ends)
    if not Programme.objects.filter(pk=programme).exists():
        findings.append(
            Finding(("programme",), "unknown_programme", f"There is no programme {programme}.")
        )
    if findings:
        raise Invalid(errors=findings)
    if Wave.objects.filter(code__iexact=code).exists():
        raise AlreadyExists(errors=[TAKEN])
    try:
        with transaction.atomic():
            wave = Wave.objects.create(code=code, programme_id=programme, starts=starts, ends=ends)
    except IntegrityError:  # somebody was faster
        raise AlreadyExists(errors=[TAKEN]) from None
    chain.record(actor=by, verb="wave.added", subject=wave)
    return wave


@transaction.atomic
def change_wave(
    *, wave: Wave, by: Person, starts: date | None = None, ends: date | None = None
) -> Wave:
    """Move the first or the last day, of an open wave too."""
    wave = Wave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    wave.starts = starts or wave.starts
    wave.ends = ends or wave.ends
    findings = _order_faults(wave.starts, wave.ends)
    if findings:
        raise Invalid(errors=findings)
    wave.save(update_fields=["starts", "ends"])
    chain.record(
        actor=by,
        verb="wave.changed",
        subject=wave,
        data={"from": wave.starts, "to": wave.ends},
    )
    return wave


@transaction.atomic
def open_wave(*, wave: Wave, by: Person) -> Wave:
    """`planned` -> `open`: from now on its assignments may be given out.

    Raises `WrongState` when it is open, `DeclarationMissing` when staff were not told.
    """
    # the programme is locked first, so that its declaration cannot go in the same moment
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=wave.programme_id)
    wave = Wave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if wave.state != Wave.State.PLANNED:
        raise WrongState("The wave is open already.")
    if not programme.declaration.strip():
        raise DeclarationMissing(
            f"Record in the programme {programme.code} what staff were told of mystery shopping."
        )
    wave.state = Wave.State.OPEN
    wave.save(update_fields=["state"])
    chain.record(actor=by, verb="wave.opened", subject=wave)
    return wave


def _order_faults(starts: date, ends: date) -> list[Finding]:
    if ends >= starts:
        return []
    return [Finding(("to",), "ends_before_start", f"The wave ends before it starts ({starts}).")]
