"""What a shopper writes down when a visit finds each standard met or missed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

WORDS: dict[str, list[str]] = {
    "HOURS": ["The website says open until eight, the door says seven.", "Sunday hours on the door were taped over."],
    "FRONT": ["Finger marks on both windows; leaves and cigarette ends in front of the door.", "One pane is cracked and mended with tape."],
    "GREET": ["I stood at the till and looked at the menu. Eye contact came with “Next?”", "Two people saw me come in and went on talking.", "A good morning from behind the machine before I had shut the door, but only after two minutes."],
    "LISTEN": ["The special was recommended before I had said a word.", "Nobody asked whether I drink milk."],
    "KNOW": ["“I think it is fine” was the whole answer about nuts.", "The allergen folder could not be found, so I was told to decide for myself."],
    "SPEED": ["Two people on the bar, one on the phone. My number stood at the top of the screen the whole time.", "The drink was ready, but nobody called it.", "The queue was short; one machine was being cleaned in the busiest half hour."],
    "DRINK": ["Lukewarm, and in a paper cup although I stayed.", "The oat milk I ordered was ordinary milk."],
    "PRICE": ["The card said 1,40, I was charged 1,60. When I asked, I was told the card was from last month.", "The till added a large size that I had not ordered."],
    "CLEAN": ["Every free table still had cups on it. In the restroom the bin was over the brim.", "The floor at the counter was sticky, the window table had crumbs of several guests.", "Restroom without paper, floor wet."],
    "UNIFORM": ["One apron with stains from the morning.", "Two of three wore no badge."],
    "RECEIPT": ["The receipt was printed and thrown away before I could ask.", "I had to ask for it."],
    "THANKS": ["The cup was put down without a word.", "No goodbye; the next guest was already being served."],
    "RECOVER": ["I was told that others like it this way.", "Apologised, but nothing was offered and nobody wrote it down."],
    "PHONE": ["It rang eleven times.", "Answered with “Hello?” and the noise of the grinder."],
}  # fmt: skip
STORIES = [
    "A calm place with good light. I would come back for the cake.",
    "Busy, friendly, a little slow at the counter. The drink was very good.",
    "Everything went as it should; nothing I will remember for long.",
    "The team worked hard with too few hands. The place showed it.",
    "Warm welcome, clear answers, quick service. A pleasure.",
]

Found = Mapping[str, bool]
Dice = random.Random


def house_answers(found: Found, dice: Dice, started: str) -> dict[str, Any]:
    """Answers of a house visit without photo ids; they are filled in by `story`."""
    answers: dict[str, Any] = {}

    def yes_no(code: str, standard: str, *, carries: bool = True) -> None:
        # a missed standard shows in at least one of its questions, the first always
        met = found[standard] or (not carries and dice.random() < 0.5)
        answers[code] = {"value": "yes"} if met else _miss("no", standard, dice)

    yes_no("hours_match", "HOURS")
    yes_no("windows", "FRONT")
    yes_no("pavement", "FRONT", carries=False)
    answers["queue"] = {"value": dice.randint(0, 9)}
    answers["arrived"] = {"value": started}
    greeted = found["GREET"] or dice.random() < 0.5
    answers["greeted"] = {"value": "yes"} if greeted else _miss("no", "GREET", dice)
    if greeted:
        wait = dice.randint(8, 58) if found["GREET"] else dice.randint(70, 200)
        answers["greet_wait"] = {"value": wait}
    answers["eye_contact"] = {
        "value": dice.choice([4, 5, 5]) if found["LISTEN"] else dice.choice([2, 3])
    }
    yes_no("asked_taste", "LISTEN")
    if found["KNOW"]:
        asked_a_colleague = {"value": "checked", "comment": "Asked a colleague, then knew exactly."}
        answers["allergens"] = dice.choice([{"value": "knew"}] * 5 + [asked_a_colleague])
    else:
        answers["allergens"] = _miss(dice.choice(["guessed", "refused"]), "KNOW", dice)
    yes_no("explained_menu", "KNOW", carries=False)
    if dice.random() < 0.8:
        answers["upsell"] = {"value": dice.randint(1, 3) if found["LISTEN"] else 0}
    yes_no("named_price", "PRICE", carries=False)
    answers["serve_wait"] = {
        "value": dice.randint(150, 298) if found["SPEED"] else dice.randint(360, 700)
    }
    yes_no("drink_hot", "DRINK", carries=False)
    yes_no("drink_recipe", "DRINK")
    yes_no("right_cup", "DRINK", carries=False)
    yes_no("charged_right", "PRICE")
    answers["paid"] = {"value": dice.randint(520, 1490)}
    if found["CLEAN"]:
        answers["clean"] = {"value": ["tables", "floor", "restroom"]}
    else:
        answers["clean"] = _miss(
            dice.choice([["tables"], ["floor"], ["restroom"], ["none"]]), "CLEAN", dice
        )
    yes_no("uniform", "UNIFORM", carries=False)
    yes_no("badge", "UNIFORM")
    yes_no("receipt", "RECEIPT")
    yes_no("thanked", "THANKS")
    yes_no("invited", "THANKS", carries=False)
    complained = dice.random() < 0.4
    answers["complained"] = {"value": "yes" if complained else "no"}
    if complained:
        answers["recovery"] = (
            {"value": ["apology", "explained", "remedy"]}
            if found["RECOVER"]
            else _miss(dice.choice([["apology"], ["blamed"], ["explained"]]), "RECOVER", dice)
        )
    if dice.random() < 0.15:
        answers["extra"] = {"value": "yes"}
    met = sum(found.values())
    answers["recommend"] = {"value": max(0, min(10, met - 3 + dice.randint(-2, 0)))}
    answers["door_colour"] = {"value": dice.choice(["red", "green", "other"])}
    answers["story"] = {"value": dice.choice(STORIES)}
    return answers


def phone_answers(found: Found, dice: Dice) -> dict[str, Any]:
    """Answers of a phone enquiry."""
    answers: dict[str, Any] = {
        "answer_wait": {"value": dice.randint(5, 20) if found["PHONE"] else dice.randint(28, 75)},
        "hold": {"value": dice.randint(0, 40)},
        "recommend": {"value": dice.randint(7, 10) if found["LISTEN"] else dice.randint(3, 7)},
        "story": {"value": dice.choice(STORIES)},
    }
    for code, standard, carries in [
        ("named_house", "PHONE", False),
        ("hours_told", "HOURS", True),
        ("allergen_told", "KNOW", True),
        ("listened", "LISTEN", True),
        ("thanked_call", "THANKS", True),
        ("invited_call", "THANKS", False),
    ]:
        met = found[standard] or (not carries and dice.random() < 0.5)
        answers[code] = {"value": "yes"} if met else _miss("no", standard, dice)
    return answers


def _miss(value: Any, standard: str, dice: Dice) -> dict[str, Any]:
    return {"value": value, "comment": dice.choice(WORDS[standard])}
