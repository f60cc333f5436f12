"""All combinations of some questions' answers at once, one bit of a large integer for each.

Questions with s1, s2, ... states have s1 x s2 x ... combinations, numbered as an odometer counts.
`Trials.holding` gives the integer whose ones are the combinations in which a condition holds:
*and*, *or* and *not* of whole integers take the place of that many evaluations.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from shopper_forms.conditions import evaluate
from shopper_forms.document import All, AnyOf, Compare, Condition, Question, QuestionValue
from shopper_forms.observations import HIDDEN, Observation


class Trials:
    """The combinations of the states of a chain of questions, which stand in document order."""

    def __init__(self, chain: Sequence[Question], states: Sequence[list[Observation]]) -> None:
        count = prod(len(own) for own in states)
        self._every = (1 << count) - 1
        self._states: dict[str, list[tuple[Observation, int]]] = {}
        self._shown: dict[str, int] = {}
        self._known: dict[Compare, int] = {}
        run = 1
        for question, own in zip(chain, states, strict=True):
            self._states[question.code] = [
                (state, _every_so_often(run, place, len(own), count))
                for place, state in enumerate(own)
            ]
            run *= len(own)
        for question in chain:
            self._shown[question.code] = (
                self._every if question.show_if is None else self.holding(question.show_if)
            )

    def holding(self, condition: Condition) -> int:
        """The combinations in which a condition on questions of the chain holds."""
        if isinstance(condition, Compare):
            if condition not in self._known:
                self._known[condition] = self._comparing(condition)
            return self._known[condition]
        if isinstance(condition, All):
            found = self._every
            for part in condition.parts:
                found &= self.holding(part)
        elif isinstance(condition, AnyOf):
            found = 0
            for part in condition.parts:
                found |= self.holding(part)
        else:
            found = self._every & ~self.holding(condition.part)
        return found

    def _comparing(self, compare: Compare) -> int:
        left, other = compare.question, compare.value
        if isinstance(other, QuestionValue) and other.question != left:
            return self._comparing_two(compare, left, other.question)
        found = 0
        for state, bits in self._states[left]:
            if evaluate(compare, {left: state}):
                found |= bits
        found &= self._shown[left]
        if evaluate(compare, {left: HIDDEN}):
            found |= self._every & ~self._shown[left]
        return found

    def _comparing_two(self, compare: Compare, left: str, right: str) -> int:
        found = 0
        for state, bits in self._states[left]:
            fitting = 0
            for other, other_bits in self._states[right]:
                if evaluate(compare, {left: state, right: other}):
                    fitting |= other_bits
            found |= bits & fitting
        return found & self._shown[left] & self._shown[right]


def _every_so_often(run: int, place: int, period: int, count: int) -> int:
    """Ones for `run` bits at the given place of every `period` runs, `count` bits in all."""
    bits = ((1 << run) - 1) << (run * place)
    width = run * period
    while width < count:
        bits |= bits << width
        width *= 2
    return bits & ((1 << count) - 1)
