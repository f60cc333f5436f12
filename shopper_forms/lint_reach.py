"""Questions that no answers can reach, found by trying every combination that matters.

Definitions
- `unreachable`: the question has a `show_if` and no combination of answers shows it. Tried are
  all answers that conditions can tell apart (`lint_states`) of the questions its `show_if` names,
  of those their own `show_if` names, and so on; a question that a combination hides has no answer.
- `not_checked`: more than 10,000 combinations of answers would have to be tried, or questions
  whose answers come in different steps are compared with each other and no combination was found,
  which proves nothing there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from shopper_forms.conditions import evaluate, questions_named
from shopper_forms.document import Condition, Question, QuestionValue
from shopper_forms.findings import Finding
from shopper_forms.lint_conditions import comparisons, faults_of
from shopper_forms.lint_states import Boundaries, boundaries, states_of, step_of, values_of
from shopper_forms.lint_subject import Subject
from shopper_forms.observations import HIDDEN, Observation

MOST_COMBINATIONS = 10_000
# N/A and unanswered come on top of the answers that are counted; this bounds the walk itself.
MOST_STEPS = 20 * MOST_COMBINATIONS

UNREACHABLE = "No answers to the questions before it can show this question."
NOT_CHECKED = (
    f"More than {MOST_COMBINATIONS:,} combinations of answers decide whether this question is "
    "shown, so it was not checked that any of them does."
)
NOT_PROVEN = "No answers were found that show this question, but not all could be tried."


class _TooManyError(Exception):
    """The walk has used up its steps."""


def reach_faults(subject: Subject) -> Iterator[Finding]:
    """`unreachable` and `not_checked` for every question with a sound `show_if`."""
    sound = _sound(subject)
    verdicts: dict[Condition, tuple[str, str] | None] = {}
    for index, (loc, question) in enumerate(subject.placed):
        condition = question.show_if
        if condition is None or index not in sound:
            continue
        chain = _chain(subject, condition)
        if not sound.issuperset(chain):
            continue
        if condition not in verdicts:
            verdicts[condition] = _verdict(
                [subject.placed[earlier][1] for earlier in chain], condition
            )
        verdict = verdicts[condition]
        if verdict is not None:
            yield Finding((*loc, "show_if"), *verdict)


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


def _chain(subject: Subject, condition: Condition) -> list[int]:
    """All questions that decide a condition, by index in document order."""
    found: set[int] = set()
    todo = [condition]
    while todo:
        for code in questions_named(todo.pop()):
            index = subject.order[code]
            if index not in found:
                found.add(index)
                earlier = subject.placed[index][1].show_if
                # A condition of an unsound question may name what is not there.
                if earlier is not None and _names_known(subject, earlier):
                    todo.append(earlier)
    return sorted(found)


def _names_known(subject: Subject, condition: Condition) -> bool:
    return all(code in subject.order for code in questions_named(condition))


def _verdict(chain: Sequence[Question], condition: Condition) -> tuple[str, str] | None:
    """None when some answers to the chain satisfy the condition; else a code and a sentence."""
    conditions = [q.show_if for q in chain if q.show_if is not None] + [condition]
    compares = [compare for each in conditions for _, compare in comparisons(each, ())]
    near = boundaries(chain, compares)
    combinations = 1
    states: list[list[Observation]] = []
    for question, limits in zip(chain, near, strict=True):
        values = list(islice(values_of(question, limits), MOST_COMBINATIONS + 1))
        # Having one answer or none is a choice of two.
        combinations *= max(2, len(values))
        if combinations > MOST_COMBINATIONS:
            return "not_checked", NOT_CHECKED
        constant = [
            compare
            for compare in compares
            if compare.question == question.code and not isinstance(compare.value, QuestionValue)
        ]
        states.append(states_of(question, values, constant, len(limits.peers) > 1))
    try:
        if _Walk(chain, states, condition).finds():
            return None
    except _TooManyError:
        return "not_checked", NOT_CHECKED
    if _compares_unlike_steps(near):
        return "not_checked", NOT_PROVEN
    return "unreachable", UNREACHABLE


def _compares_unlike_steps(near: Sequence[Boundaries]) -> bool:
    return any(len({step_of(peer) for peer in limits.peers}) > 1 for limits in near)


class _Walk:
    """The tree of answers to the chain, question by question, until one satisfies the condition."""

    def __init__(
        self, chain: Sequence[Question], states: Sequence[list[Observation]], condition: Condition
    ) -> None:
        self.chain = chain
        self.states = states
        self.condition = condition
        self.view: dict[str, Observation] = {}
        self.steps = 0

    def finds(self, depth: int = 0) -> bool:
        """Whether the answers given so far can be completed to satisfy the condition."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise _TooManyError
        if depth == len(self.chain):
            return evaluate(self.condition, self.view)
        question = self.chain[depth]
        is_shown = question.show_if is None or evaluate(question.show_if, self.view)
        for state in self.states[depth] if is_shown else (HIDDEN,):
            self.view[question.code] = state
            if self.finds(depth + 1):
                return True
        return False
