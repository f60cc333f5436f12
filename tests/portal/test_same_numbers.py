"""One quarter of two locations, from intake to every medium: page, file, JSON and PDF agree.

The expected figures are written down once, as numbers; each medium is read back into them.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import pypdf
import pytest

from tests.cast import Api
from tests.gap_reports.released import released
from tests.portal.desk import signed_in, words

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

QUARTER = {"programme": "promise", "from": "2026-07-01", "to": "2026-09-30"}
QUERY = "programme=promise&from=2026-07-01&to=2026-09-30"
DAYS = date(2026, 7, 6), date(2026, 7, 20), date(2026, 8, 3)

# a location: score, low, high, visits; a standard: score, target, gap, visits, points lost
LOCATIONS = {
    "L1": ("89.6341", "70.2955", "100.0000", "3"),
    "L2": ("89.8374", "58.3061", "100.0000", "3"),
}
LISBON = ("89.7358", "88.4444", "91.0271", "6")
OF_L1 = {
    "ANSWER": ("100.0000", "90.0000", "10.0000", "3", "0.0000"),
    "CLEAN": ("100.0000", "90.0000", "10.0000", "3", "0.0000"),
    "GREET": ("80.2083", "90.0000", "-9.7917", "3", "3.8618"),
    "KNOW": ("100.0000", "95.0000", "5.0000", "3", "0.0000"),
    "PRICE": ("66.6667", "100.0000", "-33.3333", "3", "4.0650"),
    "RECOVER": ("100.0000", "90.0000", "10.0000", "3", "0.0000"),
    "SPEED": ("66.6667", "85.0000", "-18.3333", "3", "2.4390"),
}
OF_LISBON = {
    "ANSWER": ("100.0000", "90.0000", "10.0000", "6", "0.0000"),
    "CLEAN": ("100.0000", "90.0000", "10.0000", "6", "0.0000"),
    "GREET": ("90.1042", "90.0000", "0.1042", "6", "1.9309"),
    "KNOW": ("95.8333", "95.0000", "0.8333", "6", "1.0163"),
    "PRICE": ("83.3333", "100.0000", "-16.6667", "6", "2.0325"),
    "RECOVER": ("83.3333", "90.0000", "-6.6667", "6", "4.0650"),
    "SPEED": ("83.3333", "85.0000", "-1.6667", "6", "1.2195"),
}
# the same as paper and page print them: target, score, gap
PRINTED_OF_L1 = {
    "ANSWER": ("90", "100.0", "+10.0"),
    "CLEAN": ("90", "100.0", "+10.0"),
    "GREET": ("90", "80.2", "−9.8"),
    "KNOW": ("95", "100.0", "+5.0"),
    "PRICE": ("100", "66.7", "−33.3"),
    "RECOVER": ("90", "100.0", "+10.0"),
    "SPEED": ("85", "66.7", "−18.3"),
}
PRINTED_OF_LISBON = {
    "ANSWER": ("100.0", "90", "+10.0"),
    "CLEAN": ("100.0", "90", "+10.0"),
    "GREET": ("90.1", "90", "+0.1"),
    "KNOW": ("95.8", "95", "+0.8"),
    "PRICE": ("83.3", "100", "−16.7"),
    "RECOVER": ("83.3", "90", "−6.7"),
    "SPEED": ("83.3", "85", "−1.7"),
}
_THREE = r"(\d+) (\d+\.\d) ([+−]\d+\.\d)"


def test_page_file_json_and_pdf_say_the_same(cast):
    _a_quarter(cast)
    browser, api = signed_in(cast.mona), Api(cast.mona)
    location = api.get("/locations/L1/gaps", **QUARTER).json()
    region = api.get("/regions/lisbon/gaps", **QUARTER).json()
    issued = api.post("/reports", {"location": "L1", **QUARTER}).json()
    pdf = _text(api.get(f"/reports/{issued['id']}/pdf").content)
    pages = {
        path: words(browser.get(f"/desk/{path}?{QUERY}"))
        for path in ("", "standards/", "league/", "heat-map/", "locations/", "locations/L1/")
    }
    files = {
        path: _rows(browser.get(f"/desk/{path}?{QUERY}"))
        for path in (
            "standards.csv",
            "league.csv",
            "heat-map.csv",
            "locations.csv",
            "locations/L1/standards.csv",
            "locations/L1/visits.csv",
        )
    }

    # the standards of a location
    assert {each["code"]: _five(each) for each in location["standards"]} == OF_L1
    own_file = files["locations/L1/standards.csv"]
    assert {row["standard"]: _five(row) for row in own_file} == OF_L1
    cells = [row for row in files["heat-map.csv"] if row["location"] == "L1"]
    assert {row["standard"]: _five(row) for row in cells} == OF_L1
    assert {code: _row_of(code, pages["locations/L1/"]) for code in OF_L1} == PRINTED_OF_L1
    assert {code: _row_of(code, pdf) for code in OF_L1} == PRINTED_OF_L1

    # the standards of all
    assert {each["code"]: _five(each) for each in region["standards"]} == OF_LISBON
    assert {row["standard"]: _five(row) for row in files["standards.csv"]} == OF_LISBON
    for code, three in PRINTED_OF_LISBON.items():
        assert re.search(
            rf" {code} [^.]*\. .*?{' '.join(map(re.escape, three))} ", pages["standards/"]
        )

    # the locations, and all of them
    assert {row["location"]: _four(row) for row in region["league"]} == LOCATIONS
    assert {row["location"]: _four(row) for row in files["league.csv"]} == LOCATIONS
    assert _four({**location["score"], "visits": location["score"]["n"]}) == LOCATIONS["L1"]
    assert _four({**region["score"], "n": region["score"]["visits"]}) == LISBON
    assert {row["location"]: (row["percent"], row["n"]) for row in files["locations.csv"]} == {
        "L1": ("89.6341", "3"),
        "L2": ("89.8374", "3"),
    }
    for said in (
        "1 Harbour Coffee L1 89.6 70.3 to 100.0 ",
        "2 Harbour Coffee L2 89.8 58.3 to 100.0 ",
        "Score, mean of locations 89.7 ",
        "interval 88.4 to 91.0 ",
        "Critical misses 1 in 1 location ",
    ):
        assert said in pages[""]
    assert "1 Harbour Coffee L2 3 89.8 58.3–100.0 " in pages["league/"]
    assert "2 Harbour Coffee L1 3 89.6 70.3–100.0 " in pages["league/"]
    assert "All 2 locations 6 89.7 +10 0 +10 +1 −17 −2 −7 " in pages["heat-map/"]
    assert "Harbour Coffee L1 3 89.6 +10 −10 +10 +5 −33 −18 +10 " in pages["heat-map/"]
    assert "Score 89.6 ◐ watch 70.3 to 100.0, target 90 " in pages["locations/L1/"]
    assert "3 visits 89.6 of 100, target 90.0 " in pdf
    assert issued["headline"]["percent"] == LOCATIONS["L1"][0]

    # the visits of a location
    assert [each["percent"] for each in location["visits"]] == ["87.8049", "98.1707", "82.9268"]
    assert [row["percent"] for row in files["locations/L1/visits.csv"]] == [
        "87.8049",
        "98.1707",
        "82.9268",
    ]
    assert "Score of the visit 87.8 98.2 82.9 " in pdf
    assert re.findall(r"Why ([\d.]+)\?", pages["locations/L1/"]) == ["82.9", "98.2", "87.8"]


def _a_quarter(cast: Any) -> None:
    """Three visits each to two locations of lisbon, and one elsewhere that must not count."""
    wrong = {"value": "no", "comment": "1.60 instead of 1.40."}
    released(cast, cast.l1, DAYS[0], charged_right=wrong)
    released(cast, cast.l1, DAYS[1], friendly={"value": 2})
    released(cast, cast.l1, DAYS[2], serve_wait={"value": 3000}, greet_wait={"value": 900})
    released(cast, cast.l2, DAYS[0], allergens={"value": "checked", "comment": "Asked."})
    released(cast, cast.l2, DAYS[1], recovery={"value": ["blamed"]})
    released(cast, cast.l2, DAYS[2])
    released(cast, cast.p1, DAYS[0], answer_time={"value": 60})


def _five(row: Any) -> tuple[str, ...]:
    return tuple(str(row[key]) for key in ("percent", "target", "gap", "n", "lost"))


def _four(row: Any) -> tuple[str, ...]:
    return tuple(str(row[key]) for key in ("percent", "low", "high", "n"))


def _row_of(code: str, text: str) -> tuple[str, ...]:
    """Target, score and gap of a standard, as they stand in a row after its code."""
    others = "|".join(OF_L1)
    found = re.search(rf"\b{code} (?:(?!\b(?:{others})\b).)*?\b{_THREE} ", text)
    assert found is not None, code
    return found.groups()


def _rows(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def _text(pdf: bytes) -> str:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    return " ".join(" ".join(pages).replace("\u00a0", " ").split())
