"""What a row of the route table says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.svenn.answers import Answer, Call


@dataclass(frozen=True)
class Operation:
    """A method of a path below /v1, the right it takes (None: any token) and what answers it."""

    method: str
    path: str
    right: str | None
    answer: Callable[[Call], Answer]
    has_body: bool = False

    @property
    def route(self) -> str:
        """The name by which calls are counted and faults planned."""
        return f"{self.method} /v1{self.path}"

    @property
    def writes(self) -> bool:
        """Whether it takes an Idempotency-Key."""
        return self.method != "GET"
