"""The rules that one answer of a shown question must keep: range, state, comment, photos."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from shopper_forms.document import PhotoRule, Question
from shopper_forms.findings import Finding
from shopper_forms.numbers import LARGEST, exact
from shopper_forms.observations import Observation, sentence_about
from shopper_forms.points import is_miss
from shopper_forms.reading import LONGEST_TEXT, printable

KEYS = frozenset(("state", "value", "reason", "comment", "photos"))
MOST_PHOTOS = 100
LONGEST_PHOTO_ID = 128

# Line breaks and tabs belong to a story. Every other control character is a slip of a program:
# PostgreSQL cannot store NUL, UTF-8 no lone surrogate, and a PDF none of them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_MOST_PARTS = 1_000
_DEEPEST = 8

_NO_PHOTOS = PhotoRule(0, 0, "always")


def answer_faults(
    question: Question,
    observation: Observation,
    entry: object,
    language: str,
    photo_ids_listed: Collection[str] | None,
) -> list[Finding]:
    """Every fault of the answer `entry` that reading its value did not find already."""
    if not isinstance(entry, dict):
        return []
    # Most answers are a value and nothing else: what cannot apply is not even started.
    faults: list[_Fault] = []
    if question.type == "photo" or not entry.keys() <= KEYS:
        faults += _shape_faults(question, entry)
    if observation.state != "answered" or "reason" in entry:
        faults += _state_faults(question, observation, entry)
    if observation.value is not None or question.type == "text":
        faults += _value_faults(question, observation, entry)
    if "comment" in entry or question.comment in ("on_miss", "required"):
        faults += _comment_faults(question, observation, entry)
    if "photos" in entry or question.photos is not None:
        faults += _photo_faults(question, observation, entry, photo_ids_listed)
    code = question.code
    return [
        Finding(("answers", code, *path), kind, sentence_about(question, language, sentence))
        for path, kind, sentence in faults
    ]


def is_plain(data: object) -> bool:
    """Whether data that nobody reads may be kept: JSON that can be stored, and not much of it."""
    parts = 0
    todo = [(data, 0)]
    while todo:
        value, depth = todo.pop()
        parts += 1
        if parts > _MOST_PARTS or depth > _DEEPEST:
            return False
        if isinstance(value, str):
            if len(value) > LONGEST_TEXT or _UNPRINTABLE.search(value):
                return False
        elif isinstance(value, dict):
            todo += [(each, depth + 1) for pair in value.items() for each in pair]
        elif isinstance(value, list):
            todo += [(each, depth + 1) for each in value]
        elif value is not None and not isinstance(value, bool):
            number = exact(value)
            if number is None or abs(number) > LARGEST:
                return False
    return True


_Fault = tuple[tuple[str | int, ...], str, str]
_Entry = Mapping[object, object]


def _shape_faults(question: Question, entry: _Entry) -> Iterator[_Fault]:
    for key in entry:
        if key not in KEYS:
            yield (printable(key),), "wrong_type", "an answer has no such part"
    if question.type == "photo" and entry.get("value") is not None:
        yield ("value",), "wrong_type", "a photo question has photos and no value"


def _state_faults(question: Question, observation: Observation, entry: _Entry) -> Iterator[_Fault]:
    state = observation.state
    if state == "not_applicable" and question.not_applicable == "forbidden":
        yield ("state",), "na_forbidden", "this question cannot be answered with N/A"
    beside = state in ("not_applicable", "not_observed") and question.type != "photo"
    if beside and not is_plain(entry.get("value")):
        yield ("value",), "wrong_type", "the value kept beside this state cannot be stored"
    reason = entry.get("reason")
    yield from _text_faults("reason", reason)
    if state == "not_observed" and _is_blank(reason):
        yield ("reason",), "reason_required", "say why it was not observed"
    elif state == "not_applicable" and question.critical and _is_blank(reason):
        yield ("reason",), "reason_required", "say why it does not apply"


def _value_faults(question: Question, observation: Observation, entry: _Entry) -> Iterator[_Fault]:
    value = observation.value
    if question.type == "text":
        if value is not None or observation.state == "skipped":  # a blank text may be endless
            yield from _text_faults("value", entry.get("value"))
    elif value is None or isinstance(value, str):
        return
    elif isinstance(value, frozenset):
        if question.type == "multi_choice":
            yield from _ticked_faults(question, value, entry.get("value"))
    else:
        yield from _number_faults(question, value)


def _number_faults(question: Question, value: int | Fraction) -> Iterator[_Fault]:
    low, high, step = question.minimum, question.maximum, question.step
    if low is not None and value < low:
        yield ("value",), "out_of_range", f"the least possible is {_shown(low)}"
    elif high is not None and value > high:
        yield ("value",), "out_of_range", f"the most possible is {_shown(high)}"
    elif step is not None and (value - (low or 0)) % step:
        yield ("value",), "off_step", f"the answer goes in steps of {_shown(step)}"


def _ticked_faults(question: Question, ticked: frozenset[str], raw: object) -> Iterator[_Fault]:
    if isinstance(raw, list) and len(raw) > len(ticked):
        yield ("value",), "duplicate_option", "an option is ticked twice"
    if len(ticked) > 1 and any(o.exclusive and o.code in ticked for o in question.options):
        yield ("value",), "exclusive_option", "one of these options stands alone"


def _comment_faults(
    question: Question, observation: Observation, entry: _Entry
) -> Iterator[_Fault]:
    comment = entry.get("comment")
    yield from _text_faults("comment", comment)
    if comment is not None and not isinstance(comment, str):
        return
    missed = question.comment in ("on_miss", "required") and is_miss(question, observation)
    if not missed and not (question.comment == "required" and observation.state == "answered"):
        return
    if comment is None or not comment.strip():
        yield ("comment",), "comment_required", "a comment is needed with this answer"
    elif len(comment.strip()) < question.comment_min:
        sentence = f"the comment needs at least {question.comment_min} characters"
        yield ("comment",), "comment_too_short", sentence


def _photo_faults(
    question: Question,
    observation: Observation,
    entry: _Entry,
    photo_ids_listed: Collection[str] | None,
) -> Iterator[_Fault]:
    photos = entry.get("photos")
    if photos is None:
        photos = []
    if not isinstance(photos, list) or not all(isinstance(each, str) for each in photos):
        if question.type != "photo" or observation.state != "answered":  # else found in reading
            yield ("photos",), "wrong_type", "photos are a list of photo ids"
        return
    rule = question.photos or _NO_PHOTOS
    count = len(set(photos))
    if count > rule.maximum:
        yield ("photos",), "too_many_photos", f"at most {_photos(rule.maximum)} may be added"
    elif count < rule.minimum and _needs_photos(rule, question, observation):
        yield ("photos",), "too_few_photos", f"at least {_photos(rule.minimum)} must be added"
    for index, photo in enumerate(photos[:MOST_PHOTOS]):
        if len(photo) > LONGEST_PHOTO_ID or _UNPRINTABLE.search(photo):
            yield ("photos", index), "wrong_type", "this is no photo id"
        elif photo_ids_listed is not None and photo not in photo_ids_listed:
            yield ("photos", index), "unknown_photo", "this photo is not listed in the visit"


def _needs_photos(rule: PhotoRule, question: Question, observation: Observation) -> bool:
    # `always` is short of N/A and not observed: there was nothing to photograph.
    if rule.when == "always" and observation.state == "answered":
        return True
    return is_miss(question, observation)


def _text_faults(key: str, text: object) -> Iterator[_Fault]:
    if text is None:
        return
    if not isinstance(text, str):
        yield (key,), "wrong_type", f"the {_WORDS[key]} is text"
    elif _UNPRINTABLE.search(text):
        yield (key,), "wrong_type", f"the {_WORDS[key]} has a character that cannot be stored"
    elif len(text) > LONGEST_TEXT:
        sentence = f"the {_WORDS[key]} has {len(text):,} characters, {LONGEST_TEXT:,} are possible"
        yield (key,), "too_long", sentence


_WORDS = {"value": "answer", "reason": "reason", "comment": "comment"}


def _is_blank(text: object) -> bool:
    return text is None or (isinstance(text, str) and not text.strip())


def _shown(number: Fraction) -> str:
    return f"{Decimal(number.numerator) / Decimal(number.denominator):f}"


def _photos(count: int) -> str:
    return "1 photo" if count == 1 else f"{count} photos"
