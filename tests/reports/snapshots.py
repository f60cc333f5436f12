"""Snapshots to draw in tests: one good quarter with literal figures, awkward ones made of it."""

import copy
import io
import json
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

DATA = Path(__file__).parent.parent / "data" / "gap-report-quarter.json"

LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"


def quarter() -> dict[str, Any]:
    """Give a good quarter: five visits, fourteen standards, eight photos, one critical miss."""
    made: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return made


def one_visit():
    """Give the snapshot of the PDF of visit 3 alone."""
    whole = quarter()
    found = [
        {**one, "items": [i for i in one["items"] if i["number"] == 3]} for one in whole["evidence"]
    ]
    return {
        "schema": "visit-report/1",
        **{key: whole[key] for key in ("language", "brand", "location", "programme")},
        "data_as_of": "2026-08-18",
        "visit": whole["visits"][2],
        "standards": {one["code"]: one["text"] for one in whole["analysis"]["standards"]},
        "evidence": [one for one in found if one["items"]],
    }


def no_visits():
    """Give a quarter without a single visit: nulls wherever the analysis may have them."""
    made = quarter()
    analysis = made["analysis"]
    analysis["score"] |= dict.fromkeys(("percent", "low", "high", "minimum", "maximum"))
    analysis["score"]["n"] = 0
    analysis["change"] = {"points": None, "verdict": "not_measured", "noise": None}
    for point in analysis["trend"]:
        point |= {"percent": None, "n": 0, "low": None, "high": None}
    for one in analysis["standards"]:
        one |= dict.fromkeys(("percent", "low", "high", "gap"))
        one |= {"n": 0, "status": "not_measured", "lost": "0.0000", "trend": analysis["trend"]}
    for tags in ("stages", "dimensions", "behaviours", "trust"):
        for one in analysis[tags].values():
            one |= {"percent": None, "n": 0, "lost": "0.0000", "gap": None}
    for one in analysis["measured"]:
        one |= dict.fromkeys(("mean", "median", "p90", "within")) | {"n": 0, "values": []}
    for one in analysis["competitors"].values():
        one["difference"] = None
    analysis |= {
        "void": 0, "status": "not_measured", "band": None, "priorities": [], "strengths": [],
        "shortest_way": None, "critical_misses": [], "visits": [],
        "passed": {"passed": 0, "scored": 0}, "benchmarks": {"region": None, "network": None},
        "recommend": {"n": 0, "promoters": 0, "detractors": 0, "nps": None},
    }  # fmt: skip
    return made | {"visits": [], "evidence": [], "void": 0, "data_as_of": None, "versions": []}


def only_void():
    """Give a quarter whose two visits were void."""
    made = no_visits()
    made["analysis"]["void"] = 2
    return made | {"void": 2}


def closed_visit():
    """Give the snapshot of the PDF of a visit that found the place closed: nothing is scored."""
    made = one_visit() | {"evidence": []}
    made["visit"] |= {"percent": None, "raw_percent": None, "band": None, "outcome": "closed"}
    made["visit"] |= {"number": 1, "ledger": [], "critical_failures": [], "corrections": []}
    return made


def not_scored():
    """Give a quarter whose only visit found the place closed."""
    made = no_visits()
    made["analysis"]["not_scored"] = 1
    return made | {"visits": [closed_visit()["visit"]], "data_as_of": "2026-08-18"}


def pair():
    """Give a quarter whose appendix has two visits, fewer than its heading is wide."""
    made = quarter()
    return made | {"visits": made["visits"][:2]}


def single():
    """Give a quarter with one visit: no interval, too few for every standard."""
    made = quarter()
    analysis = made["analysis"]
    score = {"percent": "75.5000", "n": 1, "low": None, "high": None}
    analysis["score"] |= score | {"minimum": "75.5000", "maximum": "75.5000"}
    analysis["change"] = {"points": "-3.1000", "verdict": "too_few", "noise": None}
    analysis["trend"][-1] |= {"percent": "75.5000", "n": 1, "low": None, "high": None}
    for one in analysis["standards"]:
        one |= {"n": 1, "status": "too_few"}
    analysis |= {"status": "too_few", "visits": analysis["visits"][2:3], "not_scored": 0}
    analysis |= {"passed": {"passed": 0, "scored": 1}, "shortest_way": None}
    made["visits"] = made["visits"][2:3]
    made["evidence"] = one_visit()["evidence"]
    return made


def out_of_reach():
    """Give a quarter whose target not even all standards reach."""
    made = quarter()
    made["analysis"]["score"] |= {"percent": "40.0000", "low": "31.0000", "high": "49.0000"}
    made["analysis"]["shortest_way"] = None
    return made


def reached():
    """Give a quarter above its target."""
    made = quarter()
    made["analysis"]["score"] |= {"percent": "94.2000", "low": "90.4000", "high": "98.0000"}
    made["analysis"] |= {"status": "met", "shortest_way": [], "critical_misses": []}
    return made


