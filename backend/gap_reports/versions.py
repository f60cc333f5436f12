"""What the questionnaire versions of a period say: standards with targets, bands, questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from backend.fieldwork.models import Programme
from backend.gap_reports.counted_visits import CountedVisit
from backend.standards.documents import document_of
from backend.standards.models import QuestionnaireVersion
from reports.gaps_facts import MeasuredFacts, Percent, StandardFacts
from shopper_forms.document import CurveRule, Document, Question, Standard, TableRule, Texts
from shopper_forms.points import is_scored


@dataclass(frozen=True, slots=True)
class PeriodVersions:
    """The documents that count, the deciding one first: of the latest visit (by date, then
    release), of those before it, then the programme's current versions (`in_use`)."""

    by_id: Mapping[int, Document]
    latest: Document | None
    in_use: tuple[int, ...] = ()

    def standards(self) -> list[StandardFacts]:
        """Every standard of these versions, each as the first version that carries it has it."""
        found: dict[str, StandardFacts] = {}
        for document in self.by_id.values():
            for code, standard in document.standards.items():
                if code not in found:
                    found[code] = _standard_facts(standard, document)
        return list(found.values())

    def bands(self) -> list[tuple[Percent, str]]:
        """The bands of the latest visit's version; none without a visit."""
        if self.latest is None:
            return []
        return [(band.start, band.label) for band in self.latest.scoring.bands]

    def targets(self, used: Iterable[int]) -> dict[str, Percent]:
        """The targets that count where only these of the versions were used, in their order."""
        found: dict[str, Percent] = {}
        for key in (*used, *self.in_use):
            for code, standard in self.by_id[key].standards.items():
                found.setdefault(code, standard.target_percent)
        return found

    def standard_of(self) -> dict[tuple[int, str], str]:
        """The standard that each question of each version counts against."""
        return {
            (key, question.code): question.standard
            for key, document in self.by_id.items()
            for question in document.questions
            if question.standard is not None
        }

    def measured(self, visits: Iterable[CountedVisit]) -> list[MeasuredFacts]:
        """Every scored duration, number and money question with what was answered, in order of
        the documents; a visit without a percent enters no figure."""
        answered = [visit.measured for visit in visits if visit.percent_e4 is not None]
        found: dict[str, MeasuredFacts] = {}
        for document in self.by_id.values():
            for question in document.questions:
                if question.code not in found and is_scored(question):
                    facts = _measured_facts(question, document, answered)
                    if facts is not None:
                        found[question.code] = facts
        return list(found.values())


def read_versions(programme: Programme, visits: Sequence[CountedVisit]) -> PeriodVersions:
    """The versions of the visits, given in order, and the newest published ones in use."""
    return read_used_versions(
        programme, list(dict.fromkeys(visit.version for visit in reversed(visits)))
    )


def read_used_versions(programme: Programme, used: Sequence[int]) -> PeriodVersions:
    """The versions that were used, the deciding one first, and the newest published ones in use.

    The frozen text stays in the database: most documents are parsed already (`document_of`).
    """
    current = QuestionnaireVersion.objects.defer("frozen").filter(
        questionnaire__programmes=programme, retired_at__isnull=True
    )
    newest = {row.questionnaire_id: row for row in current.order_by("questionnaire", "version")}
    rows = {row.pk: row for row in newest.values()}
    in_use = tuple(rows)
    missing = [key for key in used if key not in rows]
    rows |= {
        row.pk: row for row in QuestionnaireVersion.objects.defer("frozen").filter(pk__in=missing)
    }
    order = dict.fromkeys([*used, *rows])
    documents = {key: document_of(rows[key]) for key in order}
    return PeriodVersions(documents, documents[used[0]] if used else None, in_use)


def recommendations(visits: Iterable[CountedVisit]) -> list[int]:
    """What shoppers answered to the question with the role `recommend`."""
    answers = [visit.recommend for visit in visits if visit.percent_e4 is not None]
    return [answer for answer in answers if answer is not None]


def _standard_facts(standard: Standard, document: Document) -> StandardFacts:
    return StandardFacts(
        code=standard.code,
        text=_words(standard.text, document),
        stage=standard.stage,
        dimension=standard.dimension,
        behaviours=standard.behaviours,
        trust=standard.trust,
        target_percent=standard.target_percent,
        owner_role=standard.owner_role,
        critical=standard.critical,
    )


def _measured_facts(
    question: Question, document: Document, answered: Sequence[Mapping[str, str]]
) -> MeasuredFacts | None:
    """None for a question that measures nothing or has no target to compare with."""
    rule = question.score
    if question.type not in ("duration", "number", "money"):
        return None
    if isinstance(rule, CurveRule):
        better, target = rule.better, rule.target
    elif isinstance(rule, TableRule):
        better, target = _better_side(rule), None
    else:
        return None
    return MeasuredFacts(
        question=question.code,
        better=better,
        target=target,
        values=[Fraction(one[question.code]) for one in answered if question.code in one],
        type=question.type,
        currency=question.currency,
        text=_words(question.text, document),
        standard=question.standard or "",
    )


def _better_side(rule: TableRule) -> Literal["lower", "higher"]:
    """A table has no target; its points tell on which side the better answers are."""
    return "higher" if rule.rows[-1][1] > rule.rows[0][1] else "lower"


def _words(texts: Texts, document: Document) -> str:
    return texts[document.default_language]
