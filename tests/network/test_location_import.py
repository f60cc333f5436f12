"""Importing locations: all or nothing, every fault by row and column, nothing hostile gets far."""

import pytest

from backend.accounts.models import Role
from backend.audit.models import Event
from backend.network import csv_tables
from backend.network.location_import import import_locations
from backend.network.models import Location
from tests.cast import Api

HEADER = "code,name,brand,region,address,latitude,longitude,time_zone,opening_hours,active"
HOURS = '"{""mon"": [[""08:00"",""18:00""]]}"'
GOOD = f'N1,New One,harbour,lisbon,"Rua 1, Baixa",38.7,-9.1,Europe/Lisbon,{HOURS},true'
OTHER = "N2,New Two,harbour,porto,,41.1,-8.6,Europe/Lisbon,,false"


@pytest.fixture
def sol(cast):
    """The API as the scheduler."""
    return Api(cast.sol)


def csv(*rows):
    return "\n".join(rows).encode()


def send(api, raw, query=""):
    return api.raw("POST", f"/locations/import{query}", raw, "text/csv")


def faults(cast, raw):
    result = import_locations(raw=raw, dry_run=True, by=cast.sol)
    return [(fault.row, fault.column, fault.code) for fault in result.errors]


def test_import_adds_changes_and_leaves(sol):
    changed = "L1,Renamed,harbour,lisbon,L1 Street 1,38.71,-9.14,Europe/Lisbon,,true"
    same = "L2,Harbour Coffee L2,harbour,lisbon,L2 Street 1,38.71,-9.14,Europe/Lisbon,,true"

    answer = send(sol, csv(HEADER, GOOD, changed, same))

    assert answer.status_code == 200
    assert answer.json() == {"new": 1, "changed": 1, "same": 1, "errors": []}
    assert sol.get("/locations/N1").json() == {
        "code": "N1",
        "name": "New One",
        "brand": "harbour",
        "region": "lisbon",
        "address": "Rua 1, Baixa",
        "latitude": 38.7,
        "longitude": -9.1,
        "time_zone": "Europe/Lisbon",
        "opening_hours": {"mon": [["08:00", "18:00"]]},
        "active": True,
    }
    assert sol.get("/locations/L1").json()["name"] == "Renamed"
    assert Event.objects.latest("id").verb == "locations.imported"


def test_import_again_changes_nothing(sol):
    send(sol, csv(HEADER, GOOD, OTHER))
    events = Event.objects.count()

    again = send(sol, csv(HEADER, GOOD, OTHER))

    assert again.json() == {"new": 0, "changed": 0, "same": 2, "errors": []}
    assert Event.objects.count() == events


def test_import_dry_run_stores_nothing(sol):
    before = Location.objects.count()

    answer = send(sol, csv(HEADER, GOOD, OTHER), "?dry_run=true")

    assert answer.status_code == 200
    assert answer.json() == {"new": 2, "changed": 0, "same": 0, "errors": []}
    assert Location.objects.count() == before


def test_import_with_one_bad_row_stores_no_row(sol):
    bad = "N3,Bad,harbour,nowhere,,91,abc,Europe/Nowhere,{,maybe"

    dry = send(sol, csv(HEADER, GOOD, bad), "?dry_run=true")
    real = send(sol, csv(HEADER, GOOD, bad))

    assert dry.status_code == 200
    assert {(error["row"], error["column"]) for error in dry.json()["errors"]} == {
        (3, "region"),
        (3, "latitude"),
        (3, "longitude"),
        (3, "time_zone"),
        (3, "opening_hours"),
        (3, "active"),
    }
    assert real.status_code == 422
    assert real["Content-Type"] == "application/problem+json"
    problem = real.json()
    assert problem["code"] == "invalid"
    assert [
        {name: error[name] for name in ("row", "column", "message")} for error in problem["errors"]
    ] == dry.json()["errors"]
    assert [error["loc"] for error in problem["errors"][:1]] == [[3, "latitude"]]
    assert not Location.objects.filter(code__in=["N1", "N3"]).exists()


def test_import_leaves_columns_that_are_not_there(sol):
    header = "code,name,brand,region,latitude,longitude,time_zone"

    answer = send(sol, csv(header, "L1,Renamed,harbour,lisbon,38.71,-9.14,Europe/Lisbon"))

    assert answer.json() == {"new": 0, "changed": 1, "same": 0, "errors": []}
    assert sol.get("/locations/L1").json()["address"] == "L1 Street 1"


def test_import_takes_what_spreadsheets_write(sol):
    raw = b"\xef\xbb\xbf" + f"{HEADER}\r\n{OTHER}\r\n\r\n".replace(",", ";").encode()

    answer = send(sol, raw)

    assert answer.json() == {"new": 1, "changed": 0, "same": 0, "errors": []}


