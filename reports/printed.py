"""How figures, dates and units are printed, the same in every report and chart."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

MINUS = "\u2212"
NBSP = "\u00a0"
DASH = "–"

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_COUNTS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥", "PLN": "zł", "CHF": "CHF"}
# Decimals of a currency, where they are not two (ISO 4217, list one).
_DECIMALS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"), 0),
    **dict.fromkeys(("UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
_DAY = timedelta(days=1)


def number(value: str | Decimal | None, *edges: str | Decimal | None) -> str:
    """Print a percent or points with one decimal, halves away from zero; None as a dash.

    Where that would show one of the `edges` (target, band) as reached though it is not, 89.96
    against 90, as many more decimals as the difference needs.
    """
    if value is None:
        return DASH
    exact = Decimal(value)
    missed = [Decimal(edge) for edge in edges if edge is not None and exact < Decimal(edge)]
    for places in (1, 2, 3):
        shown = rounded(exact, places)
        if all(shown < edge for edge in missed):
            break
    else:
        shown = exact
    return f"{shown or abs(shown)}".replace("-", MINUS)


def signed(value: str | Decimal | None) -> str:
    """Print a difference with its sign, a real minus; 0.0 without, and never a false zero."""
    if value is None:
        return DASH
    exact = Decimal(value)
    if exact == 0:
        return "0.0"
    shown = rounded(exact, 1) or rounded(exact, 2) or exact
    return f"{shown:+}".replace("-", MINUS)


def whole_signed(value: str | Decimal) -> str:
    """Print a whole number with its sign: a net promoter score is never printed with decimals."""
    shown = rounded(Decimal(value), 0)
    return f"{shown:+}".replace("-", MINUS) if shown else "0"


def size(value: str | Decimal) -> str:
    """Print the size of a difference, without its sign."""
    return signed(value).lstrip("+" + MINUS)


def lost(value: str | Decimal | None) -> str:
    """Print points lost; nothing lost is a dash, so that what was lost stands out."""
    if value is None or Decimal(value) == 0:
        return DASH
    return size(value)


def plain(value: str | Decimal) -> str:
    """Print a number of points with no more decimals than it has: 6.0000 is 6, 2.5000 is 2.5."""
    text = f"{Decimal(value):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", MINUS)


def rounded(value: Decimal, places: int) -> Decimal:
    """Round half away from zero."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def count(many: int) -> str:
    """Print a number of things as a word up to twelve."""
    return _COUNTS[many] if 0 <= many < len(_COUNTS) else f"{many}"


def things(many: int, one: str, more: str | None = None) -> str:
    """Print a number with its noun: 1 visit, 5 visits."""
    return f"{many}{NBSP}{one if many == 1 else more or one + 's'}"


def ordinal(value: str | Decimal) -> str:
    """Print a percentile: 30th, 22nd, 11th."""
    whole = int(rounded(Decimal(value), 0))
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{whole}{'th' if whole % 100 in {11, 12, 13} else ends.get(whole % 10, 'th')}"


def day(iso: str | None, *, short: bool = False, year: bool = False) -> str:
    """Print a date: 14 August, 14 Aug, 14 August 2026."""
    if iso is None:
        return DASH
    on = date.fromisoformat(iso)
    month = _MONTHS[on.month - 1]
    text = f"{on.day}{NBSP}{month[:3] if short else month}"
    return f"{text} {on.year}" if year else text


def period(first: str, last: str, *, short: bool = False) -> str:
    """Print a period: 1 July to 30 September 2026; short: 1 Jul – 30 Sep 2026."""
    begins = day(first, short=short, year=first[:4] != last[:4])
    return f"{begins} {DASH if short else 'to'} {day(last, short=short, year=True)}"


def months_or_days(first: str, last: str, *, short: bool = False) -> str:
    """Print whole months by name (July to September 2026; short: Jul–Sep 2026), else the days."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    if begin.day != 1 or (end + _DAY).day != 1:
        return period(first, last, short=short)
    names = [_MONTHS[each.month - 1][: 3 if short else None] for each in (begin, end)]
    if (begin.year, begin.month) == (end.year, end.month):
        return f"{names[1]} {end.year}"
    begins = names[0] if begin.year == end.year else f"{names[0]} {begin.year}"
    return f"{begins}{'–' if short else ' to '}{names[1]} {end.year}"


def period_kind(first: str, last: str) -> str:
    """Name the kind of a period: month, quarter, half-year, year, else "period".

    Only what the calendar calls so has the name: three months from August are a period.
    """
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    if begin.day != 1 or (end + _DAY).day != 1:
        return "period"
    months = (end.year - begin.year) * 12 + end.month - begin.month + 1
    if (begin.month - 1) % months:
        return "period"
    return {1: "month", 3: "quarter", 6: "half-year", 12: "year"}.get(months, "period")


def period_label(first: str, last: str) -> tuple[str, str]:
    """Name a period on an axis, and the year it ends in: ("Q3", "2026").

    Other whole months are named by the first and the last, other days by the first.
    """
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    kind = period_kind(first, last)
    labels = {
        "month": _MONTHS[begin.month - 1][:3],
        "quarter": f"Q{(begin.month + 2) // 3}",
        "half-year": f"H{(begin.month + 5) // 6}",
        "year": "",
        "period": day(first, short=True),
    }
    if kind == "period" and begin.day == 1 and (end + _DAY).day == 1:
        return f"{_MONTHS[begin.month - 1][:3]}–{_MONTHS[end.month - 1][:3]}", last[:4]
    return labels[kind], last[:4]


def in_unit(value: str | Decimal | None, kind: str, currency: str | None = None) -> str:
    """Print a measured value: a duration of seconds, money of minor units, or a plain number."""
    if value is None:
        return DASH
    exact = Decimal(value)
    if kind == "duration":
        return _duration(exact)
    if kind == "money":
        return _money(exact, currency)
    return plain(rounded(exact, 2))


def _duration(seconds: Decimal) -> str:
    whole = int(rounded(seconds, 0))
    if whole < 180:
        return f"{whole}{NBSP}s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes}:{rest:02}{NBSP}min"
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}{NBSP}h"


def _money(minor: Decimal, currency: str | None) -> str:
    places = _DECIMALS.get(currency or "", 2)
    amount = f"{rounded(minor.scaleb(-places), places):,}".replace("-", MINUS)
    return f"{_SYMBOLS.get(currency or '', currency or '')}{NBSP}{amount}".strip()
