"""The two questionnaires of the invented client: a visit in the house, and a phone enquiry."""

from __future__ import annotations

from typing import Any

from backend.config.demo.french import said
from backend.config.demo.world import STANDARDS

_SNAPSHOT_KEYS = (
    "code", "text", "stage", "dimension", "behaviours", "trust", "target_percent", "critical",
    "owner_role",
)  # fmt: skip
_REGISTER = {row["code"]: {key: row[key] for key in _SNAPSHOT_KEYS} for row in STANDARDS}
_SCORING = {
    "mode": "pooled",
    "critical": {"effect": "keep"},
    "cap_at_100": True,
    "pass_mark": 75,
    "bands": [
        {"from": 0, "label": "Below standard"},
        {"from": 75, "label": "Developing"},
        {"from": 90, "label": "On standard"},
    ],
}


def question(code: str, kind: str, text: str, **more: Any) -> dict[str, Any]:
    """A question with its text in both languages."""
    if "help" in more:
        more["help"] = said(more["help"])
    return {"code": code, "type": kind, "text": said(text), **more}


def scored(code: str, text: str, standard: str, weight: float, **more: Any) -> dict[str, Any]:
    """A yes-or-no question worth `weight` against a standard; a miss asks for words."""
    rule = {"score": {"yes": 1, "no": 0}, "comment": "on_miss", "comment_min": 15, **more}
    return question(code, "yes_no", text, standard=standard, weight=weight, **rule)


def timed(
    code: str, text: str, standard: str, weight: float, target: int, limit: int
) -> dict[str, Any]:
    """Seconds, full points up to `target` and none from `limit` on, straight between."""
    rule = {
        "better": "lower",
        "target": target,
        "limit": limit,
        "curve": "linear",
        "points": 1,
    }
    return question(
        code,
        "duration",
        text,
        standard=standard,
        weight=weight,
        minimum=0,
        maximum=3600,
        score=rule,
    )


def option(code: str, text: str, points: float | None, **more: Any) -> dict[str, Any]:
    """One choice."""
    return {"code": code, "text": said(text), "points": points, **more}


def section(code: str, title: str, questions: list[dict[str, Any]]) -> dict[str, Any]:
    """A titled run of questions."""
    return {"code": code, "title": said(title), "weight": 1, "questions": questions}


