"""All kinds, and the table of all routes under /v2."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.tripletex.calls import Answer, Call
from sandbox.tripletex.endpoints import sessions, subscriptions
from sandbox.tripletex.endpoints.registers import Register
from sandbox.tripletex.kinds import Kind
from sandbox.tripletex.routes import RouteTable
from sandbox.tripletex.rules import parties
from sandbox.tripletex.world import TripletexWorld

Handler = Callable[[TripletexWorld, Call], Answer]

KINDS: dict[str, Kind] = {
    kind.path: kind
    for kind in (
        parties.CUSTOMER,
        parties.SUPPLIER,
        parties.CONTACT,
    )
}


def all_routes() -> RouteTable[Handler]:
    """Every route but the creation of sessions."""
    table: RouteTable[Handler] = RouteTable()
    sessions.add_to(table)
    subscriptions.add_to(table)
    for kind in KINDS.values():
        Register(kind).add_to(table)
    return table
