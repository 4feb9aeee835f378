"""What a Tripletex object consists of: fields with type, limits and what they read as when nobody set them.

The tables in `schemas/` are facts of OpenAPI 2.75.00, of Swagger 2.70.19 (lengths) and of recorded answers
(which fields are read, in which order, with which defaults).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any


class Type(Enum):
    """How a field looks on the wire."""

    TEXT = auto()
    INTEGER = auto()
    NUMBER = auto()
    BOOLEAN = auto()
    DATE = auto()
    CHOICE = auto()
    REF = auto()  # another row: {"id", "url"} unless expanded
    REFS = auto()  # a list of such
    EMBEDDED = auto()  # an object without an id, always whole
    PLAIN = auto()  # anything, passed through


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `owned`: the row it points to lives and dies with this one and may be sent inline."""

    name: str
    type: Type
    default: Any = None
    target: str = ""
    limit: int | None = None
    least: int | None = None
    choices: frozenset[str] = frozenset()
    read_only: bool = False
    write_only: bool = False
    on_demand: bool = False
    owned: bool = False
    later: bool = False

    @property
    def readable_by_star(self) -> bool:
        """Whether `*`, and an absent `fields`, show it."""
        return not (self.write_only or self.on_demand)

    @property
    def takes_input(self) -> bool:
        """Whether a body may set it; other known fields of a body are ignored."""
        return not self.read_only


def text(name: str, limit: int | None = None, **flags: Any) -> Field:
    """Text; unset reads as empty text."""
    return Field(name, Type.TEXT, **{"default": "", "limit": limit, **flags})


def integer(name: str, **flags: Any) -> Field:
    """A whole number; unset reads as 0."""
    return Field(name, Type.INTEGER, **{"default": 0, **flags})


def number(name: str, **flags: Any) -> Field:
    """A number; unset reads as 0."""
    return Field(name, Type.NUMBER, **{"default": 0, **flags})


def flag(name: str, **flags: Any) -> Field:
    """True or false; unset reads as false."""
    return Field(name, Type.BOOLEAN, **{"default": False, **flags})


def day(name: str, **flags: Any) -> Field:
    """A date, `YYYY-MM-DD`; unset reads as null."""
    return Field(name, Type.DATE, **flags)


def choice(name: str, *choices: str, **flags: Any) -> Field:
    """One of some words; unset reads as null unless a default is given."""
    return Field(name, Type.CHOICE, choices=frozenset(choices), **flags)


def ref(name: str, target: str, **flags: Any) -> Field:
    """A reference to a row of the schema `target`."""
    return Field(name, Type.REF, target=target, **flags)


def refs(name: str, target: str, **flags: Any) -> Field:
    """A list of references."""
    return Field(name, Type.REFS, **{"default": (), "target": target, **flags})


def embedded(name: str, target: str, **flags: Any) -> Field:
    """An object without an id of its own."""
    return Field(name, Type.EMBEDDED, target=target, **flags)


def plain(name: str, default: Any, **flags: Any) -> Field:
    """A read-only value that is shown as it is."""
    return Field(name, Type.PLAIN, default=default, **{"read_only": True, **flags})


def read_only(*fields: Field) -> tuple[Field, ...]:
    """The same fields, ignored in bodies."""
    return tuple(replace(each, read_only=True) for each in fields)


def on_demand(*fields: Field) -> tuple[Field, ...]:
    """The same fields, read only where `fields` names them."""
    return tuple(replace(each, on_demand=True) for each in fields)


def since_later(*fields: Field) -> tuple[Field, ...]:
    """Fields that versions after 2.75.00 read; bodies may not have them."""
    return tuple(replace(each, later=True) for each in fields)


@dataclass(frozen=True)
class Schema:
    """A model: its name in errors ("Customer" → "CustomerDTO"), the path in urls, the table of its rows."""

    name: str
    path: str
    table: str
    fields: Mapping[str, Field]
    has_id: bool = True
    shown: tuple[Field, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shown", tuple(each for each in self.fields.values() if each.readable_by_star))


SCHEMAS: dict[str, Schema] = {}

_IDENTITY = (
    integer("id"),
    integer("version"),
    plain("changes", (), on_demand=True),
    text("url", read_only=True),
)


def define(name: str, path: str, *fields: Field, table: str = "", has_id: bool = True) -> Schema:
    """Make a schema and register it in `SCHEMAS`; order is the order of keys in answers."""
    listed = (*_IDENTITY, *fields) if has_id else fields
    schema = Schema(name, path, table or name, {each.name: each for each in listed}, has_id)
    SCHEMAS[name] = schema
    return schema
