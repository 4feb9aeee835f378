"""The problems Svenn answers with (RFC 9457), by their stable codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# code -> (HTTP status, title). The codes are those of contracts/svenn.openapi.yaml.
CATALOGUE: Mapping[str, tuple[int, str]] = {
    "malformed_request": (400, "The request cannot be read"),
    "unauthorized": (401, "The token is missing or wrong"),
    "forbidden": (403, "The token lacks a right"),
    "not_found": (404, "There is nothing here"),
    "method_not_allowed": (405, "The method is not allowed here"),
    "idempotency_conflict": (409, "The idempotency key was used for another request"),
    "has_sub_projects": (409, "The project has sub-projects"),
    "version_conflict": (412, "The row has changed since it was read"),
    "payload_too_large": (413, "The body is too large"),
    "not_json": (415, "The body must be application/json"),
    "validation_failed": (422, "The request is not valid"),
    "unknown_reference": (422, "A referenced row does not exist"),
    "email_taken": (422, "Another employee has this e-mail address"),
    "email_required": (422, "An active employee needs an e-mail address"),
    "licence_limit": (422, "All licences are in use"),
    "project_completed": (422, "A completed project cannot be edited"),
    "dates_reversed": (422, "The end date is before the start date"),
    "parent_loop": (422, "A project cannot be below itself"),
    "duplicate_key": (422, "Two operations of the batch have the same key"),
    "not_approved": (422, "The time entry is not approved"),
    "batch_aborted": (422, "Not applied because another row failed"),
    "webhook_limit": (422, "The account has as many webhooks as it may have"),
    "precondition_required": (428, "If-Match is required"),
    "rate_limited": (429, "Too many requests"),
    "temporarily_unavailable": (503, "Svenn is not available just now"),
}


@dataclass(frozen=True)
class FieldError:
    """One field that is wrong, named as the caller wrote it, and why."""

    field: str
    message: str


@dataclass(eq=False)  # not frozen: Python sets the traceback of an exception in flight
class ProblemError(Exception):
    """A refused request; `code` is a key of CATALOGUE."""

    code: str
    detail: str
    errors: Sequence[FieldError] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status of the code."""
        return CATALOGUE[self.code][0]

    def body(self) -> dict[str, object]:
        """The problem as the API answers it."""
        return {
            "type": f"urn:svenn:problem:{self.code}",
            "title": CATALOGUE[self.code][1],
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "errors": [{"field": e.field, "message": e.message} for e in self.errors],
        }


def invalid(field_name: str, message: str) -> ProblemError:
    """A `validation_failed` for one field."""
    return rule_broken("validation_failed", field_name, message)


def rule_broken(code: str, field_name: str, message: str) -> ProblemError:
    """A problem of any code that points at one field."""
    return ProblemError(code, f"{field_name}: {message}", (FieldError(field_name, message),))