def house_visit() -> dict[str, Any]:
    """The visit in the house: 31 questions over all three stages."""
    sections = [
        section("outside", "Before you go in", [
            scored("hours_match", "Do the hours on the door match the website?", "HOURS", 3),
            scored("windows", "Are the windows clean?", "FRONT", 2),
            scored("pavement", "Is the pavement in front swept?", "FRONT", 2),
            question("queue", "number", "How many guests wait before you?", minimum=0, maximum=60),
            question("arrived", "time", "When did you go in?"),
        ]),
        section("arrival", "Arrival", [
            scored("greeted", "Were you greeted?", "GREET", 4),
            timed("greet_wait", "How long from the door to the greeting?", "GREET", 3, 60, 180)
            | {"show_if": {"question": "greeted", "is": "yes"}},
            question("eye_contact", "scale", "How sincere was the interest shown? 1 none, 5 exceptional", standard="LISTEN", weight=2, minimum=1, maximum=5, required=False, score={"points": 1}),
        ]),
        section("order", "The order", [
            scored("asked_taste", "Were you asked what you like before anything was recommended?", "LISTEN", 4, not_applicable="exclude"),
            question("allergens", "single_choice", "You asked about allergens. What happened?", standard="KNOW", weight=5, critical=True, pass_mark=0.5, score={"by": "options"}, comment="on_miss", comment_min=15, options=[
                option("knew", "Answered correctly at once", 2),
                option("checked", "Checked and answered correctly", 1.5),
                option("guessed", "Guessed", -1),
                option("refused", "Could not say", 0),
            ]),
            scored("explained_menu", "Could the menu be explained to you?", "KNOW", 2),
            question("upsell", "number", "How many suggestions were made?", standard="LISTEN", weight=1, minimum=0, maximum=20, required=False, score={"better": "higher", "target": 1, "curve": "step", "points": 1}),
            scored("named_price", "Was the total said before you paid?", "PRICE", 2),
        ]),
        section("service", "Service", [
            timed("serve_wait", "How long from the order to your table?", "SPEED", 8, 300, 720),
            question("order_screen", "photo", "Photograph the order screen or the counter", required=False, photos={"min": 0, "max": 2, "when": "always"}),
            scored("drink_hot", "Was the drink hot?", "DRINK", 3),
            scored("drink_recipe", "Was it made as described?", "DRINK", 4),
            scored("right_cup", "Was it served in the right cup?", "DRINK", 2),
            scored("charged_right", "Were you charged the amount displayed?", "PRICE", 6, critical=True, photos={"min": 1, "max": 3, "when": "always"}),
            question("paid", "money", "Amount paid", currency="EUR", minimum=0, maximum=100000),
        ]),
        section("place", "The place", [
            question("clean", "multi_choice", "What was clean?", standard="CLEAN", weight=3, score={"by": "options", "cap": 4}, comment="on_miss", comment_min=15, photos={"min": 1, "max": 3, "when": "on_miss"}, options=[
                option("tables", "Tables", 1),
                option("floor", "Floor", 1),
                option("restroom", "Restroom", 2),
                option("none", "None of these", 0, exclusive=True),
            ]),
            scored("uniform", "Were uniforms clean?", "UNIFORM", 2),
            scored("badge", "Did everybody wear a badge?", "UNIFORM", 2),
        ]),
        section("leaving", "Leaving", [
            scored("receipt", "Was a receipt offered unasked?", "RECEIPT", 3),
            scored("thanked", "Were you thanked?", "THANKS", 3),
            scored("invited", "Were you invited to come back?", "THANKS", 2),
            question("complained", "yes_no", "Did you raise the complaint of your brief?"),
            question("recovery", "multi_choice", "How was it handled?", standard="RECOVER", weight=2, show_if={"question": "complained", "is": "yes"}, score={"by": "options"}, comment="on_miss", comment_min=15, options=[
                option("apology", "Apologised", 1),
                option("explained", "Explained honestly", 1),
                option("remedy", "Offered a remedy", 2),
                option("blamed", "Blamed the guest", -2),
            ]),
            question("extra", "yes_no", "Did anyone do more than you expected?", standard="THANKS", weight=1, bonus=True, required=False, score={"yes": 2, "no": 0}),
        ]),
        section("words", "In your words", [
            question("recommend", "scale", "How likely are you to recommend this place? 0 to 10", minimum=0, maximum=10, required=False, role="recommend"),
            question("door_colour", "single_choice", "What colour was the door?", integrity=True, options=[{"code": "red", "text": said("Red")}, {"code": "green", "text": said("Green")}, {"code": "other", "text": said("Another")}]),
            question("story", "text", "Tell the visit in your own words", comment="never"),
        ]),
    ]  # fmt: skip
    checks = [
        {
            "code": "paid_too_much",
            "when": {"question": "paid", "gt": 8000},
            "severity": "warning",
            "message": said("More than 80 for a coffee visit. Is the amount right?"),
        },
        {
            "code": "slow_yet_praised",
            "when": {
                "all": [
                    {"question": "greeted", "is": "no"},
                    {"question": "eye_contact", "gte": 5},
                ]
            },
            "severity": "review",
            "message": said("Not greeted, yet full marks for interest."),
        },
    ]
    return _document("house-visit", "Visit in the house", "in_store", sections, checks)


def phone_enquiry() -> dict[str, Any]:
    """The phone enquiry: 10 questions."""
    sections = [
        section("call", "The call", [
            timed("answer_wait", "How long until a person answered?", "PHONE", 5, 20, 80),
            scored("named_house", "Was the house named?", "PHONE", 2),
            scored("hours_told", "Were the right opening hours given?", "HOURS", 3),
            scored("allergen_told", "Was the allergen question answered correctly?", "KNOW", 4),
            scored("listened", "Were you asked what you need?", "LISTEN", 3, not_applicable="exclude"),
            question("hold", "duration", "How long on hold?", minimum=0, maximum=3600, required=False),
        ]),
        section("goodbye", "The goodbye", [
            scored("thanked_call", "Were you thanked for calling?", "THANKS", 3),
            scored("invited_call", "Were you invited to visit?", "THANKS", 2),
            question("recommend", "scale", "How likely are you to recommend this place? 0 to 10", minimum=0, maximum=10, required=False, role="recommend"),
            question("story", "text", "Tell the call in your own words", comment="never"),
        ]),
    ]  # fmt: skip
    return _document("phone-enquiry", "Phone enquiry", "phone", sections, [])


def _document(
    code: str,
    title: str,
    channel: str,
    sections: list[dict[str, Any]],
    checks: list[dict[str, Any]],
) -> dict[str, Any]:
    named = {q["standard"] for s in sections for q in s["questions"] if "standard" in q}
    return {
        "schema": "questionnaire/1",
        "code": code,
        "version": 1,
        "title": said(title),
        "default_language": "en",
        "languages": ["en", "fr"],
        "channel": channel,
        "scoring": _SCORING,
        "standards": {name: _REGISTER[name] for name in sorted(named)},
        "sections": sections,
        "checks": checks,
    }
