"""Importing customer measures: all or nothing, every fault at its cell, repeatable."""

from __future__ import annotations

import pytest

from backend.audit.models import Event
from backend.customer_measures import importing
from backend.customer_measures.importing import import_measures
from backend.customer_measures.models import CustomerMeasure
from tests.cast import Api
from tests.customer_measures.files import HEADER, NPS, csv, measured

ALL = (
    NPS,
    "L1,2026-07-01,2026-09-30,acsi,76.2,412,2 1 1,",
    "L1,2026-07-01,2026-09-30,complaints,9,,,",
    "P1,2026-08-01,2026-08-31,churn,4.125,,,",
    "P1,2026-08-01,2026-08-31,revenue,15234050,,,EUR",
)
PERIOD = "2026-07-01,2026-09-30"
DAY = "Write the day as 2026-07-01."
YEARS = "Give a day from 2000 to 2100."
NUMBER = "Give a number such as 42 or 42.5: a decimal point, at most four decimals."
EMPTY = "This cell must not be empty."
NO_PLACE = "There is no such location."
MEASURES = "One of nps, acsi, complaints, churn, revenue."
N = "Give how many customers were asked or counted, a whole number."
WEIGHTS = "Give three numbers with spaces between them, such as 0.4 0.3 0.3."
MOST_WEIGHT = "Each weight is more than 0 and at most 1000000."
ANSWERS = "Each of the three mean answers lies between 1 and 10."


@pytest.fixture
def cleo(cast):
    """The API as the client admin."""
    return Api(cast.cleo)


def send(api, raw, query=""):
    return api.raw("POST", f"/customer-measures/import{query}", raw, "text/csv")


def test_import_keeps_what_a_file_says_exactly(cast):
    result = import_measures(raw=csv(*ALL), dry_run=False, by=cast.cleo)

    assert (result.new, result.changed, result.same, result.errors) == (5, 0, 0, ())
    assert [
        (f"{one.location_id} {one.starts} {one.ends}", one.measure, str(one.value), one.n)
        for one in CustomerMeasure.objects.order_by("id")
    ] == [
        ("L1 2026-07-01 2026-09-30", "nps", "31.5000", 412),
        ("L1 2026-07-01 2026-09-30", "acsi", "76.2000", 412),
        ("L1 2026-07-01 2026-09-30", "complaints", "9.0000", None),
        ("P1 2026-08-01 2026-08-31", "churn", "4.1250", None),
        ("P1 2026-08-01 2026-08-31", "revenue", "15234050.0000", None),
    ]
    assert CustomerMeasure.objects.get(measure="acsi").weights == ["2.0000", "1.0000", "1.0000"]
    assert CustomerMeasure.objects.get(measure="revenue").currency == "EUR"
    event = Event.objects.latest("id")
    assert (event.verb, event.data) == (
        "customer_measures.imported",
        '{"brand":"harbour","changed":0,"new":5,"same":0}',
    )


@pytest.mark.parametrize(
    ("value", "weights", "kept", "kept_weights"),
    [
        ("76.2", "", "76.2000", ["1.0000", "1.0000", "1.0000"]),
        # the three mean answers: 100 x (7 + 6 + 8) / 27, and 100 x (2 x 7 + 6 + 8) / 36
        ("8 7 9", "", "77.7778", ["1.0000", "1.0000", "1.0000"]),
        ("8;7;9", "2 1 1", "77.7778", ["2.0000", "1.0000", "1.0000"]),
        ("10 1 1", "0.5 0.25 0.25", "50.0000", ["0.5000", "0.2500", "0.2500"]),
    ],
)
def test_index_is_kept_with_its_weights(cast, value, weights, kept, kept_weights):
    row = f"L1,{PERIOD},acsi,{value},412,{weights},"

    import_measures(raw=csv(row), dry_run=False, by=cast.cleo)

    one = CustomerMeasure.objects.get()
    assert (str(one.value), one.weights) == (kept, kept_weights)


def test_import_again_is_the_same_and_tells_nobody(cleo):
    send(cleo, csv(*ALL))
    events = Event.objects.count()

    again = send(cleo, csv(*ALL))

    assert again.json() == {"new": 0, "changed": 0, "same": 5, "errors": []}
    assert Event.objects.count() == events


