"""Questions that no answers can reach, found by trying every combination that matters.

Definitions
- `unreachable`: the question has a `show_if` and no combination of answers shows it. Tried are
  all answers that conditions can tell apart (`lint_states`) of the questions its `show_if` names,
  of those their own `show_if` names, and so on; a question that a combination hides has no answer.
- `not_checked`: more than 10,000 combinations of answers would have to be tried; or the document
  as a whole would take too long; or questions whose answers come in different steps are compared
  with each other and no combination was found, which proves nothing there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from shopper_forms.conditions import questions_named
from shopper_forms.document import Compare, Condition, Question, QuestionValue
from shopper_forms.findings import Finding
from shopper_forms.lint_conditions import comparisons, faults_of
from shopper_forms.lint_states import boundaries, states_of, step_of, values_of
from shopper_forms.lint_subject import Subject
from shopper_forms.lint_trials import Trials
from shopper_forms.observations import Observation

MOST_COMBINATIONS = 10_000
# N/A and unanswered come on top of the answers that are counted.
MOST_TRIALS = 2_000_000
# Each question has at least two answers, or one and none, so more of them are too many in any case.
MOST_QUESTIONS = MOST_COMBINATIONS.bit_length() - 1
# Comparisons of single answers in one document: less than a second of work, during which a server
# of one process answers nobody else.
MOST_EFFORT = 300_000
# Finding the answers beside one boundary costs as much as so many comparisons.
BOUNDARY_EFFORT = 8

UNREACHABLE = "No answers to the questions before it can show this question."
NOT_CHECKED = (
    f"More than {MOST_COMBINATIONS:,} combinations of answers decide whether this question is "
    "shown, so it was not checked that any of them does."
)
TOO_LONG = "The conditions of the document take too long to try, so this one was not checked."
NOT_PROVEN = "No answers were found that show this question, but not all could be tried."

Verdict = tuple[str, str] | None


def reach_faults(subject: Subject) -> Iterator[Finding]:
    """`unreachable` and `not_checked` for every question with a sound `show_if`."""
    sound = _sound(subject)
    named = _named(subject)
    verdicts: dict[Condition, Verdict] = {}
    effort = _Effort()
    for index, (loc, question) in enumerate(subject.placed):
        condition = question.show_if
        if condition is None or index not in sound:
            continue
        chain = _chain(subject, named, index)
        if not sound.issuperset(chain):
            continue
        if len(chain) > MOST_QUESTIONS:
            verdicts[condition] = "not_checked", NOT_CHECKED
        if condition not in verdicts:
            questions = [subject.placed[earlier][1] for earlier in chain]
            verdicts[condition] = _verdict(questions, condition, effort)
        verdict = verdicts[condition]
        if verdict is not None:
            yield Finding((*loc, "show_if"), *verdict)


class _Effort:
    """How many comparisons the document has cost so far."""

    def __init__(self) -> None:
        self.spent = 0

    def allows(self, cost: int) -> bool:
        """Whether there is room for this and, once there was not, for nothing more."""
        self.spent += cost
        return self.spent <= MOST_EFFORT


def _sound(subject: Subject) -> set[int]:
    """The questions, by index, of which no other finding says that their reach is unknown."""
    return {
        index
        for index, (loc, question) in enumerate(subject.placed)
        if question.code not in subject.ambiguous
        and not subject.is_broken(loc)
        and (
            question.show_if is None
            or not any(faults_of(subject, question.show_if, (*loc, "show_if"), index))
        )
    }


def _named(subject: Subject) -> dict[int, tuple[str, ...]]:
    """By question the codes its `show_if` names, if there is one and it names only what is there.

    Worked out once: a large condition may stand in the chain of every question after it.
    """
    named = {
        index: questions_named(question.show_if)
        for index, (_, question) in enumerate(subject.placed)
        if question.show_if is not None
    }
    return {
        index: codes
        for index, codes in named.items()
        if all(code in subject.order for code in codes)
    }


def _chain(subject: Subject, named: Mapping[int, tuple[str, ...]], asked: int) -> list[int]:
    """All questions that decide the condition of the one asked for, by index in document order; of
    too many, enough."""
    found: set[int] = set()
    todo = [asked]
    while todo and len(found) <= MOST_QUESTIONS:
        for code in named.get(todo.pop(), ()):
            index = subject.order[code]
            if index not in found:
                found.add(index)
                todo.append(index)
    return sorted(found)


def _verdict(chain: Sequence[Question], condition: Condition, effort: _Effort) -> Verdict:
    """None when some answers to the chain satisfy the condition; else a code and a sentence."""
    if not effort.allows(1):
        return "not_checked", TOO_LONG
    conditions = [q.show_if for q in chain if q.show_if is not None] + [condition]
    compares = [compare for each in conditions for _, compare in comparisons(each, ())]
    if not effort.allows(BOUNDARY_EFFORT * sum(map(_values_in, compares))):
        return "not_checked", TOO_LONG
    near = boundaries(chain, compares)
    combinations = 1
    values = []
    for question, limits in zip(chain, near, strict=True):
        values.append(list(islice(values_of(question, limits), MOST_COMBINATIONS + 1)))
        # Having one answer or none is a choice of two.
        combinations *= max(2, len(values[-1]))
        if combinations > MOST_COMBINATIONS:
            effort.allows(len(values[-1]))
            return "not_checked", NOT_CHECKED
    trials = 1
    states: list[list[Observation]] = []
    for question, limits, answers in zip(chain, near, values, strict=True):
        own = {
            compare
            for compare in compares
            if compare.question == question.code and not isinstance(compare.value, QuestionValue)
        }
        cost = sum(map(_values_in, own))
        if not effort.allows((cost + 1) * (len(answers) + 2)):
            return "not_checked", TOO_LONG
        states.append(states_of(question, answers, list(own), len(limits.peers) > 1))
        trials *= len(states[-1])
    sizes = {question.code: len(own) for question, own in zip(chain, states, strict=True)}
    pairs = sum(
        sizes[compare.question] * sizes[compare.value.question]
        for compare in set(compares)
        if isinstance(compare.value, QuestionValue)
    )
    # All combinations are one large integer, for each state and for each comparison.
    integers = len(compares) + sum(sizes.values())
    if trials > MOST_TRIALS or not effort.allows(pairs + integers * (1 + trials // 30_000)):
        return "not_checked", TOO_LONG
    if Trials(chain, states).holding(condition):
        return None
    if any(len({step_of(peer) for peer in limits.peers}) > 1 for limits in near):
        return "not_checked", NOT_PROVEN
    return "unreachable", UNREACHABLE


def _values_in(compare: Compare) -> int:
    return len(compare.value) if isinstance(compare.value, tuple) else 1
