"""The questionnaire document as values: what is asked, what it is worth, what it counts against.

Document
 ├─ Scoring ─ Critical, Band
 ├─ standards {code: Standard}
 ├─ sections ─ Section ─ Question ─ ScoreRule, Option, PhotoRule, Condition
 └─ checks ─ Check ─ Condition

Every number of the document is an exact `Fraction`; every text is `{language: text}`.
`shopper_forms.parsing` makes these values from JSON; nothing here reads or checks anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Texts = Mapping[str, str]

QuestionType = Literal[
    "yes_no",
    "single_choice",
    "multi_choice",
    "scale",
    "number",
    "duration",
    "money",
    "time",
    "date",
    "text",
    "photo",
]
Operator = Literal[
    "is", "is_not", "in", "includes", "gt", "gte", "lt", "lte", "answered", "not_applicable"
]
Plain = str | bool | Fraction | tuple["str | Fraction", ...]


@dataclass(frozen=True, slots=True)
class Standard:
    """A service standard as it stood when the questionnaire was published."""

    code: str
    text: Texts
    stage: str
    dimension: str
    behaviours: tuple[str, ...]
    trust: tuple[str, ...]
    target_percent: Fraction
    critical: bool
    owner_role: str


@dataclass(frozen=True, slots=True)
class All:
    """True when every part is true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when at least one part is true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True when the part is false."""

    part: Condition


@dataclass(frozen=True, slots=True)
class QuestionValue:
    """The right side of a comparison: the value of another question."""

    question: str


@dataclass(frozen=True, slots=True)
class Compare:
    """One test of one question: `{"question": code, OP: value}`."""

    question: str
    operator: Operator
    value: Plain | QuestionValue


Condition = All | AnyOf | Not | Compare


@dataclass(frozen=True, slots=True)
class YesNoRule:
    """Points for yes and for no."""

    yes: Fraction
    no: Fraction


@dataclass(frozen=True, slots=True)
class OptionsRule:
    """Points stand on the options; `cap` bounds a multi choice."""

    cap: Fraction | None


@dataclass(frozen=True, slots=True)
class ScaleRule:
    """Points rise evenly from the scale's minimum to its maximum."""

    points: Fraction


@dataclass(frozen=True, slots=True)
class CurveRule:
    """Points by distance from a target (`step` or `linear` down to `limit`)."""

    better: Literal["lower", "higher"]
    target: Fraction
    limit: Fraction | None
    curve: Literal["step", "linear"]
    points: Fraction


@dataclass(frozen=True, slots=True)
class TableRule:
    """Points of the first row whose `upto` (None = no end) is not exceeded."""

    rows: tuple[tuple[Fraction | None, Fraction], ...]


ScoreRule = YesNoRule | OptionsRule | ScaleRule | CurveRule | TableRule


@dataclass(frozen=True, slots=True)
class Option:
    """One choice; `points` None takes a single choice out of the sum (or is unscored)."""

    code: str
    text: Texts
    points: Fraction | None
    exclusive: bool


@dataclass(frozen=True, slots=True)
class PhotoRule:
    """How many photos an answer needs and may have."""

    minimum: int
    maximum: int
    when: Literal["always", "on_miss"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; keys and defaults as in the document."""

    code: str
    type: QuestionType
    text: Texts
    help: Texts | None
    required: bool
    show_if: Condition | None
    standard: str | None
    score: ScoreRule | None
    weight: Fraction
    critical: bool
    pass_mark: Fraction
    bonus: bool
    not_applicable: Literal["exclude", "pass", "zero", "forbidden"]
    integrity: bool
    role: str | None
    comment: Literal["never", "optional", "on_miss", "required"]
    comment_min: int
    photos: PhotoRule | None
    options: tuple[Option, ...]
    minimum: Fraction | None
    maximum: Fraction | None
    step: Fraction | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """A run of questions under one title."""

    code: str
    title: Texts
    weight: Fraction
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule across questions; fires when its condition is true."""

    code: str
    when: Condition
    severity: Literal["error", "warning", "review"]
    message: Texts


@dataclass(frozen=True, slots=True)
class Critical:
    """What a failed critical question does to the number."""

    effect: Literal["keep", "cap", "zero"]
    cap: Fraction | None


@dataclass(frozen=True, slots=True)
class Band:
    """A label for percents from `start` upwards."""

    start: Fraction
    label: str


@dataclass(frozen=True, slots=True)
class Scoring:
    """How the lines of a visit become one percent, an outcome and a band."""

    mode: Literal["pooled", "section_weighted"]
    critical: Critical
    cap_at_100: bool
    pass_mark: Fraction | None
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole questionnaire."""

    code: str
    version: int
    title: Texts
    default_language: str
    languages: tuple[str, ...]
    channel: Literal["in_store", "phone", "web", "delivery"]
    scoring: Scoring
    standards: Mapping[str, Standard]
    sections: tuple[Section, ...]
    checks: tuple[Check, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in document order."""
        return tuple(question for section in self.sections for question in section.questions)
