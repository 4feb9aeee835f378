"""Planned failures: what becomes of the next requests of a route."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from sandbox.tripletex.calls import Answer
from sandbox.tripletex.errors import TripletexError, stale, too_many_requests

ERROR_PAGE = "<html><head><title>Feilsituasjon - Tripletex</title></head><body><h1>Feilsituasjon</h1></body></html>"
GATEWAY_PAGE = (
    "<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n"
    "<center><h1>502 Bad Gateway</h1></center>\n</body>\n</html>\n"
)


class Fault(BaseModel):
    """What happens to `times` requests of `route` (such as "POST /v2/customer/list"; "*" is any), after
    `skip` more of them went well.

    `when` "before": nothing is done; "after": the request is carried out and only its answer is lost.
    `answer`: "500" and "1002" are JSON, "page" is the HTML error page, "502" a gateway's page, "409" what
    parallel writes to one order get, "429" the rate limit's answer, "cut" closes the connection in the middle of
    the answer, "none" lets the true answer through (for a delay alone). `odds`: the share of matching requests
    that it meets, drawn from the world's seed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    route: str = "*"
    answer: Literal["500", "1002", "page", "502", "409", "429", "cut", "none"] = "500"
    when: Literal["before", "after"] = "before"
    times: int = Field(1, ge=1)
    skip: int = Field(0, ge=0)
    odds: float = Field(1, gt=0, le=1)
    delay_seconds: float = Field(0, ge=0, le=60)

    def shown(self) -> Answer | TripletexError | None:
        """The answer sent instead; None for the true one."""
        match self.answer:
            case "500":
                return TripletexError(500, 1000, "Unspecified exception")
            case "1002":
                return TripletexError(500, 1002, None)
            case "409":
                return stale()
            case "429":
                return too_many_requests()
            case "page":
                return Answer(500, html=ERROR_PAGE)
            case "502":
                return Answer(502, html=GATEWAY_PAGE)
        return None


class FaultPlan:
    """The faults still to come, in the order they were planned."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def plan(self, fault: Fault) -> None:
        """Add one."""
        self._planned.append(fault)

    def clear(self) -> None:
        """Forget all."""
        self._planned.clear()

    @property
    def left(self) -> int:
        """How many requests are still to fail."""
        return sum(fault.times for fault in self._planned)

    def take(self, route: str, chance: float) -> Fault | None:
        """The fault that a request of `route` meets; `chance` is a random number in [0, 1)."""
        for place, fault in enumerate(self._planned):
            if fault.route not in ("*", route) or chance >= fault.odds:
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
