"""Opening hours: their shape, their order, their ends."""

import pytest

from backend.network.opening_hours import opening_hours_faults


def faults(value):
    return [(fault.loc, fault.code) for fault in opening_hours_faults(value, ("hours",))]


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"mon": []},
        {"mon": [["08:00", "18:00"]]},
        {"fri": [["08:00", "12:00"], ["12:00", "18:30"]], "sat": [["00:00", "24:00"]]},
    ],
)
def test_opening_hours_that_are_sound(value):
    assert faults(value) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], [(("hours",), "wrong_type")]),
        (None, [(("hours",), "wrong_type")]),
        ({"monday": []}, [(("hours",), "unknown_key")]),
        ({"mon": "08:00-18:00"}, [(("hours", "mon"), "wrong_type")]),
        ({"mon": [["08:00", "18:00"]] * 7}, [(("hours", "mon"), "wrong_type")]),
        ({"mon": [["8:00", "18:00"]]}, [(("hours", "mon", 0), "bad_format")]),
        ({"mon": [["08:00", "24:01"]]}, [(("hours", "mon", 0), "bad_format")]),
        ({"mon": [["08:00"]]}, [(("hours", "mon", 0), "bad_format")]),
        ({"mon": [[8, 18]]}, [(("hours", "mon", 0), "bad_format")]),
        ({"mon": ["08:00"]}, [(("hours", "mon", 0), "bad_format")]),
        ({"mon": [["18:00", "08:00"]]}, [(("hours", "mon", 0), "out_of_range")]),
        ({"mon": [["08:00", "08:00"]]}, [(("hours", "mon", 0), "out_of_range")]),
        (
            {"mon": [["08:00", "13:00"], ["12:00", "18:00"]]},
            [(("hours", "mon", 1), "out_of_range")],
        ),
        (
            {"mon": [["25:00", "26:00"]], "tue": [["09:00", "08:00"]]},
            [(("hours", "mon", 0), "bad_format"), (("hours", "tue", 0), "out_of_range")],
        ),
    ],
)
def test_opening_hours_that_are_not(value, expected):
    assert faults(value) == expected
