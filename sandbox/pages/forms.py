"""Between a record and the texts of a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.pages.program import Json, Refused
from sandbox.pages.screen import Holds, Input

#: What a form sends for a box that is ticked, and what the hidden copy of a field's first text begins with.
TICKED, BEFORE = "on", "before:"
_SECONDS = 3600


def at(fields: Any, name: str) -> Any:
    """The value at a dotted name; None where the way ends."""
    for part in name.split("."):
        if isinstance(fields, Mapping):
            fields = fields.get(part)
        elif isinstance(fields, list | tuple) and part.isdecimal() and int(part) < len(fields):
            fields = fields[int(part)]
        else:
            return None
    return fields


def shown(value: Any, holds: Holds = Holds.TEXT) -> str:
    """A value as a form or a list shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return TICKED if value else ""
    if holds is Holds.HOURS:
        return _plain(Decimal(value) / _SECONDS)
    return _plain(Decimal(str(value))) if isinstance(value, float | Decimal) else str(value)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def texts_of(inputs: Sequence[Input], fields: Json | None) -> dict[str, str]:
    """What the form of a record begins with; without a record what a new one begins with."""
    return {each.name: shown(each.first if fields is None else at(fields, each.name), each.holds) for each in inputs}


def read(inputs: Sequence[Input], typed: Mapping[str, str], *, whole: bool) -> dict[str, Any]:
    """The values of a form: all that say something (`whole`), or those that the person changed.

    Raises Refused, naming every field whose text is no value.
    """
    values: dict[str, Any] = {}
    wrong: list[tuple[str, str]] = []
    for each in inputs:
        text = typed.get(each.name, "").strip()
        if whole and not text and each.holds is not Holds.FLAG:
            continue
        if not whole and text == typed.get(f"{BEFORE}{each.name}", "").strip():
            continue
        try:
            _put(values, each.name.split("."), _value(each, text))
        except (ValueError, InvalidOperation):
            wrong.append((each.name, "This must be a number."))
    wrong += [(_first_below(inputs, gap), "Lines are filled in from the first one on.") for gap in _gaps(values)]
    if wrong:
        raise Refused(wrong)
    return {name: _listed(value) for name, value in values.items()}


def _value(field: Input, text: str) -> Any:
    match field.holds:
        case Holds.FLAG:
            return text == TICKED
        case Holds.WHOLE:
            return int(text) if text else None
        case Holds.NUMBER:
            return float(Decimal(text.replace(",", "."))) if text else None
        case Holds.HOURS:
            return int(Decimal(text.replace(",", ".")) * _SECONDS) if text else None
        case Holds.TEXT | Holds.LONG:
            return text
        case _:
            return text or None


def _put(values: dict[str, Any], way: list[str], value: Any) -> None:
    for part in way[:-1]:
        values = values.setdefault(part, {})
    values[way[-1]] = value


def _numbered(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(name.isdecimal() for name in value)


def _gaps(values: Mapping[str, Any]) -> list[str]:
    """Where nothing was typed before something that was."""
    numbered = [name for name, value in values.items() if _numbered(value)]
    return [
        f"{name}.{place}"
        for name in numbered
        for place in range(max(map(int, values[name])))
        if str(place) not in values[name]
    ]


def _first_below(inputs: Sequence[Input], place: str) -> str:
    return next(each.name for each in inputs if each.name.startswith(f"{place}."))


def _listed(values: Any) -> Any:
    """Parts that are numbered become a list."""
    return [values[name] for name in sorted(values, key=int)] if _numbered(values) else values
