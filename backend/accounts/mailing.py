"""Sending a short text to somebody's mailbox, off the request's path."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor, wait

from django.conf import settings
from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)

# Threads, so that an answer takes as long for a person without an account as for one with: a
# mail server's pace would tell the two apart. Nothing is lost that cannot be asked for again.
_SENDERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")
_under_way: set[Future[None]] = set()


def send_soon(*, to: str, subject: str, text: str) -> None:
    """Hand a mail over to a sender's thread; a failure is logged there and nowhere else."""
    mail = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to])
    sending = _SENDERS.submit(_send, mail)
    _under_way.add(sending)
    sending.add_done_callback(_under_way.discard)


def wait_until_sent() -> None:
    """Return once every mail handed over so far has left or failed."""
    wait(list(_under_way))


def _send(mail: EmailMessage) -> None:
    try:
        mail.send()
    except Exception as problem:
        # its kind alone: what a mail server says names the address, and the log is no place for it
        logger.error("a mail could not be sent: %s", type(problem).__name__)
        return
    if settings.EMAIL_FILE_PATH:
        logger.warning("a mail lies in %s", settings.EMAIL_FILE_PATH)
