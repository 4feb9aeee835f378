"""Webhook subscriptions of a connection at both systems, and the secrets that sign their deliveries."""

from collections.abc import Sequence

from samspill.composition import App
from samspill.exceptions import SamspillError
from samspill.model.changes import Priority
from samspill.model.connection import Connection, Subscription
from samspill.model.kinds import Side
from samspill.observability import logger

#: Deliveries under way while a secret is replaced are still signed with the one before.
SECRETS_KEPT = 2


def webhook_url(app: App, connection: Connection, side: Side) -> str:
    """Where the system of `side` delivers this connection's events."""
    system = side.value if side is Side.TRIPLETEX else app.integration(connection.integration).system
    return f"{app.env.public_url}/v1/webhooks/{system}/{connection.id}"


def subscribe(app: App, connection: Connection) -> Connection:
    """Make the subscriptions of both sides anew; the connection as it is stored afterwards.

    Raises ConfigurationWrong, RetryLater; made half, it is made anew as a whole the next time.
    """
    integration = app.integration_of(connection)
    made: list[Subscription] = []
    for side, system in app.systems(connection, Priority.PERSON).items():
        secret = app.new_secret()
        # Stored before the system knows it: its first delivery may come before the call returns.
        _keep(app, connection, side, (secret,))
        kinds = integration.watched(side, connection.settings)
        subscribed = system.subscribe(webhook_url(app, connection, side), secret, kinds)
        _keep(app, connection, side, tuple(dict.fromkeys(each.secret for each in subscribed)))
        made += [Subscription(side=side, id=each.id, event=each.event) for each in subscribed]
    found = {"subscriptions": tuple(made), "told_of": integration.watched(Side.APP, connection.settings)}
    return app.connections.update(
        connection.id, lambda now: now.model_copy(update={**found, "updated_at": app.clock()})
    )


def follow_settings(app: App, connection: Connection) -> Connection:
    """Have webhooks tell of what the settings want now. A system that cannot be reached keeps no settings from being
    changed: the hourly look at the subscriptions makes up for it, and until then polls tell."""
    if not connection.subscriptions or not is_outdated(app, connection):
        return connection
    try:
        return subscribe(app, connection)
    except SamspillError as error:
        logger.warning("webhooks do not follow the settings yet", connection=connection.id, code=error.code)
        return connection


def is_outdated(app: App, connection: Connection) -> bool:
    """Whether webhooks tell of other registers than the settings want."""
    wanted = app.integration_of(connection).watched(Side.APP, connection.settings)
    return connection.told_of is not None and connection.told_of != wanted


def unsubscribe(app: App, connection: Connection) -> None:
    """Remove the subscriptions of both sides. Raises ConfigurationWrong, RetryLater."""
    if not connection.subscriptions:
        return
    for side, system in app.systems(connection, Priority.PERSON).items():
        system.unsubscribe([each.id for each in connection.subscriptions if each.side is side])
    app.connections.update(connection.id, lambda now: now.model_copy(update={"subscriptions": ()}))


def unsubscribed(app: App, connection: Connection) -> bool:
    """Whether no webhook is left. Whatever a system says, and keys that are gone already, do not keep a connection
    on."""
    try:
        unsubscribe(app, connection)
    except SamspillError as error:
        logger.warning("webhooks not removed", connection=connection.id, code=error.code)
        return False
    return True


def signing_secrets(app: App, connection: Connection, side: Side) -> Sequence[str]:
    """What a delivery of `side` may be signed with, newest first."""
    stored = app.connections.secret(connection.id, _name(side))
    return stored.split("\n") if stored else ()


def _keep(app: App, connection: Connection, side: Side, secrets: tuple[str, ...]) -> None:
    kept = dict.fromkeys((*secrets, *signing_secrets(app, connection, side)))
    newest = list(kept)[: len(secrets) + SECRETS_KEPT - 1]
    app.connections.put_secret(connection.id, _name(side), "\n".join(newest))


def _name(side: Side) -> str:
    return f"webhook.{side.value}"
