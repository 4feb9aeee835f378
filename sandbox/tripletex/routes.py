"""Which handler answers a path. Paths have literal colons and angle brackets (`/:create`, `/>whoAmI`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sandbox.tripletex.errors import no_route, wrong_method

H = TypeVar("H")


@dataclass(frozen=True)
class Route(Generic[H]):
    """A method and a path template such as `/v2/customer/{id}`; `login` tells whether a session is needed."""

    method: str
    template: str
    handler: H
    login: bool = True


@dataclass
class _Node(Generic[H]):
    literal: dict[str, _Node[H]] = field(default_factory=dict)
    wildcard: tuple[str, _Node[H]] | None = None
    routes: dict[str, Route[H]] = field(default_factory=dict)


class RouteTable(Generic[H]):
    """A tree of path segments; literal segments win over placeholders."""

    def __init__(self) -> None:
        self._root: _Node[H] = _Node()
        self.all: list[Route[H]] = []

    def add(self, method: str, template: str, handler: H, *, login: bool = True) -> None:
        """Register a handler."""
        node = self._root
        for segment in template.strip("/").split("/"):
            if segment.startswith("{"):
                if node.wildcard is None:
                    node.wildcard = (segment[1:-1], _Node())
                node = node.wildcard[1]
            else:
                node = node.literal.setdefault(segment, _Node())
        route = Route(method, template, handler, login)
        node.routes[method] = route
        self.all.append(route)

    def match(self, method: str, path: str) -> tuple[Route[H], dict[str, str]]:
        """The route of a (decoded) path and its placeholders. Raises 404/21000, or 400 for another method."""
        found = self._find(self._root, path.strip("/").split("/"))
        if found is None:
            raise no_route()
        node, params = found
        route = node.routes.get(method)
        if route is None:
            raise wrong_method()
        return route, params

    def _find(self, node: _Node[H], segments: list[str]) -> tuple[_Node[H], dict[str, str]] | None:
        if not segments:
            return (node, {}) if node.routes else None
        head, rest = segments[0], segments[1:]
        below = node.literal.get(head)
        if below is not None and (found := self._find(below, rest)):
            return found
        if node.wildcard and head:
            name, inner = node.wildcard
            if deeper := self._find(inner, rest):
                return deeper[0], {name: head, **deeper[1]}
        return None


Register = Callable[[RouteTable[H]], None]
