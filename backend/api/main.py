"""The API as a whole: its routers, its parser, its OpenAPI document."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.docs import Swagger
from ninja.openapi.schema import OpenAPISchema

from backend.api import (
    actions,
    appeals,
    assignment_moves,
    assignments,
    audit,
    customer_measures,
    earnings,
    exports,
    form_trials,
    gaps,
    locations,
    mailings,
    network,
    packs,
    people,
    photos,
    problems,
    programmes,
    questionnaires,
    reports,
    review,
    standards,
    tokens,
    visits,
    waves,
)
from backend.api.parameters import known_parameters_only
from backend.api.parser import StrictParser
from backend.api.schemas import Problem

PROBLEM_REF = {"$ref": "#/components/schemas/Problem"}
# parameters that nobody asked for, a strange host, a busy database
_ALWAYS = {"400", "422", "503"}
_WITH_SIGN_IN = {"401", "403"}
_WITH_BODY = {"413", "415"}


class PlainclothesAPI(NinjaAPI):
    """Adds to the OpenAPI document what holds for every route: its refusals and their type."""

    _document: OpenAPISchema | None = None

    def get_openapi_schema(self, **arguments: Any) -> OpenAPISchema:
        """The document, with problem responses as `application/problem+json`.

        Written once: it takes a second, and anybody may ask for it.
        """
        if self._document is None:
            document = super().get_openapi_schema(**arguments)
            for path, operations in document["paths"].items():
                for operation in operations.values():
                    _declare_refusals(path, operation)
            document["components"]["schemas"].setdefault("Problem", Problem.json_schema())
            self._document = document
        return self._document


def _declare_refusals(path: str, operation: dict[str, Any]) -> None:
    statuses = {str(status) for status in operation["responses"]} | _ALWAYS
    if operation.get("security"):
        statuses |= _WITH_SIGN_IN
    if "{" in path:
        statuses.add("404")
    if operation.get("requestBody"):
        statuses |= _WITH_BODY
    responses: dict[str, Any] = {str(k): v for k, v in operation["responses"].items()}
    for status in statuses:
        if int(status) >= 400:
            responses[status] = {
                "description": responses.get(status, {}).get("description", "Refused"),
                "content": {problems.CONTENT_TYPE: {"schema": PROBLEM_REF}},
            }
    operation["responses"] = dict(sorted(responses.items()))


api = PlainclothesAPI(
    title="Plainclothes",
    version="1",
    description=(
        "Mystery-shop assignments, observations and photos, scores and gap reports.\n\n"
        "Every call may carry the header `X-Person` with the id of the person whose work it is; "
        "when somebody else is signed in, the answer is 401 `other_person` and nothing is done."
    ),
    urls_namespace="api-1",
    parser=StrictParser(),
    docs=Swagger(settings={"persistAuthorization": False}),
)
problems.install(api)
api.add_decorator(known_parameters_only)
api.add_router("", tokens.router, tags=["sign-in"])
api.add_router("", people.router, tags=["people"])
api.add_router("", network.router, tags=["network"])
api.add_router("", locations.router, tags=["network"])
api.add_router("", audit.router, tags=["audit"])
api.add_router("", visits.router, tags=["field"])
api.add_router("", photos.router, tags=["field"])
api.add_router("", earnings.router, tags=["field"])
api.add_router("", review.router, tags=["review"])
api.add_router("", appeals.router, tags=["review"])
api.add_router("", programmes.router, tags=["programmes"])
api.add_router("", waves.router, tags=["waves"])
api.add_router("", assignments.router, tags=["assignments"])
api.add_router("", assignment_moves.router, tags=["assignments"])
api.add_router("", standards.router, tags=["standards"])
api.add_router("", questionnaires.router, tags=["questionnaires"])
api.add_router("", form_trials.router, tags=["questionnaires"])
api.add_router("", gaps.router, tags=["reports"])
api.add_router("", reports.router, tags=["reports"])
api.add_router("", packs.router, tags=["reports"])
api.add_router("", customer_measures.router, tags=["reports"])
api.add_router("", mailings.router, tags=["reports"])
api.add_router("", exports.router, tags=["exports"])
api.add_router("", actions.router, tags=["actions"])
