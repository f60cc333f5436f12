"""From a row to a mail: what it says is written when it goes, from what its reader may see then."""

from __future__ import annotations

from backend.accounts.models import Person
from backend.delivery.alert_mail import alert_letter
from backend.delivery.digest_mail import digest_letter
from backend.delivery.digesting import digest_choice, week_of
from backend.delivery.letters import Letter
from backend.delivery.models import Mailing

__all__ = ["Letter", "write"]


def write(mailing: Mailing) -> Letter | None:
    """The mail as it stands now; None when nothing is left to tell its reader.

    That is so when the person is no longer active, has another role or other regions, switched the
    mail off, or when what there was to tell was taken back. A digest that could not be sent all
    week is no news in the next.
    """
    person = Person.objects.get_queryset().get(pk=mailing.person_id)
    if not mailing.week:
        return alert_letter(mailing, person)
    choice = digest_choice(person)
    if choice is None:
        return None
    week = week_of(person)
    if week.name != mailing.week:
        return None
    return digest_letter(person, choice.programme, week)
