"""From JSON values to a `Document`, or every fault of its form at once.

parse_document ── read_document
 ├─ limits
 ├─ scoring, standards
 ├─ sections ── parsing_questions ── parsing_rules
 └─ checks ──── parsing_conditions

A document that parses can be asked and scored: every scored question has a standard of the
document and a rule that fits its type, every code is unique, every number is in range. Whether
it makes sense as a form (reachable questions, bands, comparisons) is `shopper_forms.lint`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from shopper_forms.decoding import load_json
from shopper_forms.document import (
    Band,
    Check,
    Critical,
    Document,
    Question,
    Scoring,
    Section,
    Standard,
)
from shopper_forms.findings import Finding, Refused
from shopper_forms.limits import size_faults
from shopper_forms.parsing_conditions import read_condition
from shopper_forms.parsing_questions import read_question
from shopper_forms.reading import LANGUAGE, Faults, Fields, Loc, refuse_repeated

__all__ = ["Reading", "load_json", "parse_document", "placed_questions", "read_document"]

SCHEMA: tuple[str, ...] = ("questionnaire/1",)
CHANNELS: tuple[Literal["in_store", "phone", "web", "delivery"], ...] = (
    "in_store",
    "phone",
    "web",
    "delivery",
)
STAGES: tuple[str, ...] = ("pre_transaction", "transaction", "post_transaction")
DIMENSIONS: tuple[str, ...] = (
    "reliability",
    "assurance",
    "tangibles",
    "empathy",
    "responsiveness",
)
BEHAVIOURS: tuple[str, ...] = (
    "broad_knowledge",
    "extreme_desire",
    "sincere_interest",
    "understanding",
    "respect",
    "empowered",
)
TRUST: tuple[str, ...] = ("best_interest", "honesty", "timeliness", "fair_price", "guarantee")
MODES: tuple[Literal["pooled", "section_weighted"], ...] = ("pooled", "section_weighted")
EFFECTS: tuple[Literal["keep", "cap", "zero"], ...] = ("keep", "cap", "zero")
SEVERITIES: tuple[Literal["error", "warning", "review"], ...] = ("error", "warning", "review")

DOCUMENT_KEYS = (
    "schema",
    "code",
    "version",
    "title",
    "default_language",
    "languages",
    "channel",
    "scoring",
    "standards",
    "sections",
    "checks",
)
STANDARD_KEYS = (
    "code",
    "text",
    "stage",
    "dimension",
    "behaviours",
    "trust",
    "target_percent",
    "critical",
    "owner_role",
)
MOST_LANGUAGES = 50
ZERO, HUNDRED = Fraction(0), Fraction(100)


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read; the document holds stand-ins where there are findings.

    Of one that `is_too_large` nothing but its size was looked at.
    """

    document: Document
    findings: tuple[Finding, ...]
    is_too_large: bool = False


def parse_document(data: object) -> Document:
    """The document that decoded JSON stands for.

    Numbers may be int or `Decimal` (a float counts as the shortest decimal it prints as).
    Raises `Refused` with every fault of the form and its path: `unknown_key`, `wrong_type`,
    `required`, `out_of_range`, `too_many_decimals`, `too_long`, `off_step`, `bad_weight`,
    `duplicate_code`, `no_standard`.
    """
    reading = read_document(data)
    if reading.findings:
        raise Refused(reading.findings)
    return reading.document


def read_document(data: object) -> Reading:
    """Like `parse_document`, but gives findings and what could be read side by side."""
    oversize = size_faults(data)
    if oversize:
        return Reading(read_document({}).document, tuple(oversize), is_too_large=True)
    faults = Faults()
    top = Fields(faults, data, (), DOCUMENT_KEYS)
    top.choice("schema", SCHEMA)
    language = _language(top)
    standards = {
        code: _standard(Fields(faults, value, loc, STANDARD_KEYS), code, language)
        for code, loc, value in top.members("standards")
    }
    document = Document(
        code=top.slug("code"),
        version=top.whole_number("version", None, 1, 10**6),
        title=top.texts("title", language),
        default_language=language,
        languages=_languages(top, language),
        channel=top.choice("channel", CHANNELS),
        scoring=_scoring(top),
        standards=standards,
        sections=_sections(top, language, standards),
        checks=_checks(top, language),
    )
    _refuse_repeated_codes(faults, document)
    _refuse_second_recommendation(faults, document)
    return Reading(document, tuple(faults.findings))


def placed_questions(document: Document) -> Iterator[tuple[Loc, Question]]:
    """Every question with its path in the document, in document order."""
    for i, section in enumerate(document.sections):
        for j, question in enumerate(section.questions):
            yield ("sections", i, "questions", j), question


