"""The phone's logic and the server's, given the same forms, must say the same."""

import json
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopper_forms.canonical import canonical_json
from shopper_forms.conditions import observe
from shopper_forms.copies import phone_copy
from shopper_forms.parsing import load_json, parse_document
from shopper_forms.points import is_miss
from shopper_forms.validation import validate
from tests.pwa.logic.filled_forms import answers_to, json_values, questionnaires, text_of
from tests.shopper_forms.documents import example
from tests.shopper_forms.mutations import broken_documents

pytestmark = pytest.mark.needs("node")

EXAMPLE = example()


@pytest.fixture(scope="module")
def phone():
    """Asks the phone's logic, in one Node process for the whole module."""
    with subprocess.Popen(
        ["node", str(Path(__file__).with_name("judge.mjs"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as node:
        assert node.stdin
        assert node.stdout
        write, read = node.stdin, node.stdout

        def ask(document_text, answers_text, photos=None, outcome="completed"):
            form = {"document": document_text, "answers": answers_text}
            write.write(json.dumps({**form, "photos": photos, "outcome": outcome}) + "\n")
            write.flush()
            line = read.readline()
            assert line, "node ended; its reason stands on stderr"
            return json.loads(line)

        yield ask
        write.close()


def by_server(document, answers_text, photos, outcome):
    answers = json.loads(answers_text, parse_float=Decimal)
    parsed = parse_document(document)
    validation = validate(parsed, answers, photos, outcome)
    view = observe(parsed, answers, [])
    return {
        "visibility": [[code, observation.state] for code, observation in view.items()],
        "errors": [[list(fault.loc), fault.code] for fault in validation.errors],
        "warnings": [[list(fault.loc), fault.code] for fault in validation.warnings],
        "reviews": [[list(fault.loc), fault.code] for fault in validation.reviews],
        "misses": [each.code for each in parsed.questions if is_miss(each, view[each.code])],
        "is_done": all(
            fault.code in ("check_failed", "unknown_question") for fault in validation.errors
        ),
    }


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_phone_judges_as_the_server_does(phone, data):
    document = load_json(canonical_json(data.draw(questionnaires())))
    copy = phone_copy(canonical_json(document)).decode()
    for _ in range(3):
        answers = text_of(data.draw(answers_to(document)))
        photos = data.draw(st.none() | st.just(["p1", "p2", "p3"]))
        outcome = data.draw(st.sampled_from(["completed", "completed", "closed"]))

        assert phone(copy, answers, photos, outcome) == by_server(
            document, answers, photos, outcome
        )


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(entries=st.dictionaries(st.sampled_from(["greeted", "clean", "paid", "story"]), json_values))
def test_phone_judges_any_json_as_the_server_does(phone, entries):
    answers = text_of(entries)

    judged = phone(phone_copy(canonical_json(EXAMPLE)).decode(), answers)

    assert judged == by_server(EXAMPLE, answers, None, "completed")


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(document=broken_documents())
def test_phone_survives_a_document_that_lint_would_refuse(phone, document):
    answers = text_of({"greeted": {"value": "yes"}, "clean": {"value": ["floor"]}, "paid": {}})

    judged = phone(text_of(document), answers, ["p1"])

    assert judged is None or set(judged) == {
        "visibility", "errors", "warnings", "reviews", "misses", "is_done"
    }  # fmt: skip
