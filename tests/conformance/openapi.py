"""Exchanges against an OpenAPI 3 file: requests strictly, answers by type."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.conformance.exchange import Exchange, Finding, body_shape, text_shape

METHODS = ("get", "post", "put", "delete", "patch")
_FORMS = {
    "integer": re.compile(r"-?\d+"),
    "number": re.compile(r"-?\d+(\.\d+)?"),
    "boolean": re.compile("true|false"),
}


@dataclass
class _Node:
    literal: dict[str, _Node] = field(default_factory=dict)
    wildcard: _Node | None = None
    operations: dict[str, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)


class OpenApi:
    """A specification, ready to check. `base` is the path of its server; `error` the schema of error answers."""

    def __init__(self, document: Mapping[str, Any], base: str = "/v2", error: str = "ApiError") -> None:
        self._schemas: Mapping[str, Any] = document["components"]["schemas"]
        self._base, self._error = base, {"$ref": f"#/components/schemas/{error}"}
        self._root = _Node()
        for path, item in document["paths"].items():
            for method in METHODS:
                if method in item:
                    self._node(path).operations[method.upper()] = (path, item[method])

    @classmethod
    def read(cls, file: Path) -> OpenApi:
        """From a JSON file."""
        return cls(json.loads(file.read_text(encoding="utf-8")))

    def properties(self, schema: str) -> Mapping[str, Any]:
        """The properties of a schema."""
        found: Mapping[str, Any] = self._schemas[schema].get("properties", {})
        return found

    def covers(self, exchange: Exchange) -> bool:
        """Whether the exchange is about this API at all."""
        return exchange.path.startswith(f"{self._base}/")

    def route(self, exchange: Exchange) -> str:
        """The route's name for reports and exceptions: method and template, or the path where none is known."""
        found = self._find(exchange)
        return f"{exchange.method} {found[0] if found else exchange.path}"

    def shape(self, exchange: Exchange) -> object:
        """Exchanges of one shape have the same findings."""
        query = frozenset((name, text_shape(text)) for name, text in exchange.query)
        parts = (body_shape(exchange.request), exchange.status, body_shape(exchange.response), exchange.provoked)
        return (self.route(exchange), self._path_shape(exchange.path), query, *parts)

    def findings(self, exchange: Exchange) -> Iterator[Finding]:
        """Everything that is wrong."""
        route = self.route(exchange)
        found = self._find(exchange)
        texts: list[str] = []
        if not exchange.provoked or exchange.accepted:
            texts += self._request(exchange, found[1]) if found else ["the route is unknown"]
        texts += self._answer(exchange, found[1] if found else None)
        for text in dict.fromkeys(texts):
            yield Finding(route, text)

    def _node(self, path: str) -> _Node:
        node = self._root
        for segment in path.strip("/").split("/"):
            if segment.startswith("{"):
                node.wildcard = node.wildcard or _Node()
                node = node.wildcard
            else:
                node = node.literal.setdefault(segment, _Node())
        return node

    def _find(self, exchange: Exchange) -> tuple[str, Mapping[str, Any], list[str]] | None:
        path = unquote(exchange.path.removeprefix(self._base)).strip("/").split("/")
        found = _walk(self._root, path, exchange.method)
        return (*found[0], found[1]) if found else None

    def _path_shape(self, path: str) -> tuple[str, ...]:
        return tuple(text_shape(part) for part in path.split("/"))

    def _request(self, exchange: Exchange, operation: Mapping[str, Any]) -> list[str]:
        texts = list(_parameters(exchange, operation, self._values(exchange)))
        content = operation.get("requestBody", {}).get("content", {})
        schema = next((each["schema"] for each in content.values() if "schema" in each), None)
        if exchange.request is None:
            return texts
        if schema is None:
            return [*texts, "request: a body is not expected"]
        return [*texts, *self._check(exchange.request, schema, "request", strict=True)]

    def _values(self, exchange: Exchange) -> list[str]:
        found = self._find(exchange)
        return found[2] if found else []

    def _answer(self, exchange: Exchange, operation: Mapping[str, Any] | None) -> list[str]:
        if not exchange.accepted:
            return list(self._refusal(exchange))
        if operation is None:
            return ["answer: 2xx on an unknown route"]
        expected = operation["responses"]
        # A recorded 200 stands for the 201 of the specification.
        status = str(exchange.status)
        if status == "200" and status not in expected:
            status = "201"
        if status not in expected:
            return [f"answer: status {exchange.status} is not in the specification"]
        schema = next((each.get("schema") for each in expected[status].get("content", {}).values()), None)
        if schema is None:
            return [] if exchange.response is None else ["answer: a body is not expected"]
        return list(self._check(exchange.response, schema, "answer", strict=False))

    def _refusal(self, exchange: Exchange) -> Iterator[str]:
        body = exchange.response
        if not isinstance(body, dict):
            yield f"error: no envelope on {exchange.status}"
            return
        yield from self._check(body, self._error, "error", strict=False)
        for name in ("status", "code", "message", "validationMessages", "requestId"):
            if name not in body:
                yield f"error.{name}: missing"
        if body.get("status") != exchange.status:
            yield "error.status: not the status of the answer"

    def _check(self, value: Any, schema: Mapping[str, Any], where: str, *, strict: bool) -> Iterator[str]:
        if value is None:
            return
        if "$ref" in schema:
            schema = self._schemas[schema["$ref"].rsplit("/", 1)[1]]
        kind = schema.get("type", "object")
        if not _is(value, kind):
            yield f"{where}: {type(value).__name__} instead of {kind}"
        elif "enum" in schema and value not in schema["enum"]:
            yield f"{where}: {value!r} is none of the words"
        elif kind == "array":
            for each in value:
                yield from self._check(each, schema.get("items", {}), f"{where}[]", strict=strict)
        elif kind == "object":
            yield from self._members(value, schema, where, strict=strict)

    def _members(self, value: Any, schema: Mapping[str, Any], where: str, *, strict: bool) -> Iterator[str]:
        known, extra = schema.get("properties", {}), schema.get("additionalProperties")
        for name, inner in value.items():
            below = f"{where}.{name}"
            if name in known:
                if strict and known[name].get("readOnly") and name not in ("id", "version"):
                    yield f"{below}: read-only"
                    continue
                yield from self._check(inner, known[name], below, strict=strict)
            elif isinstance(extra, dict):
                yield from self._check(inner, extra, below, strict=strict)
            elif strict and (known or extra is False):
                yield f"{below}: unknown"


