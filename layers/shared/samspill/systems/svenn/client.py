"""The one place that sends to Svenn: limit, key, answer -> wire model or exception."""

from hashlib import sha256
from typing import TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from samspill.exceptions import RetryLater
from samspill.systems.limiter import Limiter, Window
from samspill.systems.svenn.errors import error_of
from samspill.systems.transport import Answer, Request, count_in, exchange, seconds_in

M = TypeVar("M", bound=BaseModel)

#: 600 calls a minute for a key (contracts/svenn.openapi.yaml).
WINDOW = Window(seconds=60, limit=600)


def owner_of(token: str) -> str:
    """Whose limit it is, without telling the token."""
    return f"svenn#{sha256(token.encode()).hexdigest()[:32]}"


class Client:
    """Sends requests of one account's token."""

    def __init__(self, http: httpx.Client, base_url: str, token: str, limiter: Limiter) -> None:
        self._http, self._base, self._token, self._limiter = http, base_url.rstrip("/"), token, limiter

    def ask(self, request: Request, model: type[M]) -> M:
        """Send once and understand the answer. Raises like `send`; an answer that makes no sense is as good as
        lost: RetryLater, uncertain after a write."""
        answer = self.send(request)
        try:
            return model.model_validate(answer.body)
        except ValidationError as error:
            # The error's own text would repeat values of records.
            where = ", ".join(".".join(map(str, each["loc"])) or "the body" for each in error.errors()[:3])
            detail = f"{request.method} {request.path} answered {answer.status} without sense at {where}"
            raise RetryLater(detail=detail, uncertain=request.writes) from None

    def send(self, request: Request) -> Answer:
        """Send once. Raises every exception of `errors`, and RateLimited."""
        self._limiter.take()
        headers = {"Accept": "application/json", "Authorization": f"Bearer {self._token}"}
        answer = exchange(self._http, self._base, request, headers)
        if answer.status == 429:
            raise self._limiter.refused(seconds_in(answer.headers, "Retry-After"))
        self._limiter.learn(
            count_in(answer.headers, "RateLimit-Limit"),
            count_in(answer.headers, "RateLimit-Remaining"),
            seconds_in(answer.headers, "RateLimit-Reset"),
        )
        if not 200 <= answer.status < 300 or not answer.is_json:
            raise error_of(answer, request)
        return answer
