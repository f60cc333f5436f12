"""After six months: the reports on disk, the statistics held against the truth, and what to open."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from math import sqrt
from pathlib import Path
from typing import Any

from backend.config.demo import world
from backend.config.demo.client import Caller
from backend.config.demo.setting_up import PROGRAMME, TARGET
from backend.config.demo.story import Lived

Say = Callable[[str], None]
_PHOTO_SECONDS = 60
# standards whose every question is full points exactly when the visit found them met
_WHOLE = ("SPEED", "CLEAN", "GREET", "PRICE", "UNIFORM", "RECEIPT")


def issue_reports(lived: Lived, folder: Path, say: Say) -> list[Path]:
    """A gap report of the last three months for each location, asked for by its own manager."""
    wait_for_photos(lived)
    period = _last_quarter(lived)
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    say("")
    say(f"Gap reports, {period['from']} to {period['to']}, target {TARGET}")
    say(f"  {'location':<24}{'score':>7}{'interval':>17}  {'status':<13}{'visits':>6}  costs most")
    for place in world.OWN_PLACES:
        caller = lived.cast.callers[_manager_of(place)]
        issued = caller.post("/reports", {"location": place.code, **period}, (200, 201))
        content = caller.fetch(f"/reports/{issued['id']}/pdf")
        if not content.startswith(b"%PDF-") or not content.rstrip().endswith(b"%%EOF"):
            raise RuntimeError(f"the report of {place.code} is no PDF")
        file = folder / f"gap-report-{place.code}.pdf"
        file.write_bytes(content)
        files.append(file)
        say(_row(place, caller.get(f"/locations/{place.code}/gaps", **period)))
    return files


def check_the_chain(lived: Lived, say: Say) -> None:
    """Hold what the API answers against what was sent; raises when something is lost or doubled."""
    callers = lived.cast.callers
    seen = _all_pages(callers["rae"], "/visits")
    sent = sorted(lived.cast.visits)
    if sorted(visit["id"] for visit in seen) != sent:
        raise RuntimeError(f"{len(sent)} visits were sent, {len(seen)} are there")
    photos = sum(len(visit["photos"]) for visit in seen)
    if photos < lived.cast.counts["photos"]:
        raise RuntimeError(f"{lived.cast.counts['photos']} photos were sent, {photos} are there")
    for manager in ("mona", "max", "cleo"):
        text = json.dumps(_all_pages(callers[manager], "/visits"))
        if any(ident in text for ident in lived.cast.shoppers.values()):
            raise RuntimeError(f"{manager} can see who a shopper is")
    say("")
    say(f"{len(seen)} visits and {photos} photos sent, as many kept; no shopper seen by a manager")
    _hold_against_truth(lived, say)


def wait_for_photos(lived: Lived) -> None:
    """Photos are decoded in the background; reports are asked for when all are ready."""
    rae = lived.cast.callers["rae"]
    deadline = time.monotonic() + _PHOTO_SECONDS
    for visit in reversed(lived.cast.visits):
        while any(photo["state"] == "stored" for photo in rae.get(f"/visits/{visit}")["photos"]):
            if time.monotonic() > deadline:
                raise RuntimeError(f"photos of visit {visit} are still not decoded")
            time.sleep(0.2)


def _hold_against_truth(lived: Lived, say: Say) -> None:
    rows = lived.cast.callers["cleo"].fetch("/exports/scores", format="jsonl", programme=PROGRAMME)
    met: dict[str, list[bool]] = {}
    truth: dict[str, list[float]] = {}
    for line in rows.decode().splitlines():
        row = json.loads(line)
        if row["standard"] in _WHOLE and float(row["possible"]) > 0:
            met.setdefault(row["standard"], []).append(row["earned"] == row["possible"])
            rate = lived.cast.rates[row["location"]][row["standard"]]
            truth.setdefault(row["standard"], []).append(rate)
    say("Truth and measurement, all six months (share of visits that met the standard)")
    for standard in _WHOLE:
        n = len(met[standard])
        share, true = sum(met[standard]) / n, sum(truth[standard]) / n
        noise = 1.96 * sqrt(true * (1 - true) / n)
        verdict = "within noise" if abs(share - true) <= noise else "outside the 95 % noise"
        say(f"  {standard:<9} true {true:6.1%}   measured {share:6.1%}   n {n:>4}   {verdict}")
    say("  One in twenty lies outside by chance alone.")


def _row(place: world.Place, gaps: dict[str, Any]) -> str:
    score = gaps["score"]
    interval = f"{_one(score['low'])} to {_one(score['high'])}" if score["low"] else "none"
    lost = {standard["code"]: standard["lost"] for standard in gaps["standards"]}
    first = next(iter(gaps["priorities"]), None)
    costs = f"{first} {_one(lost[first])}" if first else "nothing"
    critical = len(gaps["critical_misses"])
    mark = f"  {critical} critical miss{'es' if critical > 1 else ''}" if critical else ""
    return (
        f"  {place.name:<24}{_one(score['percent']):>7}{interval:>17}  {gaps['status']:<13}"
        f"{score['n']:>6}  {costs}{mark}"
    )


def _all_pages(caller: Caller, path: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    query: dict[str, Any] = {"limit": 200}
    while True:
        page = caller.get(path, **query)
        items += page["items"]
        if page["next"] is None:
            return items
        query["cursor"] = page["next"]


def _manager_of(place: world.Place) -> str:
    return "mona" if place.region in ("iberia", "isles") else "max"


def _last_quarter(lived: Lived) -> dict[str, str]:
    months = lived.months[-3:]
    return {
        "programme": PROGRAMME,
        "from": months[0].first.isoformat(),
        "to": months[-1].last.isoformat(),
    }


def _one(number: str | None) -> str:
    return "–" if number is None else f"{float(number):.1f}"
