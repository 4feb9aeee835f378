"""What the hostile mode must be told about a system: how its calls look and how it refuses them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from starlette.datastructures import Headers, QueryParams
from starlette.responses import Response


@dataclass(frozen=True)
class Incoming:
    """A call of the product, its body read to the end."""

    method: str
    path: str
    query: QueryParams
    headers: Headers
    body: bytes


@dataclass(frozen=True)
class Twist:
    """What the system does otherwise while it carries out a call: the page border moves by `shift` rows, row
    `bad_row` of the batch is refused, `body` is stored instead of what was sent."""

    shift: int = 0
    bad_row: int | None = None
    body: bytes | None = None


STRAIGHT = Twist()
#: Where an ASGI scope carries a call's Twist.
TWIST = "twist"


def heads(how: float) -> bool:
    """The toss of a coin that has nothing to do with how large the drawn number is."""
    return int(how * 1_000_003) % 2 == 0


class Dialect(Protocol):
    """One system. Calls outside `base` are none of the product's."""

    base: str

    def owner(self, call: Incoming, /) -> str:
        """Whose key it is, by a name that stays the same over sessions; empty for an unknown one."""

    def has_session(self, call: Incoming, /) -> bool:
        """Whether the call was made with a living session."""

    def writes(self, call: Incoming, /) -> bool:
        """Whether the call may change what is stored (logging in is no write)."""

    def rows(self, call: Incoming, /) -> int:
        """How many rows a batch writes; 0 for any other call."""

    def turns_page(self, call: Incoming, /) -> bool:
        """Whether a register is read from where another page ended."""

    def tidied(self, call: Incoming, /) -> bytes | None:
        """The body with its texts as a tidy system stores them; None when that is what was sent."""

    def end_session(self, call: Incoming, /) -> None:
        """End the session that the call was made with."""

    def error_page(self, how: float, /) -> Response:
        """A 5xx in HTML."""

    def error_json(self, how: float, /) -> Response:
        """A 5xx in JSON."""

    def rate_limited(self, seconds: float, how: float, /) -> Response:
        """A 429 with that many seconds to go."""

    def refused(self, call: Incoming, /) -> Response:
        """The answer to a key, or a session, that is not valid."""
