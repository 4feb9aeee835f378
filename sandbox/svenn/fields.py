"""The fields of Svenn's registers and time entries, as tables, and the check of a body against them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sandbox.svenn.problems import FieldError, ProblemError

Value = str | bool | int | None


class Kind(StrEnum):
    """A register, time entries among them."""

    CUSTOMER = "customer"
    PROJECT = "project"
    EMPLOYEE = "employee"
    TIME_ENTRY = "time_entry"

    @property
    def plural(self) -> str:
        """The name of the collection in paths and rights."""
        return _PLURALS[self]


_PLURALS: Mapping[Kind, str] = {
    Kind.CUSTOMER: "customers",
    Kind.PROJECT: "projects",
    Kind.EMPLOYEE: "employees",
    Kind.TIME_ENTRY: "time-entries",
}


class WrongValueError(ValueError):
    """A value that does not fit its field; the message is for the caller."""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise WrongValueError("must be text")
    return value


@dataclass(frozen=True)
class Text:
    """Text up to a length, perhaps of a pattern."""

    max_length: int
    pattern: str = r"[\s\S]*"

    def read(self, value: object) -> Value:
        """The value, or WrongValueError."""
        text = _text(value)
        if len(text) > self.max_length:
            raise WrongValueError(f"must be at most {self.max_length} characters")
        if not re.fullmatch(self.pattern, text):
            raise WrongValueError("has characters or a form that are not allowed here")
        return text


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def read(self, value: object) -> Value:
        """The value, or WrongValueError."""
        if not isinstance(value, bool):
            raise WrongValueError("must be true or false")
        return value


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds."""

    least: int
    most: int

    def read(self, value: object) -> Value:
        """The value, or WrongValueError."""
        number = whole(value)
        if number is None or not self.least <= number <= self.most:
            raise WrongValueError(f"must be a whole number from {self.least} to {self.most}")
        return number


@dataclass(frozen=True)
class Day:
    """A date as YYYY-MM-DD."""

    def read(self, value: object) -> Value:
        """The value, or WrongValueError."""
        text = _text(value)
        try:
            return date.fromisoformat(text).isoformat() if re.fullmatch(r"[0-9-]{10}", text) else _no_day()
        except ValueError:
            return _no_day()


def _no_day() -> Value:
    raise WrongValueError("must be a date such as 2026-01-31")


@dataclass(frozen=True)
class Reference:
    """The id of a row of a register. Whether the row exists is a rule, not a format."""

    kind: Kind

    def read(self, value: object) -> Value:
        """The value, or WrongValueError."""
        text = _text(value)
        if not is_id(text):
            raise WrongValueError("must be an id")
        return text.lower()


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, value: object) -> Value:
        """The value, or WrongValueError."""
        if value not in self.words or not isinstance(value, str):
            raise WrongValueError(f"must be one of {', '.join(self.words)}")
        return value


@dataclass(frozen=True)
class Field:
    """A field of a register: what it holds, whether it may be empty and what it is when left out. One that is
    `guarded` is set neither by a create nor by an update of the API."""

    name: str
    holds: Text | Flag | Whole | Day | Reference | Choice
    nullable: bool = True
    default: Value = None
    guarded: bool = False

    @property
    def required(self) -> bool:
        """Whether a new row must bring it."""
        return not self.nullable and self.default is None


_SOMETHING = r"[\s\S]*[^ \t\r\n][\s\S]*"
_EMAIL = Text(254, r"([A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)?")
_CLOCK = Text(5, r"(([01][0-9]|2[0-3]):[0-5][0-9])?")

