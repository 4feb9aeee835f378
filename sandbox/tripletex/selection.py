"""The grammar of `fields`: `id,name`, `*`, `project(name)`, `*,activity(name),employee(*)`."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.tripletex.errors import illegal_filter
from sandbox.tripletex.schema import SCHEMAS, Schema, Type

_NESTED = {Type.REF, Type.REFS, Type.EMBEDDED}


@dataclass
class Selection:
    """Which fields of one model are read; `inner` has those that are named, with what is read inside them."""

    everything: bool = False
    inner: dict[str, Selection | None] = field(default_factory=dict)


ALL = Selection(everything=True)


def parse_selection(text: str, schema: Schema) -> Selection:
    """Parse and check `text`; empty means all fields. Raises 400/11000 for names the model does not have."""
    if not text.strip():
        return ALL
    selection, end = _parse(text, 0, schema, "")
    if end < len(text):
        raise illegal_filter(text[end:], schema.name)
    return selection


def _parse(text: str, start: int, schema: Schema, prefix: str) -> tuple[Selection, int]:
    selection, place = Selection(), start
    while True:
        name, place = _name(text, place)
        if name == "*":
            selection.everything = True
        else:
            place = _add(selection, name, text, place, schema, prefix)
        while place < len(text) and text[place].isspace():
            place += 1
        if place >= len(text) or text[place] != ",":
            return selection, place
        place += 1


def _name(text: str, start: int) -> tuple[str, int]:
    place = start
    while place < len(text) and text[place] not in ",()":
        place += 1
    return text[start:place].strip(), place


def _add(selection: Selection, name: str, text: str, place: int, schema: Schema, prefix: str) -> int:
    known = schema.fields.get(name)
    if known is None:
        raise illegal_filter(prefix + name, schema.name)
    if place >= len(text) or text[place] != "(":
        selection.inner.setdefault(name, None)
        return place
    if known.type not in _NESTED:
        # `changes(*)` and other plain objects have nothing to choose from.
        if known.type is not Type.PLAIN:
            raise illegal_filter(f"{prefix}{name}(", schema.name)
        selection.inner.setdefault(name, None)
        return _closing(text, place) + 1
    inner, end = _parse(text, place + 1, SCHEMAS[known.target], f"{prefix}{name}.")
    if end >= len(text) or text[end] != ")":
        raise illegal_filter(f"{prefix}{name}(", schema.name)
    selection.inner[name] = inner
    return end + 1


def _closing(text: str, opening: int) -> int:
    depth = 0
    for place in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place
    return len(text)
