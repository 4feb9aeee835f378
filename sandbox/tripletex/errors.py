"""The error envelope, and one constructor per situation (reference section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.tripletex.texts import Language, say

LINK = "https://tripletex.no/v2-docs/"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong: `key` and `values` name a text; `path` as Tripletex gives it (often null)."""

    field: str | None
    key: str
    path: str | None = None
    values: tuple[tuple[str, object], ...] = ()

    def wire(self, language: Language) -> dict[str, object]:
        """An entry of `validationMessages`."""
        message = say(self.key, language, **dict(self.values))
        return {"field": self.field, "message": message, "path": self.path, "rootId": None}


def complaint(field: str | None, key: str, path: str | None = None, **values: object) -> Complaint:
    """A complaint with the values of its text as keywords."""
    return Complaint(field, key, path, tuple(values.items()))


class TripletexError(Exception):
    """An answer that is not 2xx. `complaints` None gives `validationMessages: null`, empty gives a list."""

    def __init__(
        self,
        status: int,
        code: int | None,
        message: str | None,
        *,
        developer_message: str | None = None,
        complaints: Sequence[Complaint] | None = None,
        text_key: str | None = None,
    ) -> None:
        super().__init__(message or text_key or str(status))
        self.status = status
        self.code = code
        self.message = message
        self.developer_message = developer_message
        self.complaints = complaints
        self.text_key = text_key
        self.headers: dict[str, str] = {}

    def body(self, language: Language, request_id: str) -> dict[str, object]:
        """The envelope in the user's language."""
        complaints = self.complaints
        return {
            "status": self.status,
            "code": self.code,
            "message": say(self.text_key, language) if self.text_key else self.message,
            "link": LINK,
            "developerMessage": self.developer_message,
            "validationMessages": None if complaints is None else [each.wire(language) for each in complaints],
            "requestId": request_id,
        }


def unauthorized() -> TripletexError:
    """401/3000: no, wrong or expired session token."""
    hint = "Could not log in. Check login info in Authorization header."
    return TripletexError(401, 3000, "Unauthorized", developer_message=hint)


def forbidden(message: str = "You do not have permission to access this feature.") -> TripletexError:
    """403/9000: missing right or module."""
    return TripletexError(403, 9000, message)


def not_found() -> TripletexError:
    """404/6000: no such id here; another company's id looks the same."""
    return TripletexError(404, 6000, "Object not found")


def no_route() -> TripletexError:
    """404/21000: no such path."""
    return TripletexError(404, 21000, "HTTP 404 Not Found")


def wrong_method() -> TripletexError:
    """400: seen for a method that the path does not have."""
    return TripletexError(400, 4000, "HTTP 405 Method Not Allowed")


def stale() -> TripletexError:
    """409/8000: a version that is no longer the current one, or two writes at once."""
    return TripletexError(409, 8000, "RevisionException")


def exists(key: str) -> TripletexError:
    """409/7000: the row is already there."""
    return TripletexError(409, 7000, None, text_key=key)


def locked() -> TripletexError:
    """409/10000: the row may not be changed (code from the vendor's table, never seen)."""
    return TripletexError(409, 10000, "LockedException")


def illegal_filter(path: str, model: str) -> TripletexError:
    """400/11000: a name in `fields` that the model does not have."""
    name = path.rsplit(".", 1)[-1]
    text = f"Illegal field in fields filter: {path}. {name} does not match a field in the model: {model}DTO"
    return TripletexError(400, 11000, text)


def no_number(text: str) -> TripletexError:
    """422/21000: text where a number is expected."""
    return TripletexError(422, 21000, f'Wrong data format! Expected number. For input string: "{text}"')


def bad_id_list(name: str, language: Language) -> TripletexError:
    """422/12000: a list of ids that is none."""
    return TripletexError(422, 12000, say("id_list", language, name=name))


def bad_json() -> TripletexError:
    """422/22000: the body is no JSON."""
    return TripletexError(422, 22000, "Invalid JSON")


def bad_sorting(name: str) -> TripletexError:
    """422/17000, with an empty list of messages."""
    text = f"Field specified for use in sorting does not exist: '{name}'"
    return TripletexError(422, 17000, text, complaints=())


def too_large(cap: int) -> TripletexError:
    """422/23000: more rows than one query may touch."""
    return TripletexError(422, 23000, f"Result set too large. Limit of {cap} reached.")


def too_many_requests() -> TripletexError:
    """429; its code is not documented."""
    return TripletexError(429, None, "Too many requests")


def missing_parameters(names: Sequence[str]) -> TripletexError:
    """422/15000: query parameters that must be given."""
    complaints = [complaint(name, "null") for name in names]
    return TripletexError(422, 15000, "Validation failed", complaints=complaints)


def bad_parameter(name: str, key: str) -> TripletexError:
    """422/15000: a query parameter of a wrong form."""
    return TripletexError(422, 15000, "Validation failed", complaints=[complaint(name, key)])


def bad_mapping(complaints: Sequence[Complaint]) -> TripletexError:
    """422/16000: unknown fields and wrong types in the body."""
    return TripletexError(422, 16000, "Request mapping failed", complaints=complaints)


def bad_values(complaints: Sequence[Complaint]) -> TripletexError:
    """422/18000 as field rules give it: `developerMessage` null and a `path` of "null.<field>"."""
    return TripletexError(422, 18000, None, text_key="validation_failed", complaints=complaints)


def broken_rules(complaints: Sequence[Complaint]) -> TripletexError:
    """422/18000 as business rules give it."""
    return TripletexError(
        422,
        18000,
        None,
        text_key="validation_failed",
        developer_message="VALIDATION_ERROR",
        complaints=complaints,
    )
