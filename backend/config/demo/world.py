"""The invented client: Lantern Coffee House, its regions, places, people and standards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

BRAND = {"code": "lantern", "name": "Lantern Coffee House", "kind": "own"}
COMPETITOR = {"code": "corner", "name": "Corner Roast", "kind": "competitor"}

# code, name, parent: two levels
REGIONS = [
    ("west", "Western Europe", None),
    ("iberia", "Iberia", "west"),
    ("isles", "British Isles", "west"),
    ("east", "Central and Eastern Europe", None),
    ("central", "Central Europe", "east"),
    ("aegean", "Aegean", "east"),
    ("america", "North America", None),
    ("coast", "East Coast and Great Lakes", "america"),
]

HOURS = {
    "mon": [["07:00", "20:00"]],
    "tue": [["07:00", "20:00"]],
    "wed": [["07:00", "20:00"]],
    "thu": [["07:00", "20:00"]],
    "fri": [["07:00", "22:00"]],
    "sat": [["08:00", "22:00"]],
    "sun": [["09:00", "18:00"]],
}


@dataclass(frozen=True)
class Place:
    """A location of the story."""

    code: str
    name: str
    region: str
    address: str
    latitude: float
    longitude: float
    zone: str
    brand: str = "lantern"


PLACES = [
    Place("LIS-01", "Lisbon Baixa", "iberia", "Rua Augusta 112, Lisboa", 38.7107, -9.1366, "Europe/Lisbon"),
    Place("LIS-02", "Lisbon Chiado", "iberia", "Rua Garrett 41, Lisboa", 38.7106, -9.1422, "Europe/Lisbon"),
    Place("OPO-01", "Porto Ribeira", "iberia", "Rua das Flores 80, Porto", 41.1431, -8.6136, "Europe/Lisbon"),
    Place("MAD-01", "Madrid Sol", "iberia", "Calle de Carretas 9, Madrid", 40.4160, -3.7030, "Europe/Madrid"),
    Place("SVQ-01", "Sevilla Centro", "iberia", "Calle Tetuán 22, Sevilla", 37.3911, -5.9955, "Europe/Madrid"),
    Place("VLC-01", "València Russafa", "iberia", "Carrer de Cuba 31, València", 39.4622, -0.3735, "Europe/Madrid"),
    Place("LON-01", "London Borough", "isles", "12 Borough High Street, London", 51.5052, -0.0904, "Europe/London"),
    Place("BRS-01", "Bristol Harbourside", "isles", "4 Canons Road, Bristol", 51.4512, -2.5990, "Europe/London"),
    Place("EDI-01", "Edinburgh Grassmarket", "isles", "61 Grassmarket, Edinburgh", 55.9475, -3.1962, "Europe/London"),
    Place("DUB-01", "Dublin Temple Bar", "isles", "18 Essex Street East, Dublin", 53.3453, -6.2652, "Europe/Dublin"),
    Place("BER-01", "Berlin Mitte", "central", "Rosenthaler Straße 38, Berlin", 52.5250, 13.4020, "Europe/Berlin"),
    Place("HAM-01", "Hamburg Speicherstadt", "central", "Am Sandtorkai 30, Hamburg", 53.5438, 9.9880, "Europe/Berlin"),
    Place("VIE-01", "Wien Neubau", "central", "Lindengasse 17, Wien", 48.2005, 16.3530, "Europe/Vienna"),
    Place("KRK-01", "Kraków Kazimierz", "central", "ulica Józefa 11, Kraków", 50.0508, 19.9452, "Europe/Warsaw"),
    Place("ATH-01", "Athens Monastiraki", "aegean", "Οδός Αθηνάς 24, Αθήνα", 37.9784, 23.7260, "Europe/Athens"),
    Place("SKG-01", "Thessaloniki Ladadika", "aegean", "Οδός Κατούνη 5, Θεσσαλονίκη", 40.6361, 22.9367, "Europe/Athens"),
    Place("NYC-01", "New York SoHo", "coast", "148 Spring Street, New York", 40.7247, -74.0010, "America/New_York"),
    Place("NYC-02", "Brooklyn Court Street", "coast", "205 Court Street, Brooklyn", 40.6868, -73.9938, "America/New_York"),
    Place("BOS-01", "Boston North End", "coast", "77 Salem Street, Boston", 42.3640, -71.0557, "America/New_York"),
    Place("YYZ-01", "Toronto Queen West", "coast", "640 Queen Street West, Toronto", 43.6471, -79.4050, "America/Toronto"),
    Place("X-LIS", "Corner Roast Lisbon", "iberia", "Rua do Ouro 200, Lisboa", 38.7118, -9.1385, "Europe/Lisbon", "corner"),
    Place("X-MAD", "Corner Roast Madrid", "iberia", "Calle Mayor 14, Madrid", 40.4158, -3.7065, "Europe/Madrid", "corner"),
    Place("X-LON", "Corner Roast London", "isles", "90 Tooley Street, London", 51.5050, -0.0830, "Europe/London", "corner"),
    Place("X-BER", "Corner Roast Berlin", "central", "Torstraße 99, Berlin", 52.5290, 13.4040, "Europe/Berlin", "corner"),
]  # fmt: skip

OWN_PLACES = [place for place in PLACES if place.brand == "lantern"]
COMPETITOR_PLACES = [place for place in PLACES if place.brand == "corner"]

DOMAIN = "demo.example"
# name, role, brand, regions
STAFF: list[tuple[str, str, str, str | None, list[str]]] = [
    ("sol", "Sol Marques", "scheduler", None, []),
    ("rae", "Rae Lindqvist", "reviewer", None, []),
    ("cleo", "Cleo Hartmann", "client_admin", "lantern", []),
    ("mona", "Mona Fialho", "manager", "lantern", ["west"]),
    ("max", "Max Brandt", "manager", "lantern", ["east", "america"]),
]
# short name, name, household, latitude, longitude
SHOPPERS: list[tuple[str, str, str, float, float]] = [
    ("sam", "Sam Okafor", "h01", 38.72, -9.15),
    ("sue", "Sue Tanaka", "h02", 51.50, -0.10),
    ("ida", "Ida Novak", "h03", 52.51, 13.39),
    ("ben", "Ben Alves", "h01", 38.72, -9.15),
    ("tia", "Tia Moreno", "h04", 40.42, -3.70),
    ("lou", "Lou Keane", "h05", 53.34, -6.26),
    ("kai", "Kai Sommer", "h06", 53.55, 10.00),
    ("zoe", "Ζωή Παππά", "h07", 37.98, 23.73),
    ("eli", "Eli Brooks", "h08", 40.71, -74.00),
    ("amy", "Amy Chen", "h09", 43.65, -79.38),
    ("ola", "Ola Wiśniewska", "h10", 50.06, 19.94),
    ("dan", "Dan Whitmore", "h11", 42.36, -71.06),
]


def standard(
    code: str,
    text: str,
    stage: str,
    dimension: str,
    behaviours: list[str],
    trust: list[str],
    target: int,
    owner: str,
    unit: str,
    critical: bool = False,
) -> dict[str, Any]:
    """A row of the register; `unit` is what it is measured in."""
    return {
        "code": code,
        "text": {"en": text},
        "stage": f"{stage}transaction",
        "dimension": dimension,
        "behaviours": behaviours,
        "trust": trust,
        "target_percent": target,
        "critical": critical,
        "owner_role": owner,
        "unit": unit,
    }


STANDARDS = [
    standard("PHONE", "The phone is answered within 20 seconds.", "pre_", "responsiveness", ["extreme_desire"], ["timeliness"], 85, "Shift lead", "seconds"),
    standard("HOURS", "Opening hours on the door match the website.", "pre_", "reliability", [], ["honesty"], 95, "Manager", "visits"),
    standard("FRONT", "Windows, door and pavement are clean and in good repair.", "pre_", "tangibles", [], [], 90, "Shift lead", "visits"),
    standard("GREET", "Every guest is greeted within one minute.", "pre_", "responsiveness", ["sincere_interest"], ["best_interest"], 90, "Host", "seconds"),
    standard("KNOW", "Staff can explain the menu and the allergens.", "", "assurance", ["broad_knowledge"], ["honesty"], 95, "Barista", "visits", True),
    standard("LISTEN", "Staff ask what the guest likes before they recommend.", "", "empathy", ["understanding", "sincere_interest"], ["best_interest"], 85, "Barista", "visits"),
    standard("SPEED", "The order is served within five minutes.", "", "reliability", ["extreme_desire"], ["timeliness"], 90, "Shift lead", "seconds"),
    standard("DRINK", "The drink is made to recipe, hot and in the right cup.", "", "reliability", [], ["guarantee"], 90, "Barista", "visits"),
    standard("PRICE", "The amount charged is the amount displayed.", "", "reliability", ["respect"], ["fair_price", "honesty"], 100, "Cashier", "visits", True),
    standard("CLEAN", "Tables, floor and restroom are clean.", "", "tangibles", ["respect"], [], 90, "Shift lead", "visits"),
    standard("UNIFORM", "Staff wear a clean uniform and a name badge.", "", "tangibles", [], [], 95, "Manager", "visits"),
    standard("RECEIPT", "A receipt is offered without being asked for.", "post_", "assurance", [], ["honesty"], 90, "Cashier", "visits"),
    standard("THANKS", "Guests are thanked and invited to come back.", "post_", "empathy", ["respect"], ["best_interest"], 85, "Cashier", "visits"),
    standard("RECOVER", "A complaint is owned, explained, apologised for and put right.", "post_", "empathy", ["empowered", "understanding"], ["guarantee"], 90, "Manager", "visits"),
]  # fmt: skip

DECLARATION = (
    "On the first day of the programme every member of staff was told that mystery shopping "
    "takes place, what it is for, and that results serve improvement: nobody is ranked."
)
BRIEF = (
    "Order a hot drink and something to eat. Ask about allergens in what you order. Keep the "
    "receipt and photograph it beside the price display. Stay unnoticed; do not photograph faces."
)
PHONE_BRIEF = (
    "Call in a quiet moment of the day, ask for opening hours and one allergen, and take the time."
)
