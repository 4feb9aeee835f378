"""Planned failures: what becomes of the next requests of a route. What the hostile mode leaves to chance is told
here request by request."""

from __future__ import annotations

from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field


class PlannedFault(BaseModel):
    """What happens to `times` requests of `route` (such as "POST /v2/customer/list"; "*" is any), after `skip` more
    of them went well.

    `when` "before": nothing is done; "after": the request is carried out and only its answer is lost. Each system
    adds its `answer`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    route: str = "*"
    when: Literal["before", "after"] = "before"
    times: int = Field(1, ge=1)
    skip: int = Field(0, ge=0)
    delay_seconds: float = Field(0, ge=0, le=60)

    def meets(self, route: str, _chance: float) -> bool:
        """Whether it is about a request of `route`; `chance` is a random number in [0, 1)."""
        return self.route in ("*", route)


F = TypeVar("F", bound=PlannedFault)


class FaultPlan(Generic[F]):
    """The faults still to come, in the order they were planned."""

    def __init__(self) -> None:
        self._planned: list[F] = []

    def plan(self, fault: F) -> None:
        """Add one."""
        self._planned.append(fault)

    def clear(self) -> None:
        """Forget all."""
        self._planned.clear()

    @property
    def left(self) -> int:
        """How many requests are still to fail."""
        return sum(fault.times for fault in self._planned)

    def take(self, route: str, chance: float = 0.0) -> F | None:
        """The fault that a request of `route` meets."""
        for place, fault in enumerate(self._planned):
            if not fault.meets(route, chance):
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