def _walk(node: _Node, path: list[str], method: str) -> tuple[tuple[str, Mapping[str, Any]], list[str]] | None:
    if not path:
        operation = node.operations.get(method)
        return (operation, []) if operation else None
    head, rest = path[0], path[1:]
    if head in node.literal and (found := _walk(node.literal[head], rest, method)):
        return found
    if node.wildcard and (found := _walk(node.wildcard, rest, method)):
        return found[0], [head, *found[1]]
    return None


def _parameters(exchange: Exchange, operation: Mapping[str, Any], path_values: list[str]) -> Iterator[str]:
    declared = operation.get("parameters", [])
    query = {each["name"]: each for each in declared if each["in"] == "query"}
    for name, text in exchange.query:
        if name not in query:
            yield f"query.{name}: unknown"
        elif problem := _text_problem(text, query[name]["schema"]):
            yield f"query.{name}: {problem}"
    sent = {name for name, _ in exchange.query}
    for name, each in query.items():
        if each.get("required") and name not in sent:
            yield f"query.{name}: required"
    in_path = [each for each in declared if each["in"] == "path"]
    for each, text in zip(in_path, path_values, strict=False):
        if problem := _text_problem(text, each["schema"]):
            yield f"path.{each['name']}: {problem}"


def _text_problem(text: str, schema: Mapping[str, Any]) -> str:
    if "enum" in schema and text not in schema["enum"]:
        return f"{text!r} is none of the words"
    kind = schema.get("type")
    pattern = _FORMS.get(str(kind))
    return f"{text!r} is no {kind}" if pattern and not pattern.fullmatch(text) else ""


def _is(value: Any, kind: str) -> bool:
    match kind:
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case "array":
            return isinstance(value, list)
        case _:
            return isinstance(value, dict)
