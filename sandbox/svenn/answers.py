"""An answer before it becomes HTTP, and the call it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, QueryParams

from sandbox.hostility.dialect import STRAIGHT, Twist

if TYPE_CHECKING:
    from sandbox.svenn.account import Account


@dataclass(frozen=True)
class Answer:
    """Status, JSON body (None: no body) and headers."""

    status: int
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"


@dataclass(frozen=True)
class Call:
    """A request of an account, its token and body already checked. `body` is None where none is read.
    `rights` are the token's; `twist` is what hostile mode does to it."""

    account: Account
    rights: frozenset[str]
    path: Mapping[str, str]
    query: QueryParams
    headers: Headers
    body: object = None
    twist: Twist = STRAIGHT
