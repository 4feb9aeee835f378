"""Recorded exchanges, and what they have in common."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

_WORD = re.compile(r"[A-Z][A-Z0-9_]+")
_TRUTH = ("true", "false")


@dataclass(frozen=True)
class Exchange:
    """One recorded request and its answer. `path` begins with the server's base; `provoked` requests are bad on
    purpose and need to be right only where they were accepted."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    request: Any = None
    status: int = 200
    response: Any = None
    provoked: bool = False

    @classmethod
    def parse(cls, line: str) -> Exchange:
        """A line of a recording."""
        kept = json.loads(line)
        query = tuple((name, text) for name, text in kept["query"])
        fields = {name: kept[name] for name in ("method", "path", "request", "status", "response")}
        return cls(query=query, provoked=kept.get("provoked", False), **fields)

    @property
    def accepted(self) -> bool:
        """Whether the answer is 2xx."""
        return 200 <= self.status < 300


@dataclass(frozen=True)
class Finding:
    """What is wrong with an exchange: `route` such as "POST /customer", `text` says where and what."""

    route: str
    text: str


def body_shape(value: Any) -> object:
    """Bodies of one shape pass and fail alike."""
    if isinstance(value, dict):
        return frozenset((name, body_shape(inner)) for name, inner in value.items())
    if isinstance(value, list):
        return ("list", frozenset(map(body_shape, value)))
    if isinstance(value, str):
        # Words in capitals may be checked against a list of words.
        return value if _WORD.fullmatch(value) else "text"
    return type(value).__name__


def text_shape(text: str) -> str:
    """Parameters of one shape pass and fail alike."""
    if text in _TRUTH or _WORD.fullmatch(text):
        return text
    if re.fullmatch(r"-?\d+", text):
        return "integer"
    return "number" if re.fullmatch(r"-?\d+\.\d+", text) else "text"
