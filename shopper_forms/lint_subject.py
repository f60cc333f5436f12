"""What every lint rule looks at: the document, where questions stand, which parts are broken."""

from __future__ import annotations

from collections import Counter

from shopper_forms.document import Question
from shopper_forms.findings import Finding
from shopper_forms.parsing import Reading, placed_questions
from shopper_forms.reading import Loc

# Faults that leave the values around them as they were meant.
HARMLESS = frozenset({"unknown_key", "bad_weight", "duplicate_code", "no_standard", "too_long"})
WORDS = frozenset({"title", "text", "help", "message"})


class Subject:
    """A read document prepared for the rules."""

    def __init__(self, reading: Reading) -> None:
        self.document = reading.document
        self.placed: tuple[tuple[Loc, Question], ...] = tuple(placed_questions(self.document))
        self.order: dict[str, int] = {}
        for index, (_, question) in enumerate(self.placed):
            self.order.setdefault(question.code, index)
        self._broken = {finding.loc for finding in reading.findings if _is_damaging(finding)}
        self._above_broken = {loc[:end] for loc in self._broken for end in range(len(loc))}
        self._option_codes: dict[str, frozenset[str]] = {}
        times = Counter(question.code for _, question in self.placed)
        self.ambiguous = frozenset(code for code in times if times[code] > 1)

    def is_broken(self, loc: Loc) -> bool:
        """Whether the part at the path, or something in or around it, could not be read."""
        return loc in self._above_broken or any(
            loc[:end] in self._broken for end in range(len(loc) + 1)
        )

    def option_codes(self, question: Question) -> frozenset[str]:
        """The codes of the question's options; kept, since very many comparisons may ask."""
        if question.code not in self._option_codes:
            codes = frozenset(option.code for option in question.options)
            self._option_codes[question.code] = codes
        return self._option_codes[question.code]


def _is_damaging(finding: Finding) -> bool:
    return finding.code not in HARMLESS and WORDS.isdisjoint(finding.loc)
