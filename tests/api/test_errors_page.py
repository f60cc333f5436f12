"""docs/errors.md is true: every refusal and every finding code, no more and no less."""

import re

from backend.accounts import passwords
from backend.api import problems
from backend.errors import every_refusal
from tests.api.finding_codes import ROOT, codes_in_the_source

PAGE = (ROOT / "docs" / "errors.md").read_text()
REFUSALS, FINDINGS = PAGE.split("## What `errors` can say")


def first_cells(text):
    """The first cell of each row of the tables."""
    return [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]


def test_page_lists_every_refusal_with_its_status():
    listed = re.findall(r"^\| `([a-z_]+)` \| (\d+) \|", REFUSALS, flags=re.M)

    assert sorted(listed) == sorted((kind.code, str(kind.status)) for kind in every_refusal())


def test_page_says_what_each_refusal_means_and_what_to_do():
    for line in REFUSALS.splitlines():
        if line.startswith("| `"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            assert len(cells) == 4
            assert cells[2].endswith(".")
            assert cells[3].endswith(".")


def test_page_lists_every_code_of_a_finding():
    listed = {code for cell in first_cells(FINDINGS) for code in re.findall(r"`([a-z_]+)`", cell)}
    given = codes_in_the_source()
    mapped = {"wrong_type", *problems._CODES.values(), *passwords._CODES.values(), "unfit"}

    assert {code: place for code, place in given.items() if code not in listed} == {}
    assert listed - given.keys() - mapped == set()


def test_example_of_the_page_has_the_shape_of_a_problem():
    assert re.findall(r'^  "([a-z]+)":', PAGE, flags=re.M) == [
        "type",
        "title",
        "status",
        "detail",
        "code",
        "errors",
    ]
