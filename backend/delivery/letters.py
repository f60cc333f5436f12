"""A mail's subject and text, and how words and links are put into one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings

from reports.printed import NBSP, day


@dataclass(frozen=True)
class Letter:
    """A mail in plain text. The subject names nothing of what was seen: it is read on locked
    screens."""

    subject: str
    text: str


def letter(subject: str, blocks: Iterable[Iterable[str]]) -> Letter:
    """A mail of blocks of lines, with the way to the page on which mails are chosen at its end."""
    end = [
        "To see more than this you sign in.",
        f"You chose to get these mails. Change that, or switch them off: {link('/desk/mail/')}",
    ]
    text = "\n\n".join("\n".join(block) for block in (*blocks, end))
    return Letter(subject, f"{text.replace(NBSP, ' ')}\n")


def link(path: str, **query: str) -> str:
    """The whole address of a page of the desk."""
    return f"{settings.PUBLIC_URL}{path}{f'?{urlencode(query)}' if query else ''}"


def one_line(text: str) -> str:
    """A name or a sentence of somebody else, so that it cannot look like lines of ours."""
    return " ".join(text.split())


def when(iso: str, daypart: str) -> str:
    """A visit's date and day-part; never a time."""
    return f"{day(iso, year=True)}, {daypart}"