def _language(top: Fields) -> str:
    if not top.need("default_language"):
        return ""
    value = top.raw("default_language")
    if isinstance(value, str) and LANGUAGE.fullmatch(value):
        return value
    top.fault("default_language", "wrong_type", "This must be a language tag such as en or pt-BR.")
    return ""


def _languages(top: Fields, default: str) -> tuple[str, ...]:
    found: list[str] = []
    top.need("languages")
    given = top.raw("languages")
    if isinstance(given, list) and len(given) > MOST_LANGUAGES:
        top.fault("languages", "out_of_range", f"At most {MOST_LANGUAGES} languages are taken.")
        return (default,)
    for loc, value in top.entries("languages"):
        if not isinstance(value, str) or not LANGUAGE.fullmatch(value):
            top.faults.add(loc, "wrong_type", "This must be a language tag such as en or pt-BR.")
        elif value in found:
            top.faults.add(loc, "duplicate_code", "This language is there already.")
        else:
            found.append(value)
    if found and default and default not in found:
        top.fault("languages", "out_of_range", "The default language must be one of these.")
    return tuple(found)


def _standard(fields: Fields, key: str, language: str) -> Standard:
    code = fields.slug("code")
    if code and code != key:
        fields.fault("code", "out_of_range", "This must be the key the standard stands under.")
    return Standard(
        code=key,
        text=fields.texts("text", language),
        stage=fields.choice("stage", STAGES),
        dimension=fields.choice("dimension", DIMENSIONS),
        behaviours=fields.words("behaviours", BEHAVIOURS),
        trust=fields.words("trust", TRUST),
        target_percent=fields.number("target_percent", None, ZERO, HUNDRED),
        critical=fields.flag("critical", False),
        owner_role=fields.line("owner_role"),
    )


def _scoring(top: Fields) -> Scoring:
    keys = ("mode", "critical", "cap_at_100", "pass_mark", "bands")
    fields = top.inner("scoring", keys)
    critical = fields.inner("critical", ("effect", "cap"))
    effect = critical.choice("effect", EFFECTS)
    if effect == "cap":
        critical.need("cap")
    fields.need("bands")
    return Scoring(
        mode=fields.choice("mode", MODES),
        critical=Critical(effect, critical.maybe_number("cap", ZERO, HUNDRED)),
        cap_at_100=fields.flag("cap_at_100", True),
        pass_mark=fields.maybe_number("pass_mark", ZERO, HUNDRED),
        bands=tuple(
            _band(Fields(top.faults, value, loc, ("from", "label")))
            for loc, value in fields.entries("bands")
        ),
    )


def _band(fields: Fields) -> Band:
    return Band(fields.number("from", None, ZERO, HUNDRED), fields.line("label"))


def _sections(top: Fields, language: str, standards: Mapping[str, Standard]) -> tuple[Section, ...]:
    top.need("sections")
    sections: list[Section] = []
    for loc, value in top.entries("sections"):
        fields = Fields(top.faults, value, loc, ("code", "title", "weight", "questions"))
        fields.need("questions")
        questions = tuple(
            read_question(top.faults, element, place, language, standards)
            for place, element in fields.entries("questions")
        )
        sections.append(
            Section(
                fields.slug("code"),
                fields.texts("title", language),
                fields.weight("weight"),
                questions,
            )
        )
    return tuple(sections)


def _checks(top: Fields, language: str) -> tuple[Check, ...]:
    checks: list[Check] = []
    for loc, value in top.entries("checks"):
        fields = Fields(top.faults, value, loc, ("code", "when", "severity", "message"))
        code = fields.slug("code")
        fields.need("when")
        when = read_condition(top.faults, fields.raw("when"), fields.at("when"), "when" in fields)
        severity = fields.choice("severity", SEVERITIES)
        checks.append(Check(code, when, severity, fields.texts("message", language)))
    return tuple(checks)


def _refuse_repeated_codes(faults: Faults, document: Document) -> None:
    """Codes of sections, questions and checks; options are looked at with their question."""
    refuse_repeated(
        faults, ((("sections", i, "code"), part.code) for i, part in enumerate(document.sections))
    )
    refuse_repeated(
        faults, (((*loc, "code"), question.code) for loc, question in placed_questions(document))
    )
    refuse_repeated(
        faults, ((("checks", i, "code"), check.code) for i, check in enumerate(document.checks))
    )


def _refuse_second_recommendation(faults: Faults, document: Document) -> None:
    marked = [loc for loc, question in placed_questions(document) if question.role == "recommend"]
    for loc in marked[1:]:
        faults.add((*loc, "role"), "duplicate_code", "Only one question may have this role.")
