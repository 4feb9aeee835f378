"""What a planned failure of Rackbeat looks like."""

from __future__ import annotations

from typing import Literal

from starlette.responses import HTMLResponse, Response

from sandbox.planned import PlannedFault
from sandbox.rackbeat.answers import refusal
from sandbox.rackbeat.errors import RackbeatError

ERROR_PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


class Fault(PlannedFault):
    """A failure as Rackbeat shows it.

    `answer` is the status sent instead; "page" is a gateway's 502 in HTML, "cut" closes the connection in the middle
    of the answer, "none" lets the true answer through (to be used with `delay_seconds`).
    """

    answer: Literal[429, 500, 503, "page", "cut", "none"] = 500

    def shown(self) -> Response:
        """The answer sent instead of the true one."""
        if self.answer == "page":
            return HTMLResponse(ERROR_PAGE.format("502 Bad Gateway"), 502)
        if self.answer == 429:
            return refusal(RackbeatError(429, "too_many", headers={"Retry-After": "1"}))
        return refusal(RackbeatError(self.answer if isinstance(self.answer, int) else 500, "server"))
