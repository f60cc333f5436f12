"""How customer measures are printed: units, what they rest on, their days."""

from __future__ import annotations

import pytest

from reports import customers


def imported(measure, value, **more):
    """An imported measure of the quarter."""
    base = {"measure": measure, "from": "2026-07-01", "to": "2026-09-30", "value": value, "n": 412}
    return {**base, "currency": None, "weights": [], **more}


@pytest.mark.parametrize(
    ("one", "value", "basis"),
    [
        (imported("nps", "31.5000"), "+32", "412 replies"),
        (imported("nps", "0.0000", n=None), "0", "n not given"),
        (imported("acsi", "76.2500", weights=["1.0000"] * 3), "76.3", "412 replies, equal weights"),
        (
            imported("acsi", "76.2500", n=1, weights=["0.5000", "0.2500", "0.2500"]),
            "76.3",
            "1 reply, weights 0.5 : 0.25 : 0.25",
        ),
        (imported("complaints", "9.0000", n=None), "9", ""),
        (imported("churn", "4.1250"), "4.1 %", "412 customers"),
        (imported("revenue", "15234050.0000", currency="EUR"), "€ 152,340.50", "n 412"),
        (imported("revenue", "-1200.0000", currency="JPY", n=None), "¥ −1,200", ""),
    ],
)
def test_measure_is_printed_in_its_unit_with_what_it_rests_on(one, value, basis):
    assert customers.value(one).replace("\u00a0", " ") == value
    assert customers.basis(one).replace("\u00a0", " ") == basis


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-07-01", "2026-09-30", ""),
        ("2026-08-01", "2026-08-31", "Aug 2026"),
        ("2026-07-01", "2026-08-31", "Jul–Aug 2026"),
    ],
)
def test_days_are_said_where_they_are_not_the_whole_period(first, last, words):
    one = imported("nps", "1.0000", **{"from": first, "to": last})

    assert customers.days(one, "2026-07-01", "2026-09-30") == words