def test_import_keeps_formulas_as_the_text_they_are(sol):
    row = 'N4,"=HYPERLINK(""http://evil.example"")",harbour,lisbon,@SUM(A1),38.7,-9.1,UTC,,true'

    answer = send(sol, csv(HEADER, row))

    assert answer.json()["new"] == 1
    assert Location.objects.get(pk="N4").address == "@SUM(A1)"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", [(1, "", "bad_csv")]),
        (b"\n\n", [(1, name, "required") for name in ("code", "name", "brand")]),
        (HEADER.encode() + b"\nN1,\xff\xfe", [(2, "", "bad_encoding")]),
        (HEADER.encode("utf-16"), [(1, "", "bad_encoding")]),
        (csv(HEADER, GOOD + ",more"), [(2, "", "bad_csv")]),
        (csv(HEADER, "N1,short"), [(2, "", "bad_csv")]),
        (csv(HEADER, GOOD, '"never closed'), [(3, "", "bad_csv")]),
        (csv(HEADER, GOOD.replace("New One", "New\0One")), [(2, "name", "wrong_type")]),
        (csv(HEADER, GOOD.replace("New One", "x" * 161)), [(2, "name", "too_long")]),
        (csv(HEADER, GOOD.replace("New One", "x" * 30_000)), [(2, "name", "too_long")]),
        (csv(HEADER, GOOD.replace("New One", "x" * 200_000)), [(2, "", "bad_csv")]),
        (csv(HEADER, GOOD.replace("New One", "")), [(2, "name", "required")]),
        (csv(HEADER, GOOD.replace("N1", "N 1")), [(2, "code", "bad_format")]),
        (csv(HEADER, GOOD.replace("38.7", "NaN")), [(2, "latitude", "wrong_type")]),
        (csv(HEADER, GOOD.replace("38.7", "1e1")), [(2, "latitude", "wrong_type")]),
        (csv(HEADER, GOOD.replace("38.7", "")), [(2, "latitude", "wrong_type")]),
        (csv(HEADER, GOOD.replace("harbour", "summit")), [(2, "region", "brand_differs")]),
        (csv(HEADER, GOOD.replace("harbour", "")), [(2, "brand", "required")]),
        (csv(HEADER, GOOD, GOOD), [(3, "code", "duplicate")]),
        (csv(HEADER, GOOD, GOOD.replace("N1", "n1")), [(3, "code", "duplicate")]),
        (csv(HEADER, GOOD.replace("N1", "l1")), [(2, "code", "already_exists")]),
        (csv(HEADER, GOOD.replace("08:00", "19:00")), [(2, "opening_hours", "out_of_range")]),
        (csv(HEADER + ",colour", GOOD + ",red"), [(1, "colour", "unknown_key")]),
        (csv(HEADER + ",name", GOOD + ",x"), [(1, "name", "duplicate")]),
        (csv("code,name", "N1,New"), [(1, "brand", "required"), (1, "region", "required")]),
    ],
    ids=lambda value: repr(value[-30:]) if isinstance(value, bytes) else "",
)
def test_import_names_row_and_column(cast, raw, expected):
    assert faults(cast, raw)[: len(expected)] == expected


def test_import_of_a_known_location_under_another_brand_is_refused(cast):
    raw = csv(HEADER, GOOD.replace("N1", "S1"))

    assert faults(cast, raw) == [(2, "brand", "brand_fixed")]


def test_import_stops_listing_after_a_thousand_faults(cast):
    raw = csv(HEADER, *["x y"] * 3000)

    assert len(faults(cast, raw)) == 1000


@pytest.mark.parametrize("count", [1, 3, 2000])
def test_import_reads_as_often_for_many_rows_as_for_one(cast, django_assert_num_queries, count):
    rows = [GOOD.replace("N1", f"N{index}") for index in range(count)]

    with django_assert_num_queries(5):  # savepoint, brands, regions, locations, end
        result = import_locations(raw=csv(HEADER, *rows), dry_run=True, by=cast.sol)

    assert result.new == count


def test_import_stores_many_rows(cast):
    rows = [GOOD.replace("N1", f"N{index}") for index in range(2000)]

    result = import_locations(raw=csv(HEADER, *rows), dry_run=False, by=cast.sol)

    assert result.new == 2000
    assert Location.objects.filter(code__startswith="N").count() == 2000


def test_import_takes_no_more_rows_than_it_says(cast, monkeypatch):
    monkeypatch.setattr(csv_tables, "MOST_ROWS", 2)
    rows = [GOOD.replace("N1", f"N{index}") for index in range(4)]

    assert faults(cast, csv(HEADER, *rows[:2])) == []
    assert faults(cast, csv(HEADER, *rows)) == [(4, "", "too_many")]


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("text/csv", 200),
        ("text/csv; charset=utf-8", 200),
        ("application/octet-stream", 200),
        ("application/json", 415),
        ("multipart/form-data; boundary=x", 415),
    ],
)
def test_import_takes_the_file_itself(sol, content_type, status):
    answer = sol.raw("POST", "/locations/import", csv(HEADER, GOOD), content_type)

    assert answer.status_code == status


def test_import_too_large_is_refused(sol):
    answer = send(sol, b"x" * (15 * 1024 * 1024 + 1))

    assert answer.status_code == 413


def test_import_is_for_those_who_set_up(cast):
    for who in (cast.rae, cast.mona, cast.cleo, cast.sam):
        assert who.role not in (Role.SCHEDULER, Role.SYSTEM_ADMIN)
        assert send(Api(who), csv(HEADER, GOOD)).status_code == 403
