"""JSON bytes to values with exact decimals; what other readers would misread is refused by path."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import Any

from shopper_forms.findings import Finding, Refused
from shopper_forms.numbers import exact
from shopper_forms.reading import MOST_FINDINGS, UNWRITABLE, Loc, printable

DEEPEST = 40
# Of digits that are no concern of anybody; `exact` judges longer ones.
LONGEST_NUMBER = 30

# Escapes that may write a NUL or half of a surrogate pair: UTF-8 itself cannot hold the latter.
# Bytes without them, read without a word from the hooks, need no search for faults.
SUSPECT = (b"\\u0000", b"\\ud", b"\\uD")


class _Repeated(dict[str, object]):
    """An object in which a key stood twice; readers disagree on which value counts."""

    again: tuple[str, ...] = ()


CONTAINERS = frozenset({dict, list, _Repeated})


class _Hooks:
    """What the JSON reader calls for; remembers whether anything must be looked at closely."""

    def __init__(self, raw: bytes) -> None:
        self.is_suspect = any(escape in raw for escape in SUSPECT)

    def object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        plain = dict(pairs)
        if len(plain) == len(pairs):
            return plain
        self.is_suspect = True
        marked = _Repeated(plain)
        times = Counter(key for key, _ in pairs)
        marked.again = tuple(key for key in plain if times[key] > 1)
        return marked

    def constant(self, literal: str) -> Decimal:
        self.is_suspect = True
        return Decimal(literal)

    def integer(self, literal: str) -> int | Decimal:
        # int() refuses very long literals with an exception of its own, a Decimal takes them.
        return int(literal) if len(literal) <= LONGEST_NUMBER else self.decimal(literal)

    def decimal(self, literal: str) -> Decimal:
        if len(literal) > LONGEST_NUMBER or "e" in literal or "E" in literal:
            self.is_suspect = True
        try:
            return Decimal(literal)
        except InvalidOperation:  # an exponent beyond what Decimal itself can hold
            return Decimal("Infinity")


def load_json(raw: bytes) -> object:
    """The value that UTF-8 JSON bytes stand for; numbers with a point or an exponent as `Decimal`.

    Raises `Refused` with the path of every fault: `bad_json` (not UTF-8, not JSON), `too_deep`
    (nested more than 40 deep), `duplicate_key`, `wrong_type` (NaN, a NUL or a lone surrogate in a
    text), `out_of_range` (Infinity, a number beyond 60 digits or 10^30).
    """
    hooks = _Hooks(raw)
    try:
        value: object = json.loads(
            raw.decode("utf-8"),
            parse_float=hooks.decimal,
            parse_int=hooks.integer,
            parse_constant=hooks.constant,
            object_pairs_hook=hooks.object,
        )
    except UnicodeDecodeError:
        raise Refused([Finding((), "bad_json", "The bytes are not UTF-8.")]) from None
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        raise Refused([Finding((), "bad_json", f"This is not JSON: {where}.")]) from None
    except RecursionError:
        raise Refused([Finding((), "too_deep", "The JSON is nested too deeply.")]) from None
    if _is_deep(value):
        sentence = f"The JSON is nested more than {DEEPEST} deep."
        raise Refused([Finding((), "too_deep", sentence)])
    findings = _faults_of(value) if hooks.is_suspect else []
    if findings:
        raise Refused(findings)
    return value


def _is_deep(top: object) -> bool:
    """Level by level and without recursion, so that depth is a finding and never a crash."""
    level: list[Any] = [top] if type(top) in CONTAINERS else []
    for _ in range(DEEPEST):
        level = [
            element
            for container in level
            for element in (container.values() if isinstance(container, dict) else container)
            if type(element) in CONTAINERS
        ]
        if not level:
            return False
    return bool(level)


def _faults_of(top: object) -> list[Finding]:
    """The first thousand faults with their paths, in the order of the text; slow, so only when
    one is likely."""
    findings: list[Finding] = []
    todo: list[tuple[Loc, object]] = [((), top)]
    while todo and len(findings) < MOST_FINDINGS:
        loc, value = todo.pop()
        if isinstance(value, str):
            if UNWRITABLE.search(value):
                findings.append(
                    Finding(loc, "wrong_type", "This text has a character that cannot be stored.")
                )
        elif isinstance(value, Decimal | int):
            if isinstance(value, Decimal) and value.is_nan():
                findings.append(Finding(loc, "wrong_type", "NaN is no number."))
            elif not isinstance(value, bool) and exact(value) is None:
                findings.append(Finding(loc, "out_of_range", "This number is beyond all sizes."))
        elif isinstance(value, dict | list):
            if isinstance(value, dict):
                findings += _key_faults(loc, value)
                todo += [((*loc, key), element) for key, element in reversed(value.items())]
            else:
                last = len(value) - 1
                todo += [((*loc, last - i), e) for i, e in enumerate(reversed(value))]
    return findings[:MOST_FINDINGS]  # the keys of one object may have brought more


def _key_faults(loc: Loc, value: dict[str, object]) -> list[Finding]:
    found = [
        Finding((*loc, printable(key)), "wrong_type", "This key has a character out of place.")
        for key in value
        if UNWRITABLE.search(key)
    ]
    if isinstance(value, _Repeated):
        found += [
            Finding((*loc, printable(key)), "duplicate_key", "This key stands here twice.")
            for key in value.again
        ]
    return found
