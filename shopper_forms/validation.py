"""Whether a shopper's answers may be taken, with every fault, its question and a sentence.

validate
 ├─ conditions.observe ── what is shown, and values that cannot be read
 ├─ answer_rules ──────── ranges, states, comments and photos of one answer
 └─ checks ────────────── rules across questions
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from shopper_forms.answer_rules import answer_faults, is_plain
from shopper_forms.conditions import View, evaluate, observe, questions_named
from shopper_forms.document import Check, Document, Question
from shopper_forms.findings import Finding
from shopper_forms.observations import sentence_about
from shopper_forms.reading import printable

COMPLETED = "completed"

# A body of megabytes could name a hundred thousand codes; a person reads the first few.
MOST_UNKNOWN = 100


@dataclass(frozen=True, slots=True)
class Validation:
    """What was found in the answers of one visit.

    `errors` stop the submission, in document order, checks last; `warnings` are for the shopper,
    who may go on; `reviews` are for the reviewer alone. `photo_ids` are all photos that answers
    name, those of hidden answers too, each once and in document order.
    """

    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    reviews: tuple[Finding, ...]
    photo_ids: tuple[str, ...]

    @property
    def is_accepted(self) -> bool:
        """Whether nothing stops the submission."""
        return not self.errors


def validate(
    document: Document,
    answers: object,
    photo_ids_listed: Collection[str] | None = None,
    outcome: str = COMPLETED,
) -> Validation:
    """Judge `{code: Answer}` by the rules of the section *Answers*; any JSON value is survived.

    `photo_ids_listed` are the ids the body announces: an answer that names another one is refused.
    None leaves that out, for a caller that has no list. With an `outcome` other than `completed`
    required questions may be left out; what is there is judged all the same. A hidden answer is
    kept but not judged, except that it must be plain JSON of sane size.
    """
    errors: list[Finding] = []
    given: Mapping[str, object] = answers if isinstance(answers, dict) else {}
    if not isinstance(answers, dict):
        sentence = "Answers are an object: question code to answer."
        errors.append(Finding(("answers",), "wrong_type", sentence))
    view = observe(document, given, errors)
    photo_ids: list[str] = []
    questions = document.questions
    for question in questions:
        code = question.code
        if code in given:
            entry = given[code]
            if view[code].state == "hidden":
                if not is_plain(entry):
                    sentence = "the answer kept for this hidden question cannot be stored"
                    errors.append(_fault(document, question, "wrong_type", sentence))
                    continue
            else:
                errors += answer_faults(
                    question, view[code], entry, document.default_language, photo_ids_listed
                )
            photo_ids += _photo_ids(entry)
        if question.required and outcome == COMPLETED and view[code].state == "skipped":
            errors.append(_fault(document, question, "required", "an answer is needed"))
    if errors:
        _sort_by_question(errors, questions)
    errors += _unknown_questions(given, view)
    fired = [check for check in document.checks if evaluate(check.when, view)]
    return Validation(
        errors=(*errors, *_fired(document, fired, "error")),
        warnings=_fired(document, fired, "warning"),
        reviews=_fired(document, fired, "review"),
        photo_ids=tuple(dict.fromkeys(photo_ids)),
    )


def _sort_by_question(errors: list[Finding], questions: Collection[Question]) -> None:
    place = {question.code: index for index, question in enumerate(questions)}
    errors.sort(key=lambda fault: place[str(fault.loc[1])] if len(fault.loc) > 1 else -1)


def _fault(document: Document, question: Question, code: str, sentence: str) -> Finding:
    message = sentence_about(question, document.default_language, sentence)
    return Finding(("answers", question.code), code, message)


def _photo_ids(entry: object) -> list[str]:
    photos = entry.get("photos") if isinstance(entry, dict) else None
    return [each for each in photos if isinstance(each, str)] if isinstance(photos, list) else []


def _unknown_questions(given: Mapping[str, object], view: View) -> list[Finding]:
    unknown = [code for code in given if code not in view]
    findings = [
        Finding(
            ("answers", printable(code)),
            "unknown_question",
            f"The questionnaire has no question “{printable(code)}”.",
        )
        for code in unknown[:MOST_UNKNOWN]
    ]
    more = len(unknown) - MOST_UNKNOWN
    if more > 0:
        last = findings[-1]
        sentence = f"{last.message[:-1]}, nor {more} others named here."
        findings[-1] = Finding(last.loc, last.code, sentence)
    return findings


def _fired(document: Document, checks: Collection[Check], severity: str) -> tuple[Finding, ...]:
    """The finding stands at the first question the check names, then at the check's own code."""
    return tuple(
        Finding(
            ("answers", *questions_named(check.when)[:1], check.code),
            "check_failed",
            check.message[document.default_language],
        )
        for check in checks
        if check.severity == severity
    )
