"""What the systems' clients need from the outside: a place for session tokens and a shared rate limit."""

from datetime import datetime, timedelta
from typing import Protocol


class TokenCache(Protocol):
    """Session tokens shared by all processes. A `name` tells whose token it is and holds no secret."""

    def get(self, name: str) -> str | None:
        """The token; None when there is none or it has expired."""

    def put(self, name: str, token: str, expires: datetime) -> None:
        """Keep a token until `expires` and end the lock on its creation."""

    def drop(self, name: str) -> None:
        """Forget a token that the peer refused, and end the lock on its creation."""

    def lock(self, name: str, now: datetime, lease: timedelta) -> bool:
        """Whether the caller may create the token: False while somebody else's lease lives. Who gets False
        waits and asks `get` again; who gets True calls `put` or lets the lease run out."""


class Permits(Protocol):
    """A rate limit shared by all processes: one count for each (owner, window).

    `owner` is like `tripletex#<hash of the token>`; `window` is the ISO start of the window.
    """

    def lease(self, owner: str, window: str, limit: int, want: int) -> int:
        """Take up to `want` permits of the `limit` that the window has; how many were granted, 0 = none left."""

    def report(self, owner: str, window: str, used: int) -> None:
        """Raise the window's count to at least `used`, as the peer's answer told it. Never lowers it."""
