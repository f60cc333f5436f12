# ruff: noqa: E501  # a table is read by its columns
"""Who may what: one row per operation of the API, in the order and the words of the design.

HOW TO ADD A ROUTE. Add one row in your section; `test_role_matrix.py` fails until you do. A row is

    row("PATCH /locations/{code}", LOCATIONS, shopper, scheduler, reviewer, manager, client, admin)

- the operation as in the OpenAPI document, without `/api/v1`;
- the objects its path may name, from `role_objects.py`: kinds (`own`, `other`, `other_brand`, …)
  of rows of the stage. A path with two parameters takes a dict per kind. A list takes the objects
  it should show, too. `None`: there is no object (a create, a calculation). Add kinds there, and
  rows to `Stage`, when yours are missing. Kinds are seen with the eyes of sam, mona and cleo:
  `own` is what the three reach by right;
- what each of the six roles (sam sol rae mona cleo ada) reaches:
    `NO`     a – in the table: 403 for every id, existing or not, and for lists
    `ALL`    every kind
    `NONE`   no kind: 404 by id, an empty list
    `OWN`, `BRAND` or a text such as "own other": exactly these kinds; all others answer 404,
             byte for byte as a missing one; "-other" is seen but answers 403
    `YES`    for rows without objects: the role gets in
- `PUBLIC` instead of the six: no sign-in is asked.

What is generated from a row: 401 without sign-in; 403, 404 and what got in, for each role and
kind and for `missing` (a key that nothing has) and broken keys; that all 404 bodies are the same;
that a refused request changed no row of any table; and for lists (a GET whose path ends without a
parameter) that exactly the reached kinds are shown. To have got in means: GET answers 200 (or
another status named in `gets=`), other methods anything but 401, 403, 404 and 5xx, so that no
row needs a valid body; give `body=` (a function of the stage) when an empty object is not enough
to get past a 404. `key=` names the field of a list's items to compare, by default the objects'
own; `query=` a query string for every call of the row. `missing` among the kinds: a PUT that makes
what is not there. `keeps=` models of which even a refusal writes a row (the intake ledger).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.api.role_objects import (
    ACTIONS,
    APPEALS,
    ASSIGNMENTS,
    BRANDS,
    LOCATIONS,
    MEASURES,
    PACKS,
    PARKED,
    PEOPLE,
    PHOTOS,
    PROGRAMMES,
    QUESTIONNAIRES,
    REGIONS,
    REPORTS,
    STANDARDS,
    TOKENS,
    VERSIONS,
    VISITS,
    WAVES,
    Objects,
    Stage,
)

ROLES = ("sam", "sol", "rae", "mona", "cleo", "ada")
NO = "-"
ALL = "*"
YES = "*"
NONE = ""
OWN = "own"
BRAND = "own other"
SENT = "own unreleased"
TREE = "own other above"
STAFF = "own shopper client other_client"
MATES = "own client"
PUBLIC = "public"
SEEN = "own open taken"
PERIOD = "?programme=promise&from=2026-07-01&to=2026-09-30"


@dataclass(frozen=True)
class Row:
    """What one operation answers to each role; see the module."""

    operation: str
    objects: Objects | None
    reach: dict[str, str]
    body: Callable[[Stage], Any] = field(default=lambda stage: {})
    query: str = ""
    key: str = ""
    gets: tuple[int, ...] = (200,)
    keeps: tuple[str, ...] = ()

    @property
    def method(self) -> str:
        """GET, POST …"""
        return self.operation.split(" ")[0]

    @property
    def path(self) -> str:
        """The path template below /api/v1."""
        return self.operation.split(" ")[1]

    @property
    def is_list(self) -> bool:
        """Whether the answer lists objects rather than being about one."""
        return self.objects is not None and "{" not in self.path


def row(operation: str, objects: Objects | None, *reach: str, **more: Any) -> Row:
    """A row of the table; `reach` in the order of `ROLES`, or only `PUBLIC`."""
    if reach == (PUBLIC,):
        return Row(operation, objects, {}, **more)
    return Row(operation, objects, dict(zip(ROLES, reach, strict=True)), **more)


def new_shopper(stage: Stage) -> dict[str, str]:
    """Somebody a scheduler may add."""
    return {"email": "new@cast.example", "name": "New", "role": "shopper"}


def new_name(stage: Stage) -> dict[str, str]:
    """A change that all may make of what they may change at all."""
    return {"name": "New Name"}


# fmt: off
TABLE = [
    # ---- sign-in ---------------------- objects --- shopper scheduler reviewer manager client  system
    row("POST /tokens",                   None,       PUBLIC),
    row("DELETE /tokens/current",         None,       YES,    YES,    YES,    YES,    YES,    YES),
    row("GET /me",                        None,       YES,    YES,    YES,    YES,    YES,    YES),
    row("GET /tokens",                    TOKENS,     OWN,    OWN,    OWN,    OWN,    OWN,    ALL),
    row("DELETE /tokens/{id}",            TOKENS,     OWN,    OWN,    OWN,    OWN,    OWN,    ALL),

    # ---- people and audit ------------- objects --- shopper scheduler reviewer manager client  system
    row("GET /people",                    PEOPLE,     OWN,    STAFF,  NO,     MATES,  MATES,  ALL),
    row("POST /people",                   None,       NO,     YES,    NO,     NO,     NO,     YES, body=new_shopper),
    row("GET /people/{id}",               PEOPLE,     OWN,    STAFF,  NO,     MATES,  MATES,  ALL),
    row("PATCH /people/{id}",             PEOPLE,     OWN,    "own shopper -client -other_client", NO, "own -client", "own -client", ALL, body=new_name),
    row("GET /audit",                     None,       NO,     NO,     NO,     NO,     NO,     YES),

    # ---- network ---------------------- objects --- shopper scheduler reviewer manager client  system
    row("GET /brands",                    BRANDS,     NO,     ALL,    ALL,    OWN,    OWN,    ALL),
    row("POST /brands",                   None,       NO,     YES,    NO,     NO,     NO,     YES),
    row("GET /brands/{code}",             BRANDS,     NO,     ALL,    ALL,    OWN,    OWN,    ALL),
    row("PATCH /brands/{code}",           BRANDS,     NO,     ALL,    NO,     NO,     NO,     ALL),
    row("GET /regions",                   REGIONS,    NO,     ALL,    ALL,    OWN,    TREE,   ALL),
    row("POST /regions",                  None,       NO,     YES,    NO,     NO,     NO,     YES),
    row("GET /regions/{code}",            REGIONS,    NO,     ALL,    ALL,    OWN,    TREE,   ALL),
    row("PATCH /regions/{code}",          REGIONS,    NO,     ALL,    NO,     NO,     NO,     ALL),
    row("GET /locations",                 LOCATIONS,  NO,     ALL,    ALL,    OWN,    BRAND,  ALL),
    row("POST /locations",                None,       NO,     YES,    NO,     NO,     NO,     YES),
    row("POST /locations/import",         None,       NO,     YES,    NO,     NO,     NO,     YES),
    row("GET /locations/{code}",          LOCATIONS,  NO,     ALL,    ALL,    OWN,    BRAND,  ALL),
    row("PATCH /locations/{code}",        LOCATIONS,  NO,     ALL,    NO,     NO,     NO,     ALL),

    # ---- standards, questionnaires ---- objects --- shopper scheduler reviewer manager client  system
    row("GET /standards",                 STANDARDS,  NO,     ALL,    ALL,    OWN,    OWN,    ALL),
    row("POST /standards",                None,       NO,     YES,    NO,     NO,     NO,     YES),
    row("GET /standards/{code}",          STANDARDS,  NO,     ALL,    ALL,    OWN,    OWN,    ALL),
    row("GET /questionnaires",            QUESTIONNAIRES, NO, ALL,    ALL,    OWN,    OWN,    ALL),
    row("POST /questionnaires",           None,       NO,     YES,    NO,     NO,     NO,     YES),
    row("GET /questionnaires/{code}/draft", QUESTIONNAIRES, NO, ALL,  ALL,    NO,     NO,     ALL),
    row("PUT /questionnaires/{code}/draft", QUESTIONNAIRES, NO, ALL,  NO,     NO,     NO,     ALL),
    row("POST /questionnaires/{code}/publish", QUESTIONNAIRES, NO, ALL, NO,   NO,     NO,     ALL),
    row("GET /questionnaires/{code}/versions/{number}", VERSIONS, OWN, ALL, ALL, BRAND, BRAND, ALL),
    row("POST /questionnaires/{code}/versions/{number}/retire", VERSIONS, NO, ALL, NO, NO, NO, ALL),
    row("POST /questionnaires/lint",      None,       NO,     YES,    YES,    NO,     NO,     YES),
    row("POST /questionnaires/score",     None,       NO,     YES,    YES,    NO,     NO,     YES),

    # ---- programmes and waves --------- objects --- shopper scheduler reviewer manager client  system
    row("GET /programmes",                PROGRAMMES, NO,     ALL,    ALL,    OWN,    OWN,    ALL),
    row("POST /programmes",               None,       NO,     YES,    NO,     NO,     NO,     YES),
    row("GET /programmes/{code}",         PROGRAMMES, NO,     ALL,    ALL,    OWN,    OWN,    ALL),
    row("PATCH /programmes/{code}",       PROGRAMMES, NO,     ALL,    NO,     NO,     NO,     ALL),
    row("GET /waves",                     WAVES,      NO,     ALL,    ALL,    OWN,    OWN,    ALL),
    row("POST /waves",                    None,       NO,     YES,    NO,     NO,     NO,     YES),
    row("GET /waves/{code}",              WAVES,      NO,     ALL,    ALL,    OWN,    OWN,    ALL),
    row("PATCH /waves/{code}",            WAVES,      NO,     ALL,    NO,     NO,     NO,     ALL),
    row("POST /waves/{code}/open",        WAVES,      NO,     ALL,    NO,     NO,     NO,     ALL),

    # ---- assignments ------------------ objects --- shopper scheduler reviewer manager client  system
    row("GET /assignments",               ASSIGNMENTS, "own open", ALL, ALL,   NONE,   NONE,   ALL),
    row("POST /assignments",              None,       NO,     YES,    NO,     NO,     NO,     YES),
    row("POST /assignments/bulk",         None,       NO,     YES,    NO,     NO,     NO,     YES),
    row("GET /assignments/{id}",          ASSIGNMENTS, SEEN,  ALL,    ALL,    NONE,   NONE,   ALL),
    row("PATCH /assignments/{id}",        ASSIGNMENTS, NO,    ALL,    NO,     NO,     NO,     ALL),
    row("POST /assignments/{id}/publish", ASSIGNMENTS, NO,    ALL,    NO,     NO,     NO,     ALL),
    row("POST /assignments/{id}/offer",   ASSIGNMENTS, NO,    ALL,    NO,     NO,     NO,     ALL),
    row("POST /assignments/{id}/reassign", ASSIGNMENTS, NO,   ALL,    NO,     NO,     NO,     ALL),
    row("POST /assignments/{id}/cancel",  ASSIGNMENTS, NO,    ALL,    NO,     NO,     NO,     ALL),
    row("POST /assignments/{id}/replace", ASSIGNMENTS, NO,    ALL,    NO,     NO,     NO,     ALL),
    row("POST /assignments/{id}/reschedule", ASSIGNMENTS, OWN, ALL,   NO,     NO,     NO,     ALL),
    row("POST /assignments/{id}/claim",   ASSIGNMENTS, SEEN,  NO,     NO,     NO,     NO,     NO),
    row("POST /assignments/{id}/accept",  ASSIGNMENTS, SEEN,  NO,     NO,     NO,     NO,     NO),
    row("POST /assignments/{id}/decline", ASSIGNMENTS, SEEN,  NO,     NO,     NO,     NO,     NO),
    row("POST /assignments/{id}/start",   ASSIGNMENTS, SEEN,  NO,     NO,     NO,     NO,     NO),

    # ---- visits ----------------------- objects --- shopper scheduler reviewer manager client  system
    row("GET /visits",                    VISITS,     SENT,   ALL,    ALL,    OWN,    BRAND,  ALL),
    row("GET /visits/{visit_id}",         VISITS,     SENT,   ALL,    ALL,    OWN,    BRAND,  ALL),
    row("PUT /visits/{visit_id}",         VISITS,     "own unreleased missing", NO, NO, NO, NO, NO, keeps=("visits.IntakeBody",)),
    row("GET /visits/{visit_id}/receipt", VISITS,     SENT,   NO,     NO,     NO,     NO,     NO),
    row("PUT /visits/{visit_id}/photos/{sha256}", PHOTOS, "own unreleased missing", NO, NO, NO, NO, NO),
    row("GET /visits/{visit_id}/photos/{sha256}", PHOTOS, SENT, ALL,   ALL,    OWN,    BRAND,  ALL),
    row("POST /visits/parked",            None,       YES,    NO,     NO,     NO,     NO,     NO),
    row("GET /parked",                    PARKED,     NO,     NO,     NO,     NO,     NO,     ALL),
    row("GET /parked/{body_id}",          PARKED,     NO,     NO,     NO,     NO,     NO,     ALL),
    row("GET /me/earnings",               VISITS,     SENT,   NO,     NO,     NO,     NO,     NO, key="visit"),

    # ---- review ----------------------- objects --- shopper scheduler reviewer manager client  system
    row("POST /visits/{visit_id}/take",   VISITS,     NO,     NO,     ALL,    NO,     NO,     ALL),
    row("POST /visits/{visit_id}/return", VISITS,     NO,     NO,     ALL,    NO,     NO,     ALL),
    row("POST /visits/{visit_id}/release", VISITS,    NO,     NO,     ALL,    NO,     NO,     ALL),
    row("POST /visits/{visit_id}/void",   VISITS,     NO,     NO,     ALL,    NO,     NO,     ALL),
    row("POST /visits/{visit_id}/waive-photos", VISITS, NO,   NO,     ALL,    NO,     NO,     ALL),
    row("PATCH /visits/{visit_id}/answers", VISITS,   NO,     NO,     ALL,    NO,     NO,     ALL),
    row("GET /visits/{visit_id}/flags",   VISITS,     NO,     NO,     ALL,    NO,     NO,     ALL),
    row("POST /visits/{visit_id}/appeals", VISITS,    NO,     NO,     NO,     OWN,    BRAND,  NO),
    row("POST /appeals/{appeal_id}/decide", APPEALS,  NO,     NO,     ALL,    NO,     NO,     ALL),
    row("GET /appeals",                   APPEALS,    NO,     ALL,    ALL,    OWN,    BRAND,  ALL),
    row("GET /appeals/{appeal_id}",       APPEALS,    NO,     ALL,    ALL,    OWN,    BRAND,  ALL),

    # ---- gap analyses ----------------- objects --- shopper scheduler reviewer manager client  system
    # staff of the agency get in with another brand's location, where the programme is refused (422)
    row("GET /locations/{code}/gaps",     LOCATIONS,  NO,     ALL,    ALL,    OWN,    BRAND,  ALL, query=PERIOD, gets=(200, 422)),
    row("GET /regions/{code}/gaps",       REGIONS,    NO,     ALL,    ALL,    OWN,    TREE,   ALL, query=PERIOD, gets=(200, 422)),

    # ---- reports ---------------------- objects --- shopper scheduler reviewer manager client  system
    row("POST /reports",                  None,       NO,     YES,    YES,    YES,    YES,    YES),
    row("GET /reports",                   REPORTS,    NO,     ALL,    ALL,    OWN,    BRAND,  ALL),
    row("GET /reports/{id}",              REPORTS,    NO,     ALL,    ALL,    OWN,    BRAND,  ALL),
    row("GET /reports/{id}/pdf",          REPORTS,    NO,     ALL,    ALL,    OWN,    BRAND,  ALL),
    row("POST /packs",                    None,       NO,     YES,    YES,    YES,    YES,    YES),
    row("GET /packs",                     PACKS,      NO,     ALL,    ALL,    "mona", "cleo", ALL),
    row("GET /packs/{id}",                PACKS,      NO,     ALL,    ALL,    "mona", "cleo", ALL),
    row("POST /packs/{id}/stop",          PACKS,      NO,     ALL,    ALL,    "mona", "cleo", ALL),
    row("POST /packs/{id}/retry",         PACKS,      NO,     ALL,    ALL,    "mona", "cleo", ALL),
    row("GET /packs/{id}/zip",            PACKS,      NO,     ALL,    ALL,    "mona", "cleo", ALL),
    row("GET /packs/{id}/pdf",            PACKS,      NO,     ALL,    ALL,    "mona", "cleo", ALL, gets=(409,)),
    row("GET /visits/{visit_id}/pdf",     VISITS,     NO,     ALL,    ALL,    OWN,    BRAND,  ALL),
    row("GET /me/subscriptions",          None,       NO,     NO,     NO,     YES,    YES,    NO),
    row("PUT /me/subscriptions",          None,       NO,     NO,     NO,     YES,    YES,    NO),
    row("GET /customer-measures",         MEASURES,   NO,     ALL,    ALL,    OWN,    BRAND,  ALL, key="location"),
    row("POST /customer-measures/import", None,       NO,     NO,     NO,     NO,     YES,    NO),
    row("GET /exports/visits",            None,       NO,     YES,    YES,    YES,    YES,    YES),
    row("GET /exports/scores",            None,       NO,     YES,    YES,    YES,    YES,    YES),
    row("GET /exports/observations",      None,       NO,     YES,    YES,    YES,    YES,    YES),

    # ---- actions ---------------------- objects --- shopper scheduler reviewer manager client  system
    row("GET /actions",                   ACTIONS,    NO,     ALL,    ALL,    OWN,    BRAND,  ALL),
    row("POST /actions",                  None,       NO,     NO,     NO,     YES,    YES,    NO),
    row("GET /actions/{id}",              ACTIONS,    NO,     ALL,    ALL,    OWN,    BRAND,  ALL),
    row("PATCH /actions/{id}",            ACTIONS,    NO,     NO,     NO,     OWN,    BRAND,  NO),
]
# fmt: on
