"""Where an https address is really found while everything runs on localhost."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Resolver:
    """Maps the start of an https address to an http base on this machine, as a DNS entry would; the longest start
    wins, and nothing is ever sent off this machine."""

    def __init__(self, bases: Mapping[str, str] | None = None) -> None:
        self._bases: dict[str, str] = {}
        self.replace(bases or {})

    @property
    def bases(self) -> dict[str, str]:
        """The mapping."""
        return dict(self._bases)

    def replace(self, bases: Mapping[str, str]) -> None:
        """Take another mapping. Raises ValueError for a base that is not on this machine."""
        for base in bases.values():
            if urlsplit(base).hostname not in LOOPBACK:
                raise ValueError(f"{base} is not on this machine")
        self._bases = {start.rstrip("/"): base.rstrip("/") for start, base in bases.items()}

    def find(self, url: str) -> str | None:
        """The address to send to, None for one that is not mapped. User and password do not count."""
        parts = urlsplit(url)
        plain = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        for start in sorted(self._bases, key=len, reverse=True):
            rest = plain.removeprefix(start)
            if rest != plain and rest[:1] in ("", "/", "?"):
                return self._bases[start] + rest
        return None
