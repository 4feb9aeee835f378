"""Columns: how one canonical field stands in a wire model. Each system's mapping is a table of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pydantic import BaseModel

from samspill.model.records import Value, Values

Write = Callable[[Value], Any]


class Unknown(Enum):
    """What `read` gives when the answer held too little of a field, such as a sub-object with nothing but its id."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


def as_it_is(value: Any) -> Any:
    """Neither side changes it."""
    return value


def negated(value: Any) -> bool | None:
    """`isInactive` and `active`."""
    return None if value is None else not value


def text_or_empty(value: Value) -> str:
    """Texts are cleared with empty text."""
    return "" if value is None else str(value)


Read = Callable[[Any], Value | Unknown]


@dataclass(frozen=True)
class Column:
    """`name` is ours, `attribute` the wire model's; `key` the name in a body, None when it cannot be written."""

    name: str
    attribute: str
    key: str | None
    read: Read = as_it_is
    write: Write = as_it_is


def read_columns(columns: Iterable[Column], wire: BaseModel) -> Values:
    """The values of those fields that the answer contained; the others stay unknown."""
    given = wire.model_fields_set
    read = {c.name: c.read(getattr(wire, c.attribute)) for c in columns if c.attribute in given}
    return {name: value for name, value in read.items() if not isinstance(value, Unknown)}


def write_columns(columns: Iterable[Column], values: Mapping[str, Value]) -> dict[str, Any]:
    """The part of a body for those of `values` that can be written."""
    return {c.key: c.write(values[c.name]) for c in columns if c.key is not None and c.name in values}
