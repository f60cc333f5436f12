"""One spelling for every JSON value, so that equal content has equal bytes and one digest."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from json.encoder import encode_basestring

from shopper_forms.findings import Finding, Refused
from shopper_forms.numbers import exact
from shopper_forms.reading import UNWRITABLE, Loc


def canonical_json(data: object) -> bytes:
    """UTF-8 JSON with sorted keys, no spaces and no exponents; 1.50 and 1.5 are written alike.

    Takes what `load_json` gives. Raises `Refused` for what JSON or UTF-8 cannot write, so that a
    digest never stands for something that could not be read back.
    """
    out: list[str] = []
    _write(data, (), out)
    return "".join(out).encode("utf-8")


def sha256_hex(raw: bytes) -> str:
    """The SHA-256 of bytes, in lower-case hex."""
    return hashlib.sha256(raw).hexdigest()


def _write(value: object, loc: Loc, out: list[str]) -> None:
    if isinstance(value, str):
        out.append(_string(value, loc))
    elif value is None or isinstance(value, bool):
        out.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, int | float | Decimal):
        out.append(_number(value, loc))
    elif isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise Refused([Finding(loc, "wrong_type", "Every key must be a string.")])
        before = "{"
        for key in sorted(value):
            out.append(f"{before}{_string(key, loc)}:")
            _write(value[key], (*loc, key), out)
            before = ","
        out.append("}" if value else "{}")
    elif isinstance(value, list | tuple):
        before = "["
        for index, element in enumerate(value):
            out.append(before)
            _write(element, (*loc, index), out)
            before = ","
        out.append("]" if value else "[]")
    else:
        raise Refused([Finding(loc, "wrong_type", "JSON has no such value.")])


def _string(value: str, loc: Loc) -> str:
    if UNWRITABLE.search(value):
        raise Refused(
            [Finding(loc, "wrong_type", "This text has a character that cannot be stored.")]
        )
    return encode_basestring(value)


def _number(value: int | float | Decimal, loc: Loc) -> str:
    number = exact(value)
    if number is None:
        raise Refused([Finding(loc, "out_of_range", "This number is beyond all sizes.")])
    if number.denominator == 1:
        return str(number.numerator)
    return format(_decimal(value), "f").rstrip("0")


def _decimal(value: int | float | Decimal) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(repr(value))
