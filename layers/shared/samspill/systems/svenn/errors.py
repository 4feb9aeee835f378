"""Svenn's problems -> our exceptions: one table by status and code (contracts/svenn.openapi.yaml)."""

from collections.abc import Mapping
from typing import Any

from samspill.exceptions import (
    ConfigurationWrong,
    DataRefused,
    NotFound,
    RetryLater,
    SamspillError,
    VersionConflict,
)
from samspill.systems.transport import Answer, Request

#: Code of the peer -> code of our problem; what is not here is told with the peer's own words.
DATA_CODES = {
    "email_taken": "email_taken",
    "email_required": "employee_email_missing",
    "licence_limit": "licence_limit",
    "project_completed": "project_completed_in_app",
}


def error_of(answer: Answer, request: Request) -> SamspillError:
    """The exception for an answer that is not a success."""
    said = answer.body if isinstance(answer.body, Mapping) else {}
    detail = f"{request.method} {request.path} answered {answer.status} {said.get('code', '')}".strip()
    if answer.status >= 500 or not answer.is_json:
        return RetryLater(detail=detail, uncertain=request.writes)
    return problem_of(answer.status, said, detail, request.subject)


def problem_of(status: int, said: Mapping[str, Any], detail: str, subject: str) -> SamspillError:
    """The exception for a problem document, of an answer or of one row of a batch."""
    facts = {"right": subject, "kind": subject}
    match status:
        case 401:
            return ConfigurationWrong("app_key_wrong", detail, facts)
        case 403:
            return ConfigurationWrong("app_right_missing", detail, facts)
        case 404:
            return NotFound(detail)
        case 412 | 428:
            return VersionConflict(detail)
        case _:
            code = str(said.get("code") or "")
            first: Mapping[str, Any] = next(iter(said.get("errors") or ()), {})
            message = str(first.get("message") or said.get("detail") or said.get("title") or detail)
            return DataRefused(DATA_CODES.get(code, "data_refused"), str(first.get("field") or ""), message)
