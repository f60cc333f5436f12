"""What a page reads of its own address: one of a few choices, a part of a long table, words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from backend.text import storable

Row = TypeVar("Row")

ROWS_A_PAGE = 60
_MOST_PAGES = 100_000
_MOST_LETTERS = 100


def one_of(
    asked: Mapping[str, str], name: str, choices: Sequence[str], faults: dict[str, str]
) -> str:
    """The value of `name`, the first of the choices unless given; else a fault that lists them."""
    given = asked.get(name) or choices[0]
    if given not in choices:
        faults[name] = f"Choose one of {', '.join(choices)}."
        return choices[0]
    return given


def page_number(asked: Mapping[str, str], faults: dict[str, str]) -> int | None:
    """The page asked for; None when none is."""
    given = asked.get("page", "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= _MOST_PAGES):
        faults["page"] = "Write the page as a whole number from 1."
        return None
    return int(given[:9])


def few_words(asked: Mapping[str, str], name: str, faults: dict[str, str]) -> str:
    """A text to search for, without the space around it."""
    given = asked.get(name, "").strip()
    if len(given) > _MOST_LETTERS or not storable(given):
        faults[name] = f"Write at most {_MOST_LETTERS} letters, as they are on a keyboard."
        return ""
    return given


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """A page of a long table, counted from 1, and where it lies in the whole."""

    rows: Sequence[Row]
    number: int
    pages: int
    first: int
    last: int
    total: int

    @property
    def before(self) -> int | None:
        """The page before it."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The page after it."""
        return self.number + 1 if self.number < self.pages else None


def slice_of(rows: Sequence[Row], number: int | None, size: int = ROWS_A_PAGE) -> Slice[Row]:
    """A page of these rows; one behind the last is the last, as rows may have gone since."""
    pages = max(1, -(-len(rows) // size))
    number = min(number or 1, pages)
    first = (number - 1) * size
    shown = rows[first : first + size]
    return Slice(shown, number, pages, first + min(1, len(shown)), first + len(shown), len(rows))
