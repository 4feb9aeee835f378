"""Svenn's problems -> our exceptions: one table by status, one by code (contracts/svenn.openapi.yaml)."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import ValidationError

from samspill.exceptions import (
    Bug,
    ConfigurationWrong,
    DataRefused,
    NotFound,
    RetryLater,
    SamspillError,
    VersionConflict,
)
from samspill.systems.svenn.wire import FieldError, Problem
from samspill.systems.transport import Answer, Request

#: Code of the peer -> code of our problem; what is not here is told with the peer's own words.
DATA_CODES = {
    "email_taken": "email_taken",
    "email_required": "employee_email_missing",
    "licence_limit": "licence_limit",
    "project_completed": "project_completed_in_app",
}


#: Ends of paths that are about many rows.
_OF_MANY = ("/batch", "/exported")


@dataclass(frozen=True)
class _Said:
    """A problem, what it was about, and how the engineer is told."""

    problem: Problem
    subject: str
    detail: str


def _configuration(code: str) -> Callable[[_Said], SamspillError]:
    return lambda said: ConfigurationWrong(code, said.detail, {"right": said.subject, "kind": said.subject})


def _data(said: _Said) -> SamspillError:
    # Nobody can mend by changing a record that the account has no room for another webhook.
    if said.problem.code == "webhook_limit":
        return _configuration("app_right_missing")(said)
    first = next(iter(said.problem.errors), FieldError())
    message = first.message or said.problem.detail or said.problem.title or said.detail
    return DataRefused(DATA_CODES.get(said.problem.code, "data_refused"), first.field, message)


def _retry(said: _Said) -> SamspillError:
    return RetryLater(detail=said.detail)


#: A refusal changed nothing, so one that the contract does not know is simply tried again.
BY_STATUS: dict[int, Callable[[_Said], SamspillError]] = {
    400: _data,
    401: _configuration("app_key_wrong"),
    403: _configuration("app_right_missing"),
    404: lambda said: NotFound(said.detail),
    409: _data,
    412: lambda said: VersionConflict(said.detail),
    413: _data,
    422: _data,
    428: lambda said: VersionConflict(said.detail),
}


def error_of(answer: Answer, request: Request) -> SamspillError:
    """The exception for an answer that is not a success (429 is the limiter's)."""
    problem = _problem_in(answer.body)
    detail = f"{request.method} {request.path} answered {answer.status} {problem.code}".strip()
    # 413 in other words than Svenn's comes from what stands before it, and is as certain.
    if not 400 <= answer.status < 500 or (not answer.is_json and answer.status != 413):
        return RetryLater(detail=detail, uncertain=request.writes)
    if answer.status == 404 and not _names_a_row(request.path):
        return RetryLater(detail=detail)  # a register or the account is always there
    error = problem_of(answer.status, problem, detail, request.subject)
    # A read that is refused for its form is our own mistake.
    return Bug(detail) if isinstance(error, DataRefused) and not request.writes else error


def problem_of(status: int, problem: Problem, detail: str, subject: str) -> SamspillError:
    """The exception for a problem document, of an answer or of one row of a batch."""
    if status >= 500:
        return RetryLater(detail=detail, uncertain=True)
    return BY_STATUS.get(status, _retry)(_Said(problem, subject, detail))


def _problem_in(body: object) -> Problem:
    """The problem; an empty one when something between us and Svenn answered in its own words."""
    try:
        return Problem.model_validate(body)
    except ValidationError:
        return Problem()


def _names_a_row(path: str) -> bool:
    return path.count("/") > 1 and not path.endswith(_OF_MANY)
