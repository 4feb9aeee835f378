"""One request, one answer: what can go wrong on the way becomes RetryLater, and whether a write may have arrived."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from samspill.exceptions import RetryLater
from samspill.systems.json_text import json_text

#: Seconds. A request that is not answered by then is given up; nobody may look for its result earlier.
CONNECT_TIMEOUT = 5.0
ANSWER_TIMEOUT = 30.0
LONGEST_REQUEST = CONNECT_TIMEOUT + ANSWER_TIMEOUT

#: The connection never stood, so nothing can have arrived.
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

_SAFE = frozenset({"GET", "HEAD"})
_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Request:
    """What is asked. `path` starts with a slash; `params` with a list repeat the parameter; `subject` names, for
    error texts, what the call is about (a kind). `again`: it is a write that does no harm when it is sent again."""

    method: str
    path: str
    params: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    subject: str = ""
    again: bool = False

    @property
    def writes(self) -> bool:
        """Whether the peer's data may change by it."""
        return self.method not in _SAFE


@dataclass(frozen=True)
class Answer:
    """What came back: `body` is parsed JSON, None when there was none, or text when it was no JSON."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def is_json(self) -> bool:
        """False for an HTML page and the like."""
        return not isinstance(self.body, str)


def new_http() -> httpx.Client:
    """A client that keeps its connections. Redirects are not followed: neither peer sends them."""
    return httpx.Client(timeout=httpx.Timeout(ANSWER_TIMEOUT, connect=CONNECT_TIMEOUT), follow_redirects=False)


def exchange(
    http: httpx.Client, base_url: str, request: Request, headers: Mapping[str, str],
    fraction: Callable[[str], Any] = float,
) -> Answer:  # fmt: skip
    """Send once. `fraction` makes numbers of the JSON text of those that are not whole: Decimal where amounts count.
    Raises RetryLater, uncertain when a write may have been carried out although no answer came."""
    try:
        response = http.request(
            request.method,
            base_url + request.path,
            params=dict(request.params) or None,
            content=None if request.body is None else json_text(request.body),
            headers={**({} if request.body is None else _JSON), **headers, **request.headers},
        )
    except _NEVER_SENT as error:
        raise RetryLater(detail=f"{request.method} {request.path}: {error!r}") from error
    except httpx.HTTPError as error:
        detail = f"{request.method} {request.path}: {error!r}"
        raise RetryLater(detail=detail, uncertain=request.writes) from error
    return Answer(response.status_code, response.headers, _parsed(response, fraction))


def seconds_in(headers: Mapping[str, str], name: str) -> float | None:
    """A header as seconds, None when it is missing or no number."""
    try:
        return max(0.0, float(headers[name]))
    except (KeyError, ValueError):
        return None


def count_in(headers: Mapping[str, str], name: str) -> int | None:
    """A header as a whole number, None when it is missing or none."""
    number = seconds_in(headers, name)
    return None if number is None else int(number)


def _parsed(response: httpx.Response, fraction: Callable[[str], Any]) -> Any:
    if not response.content:
        return None
    try:
        return json.loads(response.content, parse_float=fraction)
    except ValueError:
        return response.text[:500]
