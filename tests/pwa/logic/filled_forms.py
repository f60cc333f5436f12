"""Hypothesis strategies for questionnaires of every kind of question, and for answers to them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.shopper_forms.documents import options, question, scored, small

MEASURES = ("number", "duration", "money")
TYPES = ("yes_no", "single_choice", "multi_choice", "scale", *MEASURES, "time", "date", "text")
OPERATORS = ("is", "is_not", "in", "includes", "gt", "gte", "lt", "lte", "answered")

millionths = st.sampled_from([0, 0, 1, 100_000, 200_000, 250_000, 300_000, 999_999])
near = st.builds(lambda n, micro: n + Decimal(micro) / 10**6, st.integers(-20, 20), millionths)
decimals = near | st.sampled_from(["999999999999.999999", "-99999999999.1", "1e9"]).map(Decimal)
sizes = st.sampled_from([0, 1, 2, 3, 5, 10, 20, 0.5, 0.1, 0.3, 60.5]).map(lambda n: Decimal(str(n)))
points = st.sampled_from([-1, 0, 0.1, 0.2, 0.3, 0.5, 1, 1.5, 2]).map(lambda n: Decimal(str(n)))
times = st.sampled_from(["00:00", "08:59", "09:00", "23:59", "24:00", "9:00"])
dates = st.sampled_from(["2026-01-31", "2028-02-29", "2026-02-29", "0001-01-01", "0000-01-01"])
texts = st.sampled_from(
    ["", " ", "\x1f", "\ufeff", "Fine", "  Fine, thanks ", "🫖🫖🫖🫖", "a\0b", "\ud800"]
)
photo_lists = st.lists(st.sampled_from(["p1", "p2", "p3", "p4"]), max_size=4)

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | decimals
    | times
    | dates
    | texts
    | st.sampled_from(
        ["yes", "no", "o0", "o1", "answered", "x" * 4001, 10**12 + 1, Decimal("1e-7")]
    ),
    # Keys that are whole numbers are put first by JavaScript, so none is made here.
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=3).map("k{}".format), inner, max_size=3)
    ),
    max_leaves=4,
)


@st.composite
def questionnaires(draw: st.DrawFn) -> Any:
    """A document that parses: up to eight questions, shown by earlier ones, and checks."""
    questions: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 8))):
        made = draw(_questions(f"q{number}"))
        if questions and draw(st.integers(0, 3)) == 3:
            made["show_if"] = draw(conditions(questions))
        questions.append(made)
    severities = draw(st.lists(st.sampled_from(["error", "warning", "review"]), max_size=3))
    checks = [
        {
            "code": f"check{number}",
            "when": draw(conditions(questions)),
            "severity": severity,
            "message": {"en": "Is that so?"},
        }
        for number, severity in enumerate(severities)
    ]
    document = small(*questions[1:], checks=checks)
    document["sections"][0]["questions"][0] = questions[0]
    return document


@st.composite
def conditions(draw: Any, questions: list[dict[str, Any]], depth: int = 2) -> Any:
    """A condition on these questions, of like and of unlike values."""
    kind: str = draw(st.sampled_from(["one", "one", "all", "any", "not"])) if depth else "one"
    if kind == "not":
        return {"not": draw(conditions(questions, depth - 1))}
    if kind != "one":
        return {kind: draw(st.lists(conditions(questions, depth - 1), max_size=3))}
    asked = draw(st.sampled_from(questions))
    operator = draw(st.sampled_from(OPERATORS))
    if operator == "answered":
        return {
            "question": asked["code"],
            draw(st.sampled_from([operator, "not_applicable"])): draw(st.booleans()),
        }
    if draw(st.integers(0, 3)) == 0:
        other = draw(st.sampled_from(questions))
        return {"question": asked["code"], operator: {"question": other["code"]}}
    values = _operands(asked) if draw(st.booleans()) else decimals | times | st.just("o1")
    value = draw(st.lists(values, max_size=3)) if operator == "in" else draw(values)
    return {"question": asked["code"], operator: value}


@st.composite
def answers_to(draw: st.DrawFn, document: Any) -> Any:
    """Answers: mostly what each question asks for, some odd, some not of JSON's sane part."""
    given: dict[str, Any] = {}
    for asked in document["sections"][0]["questions"]:
        if draw(st.integers(0, 4)):
            given[asked["code"]] = draw(_entries(asked) if draw(st.integers(0, 6)) else json_values)
    if draw(st.integers(0, 9)) == 0:
        given["ghost"] = draw(json_values)
    return given


