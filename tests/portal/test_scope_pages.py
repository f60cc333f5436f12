"""Overview, league, heat map and their files: the same figures, for whom they are, at what cost."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest

from backend.network.models import Location
from reports import printed
from tests.cast import Api, location
from tests.gap_reports.random_visits import random_visits
from tests.gap_reports.visits import visit
from tests.portal.desk import signed_in, words

pytestmark = pytest.mark.django_db

QUARTER = "programme=promise&from=2026-07-01&to=2026-09-30"
PAGES = ("/desk/", "/desk/standards/", "/desk/league/", "/desk/heat-map/", "/desk/locations/")
FILES = (
    "/desk/standards.csv",
    "/desk/league.csv",
    "/desk/heat-map.csv",
    "/desk/locations.csv",
)


def rows_of(response) -> list[dict[str, str]]:
    """A CSV file by the names of its columns."""
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def missing_as_empty(value) -> str:
    return "" if value is None else str(value)


@pytest.fixture
def figured(cast):
    """Random visits to all of harbour, and lisbon's own analysis as the API answers it."""
    random_visits(cast, 7, 40)
    return (
        Api(cast.cleo)
        .get(
            "/regions/lisbon/gaps",
            programme="promise",
            **{"from": "2026-07-01", "to": "2026-09-30"},
        )
        .json()
    )


def test_league_page_file_and_api_say_the_same(cast, figured):
    query = f"{QUARTER}&region=lisbon"
    browser = signed_in(cast.cleo)

    page = words(browser.get(f"/desk/league/?{query}"))
    file = {row["location"]: row for row in rows_of(browser.get(f"/desk/league.csv?{query}"))}

    assert sorted(file) == sorted(row["location"] for row in figured["league"])
    for row in figured["league"]:
        cells = file[row["location"]]
        same = ("rank", "percent", "low", "high", "n", "status", "name", "worst_standard")
        assert [cells[key] for key in same] == [missing_as_empty(row[key]) for key in same]
        assert cells["change"] == missing_as_empty(row["change"]["points"])
        assert cells["verdict"] == row["change"]["verdict"]
        assert f"{row['name']} {row['n']} {printed.number(row['percent'], '90')}" in page


def test_standards_page_file_and_api_say_the_same(cast, figured):
    query = f"{QUARTER}&region=lisbon"
    browser = signed_in(cast.cleo)

    page = words(browser.get(f"/desk/standards/?{query}"))
    file = rows_of(browser.get(f"/desk/standards.csv?{query}"))

    by_code = {one["code"]: one for one in figured["standards"]}
    assert sorted(row["standard"] for row in file) == sorted(by_code)
    in_front = file[: len(figured["priorities"])]
    assert [row["standard"] for row in in_front] == figured["priorities"]
    for row in file:
        standard = by_code[row["standard"]]
        same = ("percent", "low", "high", "n", "target", "gap", "status", "lost", "owner_role")
        assert [row[key] for key in same] == [missing_as_empty(standard[key]) for key in same]
        assert (
            f"{printed.number(standard['percent'], standard['target'])}"
            f" {printed.plain(standard['target'])} {printed.signed(standard['gap'])}"
        ) in page


def test_heat_map_and_its_file_say_what_the_locations_own_analysis_says(cast, figured):
    query = f"{QUARTER}&region=lisbon"
    browser = signed_in(cast.cleo)
    own = (
        Api(cast.cleo)
        .get(
            "/locations/L1/gaps", programme="promise", **{"from": "2026-07-01", "to": "2026-09-30"}
        )
        .json()
    )

    page = browser.get(f"/desk/heat-map/?{query}&show=score").content.decode()
    file = rows_of(browser.get(f"/desk/heat-map.csv?{query}"))

    cells = {row["standard"]: row for row in file if row["location"] == "L1"}
    row = page.partition(">Harbour Coffee L1</a>")[2].partition("</tr>")[0]
    shown = re.findall(r'<td class="cell[^"]*">([^<]*)', row)
    printed_there = dict(zip(cells, shown, strict=True))
    for standard in own["standards"]:
        same = ("percent", "target", "gap", "n", "lost", "status")
        cell = cells[standard["code"]]
        assert [cell[key] for key in same] == [missing_as_empty(standard[key]) for key in same]
        assert printed_there[standard["code"]] == printed.number(
            standard["percent"], standard["target"]
        )


