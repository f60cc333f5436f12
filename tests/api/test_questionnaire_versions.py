"""The frozen bytes over HTTP: who gets which copy, and under which tag."""

import hashlib

import pytest

from shopper_forms.copies import client_copy, phone_copy
from tests.api.problem_shape import assert_problem
from tests.cast import Api, assignment, published
from tests.standards.forms import form

EXAMPLE_V1 = "/questionnaires/coffee-dine-in/versions/1"


@pytest.fixture
def sol(cast):
    return Api(cast.sol)


def quoted_sha256(raw):
    return f'"{hashlib.sha256(raw).hexdigest()}"'


def get(api, path, **headers):
    return api.client.get(f"/api/v1{path}", headers={**api.headers, **headers})


@pytest.mark.parametrize("who", ["sol", "rae", "ada"])
def test_version_for_the_agency_is_the_frozen_bytes_with_their_digest(cast, who):
    answer = Api(getattr(cast, who)).get(EXAMPLE_V1)

    raw = cast.version.frozen.encode()
    assert (answer.status_code, answer.content) == (200, raw)
    assert answer["ETag"] == quoted_sha256(raw) == f'"{cast.version.sha256}"'
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "private, no-cache"


def test_version_for_the_phone_hides_that_there_are_traps(cast):
    assignment(cast)

    asked = Api(cast.sol).get(EXAMPLE_V1, **{"for": "phone"})
    forced = Api(cast.sam).get(EXAMPLE_V1)
    both = Api(cast.sam).get(EXAMPLE_V1, **{"for": "phone"})

    raw = phone_copy(cast.version.frozen.encode())
    assert [answer.content for answer in (asked, forced, both)] == [raw] * 3
    assert [answer["ETag"] for answer in (asked, forced, both)] == [quoted_sha256(raw)] * 3
    assert b"integrity" not in raw
    assert b"trap_colour" in raw


@pytest.mark.parametrize("who", ["cleo", "mona", "max"])
@pytest.mark.parametrize("query", [{}, {"for": "phone"}])
def test_version_for_client_staff_never_holds_a_trap(cast, who, query):
    answer = Api(getattr(cast, who)).get(EXAMPLE_V1, **query)

    raw = client_copy(cast.version.frozen.encode())
    assert (answer.status_code, answer.content) == (200, raw)
    assert answer["ETag"] == quoted_sha256(raw)
    assert b"trap_colour" not in raw


@pytest.mark.parametrize(
    "header", ['{tag}', 'W/{tag}', '"other", {tag}', '*']
)  # fmt: skip
def test_version_that_the_caller_holds_is_not_sent_again(cast, header):
    rae = Api(cast.rae)
    tag = f'"{cast.version.sha256}"'

    answer = get(rae, EXAMPLE_V1, if_none_match=header.format(tag=tag))

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == tag


@pytest.mark.parametrize("header", ['"other"', "{sha256}", "garbage", '"', "\x00", '""'])
def test_version_is_sent_to_who_holds_another(cast, header):
    answer = get(Api(cast.rae), EXAMPLE_V1, if_none_match=header.format(sha256=cast.version.sha256))

    assert answer.status_code == 200


def test_version_as_original_does_not_stand_for_the_phone_copy(cast):
    assignment(cast)

    answer = get(Api(cast.sam), EXAMPLE_V1, if_none_match=f'"{cast.version.sha256}"')

    assert answer.status_code == 200


def test_version_is_open_to_shoppers_who_hold_or_held_it(cast):
    other = published(form(), cast.harbour)
    assignment(cast, state="offered", holder=cast.sam)
    declined = assignment(cast, questionnaire_version=other, holder=cast.sue)
    declined.holdings.update(ending="declined")

    seen = {
        (who.name, version): Api(who).get(f"/questionnaires/{version}").status_code
        for who in (cast.sam, cast.sue)
        for version in ("coffee-dine-in/versions/1", "house-visit/versions/1")
    }

    assert seen == {
        ("Sam", "coffee-dine-in/versions/1"): 200,
        ("Sam", "house-visit/versions/1"): 404,
        ("Sue", "coffee-dine-in/versions/1"): 404,
        ("Sue", "house-visit/versions/1"): 200,
    }


@pytest.mark.parametrize("number", ["0", "2", "01", "1.0", "-1", "1000000", "²", "one", "%00"])
def test_version_has_one_spelling_of_its_number(sol, cast, number):
    answer = sol.get(f"/questionnaires/coffee-dine-in/versions/{number}")

    assert_problem(answer, 404, "not_found")


@pytest.mark.parametrize("query", ["for=desk", "for=", "For=phone", "version=1"])
def test_version_refuses_parameters_it_does_not_know(sol, cast, query):
    answer = sol.get(f"{EXAMPLE_V1}?{query}")

    assert_problem(answer, 422, "invalid")