def text_of(value: Any) -> str:
    """JSON text in which a decimal keeps all its digits."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(str(k))}:{text_of(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(text_of, value)) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value)


@st.composite
def _questions(draw: st.DrawFn, code: str) -> dict[str, Any]:
    kind = draw(st.sampled_from([*TYPES, "photo"]))
    rule = draw(st.sampled_from(["always", "on_miss"]))
    least = draw(st.integers(0, 2))
    extra: dict[str, Any] = {
        "required": draw(st.booleans()),
        "not_applicable": draw(st.sampled_from(["exclude", "zero", "forbidden"])),
        "comment": draw(st.sampled_from(["never", "optional", "on_miss", "required"])),
        "comment_min": draw(st.sampled_from([0, 4, 5])),
        "critical": draw(st.booleans()),
    }
    if kind == "photo" or draw(st.booleans()):
        extra["photos"] = {"min": least, "max": least + 1, "when": rule}
    if kind in ("single_choice", "multi_choice"):
        extra["options"] = options(*draw(st.lists(points, min_size=1, max_size=4)))
        extra["options"][-1]["exclusive"] = kind == "multi_choice" and draw(st.booleans())
    elif kind in ("scale", *MEASURES):
        extra |= draw(_bounds(kind))
    if kind in ("time", "date", "text", "photo") or draw(st.booleans()):
        return question(code, kind, **extra)
    extra["bonus"] = not extra["critical"] and draw(st.booleans())
    return scored(code, kind, draw(_rules(kind)), **extra)


@st.composite
def _bounds(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    if kind == "scale":
        low, step = draw(near), draw(st.sampled_from([Decimal("0.1"), Decimal(1), Decimal(2)]))
        return {"minimum": low, "maximum": low + 10 * step, "step": step}
    whole = kind != "number"
    low, high, step = (abs(draw(sizes)) for _ in range(3))
    if whole:
        low, high, step = Decimal(int(low)), Decimal(int(high)), Decimal(int(step))
    made = {"minimum": low, "maximum": low + high, "step": step or Decimal(1)}
    kept = {key: value for key, value in made.items() if draw(st.booleans())}
    return {**kept, **({"currency": "EUR"} if kind == "money" else {})}


@st.composite
def _rules(draw: st.DrawFn, kind: str) -> Any:
    if kind == "yes_no":
        return {"yes": draw(points), "no": draw(points)}
    if kind == "single_choice":
        return {"by": "options"}
    if kind == "multi_choice":
        return {"by": "options", **({"cap": draw(sizes)} if draw(st.booleans()) else {})}
    if kind == "scale":
        return {"points": draw(points)}
    if draw(st.integers(0, 2)) == 0:
        ends = sorted(draw(st.sets(sizes, min_size=1, max_size=3)))
        return {"curve": "table", "table": [[end, draw(points)] for end in (*ends, None)]}
    target = draw(sizes)
    return {
        "better": draw(st.sampled_from(["lower", "higher"])),
        "target": target,
        "limit": target + draw(st.sampled_from([-1, 1])) * (draw(sizes) + 1),
        "curve": draw(st.sampled_from(["step", "linear"])),
        "points": draw(points),
    }


def _operands(asked: dict[str, Any]) -> st.SearchStrategy[Any]:
    kind = asked["type"]
    if kind == "yes_no":
        return st.sampled_from(["yes", "no"])
    if "options" in asked:
        return st.sampled_from([option["code"] for option in asked["options"]])
    if kind in ("scale", *MEASURES):
        return _amounts(asked)
    return {"time": times, "date": dates}.get(kind, st.just("Fine"))


@st.composite
def _amounts(draw: Any, asked: dict[str, Any]) -> Any:
    if draw(st.integers(0, 3)) == 0:
        return draw(decimals | sizes)
    score = asked.get("score", {})
    edges = [score.get("target"), score.get("limit"), *(row[0] for row in score.get("table", ()))]
    known = [edge for edge in edges if edge is not None]
    if known and draw(st.booleans()):
        return draw(st.sampled_from(known))
    low, step = asked.get("minimum", Decimal(0)), asked.get("step", Decimal(1))
    return low + draw(st.integers(-1, 11)) * step


def _values(asked: dict[str, Any]) -> st.SearchStrategy[Any]:
    if asked["type"] == "text":
        return texts
    if asked["type"] == "multi_choice":
        return st.lists(_operands(asked), max_size=3)
    return _operands(asked)


def _entries(asked: dict[str, Any]) -> st.SearchStrategy[Any]:
    kind = asked["type"]
    value = {} if kind == "photo" else {"value": _values(asked)}
    photos = {"photos": photo_lists} if kind == "photo" else {}
    other = {"reason": texts | st.none(), "comment": texts | st.sampled_from([None, 3, False])}
    beside = other if photos else {**other, "photos": photo_lists}
    answered = st.fixed_dictionaries({**value, **photos}, optional=beside)
    left_out = st.fixed_dictionaries(
        {"state": st.sampled_from(["not_applicable", "not_observed", "answered", "skipped"])},
        optional={"value": json_values, "photos": photo_lists, **other},
    )
    return st.one_of(answered, answered, answered, left_out)
