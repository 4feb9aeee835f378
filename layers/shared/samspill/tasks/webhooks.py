"""A delivery of a system: checked, written to the inbox, and only then answered.

A delivery is a hint and never the truth: which record to look at, perhaps that it was deleted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from samspill.composition import App
from samspill.exceptions import NotFound
from samspill.model.changes import Way
from samspill.model.connection import Connection
from samspill.model.kinds import Side
from samspill.model.status import Status
from samspill.tasks.subscriptions import signing_secrets


class Verdict(Enum):
    """What becomes of a delivery."""

    STORED = "stored"
    GONE = "gone"
    UNSIGNED = "unsigned"
    MALFORMED = "malformed"


@dataclass(frozen=True)
class Delivery:
    """What came in. Header names are in lower case; `body` is as it was sent, since the signature covers it."""

    system: str
    connection: str
    headers: Mapping[str, str]
    body: bytes


def receive(app: App, delivery: Delivery) -> Verdict:
    """Store what the delivery hints at and wake the workers. Raises whatever keeps it from being stored.

    A connection that is off, was never there, or has no such system is GONE, all the same: the peer shall stop.
    """
    connection = _connection(app, delivery.connection)
    side = _side(app, connection, delivery.system) if connection else None
    if connection is None or side is None or connection.status is Status.OFF:
        return Verdict.GONE
    hooks = app.webhooks(delivery.system)
    secrets = signing_secrets(app, connection, side)
    if not hooks.genuine(delivery.headers, delivery.body, secrets, app.clock()):
        return Verdict.UNSIGNED
    try:
        told = hooks.hints(delivery.body, delivery.headers)
    except ValueError:
        return Verdict.MALFORMED
    wanted = app.integration_of(connection).watched(side, connection.settings)
    hints = [hint for hint in told if hint.key.kind in wanted]
    inbox = app.stores(connection.id).inbox
    for hint in hints:
        inbox.put(
            hint.key, due_at=app.clock(), deleted_hint=hint.deleted, old_number=hint.old_number, way=Way.WEBHOOK
        )
    if connection.status is Status.ACTIVE:
        for group in dict.fromkeys(hint.key.group for hint in hints):
            app.wakeups.wake(connection.id, group)
    return Verdict.STORED


def _connection(app: App, connection_id: str) -> Connection | None:
    try:
        return app.connections.get(connection_id)
    except NotFound:
        return None


def _side(app: App, connection: Connection, system: str) -> Side | None:
    if system == Side.TRIPLETEX.value:
        return Side.TRIPLETEX
    return Side.APP if system == app.integration(connection.integration).system else None
