"""The API does what its OpenAPI document says, whatever is sent: schemathesis tries to break it.

`SCHEMA_EXAMPLES` sets the examples per operation and person (3 by default, at least 60 in CI);
from 20 on every boundary that the document names is tried too.
"""

import os

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks
from schemathesis.config import (
    CoveragePhaseConfig,
    GenerationConfig,
    PhasesConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)

from backend.api.main import api

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "3"))
PEOPLE = ["ada", "sol", "sam"] if EXAMPLES >= 20 else ["ada", "sam"]
CONFIG = SchemathesisConfig(
    projects=ProjectsConfig(
        default=ProjectConfig(
            generation=GenerationConfig(
                max_examples=EXAMPLES, deterministic=True, with_security_parameters=False
            ),
            phases=PhasesConfig(coverage=CoveragePhaseConfig(enabled=EXAMPLES >= 20)),
        )
    )
)
application = get_wsgi_application()


def whole(environ, start_response):
    """The application, each answer read to its end and closed: the client does not close them."""
    answer = application(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", whole, config=CONFIG)
load_all_checks()
schemathesis.serializer.alias("image/heic", "application/octet-stream")
EXCLUDED = [schemathesis.checks.CHECKS.get_one("positive_data_acceptance")]


def test_document_is_openapi_3_1():
    assert api.get_openapi_schema()["openapi"] == "3.1.0"


@pytest.mark.parametrize("who", PEOPLE)
@document.parametrize()
@settings(
    max_examples=EXAMPLES,  # else those of the loaded profile would count
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_operation_keeps_its_word(case, act, who):
    case.call_and_validate(headers=act.callers[who].headers, excluded_checks=EXCLUDED)
