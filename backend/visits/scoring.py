"""Putting a score on a visit: append-only, with everything that made it."""

from __future__ import annotations

import json
from decimal import Decimal

from backend import clock
from backend.rows import change_row, insert_row
from backend.scoring import ENGINE_VERSION, as_dict, score, vector
from backend.standards.documents import document_of
from backend.visits.models import Outcome, Scorecard, Visit
from backend.visits.observations import Effective, effective
from shopper_forms.canonical import sha256_hex


def score_visit(visit: Visit, *, reason: str = "", of: Effective | None = None) -> Scorecard | None:
    """Score the effective answers and make that the visit's figure; the only place that does.

    Runs in the transaction that completes or corrects the visit, with the visit locked. A visit
    whose outcome is not `completed` gets no scorecard. `of` saves reading the answers again.
    Earlier scorecards stay as they are.
    """
    if visit.outcome != Outcome.COMPLETED:
        forget_score(visit)
        return None
    answers, canonical = of or effective(visit)
    version = visit.questionnaire_version
    document = document_of(version)
    result = score(document, answers)
    printed = as_dict(result)
    card = Scorecard(
        visit=visit,
        sequence=_next_sequence(visit),
        reason=reason,
        engine=ENGINE_VERSION,
        questionnaire_version=version,
        document_sha256=version.sha256,
        answers=canonical,
        answers_sha256=sha256_hex(canonical.encode()),
        percent_e4=_in_e4(printed["percent"]),
        raw_percent_e4=_in_e4(printed["raw_percent"]),
        outcome=result.outcome,
        band=result.band or "",
        body=json.dumps(printed, ensure_ascii=False, separators=(",", ":")),
        vector=json.dumps(
            vector(result, document, answers), ensure_ascii=False, separators=(",", ":")
        ),
        created_at=clock.now(),
    )
    insert_row(card)
    visit.scorecard = card
    visit.percent_e4 = card.percent_e4
    change_row(visit, "scorecard_id", "percent_e4")
    return card


def forget_score(visit: Visit) -> None:
    """Let the visit have no figure for now; its scorecards stay on record."""
    if visit.scorecard_id is not None:
        visit.scorecard = None
        visit.percent_e4 = None
        visit.save(update_fields=["scorecard", "percent_e4"])


def _next_sequence(visit: Visit) -> int:
    if visit.revision == 0 and visit.scorecard_id is None:
        return 1  # only a further revision takes a figure away again, so there was none before
    return visit.scorecards.count() + 1


def _in_e4(percent: object) -> int | None:
    """A percent of four places as whole ten-thousandths."""
    return None if percent is None else int(Decimal(str(percent)).scaleb(4))