def test_overview_answers_with_the_figures_of_the_region(cast, figured):
    page = words(signed_in(cast.cleo).get(f"/desk/?{QUARTER}&region=lisbon"))

    score, change = figured["score"], figured["change"]
    assert f"Score, mean of locations {printed.number(score['percent'], '90')} " in page
    assert f"interval {printed.number(score['low'])} to {printed.number(score['high'])} " in page
    assert f"Critical misses {len(figured['critical_misses'])} in " in page
    assert f"{printed.signed(change['points'])} on last" in page


def test_where_to_go_first_leads_to_the_location_with_the_filters(cast):
    for percent in (50, 50, 50):
        visit(cast, cast.l2, percent=percent)
    visit(cast, cast.l1, percent=99)

    page = signed_in(cast.mona).get(f"/desk/?{QUARTER}").content.decode()

    first = page.partition('<h2 id="go">')[2].partition("</section>")[0]
    assert re.findall(r'<a href="([^"]*)">Harbour', first) == [
        f"/desk/locations/L2/?{QUARTER}".replace("&", "&amp;")
    ]


def test_nothing_of_another_region_or_client_is_told(cast):
    for place in (cast.l1, cast.p1, cast.s1, cast.r1):
        for _ in range(3):
            visit(cast, place, percent=60)
    browser = signed_in(cast.mona)

    for path in (*PAGES, *FILES):
        found = browser.get(f"{path}?{QUARTER}").content.decode()

        for name in ("Harbour Coffee P1", "Summit", "Porto", "Alps", "Rival", "Sam", "sam@"):
            assert (path, name in found) == (path, False)


@pytest.mark.slow
@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_page_asks_as_often_for_many_locations_as_for_one(
    cast, django_assert_max_num_queries, path
):
    client, address = signed_in(cast.cleo), f"{path}?{QUARTER}"

    def asked(most: int) -> int:
        with django_assert_max_num_queries(most) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    for day in (1, 2, 3):
        visit(cast, cast.l1, date(2026, 7, day), percent=60)
    once = asked(16)
    for number in range(30):
        place = location(f"M{number}", cast.lisbon)
        cast.programme.locations.add(place)
        visit(cast, place, date(2026, 8, 1 + number % 28), percent=50 + number)

    assert asked(16) == once


def test_pages_without_a_visit_are_shown(cast):
    browser = signed_in(cast.mona)

    for path in PAGES:
        assert (path, browser.get(f"{path}?{QUARTER}").status_code) == (path, 200)
    assert "No scored visit in this period" in words(browser.get(f"/desk/?{QUARTER}"))


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_bad_filter_is_told_and_never_an_error(cast, path):
    for query, said in (
        ("from=2026-13-01&to=2026-09-30", "Write the day as 2026-07-01."),
        ("from=2026-07-01", "Give both days of the period, or neither."),
        ("region=porto", "There is no such region."),
        ("programme=%00", "There is no such programme."),
    ):
        response = signed_in(cast.mona).get(f"{path}?{query}")

        assert (query, response.status_code) == (query, 422)
        assert said in words(response)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/desk/heat-map/?show=all", "Choose one of gap, score, lost."),
        ("/desk/heat-map/?page=x", "Write the page as a whole number from 1."),
        ("/desk/league/?page=-1", "Write the page as a whole number from 1."),
        (f"/desk/locations/?q={'a' * 101}", "Write at most 100 letters"),
        (f"/desk/locations.csv?q={'a' * 101}", "Write at most 100 letters"),
        ("/desk/locations/?page=0", "Write the page as a whole number from 1."),
    ],
)
def test_bad_choice_is_told_and_never_an_error(cast, address, said):
    response = signed_in(cast.mona).get(address)

    assert response.status_code == 422
    assert said in words(response)


