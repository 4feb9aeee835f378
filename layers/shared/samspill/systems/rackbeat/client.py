"""The one place that sends to Rackbeat: limit, key, answer -> rows or exception."""

from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from typing import TypeVar
from urllib.parse import quote

import httpx

from samspill.exceptions import RateLimited, RetryLater
from samspill.systems.limiter import Limiter, Window
from samspill.systems.rackbeat.errors import error_of
from samspill.systems.transport import Answer, Request, count_in, exchange, seconds_in

T = TypeVar("T")

#: 480 calls a minute for a key: what Rackbeat's own client allows itself (reference 2a).
WINDOW = Window(seconds=60, limit=480)
NAME = "Samspill"
#: There are no batches: a hundred records are a hundred calls and more, of which one or the other fails on a bad day.
#: What can be sent again is tried so often before all of them are begun anew. Rackbeat's own client does the same
#: (reference 2a).
TRIES = 3


def owner_of(token: str) -> str:
    """Whose limit it is, without telling the token."""
    return f"rackbeat#{sha256(token.encode()).hexdigest()[:32]}"


def row_path(register: str, number: str) -> str:
    """The path of a record: numbers may hold blanks and slashes and are encoded once (reference 2d). A number of
    dots alone would be taken for a folder."""
    encoded = quote(number, safe="")
    return f"{register}/{encoded if encoded.strip('.') else encoded.replace('.', '%2E')}"


class Client:
    """Sends requests of one account's key. `contact` is an e-mail: Rackbeat wants one (reference 1)."""

    def __init__(self, http: httpx.Client, base_url: str, token: str, limiter: Limiter, contact: str = "") -> None:
        self._http, self._base, self._limiter = http, base_url.rstrip("/"), limiter
        self._headers = {
            "Accept": "application/json",
            "Authorization": f"Bearer {token}",
            "User-Agent": f"{NAME} ({contact})" if contact else NAME,
            "Consumer-Name": NAME,
            "API-Version": "latest",
            **({"Consumer-Contact": contact} if contact else {}),
        }

    def ask(self, request: Request, understand: Callable[[object], T]) -> T:
        """Send and understand the answer's body. Raises like `send`; an answer that makes no sense (ValueError)
        is as good as lost: RetryLater, uncertain after a write."""
        answer = self.send(request)
        try:
            return understand(answer.body)
        except ValueError:
            # The error's own text could repeat values of records.
            detail = f"{request.method} {request.path} answered {answer.status} without sense"
            raise RetryLater(detail=detail, uncertain=request.writes) from None

    def send(self, request: Request) -> Answer:
        """Send, again if that does no harm and nobody has waited long for the failure. Raises every exception of
        `errors`, and RateLimited."""
        for _ in range(TRIES - 1 if request.again or not request.writes else 0):
            try:
                return self._send(request)
            except RateLimited:
                raise
            except RetryLater as error:
                if isinstance(error.__cause__, httpx.TimeoutException):
                    raise
        return self._send(request)

    def _send(self, request: Request) -> Answer:
        self._limiter.take()
        answer = exchange(self._http, self._base, request, self._headers, fraction=Decimal)
        if answer.status == 429:
            raise self._limiter.refused(seconds_in(answer.headers, "Retry-After"))
        self._limiter.learn(
            count_in(answer.headers, "X-RateLimit-Limit"), count_in(answer.headers, "X-RateLimit-Remaining"), None
        )
        if not 200 <= answer.status < 300 or not answer.is_json:
            raise error_of(answer, request)
        return answer
