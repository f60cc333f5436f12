"""JSON bytes to values with exact decimals; what other readers would misread is refused by path."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal, InvalidOperation

from shopper_forms.findings import Finding, Refused
from shopper_forms.numbers import exact
from shopper_forms.reading import UNWRITABLE, Loc, printable

DEEPEST = 40


class _Repeated(dict[str, object]):
    """An object in which a key stood twice; readers disagree on which value counts."""

    again: tuple[str, ...] = ()


def load_json(raw: bytes) -> object:
    """The value that UTF-8 JSON bytes stand for; numbers with a point or an exponent as `Decimal`.

    Raises `Refused` with the path of every fault: `bad_json` (not UTF-8, not JSON), `too_deep`
    (nested more than 40 deep), `duplicate_key`, `wrong_type` (NaN, Infinity, a NUL or a lone
    surrogate in a text), `out_of_range` (a number beyond 60 digits or 10^30).
    """
    try:
        value: object = json.loads(
            raw.decode("utf-8"),
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=Decimal,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError:
        raise Refused([Finding((), "bad_json", "The bytes are not UTF-8.")]) from None
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        raise Refused([Finding((), "bad_json", f"This is not JSON: {where}.")]) from None
    except RecursionError:
        raise Refused([Finding((), "too_deep", "The JSON is nested too deeply.")]) from None
    findings = _faults_of(value)
    if findings:
        raise Refused(findings)
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    marked = _Repeated(plain)
    times = Counter(key for key, _ in pairs)
    marked.again = tuple(key for key in plain if times[key] > 1)
    return marked


def _integer(literal: str) -> int | Decimal:
    # int() refuses very long literals with an exception and is quadratic on long ones.
    return int(literal) if len(literal) < 100 else Decimal("Infinity")


def _decimal(literal: str) -> Decimal:
    try:
        return Decimal(literal) if len(literal) < 100 else Decimal("Infinity")
    except InvalidOperation:  # an exponent beyond what Decimal itself can hold
        return Decimal("Infinity")


def _faults_of(top: object) -> list[Finding]:
    """Walk without recursion, so that depth is a finding and never a crash."""
    findings: list[Finding] = []
    todo: list[tuple[Loc, object]] = [((), top)]
    while todo:
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
            if len(loc) >= DEEPEST:
                return [Finding((), "too_deep", f"The JSON is nested more than {DEEPEST} deep.")]
            if isinstance(value, dict):
                findings += _key_faults(loc, value)
                todo += [((*loc, key), element) for key, element in reversed(value.items())]
            else:
                last = len(value) - 1
                todo += [((*loc, last - i), e) for i, e in enumerate(reversed(value))]
    return findings


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
