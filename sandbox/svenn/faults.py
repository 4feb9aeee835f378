"""What a planned failure of Svenn looks like."""

from __future__ import annotations

from typing import Literal

from sandbox.planned import PlannedFault
from sandbox.svenn.answers import Answer
from sandbox.svenn.problems import ProblemError


class Fault(PlannedFault):
    """A failure as Svenn shows it.

    `answer` is the status sent instead; "cut" closes the connection in the middle of the answer, and "none" lets
    the true answer through (to be used with `delay_seconds`).
    """

    answer: Literal[429, 500, 502, 503, 504, "cut", "none"] = 503

    def body(self) -> Answer:
        """The answer sent instead of the true one."""
        status = self.answer if isinstance(self.answer, int) else 200
        if status == 429:
            problem = ProblemError("rate_limited", "Too many requests")
            return Answer(429, problem.body(), {"Retry-After": "1"}, "application/problem+json")
        problem = ProblemError("temporarily_unavailable", "Try again later")
        return Answer(status, {**problem.body(), "status": status}, {}, "application/problem+json")
