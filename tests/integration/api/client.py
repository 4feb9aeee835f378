"""Calls the API as API Gateway does: an event in, an answer out."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

Handle = Callable[[dict[str, Any], Any], dict[str, Any]]


class Context:
    """What Lambda tells a function about its call."""

    def get_remaining_time_in_millis(self) -> int:
        return 29_000


@dataclass(frozen=True)
class Answered:
    """An answer of the API."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        """The body parsed."""
        return json.loads(self.text)


@dataclass(frozen=True)
class Client:
    """Somebody with a key, or without."""

    handle: Handle
    key: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    source: str = "127.0.0.1"

    def get(self, path: str, **query: object) -> Answered:
        return self.send("GET", path, query=query)

    def post(self, path: str, body: Any = None, *, idempotency_key: str | None = None, **query: object) -> Answered:
        extra = {} if idempotency_key is None else {"idempotency-key": idempotency_key}
        return self.send("POST", path, body, query=query, headers=extra)

    def put(self, path: str, body: Any) -> Answered:
        return self.send("PUT", path, body)

    def delete(self, path: str, **query: object) -> Answered:
        return self.send("DELETE", path, query=query)

    def send(
        self, method: str, path: str, body: Any = None, *, query: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answered:  # fmt: skip
        text = None if body is None else json.dumps(body, ensure_ascii=False)
        sent = {"content-type": "application/json"} if text is not None else {}
        return self.raw(method, path, text, query or {}, {**sent, **self.headers, **(headers or {})})

    def raw(
        self, method: str, path: str, body: str | bytes | None, query: Mapping[str, object],
        headers: Mapping[str, str],
    ) -> Answered:  # fmt: skip
        keyed = {} if self.key is None else {"authorization": f"Bearer {self.key}"}
        event = http_event(method, path, body, query, {**keyed, **headers})
        event["requestContext"]["http"]["sourceIp"] = self.source
        answer = self.handle(event, Context())
        return Answered(answer["statusCode"], answer["headers"], answer.get("body") or "")


def http_event(
    method: str, path: str, body: str | bytes | None, query: Mapping[str, object], headers: Mapping[str, str]
) -> dict[str, Any]:  # fmt: skip
    """The event that API Gateway's HTTP API makes (payload version 2.0)."""
    wanted = {name: str(value) for name, value in query.items() if value is not None}
    parts = path.split("/")
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "ANY /v1/{proxy+}",
        "rawPath": path,
        "rawQueryString": urlencode(wanted),
        "headers": {name.lower(): value for name, value in headers.items()},
        "requestContext": {
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1"},
            "requestId": "r-1",
            "stage": "$default",
        },
        "isBase64Encoded": isinstance(body, bytes),
    }
    if wanted:
        event["queryStringParameters"] = wanted
    if parts[:3] == ["", "v1", "webhooks"] and len(parts) == 5:
        event["pathParameters"] = {"system": parts[3], "connection": parts[4]}
    if body is not None:
        event["body"] = base64.b64encode(body).decode() if isinstance(body, bytes) else body
    return event
