"""Answers to a scorecard: pure, exact, and explained line by line."""

from backend.scoring.engine import ENGINE_VERSION, score
from backend.scoring.printing import as_dict, closing_as_dict
from backend.scoring.scorecard import ClosingLines, Scorecard, closing_lines
from backend.scoring.vector import vector

__all__ = [
    "ENGINE_VERSION",
    "ClosingLines",
    "Scorecard",
    "as_dict",
    "closing_as_dict",
    "closing_lines",
    "score",
    "vector",
]
