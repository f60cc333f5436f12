"""The one door every foreign word passes before it is drawn: cleaned, capped, broken into lines.

Nothing behind this door reads markup: text is drawn as it stands, so `<img src=...>` prints
literally. A script that cannot be shaped right is named instead of printed wrong.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from reports import fonts
from reports.theme import Style

LONGEST = 4000
"""Characters kept of one text: as many as an answer may have."""

ELLIPSIS = "…"
_SHORT = 80
"""Only texts up to here are remembered, so that the process does not fill with comments."""
_BREAK_AFTER = frozenset("-/_.,;:@&=?\\|")
_PRINTABLE = (
    (0x0020, 0x036F),  # Latin, phonetics, combining marks
    (0x0370, 0x052F),  # Greek, Cyrillic
    (0x1D00, 0x1DFF),
    (0x1E00, 0x1FFF),  # Latin and Greek with diacritics
    (0x2000, 0x23FF),  # punctuation, currencies, letterlike, arrows, operators
    (0x25A0, 0x25FF),
    (0x2C60, 0x2C7F),
    (0x2DE0, 0x2E7F),
    (0xA640, 0xA7FF),
    (0xFB00, 0xFB06),
)
_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF), (0x1F3FB, 0x1F3FF))
"""Variants of the sign before: they have no meaning of their own."""
_SCRIPTS = {"CJK": "Chinese, Japanese or Korean", "HANGUL": "Korean"}
_SYMBOLS = frozenset({"So", "Sk", "Sm", "Sc", "No"})


def clean(value: object, limit: int = LONGEST) -> str:
    """Give a foreign value as one printable line: NFC, no control characters, at most `limit`.

    None becomes the empty text. Runs in a script the report cannot shape are replaced by a note
    that names it; a symbol without a glyph is replaced by its name.
    """
    text = "" if value is None else str(value)
    return _clean_often(text, limit) if len(text) <= _SHORT else _clean(text, limit)


def wrap(text: str, style: Style, width: float, lines: int | None = None) -> list[str]:
    """Break cleaned text into lines of at most `width` points; a long word is broken too.

    With `lines` the rest is cut and an ellipsis says so. A no-break space does not break.
    """
    broken = (_wrap_often if len(text) <= _SHORT else _wrap)(text, style, width)
    if lines is None or len(broken) <= lines:
        return list(broken)
    kept = list(broken[:lines])
    joined = f"{kept[-1]} {broken[lines]}"  # so that the last line is as full as it can be
    kept[-1] = _cut(joined if joined in text else kept[-1] + broken[lines], style, width)
    return kept


def fit(text: str, style: Style, width: float) -> str:
    """Give the text on one line, cut with an ellipsis where it is wider than `width` points."""
    if fonts.width(text, style.face, style.size) <= width:
        return text
    return _cut(text, style, width)


@lru_cache(maxsize=5_000)  # a snapshot says "answered" and "2026-08-14" very often
def _clean_often(value: str, limit: int) -> str:
    return _clean(value, limit)


def _clean(value: str, limit: int) -> str:
    if value.isascii() and value.isprintable() and len(value) <= limit:
        return " ".join(value.split())
    out: list[str] = []
    held: list[str] = []  # spaces and points between words of one foreign script
    script = ""
    for character in unicodedata.normalize("NFC", value[: 2 * limit]):
        found = _script(character)
        if found is None:
            continue
        if found:
            if found != script:
                out += [*held, f"[text in a script this report cannot print: {found}]"]
            held, script = [], found
        elif script and not character.isalnum():
            held.append(_draw(character))
        else:
            out += [*held, _draw(character)]
            held, script = [], ""
    words = " ".join(part for part in "".join(out + held).split(" ") if part)
    return words if len(words) <= limit else words[: limit - 1].rstrip() + ELLIPSIS


def _script(character: str) -> str | None:
    """Name the script of a character that cannot be shaped; "" when it can, None to drop it."""
    code = ord(character)
    kind = unicodedata.category(character)
    if kind in {"Cf", "Cs", "Co", "Cn"} or any(low <= code <= high for low, high in _SELECTORS):
        return None
    if kind.startswith(("C", "Z")) or kind in _SYMBOLS or _is_printable(code):
        return ""
    first = unicodedata.name(character, "UNKNOWN").split()[0].split("-")[0]
    return _SCRIPTS.get(first, first.capitalize())


def _draw(character: str) -> str:
    """Give what is drawn for one character that is not of a foreign script."""
    if character.isspace():
        return "\u00a0" if character in "\u00a0\u202f\u2007" else " "
    if unicodedata.category(character).startswith("C"):
        return " "
    if _is_printable(ord(character)):
        return character
    return f"[{unicodedata.name(character, 'symbol').lower()}]"


def _is_printable(code: int) -> bool:
    return any(low <= code <= high for low, high in _PRINTABLE) and fonts.has_glyph(code)


@lru_cache(maxsize=5_000)
def _wrap_often(text: str, style: Style, width: float) -> tuple[str, ...]:
    return _wrap(text, style, width)


def _wrap(text: str, style: Style, width: float) -> tuple[str, ...]:
    face, size = style.face, style.size
    if fonts.width(text, face, size) <= width:
        return (text,) if text else ()
    space = fonts.width(" ", face, size)
    lines: list[str] = []
    line = ""
    used = 0.0
    for word in text.split(" "):
        for number, piece in enumerate(_pieces(word, style, width)):
            wide = fonts.width(piece, face, size)
            gap = space if line and number == 0 else 0.0
            if line and (number > 0 or used + gap + wide > width):
                lines.append(line)
                line, used, gap = "", 0.0, 0.0
            line += (" " if gap else "") + piece
            used += gap + wide
    if line:
        lines.append(line)
    return tuple(lines)


def _pieces(word: str, style: Style, width: float) -> list[str]:
    """Part a word that is wider than a line, after a natural break where there is one."""
    if fonts.width(word, style.face, style.size) <= width:
        return [word]
    pieces: list[str] = []
    piece = ""
    used = 0.0
    for character in word:
        wide = fonts.width(character, style.face, style.size)
        if piece and used + wide > width:
            at = max((i + 1 for i, c in enumerate(piece) if c in _BREAK_AFTER), default=0)
            cut = at if at > len(piece) // 2 else len(piece)
            pieces.append(piece[:cut])
            piece = piece[cut:]
            used = fonts.width(piece, style.face, style.size)
        piece += character
        used += wide
    return [*pieces, piece]


def _cut(text: str, style: Style, width: float) -> str:
    """Shorten text until it and an ellipsis fit; searched by halves, for texts may be long."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        kept = text[:middle].rstrip() + ELLIPSIS
        if fonts.width(kept, style.face, style.size) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS
