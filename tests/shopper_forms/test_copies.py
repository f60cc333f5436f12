"""The phone's and the client's copies tell nothing of the traps, and still parse."""

from typing import Any

from shopper_forms.canonical import canonical_json
from shopper_forms.copies import client_copy, phone_copy
from shopper_forms.decoding import load_json
from shopper_forms.parsing import parse_document
from tests.shopper_forms.documents import example, options, question, small

NAMES_TRAP = {"any": [{"not": {"question": "trap", "is": "o0"}}]}


def with_trap() -> Any:
    check = {"severity": "review", "message": {"en": "Look again."}}
    return small(
        question("trap", "single_choice", integrity=True, options=options(1, 0)),
        question("after_trap", "text", show_if=NAMES_TRAP, integrity=False),
        question("compared", "text", show_if={"question": "greeted", "is": {"question": "trap"}}),
        question("untouched", "text", show_if={"question": "greeted", "is": "yes"}),
        checks=[
            {"code": "names_trap", "when": NAMES_TRAP, **check},
            {"code": "harmless", "when": {"question": "greeted", "is": "no"}, **check},
        ],
    )


def codes(document: Any) -> list[str]:
    return [q["code"] for section in document["sections"] for q in section["questions"]]


def test_phone_copy_differs_only_by_the_integrity_keys():
    frozen = with_trap()
    expected = with_trap()
    del expected["sections"][0]["questions"][1]["integrity"]
    del expected["sections"][0]["questions"][2]["integrity"]

    assert phone_copy(canonical_json(frozen)) == canonical_json(expected)


def test_phone_copy_of_the_example():
    copy: Any = load_json(phone_copy(canonical_json(example())))

    assert "trap_colour" in codes(copy)
    assert "integrity" not in canonical_json(copy).decode()
    assert parse_document(copy).code == "coffee-dine-in"


def test_client_copy_leaves_out_traps_and_all_that_names_them():
    raw = client_copy(canonical_json(with_trap()))

    copy: Any = load_json(raw)
    assert b"trap" not in raw.replace(b"after_trap", b"")
    assert b"integrity" not in raw
    assert codes(copy) == ["greeted", "after_trap", "compared", "untouched"]
    assert [check["code"] for check in copy["checks"]] == ["harmless"]
    assert [q.get("show_if") for q in copy["sections"][0]["questions"]] == [
        None,
        None,
        None,
        {"question": "greeted", "is": "yes"},
    ]
    assert raw == canonical_json(copy)
    parse_document(copy)


def test_client_copy_leaves_out_a_section_of_traps_alone():
    document = with_trap()
    trap = question("trap2", "text", integrity=True)
    document["sections"].append({"code": "hidden", "title": {"en": "Hm"}, "questions": [trap]})
    document["sections"].append({"code": "bare", "title": {"en": "Later"}, "questions": []})

    copy: Any = load_json(client_copy(canonical_json(document)))

    assert [section["code"] for section in copy["sections"]] == ["arrival", "bare"]


def test_copies_without_traps_are_the_document_itself():
    raw = canonical_json(small())

    assert phone_copy(raw) == raw
    assert client_copy(raw) == raw
