"""Tripletex's refusals -> our exceptions: one table, first match wins.

Status, code and field decide; texts come in the user's language (Norwegian or English) and decide only where
nothing else tells. Sources: reference/tripletex.md sections 1.3, 5 and 8, and the recorded error bodies.
"""

import re
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
from samspill.systems.transport import Answer, Request
from samspill.systems.tripletex.wire import ApiError, ApiMessage


@dataclass(frozen=True)
class _Refusal:
    """What the table's makers get: the answer, the message that matched, and the request."""

    answer: Answer
    error: ApiError
    message: ApiMessage
    request: Request
    problem: str

    @property
    def detail(self) -> str:
        """For the engineer: everything but secrets."""
        said = f"{self.message.field or ''}: {self.message.message or ''}".strip(": ") or self.error.message or ""
        return (
            f"{self.request.method} {self.request.path} answered {self.answer.status}/{self.error.code} {said} "
            f"(request {self.error.request_id or '-'})"
        )


Make = Callable[[_Refusal], SamspillError]


def _data(said: _Refusal) -> SamspillError:
    text = said.message.message or said.error.message or said.error.developer_message or ""
    return DataRefused(said.problem, said.message.field or "", text)


def _configuration(said: _Refusal) -> SamspillError:
    return ConfigurationWrong(
        said.problem, said.detail, {"right": said.request.subject, "kind": said.request.subject}
    )


def _conflict(said: _Refusal) -> SamspillError:
    return VersionConflict(said.detail)


def _missing(said: _Refusal) -> SamspillError:
    return NotFound(said.detail)


def _retry(said: _Refusal) -> SamspillError:
    return RetryLater(said.problem, said.detail, uncertain=said.request.writes)


def _bug(said: _Refusal) -> SamspillError:
    return Bug(said.detail)


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_IN_USE = _words(r"i bruk|finnes|in use|exists|already")
_EMPTY = _words(
    r"må fylles ut|kan ikke være null|må angis|cannot be null|must be (filled|specified|given|set)|required"
)
_LENGTH = _words(r"korrekt lengde|length of field")


@dataclass(frozen=True)
class Rule:
    """One row: None matches anything; `field` is matched in whole, without regard to case."""

    make: Make
    problem: str
    status: int | None = None
    code: int | None = None
    field: str | None = None
    text: re.Pattern[str] | None = None

    def fits(self, status: int, code: int | None, message: ApiMessage) -> bool:
        """Whether this row decides for one validation message (an empty one when there are none)."""
        return (
            self.status in (None, status)
            and self.code in (None, code)
            and (self.field is None or re.fullmatch(self.field, message.field or "", re.IGNORECASE) is not None)
            and (self.text is None or self.text.search(message.message or "") is not None)
        )


RULES: tuple[Rule, ...] = (
    Rule(_configuration, "tripletex_key_wrong", 401),
    Rule(_configuration, "right_missing", 403),
    Rule(_bug, "", 404, 21000),
    Rule(_missing, "", 404),
    Rule(_conflict, "", 409, 8000),
    Rule(_data, "number_taken", 409, 7000),
    Rule(_data, "number_taken", 409, 14000),
    Rule(_data, "data_refused", 409),
    Rule(_configuration, "register_too_large", 422, 23000),
    # creating the session: 1.1
    Rule(_configuration, "consumer_token_wrong", 422, None, r"arg:consumerToken"),
    Rule(_configuration, "tripletex_key_wrong", 422, None, r"arg:employeeToken"),
    # our own requests are malformed: nobody can mend that by changing data
    Rule(_bug, "", 400, 11000),
    Rule(_bug, "", 422, 12000),
    Rule(_bug, "", 422, 17000),
    Rule(_bug, "", 422, 21000),
    Rule(_bug, "", 422, 22000),
    # employees: 8.7
    Rule(_data, "employee_email_missing", 422, None, r"email", _EMPTY),
    Rule(_data, "email_taken", 422, None, r"email", _IN_USE),
    Rule(_data, "email_not_ascii", 422, None, r"email", _words(r"ugyldig format|invalid format")),
    Rule(_data, "department_needed", 422, None, r"department(\.id)?"),
    Rule(_data, "employee_without_last_name", 422, None, r"lastName", _EMPTY),
    Rule(_data, "number_taken", 422, None, r"employeeNumber", _IN_USE),
    # projects: 8.4; the field is null for a missing manager, so the text decides
    Rule(_data, "project_manager_missing", 422, None, r"projectManager(\.id)?", _EMPTY),
    Rule(_data, "project_manager_missing", 422, None, r"", _words(r"(prosjektleder|project manager).*(må fylles|must be)")),
    Rule(_data, "project_manager_not_entitled", 422, None, r"projectManager(\.id)?"),
    Rule(_data, "project_without_start_date", 422, None, r"startDate", _EMPTY),
    Rule(_data, "number_taken", 422, None, r"number", _IN_USE),
    Rule(_data, "number_taken", 422, None, r"", _words(r"nummeret er (allerede )?i bruk|number is (already )?in use")),
    # customers: 8.1
    Rule(_data, "number_taken", 422, None, r"customerNumber"),
    Rule(_data, "organization_number_invalid", 422, None, r"organizationNumber"),
    Rule(_data, "organization_number_invalid", 422, None, r"", _words(r"organisasjonsnummer|organization number")),
    Rule(_data, "email_not_ascii", 422, None, r"(invoice|overdueNotice)?email", _words(r"ugyldig|invalid")),
    # any kind
    Rule(_data, "name_missing", 422, None, r"name|firstName", _EMPTY),
    Rule(_data, "value_too_long", 422, None, None, _LENGTH),
    Rule(_data, "data_refused", 422),
    Rule(_data, "data_refused", 400, 4000),
    Rule(_retry, "peer_unavailable", 400, 1000),
)  # fmt: skip


def error_of(answer: Answer, request: Request) -> SamspillError:
    """The exception for an answer of 400 or more (429 is the limiter's). HTML pages and 5xx: RetryLater."""
    error = _envelope(answer.body)
    messages = error.validation_messages or [ApiMessage(field="", message=error.message)]
    if answer.status < 500 and answer.is_json:
        for rule in RULES:
            for message in messages:
                if rule.fits(answer.status, error.code, message):
                    return rule.make(_Refusal(answer, error, message, request, rule.problem))
    unknown = _Refusal(answer, error, messages[0], request, "peer_unavailable")
    return _retry(unknown) if answer.status >= 500 or not answer.is_json else _bug(unknown)


def _envelope(body: object) -> ApiError:
    """The error envelope; an empty one when something between us and Tripletex answered in its own words."""
    try:
        return ApiError.model_validate(body)
    except ValidationError:
        return ApiError()
