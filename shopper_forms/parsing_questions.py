"""Reading one question: its keys, by type, and what they may not be together."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, get_args

from shopper_forms.document import (
    Option,
    PhotoRule,
    Question,
    QuestionType,
    Standard,
)
from shopper_forms.parsing_conditions import read_condition
from shopper_forms.parsing_rules import read_rule
from shopper_forms.reading import Faults, Fields, Loc, exact_number, refuse_repeated

TYPES: tuple[QuestionType, ...] = get_args(QuestionType)
MEASURES = ("number", "duration", "money")
CHOICES = ("single_choice", "multi_choice")
COMMON_KEYS = (
    "code",
    "type",
    "text",
    "help",
    "required",
    "show_if",
    "standard",
    "score",
    "weight",
    "critical",
    "pass_mark",
    "bonus",
    "not_applicable",
    "integrity",
    "role",
    "comment",
    "comment_min",
    "photos",
)
BOUNDS = ("minimum", "maximum", "step")
TYPE_KEYS: Mapping[str, tuple[str, ...]] = {
    "single_choice": ("options",),
    "multi_choice": ("options",),
    "scale": BOUNDS,
    "number": BOUNDS,
    "duration": BOUNDS,
    "money": (*BOUNDS, "currency"),
}
SCORED_TYPES = ("yes_no", *CHOICES, "scale", *MEASURES)
POLICIES: tuple[Literal["exclude", "pass", "zero", "forbidden"], ...] = (
    "forbidden",
    "exclude",
    "pass",
    "zero",
)
COMMENTS: tuple[Literal["never", "optional", "on_miss", "required"], ...] = (
    "optional",
    "never",
    "on_miss",
    "required",
)
WHENS: tuple[Literal["always", "on_miss"], ...] = ("always", "on_miss")
MOST_PHOTOS = 100


def read_question(
    faults: Faults, data: object, loc: Loc, language: str, standards: Mapping[str, Standard]
) -> Question:
    """The question at a path, with the defaults of the format; stand-ins where it has faults."""
    kind = _type_of(data)
    keys = (*COMMON_KEYS, *(TYPE_KEYS.get(kind, ()) if kind else ("options", *BOUNDS, "currency")))
    fields = Fields(faults, data, loc, keys)
    known = fields.choice("type", TYPES)
    scored = "score" in fields
    options = _options(fields, language, known, scored) if known in CHOICES else ()
    question = Question(
        code=fields.slug("code"),
        type=known,
        text=fields.texts("text", language),
        help=fields.texts("help", language) if "help" in fields else None,
        required=fields.flag("required", True),
        show_if=(
            read_condition(faults, fields.raw("show_if"), fields.at("show_if"))
            if "show_if" in fields
            else None
        ),
        standard=fields.slug("standard") if "standard" in fields else None,
        score=read_rule(fields, known) if scored and kind else None,
        weight=fields.weight("weight"),
        critical=fields.flag("critical", False),
        pass_mark=fields.number("pass_mark", Fraction(1), Fraction(0), Fraction(1)),
        bonus=fields.flag("bonus", False),
        not_applicable=fields.choice("not_applicable", POLICIES, "forbidden"),
        integrity=fields.flag("integrity", False),
        role=_role(fields),
        comment=fields.choice("comment", COMMENTS, "optional"),
        comment_min=fields.whole_number("comment_min", 0, 0, 4000),
        photos=_photos(fields) if "photos" in fields else None,
        options=options,
        minimum=fields.maybe_number("minimum") if known in TYPE_KEYS else None,
        maximum=fields.maybe_number("maximum") if known in TYPE_KEYS else None,
        step=_step(fields, known),
        currency=_currency(fields) if known == "money" else None,
    )
    if kind:
        _refuse_contradictions(fields, question, standards)
    return question


def _type_of(data: object) -> QuestionType | None:
    """The type when it is a known one: it decides which other keys there may be."""
    given = data.get("type") if isinstance(data, dict) else None
    return next((kind for kind in TYPES if kind == given), None)


def _options(fields: Fields, language: str, kind: QuestionType, scored: bool) -> tuple[Option, ...]:
    options: list[Option] = []
    codes: list[tuple[Loc, str]] = []
    if fields.need("options") and fields.raw("options") == []:
        fields.fault("options", "required", "A choice needs at least one option.")
    for loc, value in fields.entries("options"):
        option = Fields(fields.faults, value, loc, ("code", "text", "points", "exclusive"))
        code = option.slug("code")
        codes.append((option.at("code"), code))
        options.append(
            Option(
                code=code,
                text=option.texts("text", language),
                points=_points(option, kind, scored),
                exclusive=option.flag("exclusive", False),
            )
        )
        if options[-1].exclusive and kind == "single_choice":
            option.fault("exclusive", "wrong_type", "Only an option of a multi_choice excludes.")
    refuse_repeated(fields.faults, codes)
    return tuple(options)


def _points(option: Fields, kind: QuestionType, scored: bool) -> Fraction | None:
    """Points are said for every option of a scored choice; null is allowed on a single one."""
    if "points" not in option:
        if scored:
            option.need("points")
        return None
    value = option.raw("points")
    if value is None:
        if scored and kind == "multi_choice":
            option.fault("points", "wrong_type", "Only a single_choice may leave points null.")
        return None
    return exact_number(option.faults, value, option.at("points"))


def _step(fields: Fields, kind: QuestionType) -> Fraction | None:
    if kind not in TYPE_KEYS or kind in CHOICES:
        return None
    step = fields.maybe_number("step")
    if step is not None and step <= 0:
        fields.fault("step", "out_of_range", "A step must be above zero.")
        return None
    return Fraction(1) if step is None and kind == "scale" else step


def _currency(fields: Fields) -> str | None:
    if not fields.need("currency"):
        return None
    value = fields.raw("currency")
    if isinstance(value, str) and len(value) == 3 and value.isascii() and value.isupper():
        return value
    fields.fault("currency", "wrong_type", "A currency is three capital letters, such as EUR.")
    return None


def _role(fields: Fields) -> str | None:
    if "role" in fields:
        fields.choice("role", ("recommend",))
    return "recommend" if fields.raw("role") == "recommend" else None


def _photos(fields: Fields) -> PhotoRule:
    inner = fields.inner("photos", ("min", "max", "when"))
    least = inner.whole_number("min", 0, 0, MOST_PHOTOS)
    most = inner.whole_number("max", max(least, 0), 0, MOST_PHOTOS)
    if most < least:
        inner.fault("max", "out_of_range", "The most photos are fewer than the least.")
    return PhotoRule(least, most, inner.choice("when", WHENS, "always"))


def _refuse_contradictions(
    fields: Fields, question: Question, standards: Mapping[str, Standard]
) -> None:
    """What each key allows alone but the format forbids together."""
    _refuse_bounds(fields, question)
    if question.standard is not None and question.standard not in standards:
        if question.standard:
            fields.fault("standard", "no_standard", "The document has no such standard.")
    elif "score" in fields and question.standard is None:
        fields.fault("standard", "no_standard", "A scored question needs a standard.")
    if question.bonus and question.critical:
        fields.fault("critical", "out_of_range", "A bonus question cannot be critical.")
    if question.integrity and "score" in fields:
        fields.fault("score", "out_of_range", "A trap question is never scored.")
    if question.role == "recommend":
        _refuse_recommendation(fields, question)
    if question.type == "photo" and (question.photos is None or question.photos.maximum < 1):
        fields.fault("photos", "required", "A photo question needs room for a photo.")


def _refuse_bounds(fields: Fields, question: Question) -> None:
    low, high = question.minimum, question.maximum
    if question.type in ("duration", "money"):
        for key, value in (("minimum", low), ("maximum", high), ("step", question.step)):
            if value is not None and value.denominator != 1:
                fields.fault(key, "wrong_type", "Seconds and minor units are whole numbers.")
    if question.type == "scale":
        fields.need("minimum")
        fields.need("maximum")
        if low is None or high is None:
            return
        if high <= low:
            fields.fault("maximum", "out_of_range", "The maximum must be above the minimum.")
        elif question.step and (high - low) % question.step:
            fields.fault("maximum", "off_step", "The steps from the minimum miss the maximum.")
    elif low is not None and high is not None and high < low:
        fields.fault("maximum", "out_of_range", "The maximum is below the minimum.")


def _refuse_recommendation(fields: Fields, question: Question) -> None:
    if question.type != "scale":
        fields.fault("role", "wrong_type", "Only a scale question can be the recommendation.")
    elif question.minimum != 0 or question.maximum != 10 or question.step != 1:
        fields.fault("role", "out_of_range", "The recommendation is asked on a scale of 0 to 10.")