def test_row_replaces_all_that_stood_for_its_place_period_and_measure(cleo):
    send(cleo, csv(*ALL))

    answer = send(cleo, csv("L1,2026-07-01,2026-09-30,nps,-12,,,", *ALL[1:]))

    assert answer.json() == {"new": 0, "changed": 1, "same": 4, "errors": []}
    one = CustomerMeasure.objects.get(measure="nps")
    assert (str(one.value), one.n) == ("-12.0000", None)


def test_dry_run_changes_nothing(cast, cleo):
    measured(cast.l1, cast.cleo, value=10)

    answer = send(cleo, csv(*ALL), "?dry_run=true")

    assert answer.status_code == 200
    assert answer.json() == {"new": 4, "changed": 1, "same": 0, "errors": []}
    assert [str(one.value) for one in CustomerMeasure.objects.all()] == ["10.0000"]


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        (f",{PERIOD},nps,1,,,", "location", EMPTY),
        (f"NOWHERE,{PERIOD},nps,1,,,", "location", NO_PLACE),
        (f"S1,{PERIOD},nps,1,,,", "location", NO_PLACE),  # another client's
        (f"R1,{PERIOD},nps,1,,,", "location", NO_PLACE),  # a competitor's
        (f"l1,{PERIOD},nps,1,,,", "location", "It is written L1."),
        ("L1,,2026-09-30,nps,1,,,", "from", EMPTY),
        ("L1,1 July 2026,2026-09-30,nps,1,,,", "from", DAY),
        ("L1,20260701,2026-09-30,nps,1,,,", "from", DAY),
        ("L1,2026-02-30,2026-09-30,nps,1,,,", "from", DAY),
        ("L1,1999-12-31,2026-09-30,nps,1,,,", "from", YEARS),
        ("L1,2026-07-01,2100-01-02,nps,1,,,", "to", YEARS),
        ("L1,2026-07-02,2026-07-01,nps,1,,,", "to", "The period ends before it begins."),
        (f"L1,{PERIOD},,1,,,", "measure", EMPTY),
        (f"L1,{PERIOD},NPS,1,,,", "measure", MEASURES),
        (f"L1,{PERIOD},nps,,,,", "value", EMPTY),
        (f"L1,{PERIOD},nps,many,,,", "value", NUMBER),
        (f"L1,{PERIOD},nps,1e2,,,", "value", NUMBER),
        (f"L1,{PERIOD},nps,٣,,,", "value", NUMBER),
        (f"L1,{PERIOD},nps,1.00001,,,", "value", NUMBER),
        (f"L1,{PERIOD},nps,100.0001,,,", "value", "NPS lies between -100 and 100."),
        (f"L1,{PERIOD},nps,-101,,,", "value", "NPS lies between -100 and 100."),
        (f"L1,{PERIOD},acsi,-0.1,,,", "value", "ACSI-type index lies between 0 and 100."),
        (f"L1,{PERIOD},acsi,0.9 5 5,,,", "value", ANSWERS),
        (f"L1,{PERIOD},acsi,5 5 11,,,", "value", ANSWERS),
        (f"L1,{PERIOD},acsi,5 5 x,,,", "value", NUMBER),
        (f"L1,{PERIOD},acsi,5 5,,,", "value", NUMBER),
        (
            f"L1,{PERIOD},complaints,1.5,,,",
            "value",
            "Complaints are counted: give a whole number.",
        ),
        (f"L1,{PERIOD},complaints,-1,,,", "value", "Complaints lies between 0 and 1000000000."),
        (f"L1,{PERIOD},churn,100.5,,,", "value", "Churn lies between 0 and 100."),
        (
            f"L1,{PERIOD},revenue,1523.40,,,EUR",
            "value",
            "Revenue is given in minor units (cents), a whole number.",
        ),
        (f"L1,{PERIOD},revenue,9999999999999,,,EUR", "value", NUMBER),
        (f"L1,{PERIOD},nps,1,0,,", "n", "At least 1; leave it empty if unknown."),
        (f"L1,{PERIOD},nps,1,-5,,", "n", N),
        (f"L1,{PERIOD},nps,1,4.5,,", "n", N),
        (f"L1,{PERIOD},nps,1,12345678901,,", "n", N),
        (f"L1,{PERIOD},nps,1,,1 1 1,", "weights", "Only an ACSI-type index (acsi) has weights."),
        (f"L1,{PERIOD},acsi,1,,1 1,", "weights", WEIGHTS),
        (f"L1,{PERIOD},acsi,1,,a b c,", "weights", WEIGHTS),
        (f"L1,{PERIOD},acsi,1,,1 0 1,", "weights", MOST_WEIGHT),
        (f"L1,{PERIOD},acsi,5 5 5,,1 -1 1,", "weights", MOST_WEIGHT),
        (f"L1,{PERIOD},nps,1,,,EUR", "currency", "Only revenue has a currency."),
        (f"L1,{PERIOD},revenue,1,,,", "currency", "Revenue needs a currency, such as EUR."),
        (
            f"L1,{PERIOD},revenue,1,,,eur",
            "currency",
            "Write the currency in three capital letters, such as EUR.",
        ),
        (NPS, "measure", "Row 2 has the same location, period and measure."),
        (f"L1,{PERIOD},nps", "", "4 cells instead of 8."),
        (f"L1,{PERIOD},nps,1\x00,,,", "value", "The cell holds control characters."),
    ],
)
def test_bad_cell_is_named_and_no_row_is_stored(cast, row, column, message):
    result = import_measures(raw=csv(NPS, row), dry_run=False, by=cast.cleo)

    assert [(each.row, each.column, each.message) for each in result.errors] == [
        (3, column, message)
    ]
    assert (result.new, CustomerMeasure.objects.count()) == (0, 0)


