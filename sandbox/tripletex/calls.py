"""One request and one answer, free of any web framework."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import QueryParams

from sandbox.hostility.dialect import STRAIGHT, Twist
from sandbox.tripletex.company import Company, EmployeeToken
from sandbox.tripletex.errors import bad_json, no_number
from sandbox.tripletex.texts import Language


@dataclass(frozen=True)
class Caller:
    """Who asks: the token, the company acted in, the consumer behind the session."""

    token: EmployeeToken
    home: Company
    company: Company
    consumer: str

    @property
    def at_home_as_accountant(self) -> bool:
        """An accountant's token that names no client may only list clients and ask who it is."""
        return self.token.accountant and self.company.id == self.home.id


@dataclass(frozen=True)
class Call:
    """A request whose route is known. `caller` is None on routes without login; `twist` is what hostile mode does
    to it."""

    method: str
    route: str
    params: Mapping[str, str]
    query: QueryParams
    body: bytes = b""
    if_none_match: str = ""
    caller: Caller | None = None
    twist: Twist = STRAIGHT

    @property
    def me(self) -> Caller:
        """The caller of a route that needs login."""
        if self.caller is None:
            raise RuntimeError(f"{self.route} was called without a caller")
        return self.caller

    @property
    def company(self) -> Company:
        """The company acted in."""
        return self.me.company

    @property
    def language(self) -> Language:
        """The language of the user's texts."""
        return self.caller.home.language if self.caller else "no"

    def json(self) -> Any:
        """The body. Raises 422/22000 when it is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            raise bad_json() from None

    def number(self, name: str = "id") -> int:
        """A number in the path. Raises 422/21000 for anything else."""
        text = self.params[name]
        if not text.lstrip("-").isdecimal():
            raise no_number(text)
        return int(text)

    def asked(self, name: str, *, default: bool = False) -> bool:
        """A true/false query parameter."""
        return self.query.get(name, str(default)).lower() == "true"


@dataclass(frozen=True)
class Answer:
    """Status, JSON body (None: no body) and headers. `html` takes the place of JSON."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    html: str | None = None


def value(shown: object, status: int = 200) -> Answer:
    """A single object."""
    return Answer(status, {"value": shown})


NO_CONTENT = Answer(204)
