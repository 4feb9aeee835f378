"""What a planned failure of Tripletex looks like."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sandbox.planned import PlannedFault
from sandbox.tripletex.calls import Answer
from sandbox.tripletex.errors import TripletexError, stale, too_many_requests

ERROR_PAGE = "<html><head><title>Feilsituasjon - Tripletex</title></head><body><h1>Feilsituasjon</h1></body></html>"
GATEWAY_PAGE = (
    "<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n"
    "<center><h1>502 Bad Gateway</h1></center>\n</body>\n</html>\n"
)


class Fault(PlannedFault):
    """A failure as Tripletex shows it.

    `answer`: "500" and "1002" are JSON, "page" is the HTML error page, "502" a gateway's page, "409" what
    parallel writes to one order get, "429" the rate limit's answer, "cut" closes the connection in the middle of
    the answer, "none" lets the true answer through (for a delay alone). `odds`: the share of matching requests
    that it meets, drawn from the world's seed.
    """

    answer: Literal["500", "1002", "page", "502", "409", "429", "cut", "none"] = "500"
    odds: float = Field(1, gt=0, le=1)

    def meets(self, route: str, chance: float) -> bool:
        """See PlannedFault."""
        return chance < self.odds and super().meets(route, chance)

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
