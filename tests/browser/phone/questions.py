"""The questionnaires of the phone's tests: of every type, short, long, right to left."""

from __future__ import annotations

from typing import Any

PRAISED = "Full marks, yet nobody greeted you. Is that right?"  # the warning of `every_type`
TOO_LATE = "You cannot leave before you came."  # its error


def every_type() -> dict[str, Any]:
    """The eleven types, skip logic, a comment and a photo on miss, N/A, all three checks."""
    return _document(
        "every-type",
        "Every kind of question",
        [
            _section(
                "arrival",
                "Arrival",
                [
                    _question("came", "time", "When did you come in?"),
                    _question(
                        "greeted",
                        "yes_no",
                        "Were you greeted?",
                        standard="GREET",
                        score={"yes": 1, "no": 0},
                        comment="on_miss",
                        comment_min=10,
                    ),
                    _question(
                        "greet_wait",
                        "duration",
                        "Time from the door to the greeting",
                        minimum=0,
                        maximum=3600,
                        show_if={"question": "greeted", "is": "yes"},
                    ),
                    _question("day", "date", "On which day were you there?", required=False),
                ],
            ),
            _section(
                "counter",
                "At the counter",
                [
                    _question(
                        "advice",
                        "single_choice",
                        "You asked about allergens. What happened?",
                        standard="GREET",
                        score={"by": "options"},
                        critical=True,
                        not_applicable="exclude",
                        options=[
                            _option("knew", "Answered at once", 2),
                            _option("checked", "Checked and answered", 1),
                            _option("guessed", "Guessed", 0),
                        ],
                    ),
                    _question(
                        "clean",
                        "multi_choice",
                        "What was clean?",
                        standard="GREET",
                        score={"by": "options", "cap": 2},
                        photos={"min": 1, "max": 2, "when": "on_miss"},
                        options=[
                            _option("tables", "Tables", 1),
                            _option("floor", "Floor", 1),
                            {**_option("none", "None of these", 0), "exclusive": True},
                        ],
                    ),
                    _question(
                        "guests",
                        "number",
                        "How many guests were waiting?",
                        minimum=0,
                        maximum=50,
                        step=1,
                    ),
                    _question(
                        "paid", "money", "Amount paid", currency="EUR", minimum=0, maximum=100000
                    ),
                    _question(
                        "receipt",
                        "photo",
                        "A photo of the receipt",
                        photos={"min": 1, "max": 2, "when": "always"},
                    ),
                ],
            ),
            _section(
                "after",
                "Afterwards",
                [
                    _question("left", "time", "When did you leave?"),
                    _question("friendly", "scale", "How friendly were they?", minimum=1, maximum=5),
                    _question("story", "text", "Tell the visit in your own words", comment="never"),
                ],
            ),
        ],
        checks=[
            {
                "code": "left_before",
                "when": {"question": "left", "lt": {"question": "came"}},
                "severity": "error",
                "message": {"en": TOO_LATE},
            },
            {
                "code": "praised",
                "when": {
                    "all": [
                        {"question": "greeted", "is": "no"},
                        {"question": "friendly", "gte": 5},
                    ]
                },
                "severity": "warning",
                "message": {"en": PRAISED},
            },
            {
                "code": "crowded",
                "when": {"question": "guests", "gt": 30},
                "severity": "review",
                "message": {"en": "More than thirty waited."},
            },
        ],
    )


def short() -> dict[str, Any]:
    """One yes or no with room for photos, and a line to write."""
    return _document(
        "short",
        "A short look",
        [
            _section(
                "look",
                "A look",
                [
                    _question(
                        "open",
                        "yes_no",
                        "Was the place open?",
                        standard="GREET",
                        score={"yes": 1, "no": 0},
                        photos={"min": 0, "max": 20, "when": "always"},
                    ),
                    _question("note", "text", "What did you see?", required=False),
                ],
            )
        ],
    )


def long(count: int = 150) -> dict[str, Any]:
    """So many questions in ten sections, each third of them shown only after a yes before it."""
    questions = []
    for number in range(1, count + 1):
        if number % 3 == 0:
            only = {"question": f"q{number - 1}", "is": "yes"}
            questions.append(
                _question(f"q{number}", "text", f"Why {number}?", required=False, show_if=only)
            )
        else:
            questions.append(
                _question(
                    f"q{number}",
                    "yes_no",
                    f"Was point {number} as it should be?",
                    standard="GREET",
                    score={"yes": 1, "no": 0},
                )
            )
    size = count // 10
    sections = [
        _section(f"part{n}", f"Part {n + 1}", questions[n * size : (n + 1) * size])
        for n in range(10)
    ]
    return _document("long", "Long", sections)


def right_to_left() -> dict[str, Any]:
    """Written in Arabic alone."""
    document = _document(
        "rtl",
        "زيارة قصيرة",
        [
            _section(
                "look",
                "نظرة",
                [
                    _question(
                        "greeted",
                        "yes_no",
                        "هل تم الترحيب بك؟",
                        standard="GREET",
                        score={"yes": 1, "no": 0},
                    ),
                    _question(
                        "clean",
                        "multi_choice",
                        "ما الذي كان نظيفا؟",
                        standard="GREET",
                        score={"by": "options"},
                        options=[_option("tables", "الطاولات", 1), _option("floor", "الأرض", 1)],
                    ),
                    _question("paid", "money", "المبلغ المدفوع", currency="EUR", minimum=0),
                    _question("story", "text", "احك عن الزيارة", required=False),
                ],
            )
        ],
    )
    return _in_language(document, "ar")


def _document(
    code: str,
    title: str,
    sections: list[dict[str, Any]],
    checks: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    return {
        "schema": "questionnaire/1",
        "code": code,
        "version": 1,
        "title": {"en": title},
        "default_language": "en",
        "languages": ["en"],
        "channel": "in_store",
        "scoring": {
            "mode": "pooled",
            "critical": {"effect": "keep"},
            "bands": [{"from": 0, "label": "All"}],
        },
        "standards": {
            "GREET": {
                "code": "GREET",
                "text": {"en": "Every guest is greeted within one minute."},
                "stage": "pre_transaction",
                "dimension": "responsiveness",
                "behaviours": ["sincere_interest"],
                "trust": [],
                "target_percent": 90,
                "critical": False,
                "owner_role": "host",
            }
        },
        "sections": sections,
        "checks": checks or [],
    }


def _section(code: str, title: str, questions: list[dict[str, Any]]) -> dict[str, Any]:
    return {"code": code, "title": {"en": title}, "weight": 1, "questions": questions}


def _question(code: str, kind: str, text: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "type": kind, "text": {"en": text}, **more}


def _option(code: str, text: str, points: int) -> dict[str, Any]:
    return {"code": code, "text": {"en": text}, "points": points}


def _in_language(document: dict[str, Any], language: str) -> dict[str, Any]:
    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {language if k == "en" else k: renamed(v) for k, v in value.items()}
        return [renamed(each) for each in value] if isinstance(value, list) else value

    changed: dict[str, Any] = renamed(document)
    return {**changed, "default_language": language, "languages": [language]}
