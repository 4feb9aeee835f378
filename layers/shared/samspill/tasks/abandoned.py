"""Connections that nobody goes on with: made on the way of an onboarding, never approved, the onboarding's time over.

They hold a company and an account that somebody else of the company may want to connect, and keys that nobody needs.
"""

from samspill.composition import App
from samspill.exceptions import NotFound
from samspill.model.connection import Connection
from samspill.model.status import Event, Status
from samspill.observability import logger
from samspill.tasks.lifecycle import turn_off
from samspill.tasks.sessions import ONBOARDING

#: Where a connection stands whose plan nobody has approved.
_UNAPPROVED = (Status.DRAFT, Status.IN_REVIEW, Status.NEEDS_ATTENTION, Status.REJECTED)


def give_up_abandoned(app: App) -> int:
    """Turn them off and delete all that is kept of them; nothing of theirs was ever written. How many. What fails for
    one is tried again the next time."""
    given_up = 0
    for connection in app.connections.active(_UNAPPROVED):
        if not _is_abandoned(app, connection):
            continue
        try:
            given_up += _give_up(app, connection)
        except Exception:  # noqa: BLE001 - whatever is wrong with this one, the others have their turn
            logger.exception("abandoned connection not given up", connection=connection.id)
    return given_up


def _give_up(app: App, connection: Connection) -> bool:
    def off(now: Connection) -> Connection:
        # Asked of the connection as it is now: whoever went on with it in this moment wins.
        return now.moved(Event.TURN_OFF, app.clock()) if _is_abandoned(app, now) else now

    left = app.connections.update(connection.id, off)
    if left.status is not Status.OFF:
        return False
    turn_off(app, left, delete_data=True)
    return True


def _is_abandoned(app: App, connection: Connection) -> bool:
    if connection.onboarding is None or connection.live or connection.approved_at is not None:
        return False
    if connection.status not in _UNAPPROVED or app.clock() - connection.updated_at < ONBOARDING:
        return False  # a mailed link led to it, and somebody did something
    try:
        app.onboardings.get(connection.onboarding)
    except NotFound:
        return True
    return False
