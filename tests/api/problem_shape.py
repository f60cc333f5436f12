"""The one shape that every refusal has."""

from __future__ import annotations

import json
from typing import Any

MEMBERS = {"type", "title", "status", "detail", "code", "errors"}


def assert_problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """Check that an answer is a problem document of this status and code; returns it."""
    assert answer.status_code == status, answer.content[:500]
    assert answer["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = json.loads(answer.content)
    assert set(problem) == MEMBERS
    assert problem["status"] == status
    assert problem["code"] == code
    assert problem["type"] == f"urn:plainclothes:problem:{code}"
    assert problem["title"]
    assert problem["detail"]
    for error in problem["errors"]:
        assert set(error) == {"loc", "code", "message"}
        assert isinstance(error["loc"], list)
        assert error["code"]
        assert error["message"]
    return problem
