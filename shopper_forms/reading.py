"""Reading one JSON object key by key: values out, every fault noted, nothing raised.

Faults ── collects findings ── Fields, one JSON object at a path: .text .slug .number .choice ...

A reader that meets a fault notes it and goes on with a harmless stand-in, so that one pass names
everything that is wrong. The caller must not use the values when anything was noted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from shopper_forms.findings import Finding
from shopper_forms.numbers import LARGEST, exact, has_more_decimals

Loc = tuple[str | int, ...]
T = TypeVar("T", bound=str)

LONGEST_TEXT = 4_000
MOST_FINDINGS = 1_000
SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,5}")
# NUL cannot be stored in PostgreSQL; a lone surrogate cannot be written as UTF-8.
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


class Faults:
    """The findings of one reading, in the order met; the first thousand of them."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def add(self, loc: Loc, code: str, message: str) -> None:
        """Note one fault; a list of a thousand is enough to see that nothing fits."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(loc, code, message))


class Fields:
    """One JSON object being read; `known` are the keys it may have."""

    def __init__(self, faults: Faults, data: object, loc: Loc, known: Collection[str]) -> None:
        self.faults = faults
        self.loc = loc
        self.whole = isinstance(data, dict)
        self._data: Mapping[object, object] = data if isinstance(data, dict) else {}
        if not self.whole:
            faults.add(loc, "wrong_type", "This must be an object.")
        for key in self._data:
            if not isinstance(key, str) or key not in known:
                faults.add((*loc, printable(key)), "unknown_key", "There is no such key here.")

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def at(self, key: str) -> Loc:
        """The path of a key."""
        return (*self.loc, key)

    def raw(self, key: str) -> object:
        """The value as it came; None when absent."""
        return self._data.get(key)

    def fault(self, key: str, code: str, message: str) -> None:
        """Note a fault of the value under `key`."""
        self.faults.add(self.at(key), code, message)

    def need(self, key: str) -> bool:
        """Whether the key is there; notes `required` when it is not."""
        if key in self._data:
            return True
        if self.whole:
            self.fault(key, "required", "This is needed.")
        return False

    def line(self, key: str) -> str:
        """A plain string that says something: required, not blank, at most 4,000 characters."""
        return plain_text(self.faults, self._data[key], self.at(key)) if self.need(key) else ""

    def slug(self, key: str) -> str:
        """A code: letters, digits, `_` and `-`, at most 64; required."""
        if not self.need(key):
            return ""
        value = self._data[key]
        if isinstance(value, str) and SLUG.fullmatch(value):
            return value
        self.fault(
            key, "wrong_type", "A code is made of letters, digits, - and _, at most 64 of them."
        )
        return ""

    def choice(self, key: str, allowed: tuple[T, ...], default: T | None = None) -> T:
        """One of the words in `allowed`; required when there is no default."""
        fallback = allowed[0] if default is None else default
        if key not in self._data and default is not None:
            return default
        if not self.need(key):
            return fallback
        value = self._data[key]
        for word in allowed:
            if word == value:
                return word
        if isinstance(value, str):
            self.fault(key, "out_of_range", f"This must be one of: {', '.join(allowed)}.")
        else:
            self.fault(key, "wrong_type", "This must be a word.")
        return fallback

    def words(self, key: str, allowed: Collection[str]) -> tuple[str, ...]:
        """A list of words from `allowed`, none twice; absent is empty."""
        found: list[str] = []
        for loc, value in self.entries(key):
            if not isinstance(value, str):
                self.faults.add(loc, "wrong_type", "This must be a word.")
            elif value not in allowed:
                self.faults.add(loc, "out_of_range", f"This must be one of: {', '.join(allowed)}.")
            elif value in found:
                self.faults.add(loc, "duplicate_code", "This word is there already.")
            else:
                found.append(value)
        return tuple(found)

    def flag(self, key: str, default: bool) -> bool:
        """True or false; the default when absent."""
        value = self._data.get(key, default)
        if isinstance(value, bool):
            return value
        self.fault(key, "wrong_type", "This must be true or false.")
        return default

    def number(
        self,
        key: str,
        default: Fraction | None = None,
        low: Fraction | None = None,
        high: Fraction | None = None,
    ) -> Fraction:
        """An exact number within `low` and `high`; required when there is no default."""
        if key not in self._data and default is not None:
            return default
        if not self.need(key):
            return Fraction(0)
        value = exact_number(self.faults, self._data[key], self.at(key))
        if value is None:
            return Fraction(0) if default is None else default
        if (low is not None and value < low) or (high is not None and value > high):
            between = " and ".join(
                word
                for word in (
                    low is not None and f"at least {low}",
                    high is not None and f"at most {high}",
                )
                if word
            )
            self.fault(key, "out_of_range", f"This must be {between}.")
        return value

    def maybe_number(
        self, key: str, low: Fraction | None = None, high: Fraction | None = None
    ) -> Fraction | None:
        """An exact number, or None when absent."""
        return self.number(key, None, low, high) if key in self._data else None

    def whole_number(self, key: str, default: int | None, low: int, high: int) -> int:
        """A whole number within `low` and `high`; required when there is no default."""
        before = len(self.faults.findings)
        value = self.number(
            key, None if default is None else Fraction(default), Fraction(low), Fraction(high)
        )
        if len(self.faults.findings) > before:
            return low
        if value.denominator != 1:
            self.fault(key, "wrong_type", "This must be a whole number.")
        return int(value)

    def weight(self, key: str) -> Fraction:
        """A weight: above zero, one when absent."""
        if key not in self._data:
            return Fraction(1)
        value = exact_number(self.faults, self._data[key], self.at(key))
        if value is None:
            return Fraction(1)
        if value <= 0:
            self.fault(key, "bad_weight", "A weight must be above zero.")
            return Fraction(1)
        return value

    def texts(self, key: str, default_language: str) -> Mapping[str, str]:
        """`{language: text}` with at least the default language; required."""
        if not self.need(key):
            return {}
        value, loc = self._data[key], self.at(key)
        if not isinstance(value, dict):
            self.faults.add(loc, "wrong_type", "Texts are given by language.")
            return {}
        texts: dict[str, str] = {}
        for language, text in value.items():
            if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
                self.faults.add((*loc, printable(language)), "unknown_key", "This is no language.")
            elif not isinstance(text, str):
                self.faults.add((*loc, language), "wrong_type", "A text must be a string.")
            elif clean_text(self.faults, text, (*loc, language)):
                texts[language] = text
        # An undecided default language is its own finding, not one for every text.
        if default_language and default_language not in value:
            self.faults.add((*loc, default_language), "required", "This text is needed.")
        elif default_language in texts and not texts[default_language].strip():
            self.faults.add((*loc, default_language), "required", "This text is empty.")
        return texts

    def inner(self, key: str, known: Collection[str]) -> Fields:
        """The object under `key`; an empty one, with one finding, when it is not there."""
        present = self.need(key)
        fields = Fields(self.faults, self._data.get(key, {}), self.at(key), known)
        fields.whole = fields.whole and present
        return fields

    def entries(self, key: str) -> Iterator[tuple[Loc, object]]:
        """The elements of a list with their paths; absent is empty."""
        value = self._data.get(key, [])
        if not isinstance(value, list):
            self.fault(key, "wrong_type", "This must be a list.")
            return
        for index, element in enumerate(value):
            yield (*self.at(key), index), element

    def members(self, key: str) -> Iterator[tuple[str, Loc, object]]:
        """The entries of an object whose keys are codes; absent is empty."""
        value = self._data.get(key, {})
        if not isinstance(value, dict):
            self.fault(key, "wrong_type", "This must be an object.")
            return
        for code, element in value.items():
            if isinstance(code, str) and SLUG.fullmatch(code):
                yield code, (*self.at(key), code), element
            else:
                self.faults.add((*self.at(key), printable(code)), "wrong_type", "This is no code.")


def exact_number(faults: Faults, value: object, loc: Loc) -> Fraction | None:
    """A number of a document: at most 10^12 in size and six decimals; None with a finding else."""
    number = exact(value)
    if number is None:
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            faults.add(loc, "out_of_range", "This number is not between -10^12 and 10^12.")
        else:
            faults.add(loc, "wrong_type", "This must be a number.")
    elif abs(number) > LARGEST:
        faults.add(loc, "out_of_range", "This number is not between -10^12 and 10^12.")
    elif has_more_decimals(number, 6):
        faults.add(loc, "too_many_decimals", "A number has at most six decimals.")
    else:
        return number
    return None


def plain_text(faults: Faults, value: object, loc: Loc) -> str:
    """A string that is not blank and can be stored; empty with a finding else."""
    if not isinstance(value, str):
        faults.add(loc, "wrong_type", "This must be a string.")
        return ""
    if not value.strip():
        faults.add(loc, "required", "This is empty.")
        return ""
    return value if clean_text(faults, value, loc) else ""


def clean_text(faults: Faults, text: str, loc: Loc) -> bool:
    """Whether a text can be stored and is not too long; notes why not."""
    if UNWRITABLE.search(text):
        faults.add(loc, "wrong_type", "This text has a character that cannot be stored.")
        return False
    if len(text) > LONGEST_TEXT:
        faults.add(loc, "too_long", f"A text has at most {LONGEST_TEXT:,} characters.")
        return False
    return True


def refuse_repeated(faults: Faults, codes: Iterable[tuple[Loc, str]]) -> None:
    """Note every code that stood before; an empty code is a fault already noted."""
    seen: set[str] = set()
    for loc, code in codes:
        if code and code in seen:
            faults.add(loc, "duplicate_code", "This code is used before.")
        seen.add(code)


def printable(key: object) -> str:
    """A key that came from outside, short and writable enough to stand in a path."""
    return UNWRITABLE.sub("\ufffd", str(key)[:80])
