"""The one place that sends to Tripletex: limit, session, answer -> exception."""

from decimal import Decimal

import httpx

from samspill.systems.limiter import Limiter, Window
from samspill.systems.transport import Answer, Request, count_in, exchange, seconds_in
from samspill.systems.tripletex.errors import error_of
from samspill.systems.tripletex.session import Session

#: 100 calls in each ten seconds, starting at full ten-second marks (reference/tripletex.md section 2).
WINDOW = Window(seconds=10, limit=100)

LIMIT, REMAINING, RESET = "X-Rate-Limit-Limit", "X-Rate-Limit-Remaining", "X-Rate-Limit-Reset"


class Client:
    """Sends requests of one company's key."""

    def __init__(self, http: httpx.Client, base_url: str, limiter: Limiter, session: Session) -> None:
        self._http, self._base, self._limiter, self._session = http, base_url.rstrip("/"), limiter, session

    def send(self, request: Request) -> Answer:
        """Send with the session, renewed once on 401. Raises every exception of `errors`, and RateLimited."""
        header = self._session.authorization(self._send_without_session)
        answer = self._exchange(request, {"Authorization": header})
        if answer.status == 401:
            answer = self._exchange(
                request, {"Authorization": self._session.renewed(header, self._send_without_session)}
            )
        return self._checked(answer, request)

    def _send_without_session(self, request: Request) -> Answer:
        return self._checked(self._exchange(request, {}), request)

    def _exchange(self, request: Request, headers: dict[str, str]) -> Answer:
        self._limiter.take()
        answer = exchange(self._http, self._base, request, {"Accept": "application/json", **headers}, Decimal)
        if answer.status == 429:
            raise self._limiter.refused(_reset(answer))
        self._limiter.learn(count_in(answer.headers, LIMIT), count_in(answer.headers, REMAINING), _reset(answer))
        return answer

    def _checked(self, answer: Answer, request: Request) -> Answer:
        if answer.status >= 400 or (not answer.is_json):
            raise error_of(answer, request)
        return answer


def _reset(answer: Answer) -> float | None:
    """Seconds until the window ends. 0 was seen in the first second of a window as well as in the last, so it
    tells nothing."""
    return seconds_in(answer.headers, RESET) or None
