"""Where an https address is really found while everything runs on localhost."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Resolver:
    """Maps the start of an https address to an http base on this machine; the longest start wins."""

    def __init__(self, mapping: Mapping[str, str] | None = None) -> None:
        self._mapping: dict[str, str] = {}
        self.replace(mapping or {})

    def replace(self, mapping: Mapping[str, str]) -> None:
        """Takes a new mapping; ValueError for a base that is not on this machine."""
        for base in mapping.values():
            if urlsplit(base).hostname not in LOOPBACK:
                raise ValueError(f"{base} is not on this machine")
        self._mapping = {start.rstrip("/"): base.rstrip("/") for start, base in mapping.items()}

    def shown(self) -> dict[str, str]:
        """The mapping."""
        return dict(self._mapping)

    def __call__(self, url: str) -> str | None:
        """The address to send to, or None: nothing is ever sent off this machine."""
        for start in sorted(self._mapping, key=len, reverse=True):
            rest = url.removeprefix(start)
            if rest != url and rest[:1] in ("", "/", "?"):
                return self._mapping[start] + rest
        return None
