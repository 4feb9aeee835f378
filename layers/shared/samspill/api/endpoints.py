"""The table of endpoints: each route says here who may call it and which problems it can answer with.

The gate reads it to let callers in, the contract generator to document them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter

from samspill.api.asking import Role
from samspill.api.bodies import LARGEST_BODY

#: For what strangers send.
SMALL_BODY = 16 * 1024

#: Whoever the connection belongs to, and staff.
OWNERS = frozenset(Role)
PRODUCT_AND_STAFF = frozenset({Role.PRODUCT, Role.STAFF})
#: Who may say yes to a plan; a customer only where the integration leaves it to them (`Asking.owned`).
REVIEWERS = frozenset({Role.STAFF, Role.CUSTOMER})
CUSTOMER_ONLY = frozenset({Role.CUSTOMER})
STAFF_ONLY = frozenset({Role.STAFF})
#: Nobody needs a key: the endpoint is harmless, or checks a signature itself.
PUBLIC: frozenset[Role] = frozenset()

_Function = TypeVar("_Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Endpoint:
    """One method of one path. `problems` are codes beyond those that any endpoint of its sort can answer with.
    `takes_json`: a body that is no JSON is refused before the route sees it; `largest` is a body's size in bytes.
    `also` is another status of success, for what is carried out from now on. `sheet`: CSV is answered as well.
    `file` is the media type of a body that is a file. `identified`: instead of a key there has to be a person whom
    API Gateway's authorizer let through."""

    operation: str
    method: str
    path: str
    roles: frozenset[Role]
    status: int
    problems: tuple[str, ...]
    takes_json: bool = True
    largest: int = LARGEST_BODY
    also: int | None = None
    sheet: bool = False
    file: str | None = None
    identified: bool = False

    @property
    def public(self) -> bool:
        """Whether no key is needed."""
        return not self.roles

    def matches(self, path: str) -> bool:
        """Whether `path` is one of this endpoint's."""
        return re.fullmatch(re.sub(r"<\w+>", "[^/]+", self.path), path) is not None


def new_router() -> APIGatewayHttpRouter:
    """A router for the endpoints of one resource."""
    return APIGatewayHttpRouter()  # type: ignore[no-untyped-call]


ENDPOINTS: list[Endpoint] = []


def endpoint(
    router: APIGatewayHttpRouter, method: str, path: str, *,
    tag: str, roles: frozenset[Role] = PRODUCT_AND_STAFF, status: int = 200, problems: tuple[str, ...] = (),
    takes_json: bool = True, largest: int = LARGEST_BODY, also: int | None = None, sheet: bool = False,
    file: str | None = None, identified: bool = False,
) -> Callable[[_Function], _Function]:  # fmt: skip
    """Register a route. Its name is the operation id, its docstring's first line the summary, the rest the
    description."""

    def register(function: _Function) -> _Function:
        summary, _, description = (function.__doc__ or "").strip().partition("\n")
        ENDPOINTS.append(
            Endpoint(
                function.__name__, method, path, roles, status, problems, takes_json, largest, also, sheet, file,
                identified,
            )
        )  # fmt: skip
        return router.route(
            path,
            method,
            operation_id=function.__name__,
            summary=summary.rstrip("."),
            description=" ".join(description.split()) or summary,
            tags=[tag],
            status_code=status,
        )(function)

    return register


def at(path: str) -> list[Endpoint]:
    """All endpoints of a path, one a method. A literal path goes before one with a variable in that place."""
    fitting = [each for each in ENDPOINTS if each.matches(path)]
    variables = min((each.path.count("<") for each in fitting), default=0)
    return [each for each in fitting if each.path.count("<") == variables]
