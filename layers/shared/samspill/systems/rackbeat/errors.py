"""Rackbeat's refusals -> our exceptions: one table by status (reference 2e).

Messages come in the account's language, so none is ever looked into: status and field decide.
"""

from collections.abc import Callable
from dataclasses import dataclass

from samspill.exceptions import Bug, ConfigurationWrong, DataRefused, NotFound, RetryLater, SamspillError
from samspill.systems.transport import Answer, Request


class QueryRefused(Bug):
    """A list does not know a filter, an order or a page size that it was asked for; `fields` are the parameters."""

    def __init__(self, detail: str, fields: tuple[str, ...]) -> None:
        super().__init__(detail)
        self.fields = fields


class RowRefused(DataRefused):
    """A record's data are refused; `fields` are all that it complains of, `field` is the first."""

    def __init__(self, message: str, fields: tuple[str, ...]) -> None:
        super().__init__("data_refused", fields[0], message)
        self.fields = fields


@dataclass(frozen=True)
class Complaint:
    """One thing that a 422 complains of; `field` is dotted, with the place of a line in it."""

    field: str
    message: str


@dataclass(frozen=True)
class _Said:
    complaints: tuple[Complaint, ...]
    message: str
    detail: str
    request: Request


def _configuration(code: str) -> Callable[[_Said], SamspillError]:
    return lambda said: ConfigurationWrong(
        code, said.detail, {"right": said.request.subject, "kind": said.request.subject}
    )


def _data(said: _Said) -> SamspillError:
    fields = tuple(each.field for each in said.complaints)
    if not said.request.writes:
        return QueryRefused(said.detail, fields)
    if said.request.method == "DELETE":
        # What is booked, used or was ever moved: nobody can mend that by changing data.
        return DataRefused("delete_refused", said.complaints[0].field, said.complaints[0].message)
    told = "; ".join(dict.fromkeys(each.message for each in said.complaints))
    return RowRefused(told, fields)


def _bug(said: _Said) -> SamspillError:
    return Bug(said.detail)


def _retry(said: _Said) -> SamspillError:
    return RetryLater(detail=said.detail)


def _missing(said: _Said) -> SamspillError:
    # A register is always there.
    return NotFound(said.detail) if said.request.path.count("/") > 1 else RetryLater(detail=said.detail)


#: A refusal changed nothing, so one that is not known here is simply tried again.
BY_STATUS: dict[int, Callable[[_Said], SamspillError]] = {
    400: _bug,
    401: _configuration("own_key_wrong"),
    403: _configuration("own_right_missing"),
    404: _missing,
    405: _bug,
    409: _data,
    413: _data,
    422: _data,
}


def error_of(answer: Answer, request: Request) -> SamspillError:
    """The exception for an answer that is not a success (429 is the limiter's)."""
    detail = f"{request.method} {request.path} answered {answer.status}"
    # A page of HTML, whatever its status, comes from what stands before Rackbeat.
    if not 400 <= answer.status < 500 or not answer.is_json:
        return RetryLater(detail=detail, uncertain=request.writes)
    message = _message(answer.body)
    complaints = _complaints(answer.body) or (Complaint("", message or detail),)
    return BY_STATUS.get(answer.status, _retry)(_Said(complaints, message, detail, request))


def _complaints(body: object) -> tuple[Complaint, ...]:
    errors = body.get("errors") if isinstance(body, dict) else None
    if not isinstance(errors, dict):
        return ()
    return tuple(
        Complaint(str(field), str(message))
        for field, messages in errors.items()
        for message in (messages if isinstance(messages, list) else [messages])
    )


def _message(body: object) -> str:
    message = body.get("message") if isinstance(body, dict) else None
    return message if isinstance(message, str) else ""
