"""Two JSON bodies are alike when they have the same keys at each level and the same types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_DIGITS = re.compile(r"\d+")


def differences(ours: Any, theirs: Any, where: str = "") -> Iterator[str]:
    """How `ours` differs from `theirs` in shape. Null stands for anything, an empty list for any list; only the
    rows of a list answer must be there where theirs has some."""
    if ours is None or theirs is None:
        return
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in sorted(theirs.keys() - ours.keys()):
            yield f"{where}.{key}: missing"
        for key in sorted(ours.keys() - theirs.keys()):
            yield f"{where}.{key}: not theirs"
        for key in sorted(ours.keys() & theirs.keys()):
            yield from differences(ours[key], theirs[key], f"{where}.{key}")
    elif isinstance(theirs, list) and isinstance(ours, list):
        if where == ".values" and theirs and not ours:
            yield f"{where}: empty"
        for each in ours:
            for other in theirs:
                yield from differences(each, other, f"{where}[]")
    elif _type(ours) != _type(theirs):
        yield f"{where}: {_type(ours)} instead of {_type(theirs)}"
    elif where.endswith(".url") and _DIGITS.sub("#", ours) != _DIGITS.sub("#", theirs):
        yield f"{where}: {ours} does not look like {theirs}"


def _type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float) else type(value).__name__
