"""How what a control route does becomes HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

Act = Callable[[Request], Awaitable[object]]
#: How a system tells what it refuses; None for an error that is not its own.
Refuse = Callable[[Exception], Response | None]


def told(act: Act, refuse: Refuse) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of an act: None is 204, a refusal is told as the API would, wrong input is 422."""

    async def endpoint(request: Request) -> Response:
        try:
            answer = await act(request)
        except Exception as error:
            if refused := refuse(error):
                return refused
            if isinstance(error, ValueError | TypeError):
                return JSONResponse({"error": str(error)}, 422)
            raise
        return Response(status_code=204) if answer is None else JSONResponse(answer)

    return endpoint
