"""Request bodies against the models: unknown fields and wrong types are refused (422/16000), all at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sandbox.tripletex.errors import Complaint, bad_mapping, complaint
from sandbox.tripletex.schema import SCHEMAS, Field, Schema, Type

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass
class Sent:
    """A parsed body. `values` has the fields that were sent (None: null was sent, references are ids, 0 is
    None), `parts` the owned objects that were sent inline."""

    schema: Schema
    id: int | None = None
    version: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, list[Sent]] = field(default_factory=dict)

    @property
    def names(self) -> set[str]:
        """Every field that was sent and may be written."""
        return {*self.values, *self.parts}


def parse_body(schema: Schema, body: object, *, by_hand: bool = False) -> Sent:
    """Parse one object. `by_hand` lets read-only fields through: people can change more than the API can.

    Raises 422/16000 with everything that is wrong.
    """
    return parse_bodies(schema, [body], by_hand=by_hand, listed=False)[0]


def parse_bodies(schema: Schema, bodies: list[Any], *, by_hand: bool = False, listed: bool = True) -> list[Sent]:
    """Parse a list of objects; paths then begin with the place in the list."""
    parser = _Parser(by_hand)
    sent = [parser.parse(schema, body, "", f"[{place}]" if listed else "") for place, body in enumerate(bodies)]
    if parser.complaints:
        raise bad_mapping(parser.complaints)
    return sent


class _Parser:
    def __init__(self, by_hand: bool) -> None:
        self.complaints: list[Complaint] = []
        self._by_hand = by_hand

    def parse(self, schema: Schema, body: object, name: str, path: str) -> Sent:
        sent = Sent(schema)
        if not isinstance(body, dict):
            self.complaints.append(complaint(name or None, "wrong_type", path or None))
            return sent
        for key, value in body.items():
            below, deeper = _join(name, key), _join(path, key)
            known = schema.fields.get(key)
            if known is None or known.later:
                # At the top level Tripletex gives no path here.
                self.complaints.append(complaint(below, "unknown_field", deeper if name or path else None))
            elif key in ("id", "version") and schema.has_id:
                self._identity(sent, key, value, below, deeper)
            elif known.takes_input or self._by_hand:
                self._field(sent, known, value, below, deeper)
        return sent

    def _identity(self, sent: Sent, key: str, value: object, name: str, path: str) -> None:
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            setattr(sent, key, value)
        else:
            self.complaints.append(complaint(name, "wrong_type", path))

    def _field(self, sent: Sent, known: Field, value: object, name: str, path: str) -> None:
        if value is None:
            sent.values[known.name] = None
        elif known.type in (Type.REF, Type.REFS):
            self._references(sent, known, value, name, path)
        elif known.type is Type.EMBEDDED:
            inner = self.parse(SCHEMAS[known.target], value, name, path)
            sent.values[known.name] = inner.values
        elif _fits(known, value):
            sent.values[known.name] = value
        else:
            self.complaints.append(complaint(name, "wrong_type", path))

    def _references(self, sent: Sent, known: Field, value: object, name: str, path: str) -> None:
        many = known.type is Type.REFS
        if many and not isinstance(value, list):
            self.complaints.append(complaint(name, "wrong_type", path))
            return
        rows = value if isinstance(value, list) else [value]
        parsed = [
            self.parse(SCHEMAS[known.target], each, name, f"{path}[{place}]" if many else path)
            for place, each in enumerate(rows)
        ]
        if known.owned:
            sent.parts[known.name] = parsed
        elif many:
            sent.values[known.name] = tuple(each.id for each in parsed if each.id)
        else:
            # Anything but the id of a referenced object is ignored.
            sent.values[known.name] = parsed[0].id or None


def _join(before: str, key: str) -> str:
    return f"{before}.{key}" if before else key


def _fits(known: Field, value: object) -> bool:
    match known.type:
        case Type.TEXT:
            return isinstance(value, str)
        case Type.INTEGER:
            return isinstance(value, int) and not isinstance(value, bool)
        case Type.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case Type.BOOLEAN:
            return isinstance(value, bool)
        case Type.DATE:
            return isinstance(value, str) and is_day(value)
        case Type.CHOICE:
            return isinstance(value, str) and value in known.choices
        case _:
            return True


def is_day(text: str) -> bool:
    """Whether the text is a date, `YYYY-MM-DD`."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def length_complaints(sent: Sent) -> Iterator[Complaint]:
    """Texts longer than their field, numbers below their least value; also inside owned objects."""
    for name, value in sent.values.items():
        known = sent.schema.fields[name]
        if known.limit is not None and isinstance(value, str) and len(value) > known.limit:
            yield complaint(name, "length", f"null.{name}", low=0, high=known.limit)
        if known.least is not None and isinstance(value, int) and value < known.least:
            yield complaint(name, "wrong_type", f"null.{name}")
    for parts in sent.parts.values():
        for part in parts:
            yield from length_complaints(part)
