"""Marks for a person to look at; a machine never rejects, penalises or re-scores by them."""

from __future__ import annotations

from collections.abc import Iterable

from backend import clock
from backend.visits.models import Flag, Visit

# How much each kind says, and in words what it says.
KINDS = {
    "clock": ("weak", "The phone's clock disagrees with the visiting window by over a week."),
    "late": ("weak", "It came in after the window and its grace."),
    "cancelled": ("medium", "The assignment had been cancelled."),
    "expired": ("weak", "The assignment had expired."),
    "unaccepted": ("medium", "The shopper never accepted the assignment."),
    "former_holder": ("strong", "The assignment had gone to somebody else."),
    "second_visit": ("strong", "Another visit of this assignment was complete before."),
    "undecodable_photo": ("medium", "A photo that was stored cannot be decoded."),
    "check": ("medium", "A check of the questionnaire asks for a look."),
}
_OTHER = ("medium", "Something asks for a look.")


def raise_flag(visit: Visit, kind: str, detail: str = "") -> None:
    """Mark the visit; a kind stands once, with its latest detail."""
    Flag.objects.update_or_create(
        visit=visit, kind=kind, defaults={"detail": detail, "at": clock.now()}
    )


def raise_flags(visit: Visit, kinds: Iterable[str]) -> None:
    """Mark the visit with several kinds that need no detail."""
    for kind in kinds:
        raise_flag(visit, kind)


def lower_flag(visit: Visit, kind: str) -> None:
    """Take a mark back because a new revision removed its reason."""
    Flag.objects.filter(visit=visit, kind=kind).delete()


def reason_of(flag: Flag) -> str:
    """The sentence a reviewer reads, with what is particular to this visit."""
    sentence = KINDS.get(flag.kind, _OTHER)[1]
    return f"{sentence} {flag.detail}".strip()


def strength_of(flag: Flag) -> str:
    """How much a flag of its kind says: weak, medium or strong."""
    return KINDS.get(flag.kind, _OTHER)[0]