def test_heat_map_keeps_what_it_shows_when_the_region_changes(cast):
    page = signed_in(cast.cleo).get(f"/desk/heat-map/?{QUARTER}&show=lost").content.decode()

    choices = re.findall(
        r'href="\?([^"]*)"', page.partition("Region")[2].partition("</details>")[0]
    )
    assert len(choices) == 3
    assert all(choice.endswith("show=lost") for choice in choices)


def test_long_league_is_paged_and_its_funnel_and_file_are_whole(cast):
    for number in range(61):
        place = location(f"M{number:02}", cast.lisbon)
        cast.programme.locations.add(place)
        visit(cast, place, percent=30 + number)
    browser = signed_in(cast.mona)

    pages = [browser.get(f"/desk/league/?{QUARTER}&page={n}").content.decode() for n in (1, 2)]
    chosen = browser.get(f"/desk/league/?{QUARTER}&chosen=M00").content.decode()

    assert [page.count('<tr id="') for page in pages] == [60, 3]
    assert [
        page.count('<a href="?' + QUARTER.replace("&", "&amp;") + "&amp;chosen=") for page in pages
    ] == [61, 61]
    assert '<tr id="place-M00" data-place="M00" class="chosen">' in chosen
    assert len(rows_of(browser.get(f"/desk/league.csv?{QUARTER}"))) == 63


def test_file_runs_no_formula_of_a_name(cast):
    Location.objects.filter(pk="L1").update(name="=HYPERLINK(1)")
    visit(cast, cast.l1)

    for path in ("/desk/league.csv", "/desk/heat-map.csv", "/desk/locations.csv"):
        file = rows_of(signed_in(cast.mona).get(f"{path}?{QUARTER}"))
        assert {row["name"] for row in file if row["location"] == "L1"} == {"'=HYPERLINK(1)"}


def test_markup_in_names_is_text_on_every_page(cast):
    Location.objects.filter(pk="L1").update(name="<b>& Söhne</b>")
    for day in (1, 2, 3):
        visit(cast, cast.l1, date(2026, 8, day), percent=50)
        visit(cast, cast.l1, date(2026, 5, day), percent=60 + day)

    for path in ("/desk/", "/desk/league/", "/desk/heat-map/", "/desk/locations/"):
        page = signed_in(cast.mona).get(f"{path}?{QUARTER}").content.decode()
        assert (path, "&lt;b&gt;&amp; Söhne&lt;/b&gt;" in page) == (path, True)
        assert (path, "<b>" in page) == (path, False)


def test_find_leads_to_the_one_location_it_finds(cast):
    response = signed_in(cast.mona).get(f"/desk/locations/?{QUARTER}&q=l2 lisbon")

    assert (response.status_code, response["Location"]) == (302, f"/desk/locations/L2/?{QUARTER}")


def test_find_lists_what_has_every_word(cast):
    browser = signed_in(cast.cleo)

    for wanted, found in (
        ("harbour", ["L1", "L2", "P1"]),
        ("LISBON", ["L1", "L2"]),
        ("coffee l", ["L1", "L2"]),
        ("R1", []),
        ("%25", []),
    ):
        file = rows_of(browser.get(f"/desk/locations.csv?{QUARTER}&q={wanted}"))
        assert (wanted, [row["location"] for row in file]) == (wanted, found)


def test_find_that_finds_nothing_keeps_what_was_typed(cast):
    response = signed_in(cast.cleo).get("/desk/locations/", {"q": '"><b>Nowhere'})

    assert 'No location with “"><b>Nowhere”' in words(response)
    assert 'value="&quot;&gt;&lt;b&gt;Nowhere"' in response.content.decode()


def test_search_field_is_there_for_everybody_but_shoppers(cast):
    for who, many in ((cast.mona, 1), (cast.ada, 1), (cast.sam, 0)):
        assert signed_in(who).get("/desk/").content.decode().count('id="find"') == many
