"""How what a control route does becomes HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.svenn.bodies import written
from sandbox.svenn.gateway import refusal
from sandbox.svenn.problems import ProblemError

Act = Callable[[Request], Awaitable[object]]


def told(act: Act) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of an act: None is 204, a problem is told as the API would, wrong input is 422."""

    async def endpoint(request: Request) -> Response:
        try:
            answer = await act(request)
        except ProblemError as problem:
            return written(refusal(problem))
        except (ValueError, TypeError) as wrong:
            return JSONResponse({"error": str(wrong)}, 422)
        return Response(status_code=204) if answer is None else JSONResponse(answer)

    return endpoint
