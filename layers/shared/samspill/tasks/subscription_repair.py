"""Keeps webhook subscriptions alive. Whatever was wrong with them, something may not have been told meanwhile: both
sides are compared afterwards."""

from samspill.composition import App
from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.kinds import Side
from samspill.sync.ports import Repair
from samspill.tasks.connections import reconcile
from samspill.tasks.subscriptions import is_outdated, signing_secrets, subscribe, webhook_url


def repair_subscriptions(app: App, connection: Connection) -> int:
    """Switch on what is disabled; make all anew when one is missing, points elsewhere, when its secret is lost on our
    side or another on theirs, or when they tell of other registers than the settings want. 1 when something was
    wrong. Raises ConfigurationWrong, RetryLater."""
    systems = app.systems(connection, Priority.RECONCILE)
    found = {Repair.LOST} if is_outdated(app, connection) else set()
    for side in Side:
        ids = [each.id for each in connection.subscriptions if each.side is side]
        url, secrets = webhook_url(app, connection, side), signing_secrets(app, connection, side)
        repair = systems[side].repair_subscriptions(url, ids, secrets)
        # Without a secret of ours every delivery is refused, whatever the peer says of its subscription.
        found.add(repair if secrets else Repair.LOST)
    if found == {Repair.SOUND}:
        return 0
    if Repair.LOST in found:
        subscribe(app, connection)
    reconcile(app, connection)
    return 1