FIELDS: Mapping[Kind, tuple[Field, ...]] = {
    Kind.CUSTOMER: (
        Field("number", Text(50)),
        Field("name", Text(255, _SOMETHING), nullable=False),
        Field("organization_number", Text(20)),
        Field("email", _EMAIL),
        Field("phone", Text(50)),
        Field("address_line1", Text(255)),
        Field("address_line2", Text(255)),
        Field("postal_code", Text(20)),
        Field("city", Text(100)),
        Field("country", Text(2, r"([A-Z]{2})?")),
        Field("contact_name", Text(255)),
        Field("active", Flag(), nullable=False, default=True),
    ),
    Kind.PROJECT: (
        Field("display_id", Text(50, r"[0-9A-Za-zÆØÅæøå.]*")),
        Field("name", Text(255, _SOMETHING), nullable=False),
        Field("description", Text(4000)),
        Field("start_date", Day()),
        Field("end_date", Day()),
        Field("customer_id", Reference(Kind.CUSTOMER)),
        Field("manager_id", Reference(Kind.EMPLOYEE)),
        Field("parent_id", Reference(Kind.PROJECT)),
        Field("completed", Flag(), nullable=False, default=False),
    ),
    Kind.EMPLOYEE: (
        Field("number", Text(50)),
        Field("first_name", Text(100, _SOMETHING), nullable=False),
        Field("last_name", Text(100)),
        Field("email", _EMAIL),
        Field("mobile", Text(50)),
        Field("role", Choice(("employee", "moderator", "administrator")), nullable=False, default="employee"),
        Field("active", Flag(), nullable=False, default=True),
    ),
    Kind.TIME_ENTRY: (
        Field("employee_id", Reference(Kind.EMPLOYEE), nullable=False),
        Field("customer_id", Reference(Kind.CUSTOMER)),
        Field("project_id", Reference(Kind.PROJECT)),
        Field("task", Text(255)),
        Field("tag", Text(255)),
        Field("date", Day(), nullable=False),
        Field("from_time", _CLOCK),
        Field("to_time", _CLOCK),
        Field("seconds", Whole(0, 86400), nullable=False),
        Field("comment", Text(4000)),
        Field("approved", Flag(), nullable=False, default=False),
        Field("exported", Flag(), nullable=False, default=False, guarded=True),
    ),
}

# Time entries have no number.
NUMBER_FIELD: Mapping[Kind, str] = {
    Kind.CUSTOMER: "number",
    Kind.PROJECT: "display_id",
    Kind.EMPLOYEE: "number",
}


def whole(value: object) -> int | None:
    """The whole number, or None. JSON has one kind of number: 3.0 is as whole as 3."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def is_id(text: str) -> bool:
    """Whether the text is a UUID in its usual form."""
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def read_new(kind: Kind, data: object, *, by_hand: bool = False) -> dict[str, Value]:
    """A whole row from the body of a create; raises `validation_failed` naming every wrong field. `by_hand`: a
    person sets it, who may set guarded fields too."""
    given, errors = _read(kind, data, by_hand)
    named = set(given) | {error.field for error in errors}
    errors += [FieldError(f.name, "is required") for f in FIELDS[kind] if f.required and f.name not in named]
    _refuse(errors)
    return {f.name: given.get(f.name, f.default) for f in FIELDS[kind]}


def read_change(kind: Kind, data: object, *, by_hand: bool = False) -> dict[str, Value]:
    """Only the fields that the body of an update names, see `read_new`; raises `validation_failed`."""
    given, errors = _read(kind, data, by_hand)
    _refuse(errors)
    return given


def _read(kind: Kind, data: object, by_hand: bool) -> tuple[dict[str, Value], list[FieldError]]:
    if not isinstance(data, dict):
        raise ProblemError("validation_failed", "The body must be an object")
    known = {f.name: f for f in FIELDS[kind] if by_hand or not f.guarded}
    given: dict[str, Value] = {}
    errors: list[FieldError] = []
    for name, value in data.items():
        try:
            given[name] = _value(known.get(name), value)
        except WrongValueError as wrong:
            errors.append(FieldError(name, str(wrong)))
    return given, errors


def _value(field: Field | None, value: object) -> Value:
    if field is None:
        raise WrongValueError("is not a field")
    if value is None and not field.nullable:
        raise WrongValueError("must not be null")
    # Empty text in an optional field means that there is nothing.
    if value is None or (value == "" and field.nullable and isinstance(field.holds, Text)):
        return None
    return field.holds.read(value)


def _refuse(errors: list[FieldError]) -> None:
    if errors:
        raise ProblemError("validation_failed", "; ".join(f"{e.field} {e.message}" for e in errors), errors)