def test_every_fault_of_a_row_is_told_at_once(cast):
    row = "X,never,2026-13-01,churn,200,0,1,EUR"

    result = import_measures(raw=csv(row), dry_run=True, by=cast.cleo)

    assert [each.column for each in result.errors] == [
        *("location", "from", "to", "weights", "value", "n", "currency"),
    ]


@pytest.mark.parametrize(
    ("raw", "row", "message"),
    [
        (b"", 1, "The file is empty."),
        (csv(NPS).decode().encode("utf-16"), 1, "The file is not UTF-8 text."),
        (csv(NPS) + "Café".encode("latin-1"), 3, "The file is not UTF-8 text."),
        (csv(f'"{NPS}'), 2, "This row cannot be read: unexpected end of data."),
    ],
)
def test_what_is_no_such_file_is_refused_with_its_place(cast, raw, row, message):
    result = import_measures(raw=raw, dry_run=False, by=cast.cleo)

    assert [(each.row, each.message) for each in result.errors] == [(row, message)]


def test_file_without_a_column_or_with_a_strange_one_says_which(cast):
    raw = csv(header="location,from,to,value,shopper")

    result = import_measures(raw=raw, dry_run=False, by=cast.cleo)

    assert [(each.row, each.column, each.message) for each in result.errors] == [
        (1, "measure", "This column is missing."),
        (1, "shopper", "There is no such column."),
    ]


def test_import_takes_what_spreadsheets_write(cast):
    raw = b"\xef\xbb\xbf" + csv(
        'L1;"2026-07-01";2026-09-30;"acsi";8 7 9;412;"2;1;1";', header=HEADER.replace(",", ";")
    ).replace(b"\n", b"\r\n")

    result = import_measures(raw=raw, dry_run=False, by=cast.cleo)

    assert (result.new, result.errors) == (1, ())


def test_column_that_means_nothing_here_may_be_left_out(cast):
    raw = csv("L1,2026-07-01,2026-09-30,nps,31", header="location,from,to,measure,value")

    result = import_measures(raw=raw, dry_run=False, by=cast.cleo)

    assert (result.new, result.errors) == (1, ())


def test_import_asks_as_often_for_many_rows_as_for_one(cast, django_assert_num_queries):
    days = [f"2026-07-{day:02}" for day in range(1, 31)]
    one, many = csv(NPS), csv(*(f"L2,{day},{day},nps,1,,," for day in days))

    for raw in (one, many):
        # brand, places, what stands, rows, three for the audit chain; a savepoint set and freed
        with django_assert_num_queries(9):
            importing.import_measures(raw=raw, dry_run=False, by=cast.cleo)


def test_file_of_too_many_rows_is_refused_before_anything_is_judged(cast, monkeypatch):
    monkeypatch.setattr(importing, "MOST_ROWS", 2)
    rows = [f"NOWHERE,{PERIOD},nps,{n},,," for n in range(3)]

    result = import_measures(raw=csv(*rows), dry_run=False, by=cast.cleo)

    assert [(each.row, each.column, each.message) for each in result.errors] == [
        (4, "", "At most 2 rows are taken at once; send the file in parts.")
    ]
