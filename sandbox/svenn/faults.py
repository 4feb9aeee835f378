"""Planned failures: the next requests of a route are refused, answered wrongly or cut off."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from sandbox.svenn.answers import Answer
from sandbox.svenn.problems import ProblemError


class Fault(BaseModel):
    """What happens to the next `times` requests of `route` (such as "POST /v1/customers/batch", or "*").

    `when="before"`: nothing is done. `when="after"`: the write is carried out and its answer lost.
    `answer` is the status sent instead; "cut" closes the connection in the middle of the answer, and
    "none" lets the true answer through (to be used with `delay_seconds`).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    route: str = "*"
    answer: Literal[429, 500, 502, 503, 504, "cut", "none"] = 503
    when: Literal["before", "after"] = "before"
    times: int = Field(1, ge=1)
    skip: int = Field(0, ge=0)
    delay_seconds: float = Field(0, ge=0, le=60)

    def body(self) -> Answer:
        """The answer sent instead of the true one."""
        status = self.answer if isinstance(self.answer, int) else 200
        if status == 429:
            problem = ProblemError("rate_limited", "Too many requests")
            return Answer(429, problem.body(), {"Retry-After": "1"}, "application/problem+json")
        problem = ProblemError("temporarily_unavailable", "Try again later")
        return Answer(status, {**problem.body(), "status": status}, {}, "application/problem+json")


class FaultPlan:
    """The faults still to come, in the order they were planned."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def plan(self, fault: Fault) -> None:
        """Adds a fault."""
        self._planned.append(fault)

    def clear(self) -> None:
        """Forgets all of them."""
        self._planned.clear()

    def left(self) -> int:
        """How many requests are still to fail."""
        return sum(fault.times for fault in self._planned)

    def take(self, route: str) -> Fault | None:
        """The fault that this request meets, if any."""
        for place, fault in enumerate(self._planned):
            if fault.route not in ("*", route):
                continue
            if fault.skip:
                self._planned[place] = fault.model_copy(update={"skip": fault.skip - 1})
                return None
            if fault.times > 1:
                self._planned[place] = fault.model_copy(update={"times": fault.times - 1})
            else:
                del self._planned[place]
            return fault
        return None
