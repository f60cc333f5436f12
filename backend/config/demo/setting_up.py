"""The first day: brands, regions, places, people, standards, questionnaires, the programme."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from backend.config.demo import world
from backend.config.demo.client import Caller
from backend.config.demo.forms import house_visit, phone_enquiry

PROGRAMME = "promise"
TARGET = "90"


def set_up_network(ada: Caller) -> None:
    """Brands, the tree of regions, and all locations through the CSV import (dry run first)."""
    for brand in (world.BRAND, world.COMPETITOR):
        ada.post("/brands", brand)
    for code, name, parent in world.REGIONS:
        ada.post("/regions", {"code": code, "name": name, "brand": "lantern", "parent": parent})
    table = _places_as_csv()
    for dry in ("true", "false"):
        path = f"/locations/import?dry_run={dry}"
        _, answer = ada.call("POST", path, table, "text/csv", (200,))
        result = json.loads(answer)
        if result["errors"] or result["new"] != len(world.PLACES):
            raise RuntimeError(f"import of locations: {result}")


def enrol_people(ada: Caller, password: str) -> None:
    """Staff of agency and client, and a dozen shoppers, two of them of one household."""
    for short, name, role, brand, regions in world.STAFF:
        ada.post("/people", {
            "email": f"{short}@{world.DOMAIN}", "name": name, "role": role, "brand": brand,
            "regions": regions, "password": password,
        })  # fmt: skip
    for short, name, household, latitude, longitude in world.SHOPPERS:
        ada.post("/people", {
            "email": f"{short}@{world.DOMAIN}", "name": name, "role": "shopper",
            "password": password, "household": household, "latitude": latitude,
            "longitude": longitude, "qualifications": ["coffee"], "conflicts": [],
        })  # fmt: skip


def publish_questionnaires(sol: Caller, from_day: str) -> dict[str, dict[str, Any]]:
    """The register of standards and both questionnaires; answers the published versions."""
    for standard in world.STANDARDS:
        direction = "lower" if standard["unit"] == "seconds" else "higher"
        sol.post("/standards", {
            **standard, "brand": "lantern", "direction": direction, "effective_from": from_day,
        })  # fmt: skip
    versions = {}
    for document in (house_visit(), phone_enquiry()):
        found = sol.post("/questionnaires/lint", document)
        if found["errors"]:
            raise RuntimeError(f"{document['code']}: {found['errors']}")
        sol.post("/questionnaires", document)
        versions[document["code"]] = sol.post(f"/questionnaires/{document['code']}/publish", {})
    return versions


def found_programme(sol: Caller) -> None:
    """The programme with its rules and its declaration to staff."""
    sol.post("/programmes", {
        "code": PROGRAMME, "name": "Guest Promise", "brand": "lantern",
        "questionnaires": ["house-visit", "phone-enquiry"], "target_score": TARGET,
        "rotation_days": 60, "clean_days": 1, "max_per_day": 3, "appeal_days": 14,
        "grace_hours": 24, "qualifications": ["coffee"], "staff_identification": "role",
        "locations": [place.code for place in world.OWN_PLACES],
        "competitor_locations": [place.code for place in world.COMPETITOR_PLACES],
        "declaration": world.DECLARATION,
    })  # fmt: skip


def _places_as_csv() -> bytes:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow([
        "code", "name", "brand", "region", "address", "latitude", "longitude", "time_zone",
        "opening_hours", "active",
    ])  # fmt: skip
    for place in world.PLACES:
        rows.writerow([
            place.code, place.name, place.brand, place.region, place.address, place.latitude,
            place.longitude, place.zone, json.dumps(world.HOURS), "true",
        ])  # fmt: skip
    return out.getvalue().encode()