def many_visits(many=30):
    """Give a quarter with so many visits."""
    made = quarter()
    made["visits"] = [
        {**copy.deepcopy(made["visits"][i % 5]), "number": i + 1, "visit": f"visit-{i}"}
        for i in range(many)
    ]
    made["analysis"]["visits"] = made["analysis"]["visits"] * (many // 5)
    made["analysis"]["score"]["n"] = many
    made["evidence"][1]["items"] = [
        {**made["evidence"][1]["items"][i % 4], "number": i + 1} for i in range(many)
    ]
    return made


def many_standards(many=40):
    """Give a quarter with so many standards."""
    made = quarter()
    known = made["analysis"]["standards"]
    made["analysis"]["standards"] = [
        {**known[i % len(known)], "code": f"{known[i % len(known)]['code']}{i // len(known) or ''}"}
        for i in range(many)
    ]
    return made


def long_names():
    """Give a quarter in which every name, code and text is very long, some without a space."""
    made = quarter()
    made["location"]["name"] = "Gasthaus " + LONG_WORD + " an der Unteren Donaulände in Linz-Urfahr"
    made["location"]["region"]["name"] = LONG_WORD * 2
    made["brand"]["name"] = LONG_WORD + " und Söhne"
    made["programme"]["name"] = "Programm " + LONG_WORD
    renamed = {one["code"]: one["code"] + "_" + "X" * 50 for one in made["analysis"]["standards"]}
    for one in made["analysis"]["standards"]:
        one |= {"text": (LONG_WORD + " ") * 6, "owner_role": LONG_WORD}
    made["analysis"]["band"] = LONG_WORD
    made["analysis"]["critical_misses"][0]["comment"] = "x" * 100_000
    made["evidence"][0]["items"][0] |= {"answer": "y" * 3000, "comment": "wort " * 900}
    for visit in made["visits"]:
        for line in visit["ledger"]:
            line["answer"] = LONG_WORD * 3
    text = json.dumps(made, ensure_ascii=False)
    for old, new in renamed.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    return json.loads(text)


def other_languages():
    """Give a quarter with German, Polish, Greek, Russian and two scripts that cannot be shaped."""
    made = quarter()
    texts = (
        "Größe, Maß und Übermaß: jede Tür schließt geräuschlos.",
        "Zażółć gęślą jaźń: każdy gość jest witany w minutę.",
        "Κάθε επισκέπτης χαιρετίζεται μέσα σε ένα λεπτό.",
        "Каждого гостя приветствуют в течение минуты.",
    )
    for number, one in enumerate(made["analysis"]["standards"]):
        one["text"] = texts[number % 4]
    made["location"]["name"] = "Καφενείο Łódź «Чайка»"
    made["evidence"][0]["items"][0]["comment"] = "नमस्ते दुनिया, and then مرحبا and 👍🏽"
    return made


def without_photos():
    """Give a quarter without photos, comments or corrections."""
    made = quarter()
    for entry in made["evidence"]:
        for item in entry["items"]:
            item |= {"photos": [], "comment": None, "edited": False, "edit_reason": None}
    return made


def many_photos(many=40):
    """Give a quarter with so many photos of one miss."""
    made = quarter()
    photos = made["evidence"][1]["items"][0]["photos"]
    made["evidence"][1]["items"][0]["photos"] = photos * many
    return made


def many_critical(many=24):
    """Give a quarter with so many critical misses."""
    made = quarter()
    made["analysis"]["critical_misses"] = made["analysis"]["critical_misses"] * many
    return made


def bare():
    """Give a quarter without anything optional: no competitors, measures, trend, bands, noise."""
    made = quarter()
    made["analysis"] |= {"competitors": {}, "measured": [], "trend": [], "behaviours": {}}
    made["analysis"] |= {"trust": {}, "dimensions": {}, "stages": {}, "strengths": []}
    del made["bands"], made["analysis"]["change"]["noise"]
    for one in made["analysis"]["standards"]:
        del one["critical"]
        one["trend"] = []
    made["programme"]["declaration"] = None
    return made


AWKWARD = {
    made.__name__: made
    for made in (
        quarter, no_visits, only_void, not_scored, pair, single, out_of_reach, reached,
        many_visits, many_standards, long_names, other_languages, without_photos, many_photos,
        many_critical, bare,
    )
}  # fmt: skip


def draw_photos(folder: Path) -> dict[tuple[str, str], Path]:
    """Draw the eight photos of the good quarter as small JPEG files, one of them upright."""
    entries = quarter()["evidence"]
    shown = [p for entry in entries for item in entry["items"] for p in item["photos"]]
    files = {}
    for number, one in enumerate(shown):
        path = folder / f"{number}.jpg"
        path.write_bytes(jpeg(number))
        files[(one["visit"], one["photo"])] = path
    return files


def jpeg(number: int) -> bytes:
    """Draw one photo: a counter under lamps, another scene for each number."""
    size = (240, 320) if number == 7 else (320, 240)
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    tone = Image.new("RGB", size, ((number * 37) % 120 + 90, 100, 150 - number * 12))
    picture = Image.blend(picture, tone, 0.6)
    pen = ImageDraw.Draw(picture)
    for x in range(0, size[0], 40):
        pen.ellipse((x + 4, 150, x + 34, 170 + number * 3), fill=(230, 200, 120))
    pen.rectangle((90, 40, 230, 110), fill=(24, 26, 29))
    pen.text((100, 60), f"scene {number}", fill="white", font_size=28)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()
