"""What is seeded, before either system's form: companies, people and jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Company:
    """A customer. `number` is digits, but for Svenn customers that were given a text."""

    number: str
    name: str
    organisation_number: str | None
    email: str | None
    phone: str | None
    mobile: str | None
    street: str
    postal_code: str
    city: str
    contact: str | None
    inactive: bool = False
    supplier: bool = False


@dataclass(frozen=True)
class Person:
    """An employee; `manager` may lead projects in Tripletex."""

    number: str
    first_name: str
    last_name: str | None
    email: str | None
    mobile: str | None
    manager: bool = False
    inactive: bool = False


@dataclass(frozen=True)
class Job:
    """A project. `number` is empty for Tripletex projects that have none."""

    number: str
    name: str
    description: str | None
    start: date | None
    end: date | None
    customer: str | None
    manager: str | None
    completed: bool = False
    internal: bool = False
    parent: str | None = None
