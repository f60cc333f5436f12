"""What the client's people do in the story: act on misses, appeal questions, import measures."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from backend.config.demo import world
from backend.config.demo.client import Caller
from backend.config.demo.months import Month
from backend.config.demo.visiting import Cast

# what a manager finds behind the miss of a standard, and what is then done about it
_FOUND: dict[str, tuple[str, str, str]] = {
    "PHONE": ("process", "time", "The phone now rings on the bar, too, and the nearest answers."),
    "HOURS": ("direction", "focus", "The manager changes door and website on the same day."),
    "FRONT": ("roles", "focus", "Windows and pavement are the opening shift's first ten minutes."),
    "GREET": ("interpersonal", "focus", "Whoever looks up first says good morning; tried for a week."),
    "KNOW": ("process", "knowledge", "The allergen folder hangs at each till; all were taken through it."),
    "LISTEN": ("interpersonal", "knowledge", "Two role plays with the whole team on asking first."),
    "SPEED": ("process", "time", "The second machine is cleaned after three, no more at noon."),
    "DRINK": ("roles", "knowledge", "The recipe card stands at the machine; drinks are tasted at opening."),
    "PRICE": ("process", "focus", "Cards and till are compared each Monday; both were right twice."),
    "CLEAN": ("roles", "time", "One person an hour has the tables and the restroom, by name of the role."),
    "UNIFORM": ("direction", "focus", "Spare aprons and badges lie at the entrance of the staff room."),
    "RECEIPT": ("process", "focus", "The till asks whether a receipt is wanted before it closes."),
    "THANKS": ("interpersonal", "focus", "The last sentence was agreed on and is said by everybody."),
    "RECOVER": ("direction", "knowledge", "Everybody may replace a drink without asking."),
}  # fmt: skip
_NO_ACTION = (
    "The place is rebuilt next month and reopens with another counter; nothing is done before."
)
# question, category, what is said, and what the reviewer decides: whether upheld, and why;
# the last stays open
_APPEALS: tuple[tuple[str, str, str, tuple[bool, str] | None], ...] = (
    ("badge", "scoring_error", "The badge was under the apron as the uniform rule of March allows.",
     (True, "The uniform rule of March says so.")),
    ("windows", "missing_evidence", "There is no photo of the windows.",
     (False, "No photo is asked for there; the words say where the marks were.")),
    ("pavement", "could_not_perform", "The street was being rebuilt; the pavement was a building site.",
     (False, "A second visit of that week saw no building site.")),
    ("receipt", "wrong_comment", "The till prints every receipt by itself since April.", None),
)  # fmt: skip
_RECENT = timedelta(days=12)  # appeals close 14 days after release


def act_on_misses(cast: Cast, month: Month, number: int) -> Iterator[datetime]:
    """Some days after a month: what is late is closed, every other new one, too; causes are named.

    Whether an action is closed follows from its day and its place among the others, not from
    dice, so that the story of the visits stays the same.
    """
    moment = _after(month, 10)
    yield moment
    cleo = cast.callers["cleo"]
    ids = {row["name"]: row["id"] for row in _people(cleo)}
    for turn, (manager, action) in enumerate(_open_actions(cast)):
        cause, secondary, evidence = _FOUND[action["standard"]]
        address = f"/actions/{action['id']}"
        named = {"cause": cause, "secondary": secondary, "verifier": ids["Cleo Hartmann"]}
        is_late = action["due"] < moment.date().isoformat()
        if turn % 15 == 14 and action["kind"] != "critical":
            _patch(manager, address, {"state": "no_action", "reason": _NO_ACTION})
            cast.count("decisions not to act")
        elif is_late or (turn + number) % 2 == 0:
            _patch(manager, address, {**named, "state": "done", "evidence": evidence})
            cast.count("actions done")
            if turn % 4:
                _patch(cleo, address, {"state": "verified"})
        else:
            _patch(manager, address, named)


def appeal_questions(cast: Cast, month: Month) -> Iterator[datetime]:
    """After the last month some questions are appealed: upheld, rejected, and one left open."""
    yield _after(month, 1)
    appealed = []
    for question, category, text, decision in _APPEALS:
        found = _missed(cast.callers["mona"], question, month)
        if found is not None:
            body = {"question": question, "category": category, "text": text}
            answer = cast.callers["mona"].post(f"/visits/{found}/appeals", body)
            appealed.append((answer["id"], decision))
            cast.count("appeals")
    yield _after(month, 4)
    for appeal, decision in appealed:
        if decision is not None:
            upheld, reason = decision
            said = {"upheld": upheld, "reason": reason}
            said |= {"answer": {"value": "yes"}} if upheld else {}
            cast.callers["rae"].post(f"/appeals/{appeal}/decide", said)


def import_measures(cast: Cast, months: list[Month]) -> None:
    """What customers said of each place, as a client would import it: near the truth about the
    place, with noise of its own; for the quarters of the story and for its last three months."""
    dice = random.Random(world.BRAND["code"])
    lines = ["location,from,to,measure,value,n,weights,currency"]
    for first, last in _periods(months):
        for place in world.OWN_PLACES:
            met = sum(cast.rates[place.code].values()) / len(cast.rates[place.code])
            lines += _measures(place.code, first, last, met, dice)
    raw = ("\n".join(lines) + "\n").encode()
    cleo = cast.callers["cleo"]
    cleo.call("POST", "/customer-measures/import", raw, "text/csv", (200, 201))
    cast.count("customer measures", len(lines) - 1)


def _periods(months: list[Month]) -> list[tuple[date, date]]:
    """The calendar quarters that end within the story, and its last three months."""
    ends = [month.last for month in months if month.last.month % 3 == 0]
    firsts = [date(end.year, end.month - 2, 1) for end in ends]
    found = [*zip(firsts, ends, strict=True), (months[-3].first, months[-1].last)]
    return list(dict.fromkeys(found))


def _measures(code: str, first: date, last: date, met: float, dice: random.Random) -> Iterator[str]:
    asked = dice.randint(60, 240)
    nps = max(-100, min(100, round(160 * met - 95 + dice.gauss(0, 9))))
    index = max(0, min(100, round(100 * met - 8 + dice.gauss(0, 4))))
    yield f"{code},{first},{last},nps,{nps},{asked},,"
    yield f"{code},{first},{last},acsi,{index},{asked},1 1 1,"
    yield f"{code},{first},{last},complaints,{max(0, round(22 * (1 - met) + dice.gauss(0, 1.5)))},,,"
    yield f"{code},{first},{last},revenue,{dice.randint(90_000, 260_000) * 100},,,EUR"


def _open_actions(cast: Cast) -> Iterator[tuple[Caller, dict[str, Any]]]:
    for name in ("mona", "max"):
        caller = cast.callers[name]
        for action in caller.get("/actions", state="open", limit=200)["items"]:
            yield caller, action


def _missed(manager: Caller, question: str, month: Month) -> str | None:
    """A visit of the month that lost points there and can still be appealed; the latest first."""
    visits = manager.get(
        "/visits", state="released", limit=200, **{"from": (month.last - _RECENT).isoformat()}
    )["items"]
    for visit in visits:
        card = visit["scorecard"]
        lines = card["ledger"] if card else []
        if any(line["question"] == question and float(line["lost"]) > 0 for line in lines):
            return str(visit["id"])
    return None


def _people(cleo: Caller) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cleo.get("/people", limit=200)["items"]
    return found


def _patch(caller: Caller, address: str, body: dict[str, Any]) -> None:
    caller.send("PATCH", address, body, (200,))


def _after(month: Month, days: int) -> datetime:
    return datetime.combine(month.last, datetime.min.time(), UTC) + timedelta(days=days, hours=9)
