"""The printed words for the codes of the product: stages, dimensions, behaviours, states."""

from __future__ import annotations

from reports.printed import NBSP

STAGES = {
    "pre_transaction": "Pre-transaction",
    "transaction": "Transaction",
    "post_transaction": "Post-transaction",
}
DIMENSIONS = {
    "reliability": "Reliability",
    "responsiveness": "Responsiveness",
    "tangibles": "Tangibles",
    "assurance": "Assurance",
    "empathy": "Empathy",
}
BEHAVIOURS = {
    "broad_knowledge": "Broad knowledge",
    "empowered": "Empowered",
    "sincere_interest": "Sincere interest",
    "understanding": "Understanding",
    "respect": "Respect",
    "extreme_desire": "Extreme desire",
}
TRUST = {
    "best_interest": "Best interest",
    "honesty": "Honesty",
    "timeliness": "Timeliness",
    "fair_price": "Fair price",
    "guarantee": "Guarantee",
}
CAUSES = {
    "process": "Process",
    "roles": "Roles",
    "interpersonal": "Interpersonal",
    "direction": "Direction",
    "external": "External",
}
STATUS = {"met": "Met", "watch": "Watch", "gap": "Gap", "not_measured": "None"}
OUTCOMES = {"pass": "Pass", "fail": "Fail", "not_scored": "Not scored"}
STATES = {
    "answered": "",
    "not_applicable": "not applicable",
    "not_observed": "not observed",
    "skipped": "left out",
    "hidden": "not asked",
}
ACTION_STATES = {
    "open": ("Open", "planned"),
    "done": ("Done", "watch"),
    "verified": ("Verified", "met"),
    "no_action": ("Decided", "decided"),
}
APPEALS = {
    "scoring_error": "Scoring error",
    "wrong_comment": "Wrong comment",
    "could_not_perform": "The site could not perform it",
    "brief_not_followed": "The brief was not followed",
    "missing_evidence": "Missing evidence",
    "wrong_place": "Wrong place",
}
APPEAL_STATES = {
    "open": ("Open", "planned"),
    "upheld": ("Upheld", "decided"),
    "rejected": ("Rejected", "decided"),
    "lapsed": ("Lapsed", "decided"),
}
STAFF = {
    "none": "No member of staff is identified.",
    "role": "Staff are identified by role only.",
    "description": "Staff are identified by description, as the programme declares.",
    "name": "Staff are named, as the programme's legal basis allows.",
}


def label(names: dict[str, str], key: str) -> str:
    """Give the word for a code; a code without a word is printed readable."""
    return names.get(key) or key.replace("_", " ").strip().capitalize()


def status_word(status: str, n: int) -> str:
    """Give the word of a status chip; too few visits say how many."""
    return f"n{NBSP}={NBSP}{n}" if status == "too_few" else STATUS[status]


def outcome_chip(outcome: str, critical: bool) -> tuple[str, str]:
    """Give the word and the kind of a visit's outcome chip."""
    if outcome == "pass":
        return "Pass", "met"
    if outcome == "fail":
        return ("Fail, critical" if critical else "Fail"), "gap"
    return label(OUTCOMES, outcome), "not_measured"
