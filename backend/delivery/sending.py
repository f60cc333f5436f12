"""Sending what was laid down: each mail at most once, whatever crashes and however many workers.

waiting ─ claimed ─> sending ─> sent
   │ ^                  ├─ the server said no ─> waiting again, later; at last given_up
   │ └──────────────────┘
   │                    └─ nobody knows (a crash, a broken line) ─> unsure
   └─ nothing left to tell ─> needless

Between handing a mail over and noting it there is a moment in which a crash leaves both readings
open. It is then not sent again: a second copy of an alert is noise that nobody can tell from news,
and nothing is lost with the mail, because it says no more than the desk shows and the next digest
repeats. The moment is as short as it can be: the mail is written and the connection open before
the row is claimed, and all that fails until then is tried again; one that cannot be written waits
longer every time and is given up at last, as one that was refused.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F

from backend import clock
from backend.delivery.models import Mailing, MailState
from backend.delivery.writing import Letter, write

logger = logging.getLogger(__name__)

MOST_TRIES = 8
_FIRST_PAUSE = timedelta(minutes=1)
_MOST_A_RUN = 50  # so that other work gets its turn between two runs
_ABANDONED_AFTER = timedelta(minutes=10)  # many times what a mail server is waited for
_REFUSALS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, ValueError)


def send_waiting() -> int:
    """Send what waits, the oldest first; returns how many mails left.

    A mail server that cannot be reached ends the run: everything waits for the next one.
    """
    _give_up_abandoned()
    waiting = Mailing.objects.filter(state=MailState.WAITING, try_after__lte=clock.now())
    sent = 0
    for key in list(waiting.order_by("made_at", "pk").values_list("pk", flat=True)[:_MOST_A_RUN]):
        mailing = Mailing.objects.select_related("person").get(pk=key)
        try:
            letter = write(mailing)
        except Exception as problem:
            # one that cannot be written may not keep all that wait behind it from leaving
            _note_unwritten(mailing, problem)
            continue
        if letter is None:
            Mailing.objects.filter(pk=key, state=MailState.WAITING).update(state=MailState.NEEDLESS)
            continue
        connection = get_connection()
        try:
            connection.open()
        except Exception as problem:
            # its kind alone: what a mail server says names people, and the log is no place for it
            logger.error("the mail server cannot be reached: %s", type(problem).__name__)
            return sent
        try:
            sent += _send(mailing, _mail(mailing, letter), connection)
        finally:
            connection.close()
    return sent


def pause_after(tries: int) -> timedelta:
    """How long to wait after the given refused try (1, 2, …): 1, 2, 4, … minutes."""
    return _FIRST_PAUSE * 2.0 ** (tries - 1)


def _send(mailing: Mailing, mail: EmailMessage, connection: Any) -> int:
    """Claim the mail, hand it over, note what became of it; 1 when it left."""
    claimed = Mailing.objects.filter(pk=mailing.pk, state=MailState.WAITING).update(
        state=MailState.SENDING, tries=F("tries") + 1, claimed_at=clock.machine_now()
    )
    if not claimed:
        return 0  # another worker was first
    tries = mailing.tries + 1
    try:
        connection.send_messages([mail])
    except _REFUSALS as problem:
        logger.error("a mail was refused (%s), try %d", type(problem).__name__, tries)
        again = tries < MOST_TRIES
        _note(
            mailing.pk,
            state=MailState.WAITING if again else MailState.GIVEN_UP,
            try_after=clock.now() + pause_after(tries),
        )
        return 0
    except Exception as problem:
        logger.error("a mail may or may not have left: %s", type(problem).__name__)
        _note(mailing.pk, state=MailState.UNSURE)
        return 0
    _note(mailing.pk, state=MailState.SENT, sent_at=clock.now())
    return 1


def _note_unwritten(mailing: Mailing, problem: Exception) -> None:
    """Try again later, as after a refusal: what it tells of may be in order by then."""
    tries = mailing.tries + 1
    logger.error("a mail could not be written (%s), try %d", type(problem).__name__, tries)
    Mailing.objects.filter(pk=mailing.pk, state=MailState.WAITING, tries=mailing.tries).update(
        state=MailState.WAITING if tries < MOST_TRIES else MailState.GIVEN_UP,
        tries=tries,
        try_after=clock.now() + pause_after(tries),
    )


def _note(key: UUID, **changes: Any) -> None:
    Mailing.objects.filter(pk=key, state=MailState.SENDING).update(**changes)


def _give_up_abandoned() -> None:
    """What a sender that died had in hand may have arrived; see the module."""
    old = Mailing.objects.filter(
        state=MailState.SENDING, claimed_at__lt=clock.machine_now() - _ABANDONED_AFTER
    )
    # look first: an UPDATE that changes nothing would still queue for SQLite's write lock
    if old.exists():
        logger.error("%d mails may or may not have left", old.update(state=MailState.UNSURE))


def _mail(mailing: Mailing, letter: Letter) -> EmailMessage:
    """Plain text alone. The id is the row's own, so that a mailbox knows the mail again."""
    host = settings.PUBLIC_URL.partition("://")[2].partition(":")[0]
    return EmailMessage(
        letter.subject,
        letter.text,
        settings.DEFAULT_FROM_EMAIL,
        [mailing.person.email],
        headers={"Message-ID": f"<{mailing.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
