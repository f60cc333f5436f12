"""Who may open which page of the desk: one row per address, read by `test_page_matrix.py`.

HOW TO ADD A PAGE. Add one row; the test fails until you do. A row is

    row(name, roles, {kind: value of the path's parameter}, posts=…, query=…)

- `name` is the address's name in `portal/urls.py`;
- `roles` may open it; every other role gets a page with 403, whatever the path says;
- the objects, where the path has a parameter, given by a function of the stage: `own` is within
  reach of mona (manager of lisbon) and cleo (client admin of harbour), `other` of cleo alone,
  `other_brand` of neither, `missing` does not exist. What is out of reach is a 404 that reads as
  the missing one's. The agency reaches everything that exists;
- `posts=True` when the page takes POST; then a POST without the CSRF token is 403 and one without
  a right changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

AGENCY = ("sol", "rae", "ada")
CLIENT = ("mona", "cleo")
READERS = (*AGENCY, *CLIENT)
EVERYBODY = (*READERS, "sam")
ROLES = EVERYBODY

Objects = Callable[[Any], Mapping[str, str]]


@dataclass(frozen=True)
class Page:
    """One address of the desk."""

    name: str
    roles: tuple[str, ...]
    objects: Objects | None = None
    parameter: str = ""
    posts: bool = False
    gets: bool = True
    reach: Mapping[str, tuple[str, ...]] | None = None

    def reaches(self, who: str) -> tuple[str, ...]:
        """The kinds of objects that somebody of the cast finds here."""
        return (self.reach or REACH)[who]


def row(
    name: str,
    roles: tuple[str, ...],
    objects: Objects | None = None,
    parameter: str = "code",
    posts: bool = False,
    gets: bool = True,
    reach: Mapping[str, tuple[str, ...]] | None = None,
) -> Page:
    """A row of the table."""
    return Page(name, roles, objects, parameter if objects else "", posts, gets, reach)


# Addresses that are no pages of somebody signed in.
OPEN = {"home", "sign-in", "sign-out", ""}

LOCATIONS: Objects = lambda stage: {  # noqa: E731  # a table is read by its columns
    "own": stage.l1.pk,
    "other": stage.p1.pk,
    "other_brand": stage.s1.pk,
    "missing": "no-such-code",
}
VISITS: Objects = lambda stage: {  # noqa: E731
    "own": str(stage.visits["own"].pk),
    "other": str(stage.visits["other"].pk),
    "other_brand": str(stage.visits["other_brand"].pk),
    "unreleased": str(stage.visits["unreleased"].pk),
    "missing": "00000000-0000-4000-8000-00000000dead",
}

APPEALS: Objects = lambda stage: {  # noqa: E731
    "own": str(stage.appeals["own"].pk),
    "other": str(stage.appeals["other"].pk),
    "other_brand": str(stage.appeals["other_brand"].pk),
    "missing": "00000000-0000-4000-8000-00000000dead",
}

ACTIONS: Objects = lambda stage: {  # noqa: E731
    "own": str(stage.actions["own"].pk),
    "other": str(stage.actions["other"].pk),
    "other_brand": str(stage.actions["other_brand"].pk),
    "missing": "00000000-0000-4000-8000-00000000dead",
}

PACKS: Objects = lambda stage: {  # noqa: E731
    **{who: str(stage.packs[who].pk) for who in ("mona", "cleo", "max", "otis")},
    "missing": "00000000-0000-4000-8000-00000000dead",
}
PACKS_OF: Mapping[str, tuple[str, ...]] = {
    "mona": ("mona",),
    "cleo": ("cleo",),
    **dict.fromkeys(AGENCY, ("mona", "cleo", "max", "otis")),
    "sam": (),
}

TABLE = (
    row("desk", EVERYBODY),
    row("standards", READERS),
    row("standards-csv", READERS),
    row("league", READERS),
    row("league-csv", READERS),
    row("heat-map", READERS),
    row("heat-map-csv", READERS),
    row("locations", READERS),
    row("locations-csv", READERS),
    row("competitors", READERS),
    row("competitors-csv", READERS),
    row("measures", READERS),
    row("measures-csv", READERS),
    row("measures-import", ("cleo",), posts=True),
    row("actions", READERS),
    row("actions-csv", READERS),
    row("action-new", CLIENT, posts=True),
    row("action", READERS, ACTIONS, "action_id", posts=True),
    row("packs", READERS, posts=True),
    row("pack", READERS, PACKS, "pack_id", reach=PACKS_OF),
    row("pack-progress", READERS, PACKS, "pack_id", reach=PACKS_OF),
    row("pack-stop", READERS, PACKS, "pack_id", posts=True, gets=False, reach=PACKS_OF),
    row("pack-retry", READERS, PACKS, "pack_id", posts=True, gets=False, reach=PACKS_OF),
    row("reports", READERS),
    row("mail", CLIENT, posts=True),
    row("recovery", ("ada",), posts=True),
    row("location", READERS, LOCATIONS),
    row("location-report", READERS, LOCATIONS, posts=True, gets=False),
    row("location-standards-csv", READERS, LOCATIONS),
    row("location-visits-csv", READERS, LOCATIONS),
    row("visit", READERS, VISITS, "visit_id"),
    row("visit-appeal", CLIENT, VISITS, "visit_id", posts=True),
    row("appeals", READERS),
    row("appeal", ("rae", "ada"), APPEALS, "appeal_id", posts=True),
)

REACH: Mapping[str, tuple[str, ...]] = {
    "mona": ("own",),
    "cleo": ("own", "other"),
    **dict.fromkeys(AGENCY, ("own", "other", "other_brand", "unreleased")),
    "sam": (),
}
